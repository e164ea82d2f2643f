"""What the user can turn up and down while the coach speaks: its level and its rate."""

from voicecoach.core.actions import Action, SetRate, SetVolume
from voicecoach.core.preferences import FASTEST_WPM, SLOWEST_WPM

VOLUME_STEP_DB, LOUDEST_DB, QUIETEST_DB = 4.0, 0.0, -28.0
SLOWLY = 0.7
"""The share of the usual rate."""
RATE_STEP = 1.15


class Settings:
    """Level against full scale in decibels, rate in words a minute."""

    def __init__(self, volume_db: float, wpm: int) -> None:
        self._volume_db = volume_db
        self._wpm = wpm

    def volume(self) -> SetVolume:
        return SetVolume(self._volume_db)

    def rate(self) -> SetRate:
        return SetRate(self._wpm)

    def slow(self) -> SetRate:
        """As slow as somebody wants it who has to follow every word."""
        return SetRate(max(SLOWEST_WPM, round(self._wpm * SLOWLY)))

    def all(self) -> list[Action]:
        return [self.volume(), self.rate()]

    def change_volume(self, *, louder: bool) -> SetVolume:
        """One step, within limits."""
        step = VOLUME_STEP_DB if louder else -VOLUME_STEP_DB
        self._volume_db = min(LOUDEST_DB, max(QUIETEST_DB, self._volume_db + step))
        return self.volume()

    def change_rate(self, *, slower: bool) -> SetRate:
        """One step, within limits."""
        wpm = self._wpm / RATE_STEP if slower else self._wpm * RATE_STEP
        self._wpm = round(min(FASTEST_WPM, max(SLOWEST_WPM, wpm)))
        return self.rate()
