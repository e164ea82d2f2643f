"""What the user can turn up and down while the coach speaks: its level and its rate."""

from voicecoach.core.actions import Action, Keep, SetRate, SetVolume
from voicecoach.core.preferences import FASTEST_WPM, LOUDEST_DB, QUIETEST_DB, SLOWEST_WPM

VOLUME_STEP_DB = 4.0
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

    def change_volume(self, *, louder: bool) -> list[Action]:
        """One step, within limits, which is kept."""
        step = VOLUME_STEP_DB if louder else -VOLUME_STEP_DB
        self._volume_db = min(LOUDEST_DB, max(QUIETEST_DB, self._volume_db + step))
        return [self.volume(), Keep("volume", f"{self._volume_db:g}")]

    def change_rate(self, *, slower: bool) -> list[Action]:
        """One step, within limits, which is kept."""
        wpm = self._wpm / RATE_STEP if slower else self._wpm * RATE_STEP
        self._wpm = round(min(FASTEST_WPM, max(SLOWEST_WPM, wpm)))
        return [self.rate(), Keep("rate", str(self._wpm))]
