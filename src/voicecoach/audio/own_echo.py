"""Whether the coach still hears itself behind the echo canceller.

It cannot be helped everywhere: a television or a wireless loudspeaker may be later than the
canceller looks, and some sound systems bend the echo beyond recognition. Then what is left rises
and falls with what was played, as talk in the room does not.
"""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.mixer import Samples
from voicecoach.core.clip import HEARING_RATE

_FRAME = HEARING_RATE // 50
_WINDOW = 600
"""Frames of 20 ms that are compared (12 s)."""
_EVERY = 100
"""Frames between two comparisons (2 s)."""
_LATEST = 75
"""Frames by which an echo may be late (1.5 s)."""
_PLAYING_DB = -55.0
_LEAST_PLAYED = 200
"""Frames of the coach's voice (4 s) without which nothing can be said."""
_ABOVE_ROOM_DB, _BELOW_HEARD_DB = 6.0, 15.0
"""What is left counts from so far above the quietest moments on, and from so far below what the
microphone heard: a user who speaks from where the echo came from is louder than that."""
_NOTHING_DB = -99.0
_STEADY_DB = 2.0
_ALIKE, _UNLIKE = 0.6, 0.4
_IN_A_ROW = 2


class OwnEcho:
    """Feed it what was played, what the microphone heard of it, and what the canceller left."""

    def __init__(self) -> None:
        self._levels = np.zeros((3, 0))
        self._rest = np.zeros((3, 0), np.float32)
        self._since = 0
        self._votes = 0
        self.late_s: float | None = None
        """How late the coach's own voice is heard; None where it is not."""
        self.likeness = 0.0
        """The correlation of the two courses of loudness, at the delay where it is highest."""

    def feed(self, played: Samples, heard: Samples, left: Samples) -> bool:
        """Take note of a moment, three blocks of one length at 16 kHz.

        Whether `late_s` has come or gone.
        """
        self._rest = np.concatenate([self._rest, np.stack([played, heard, left])], axis=1)
        whole = self._rest.shape[1] // _FRAME
        frames, self._rest = np.split(self._rest, [whole * _FRAME], axis=1)
        power = np.square(frames.reshape(3, whole, _FRAME), dtype=np.float64).mean(2)
        levels = 10 * np.log10(power + 1e-10)
        self._levels = np.concatenate([self._levels, levels], axis=1)[:, -_WINDOW:]
        self._since += whole
        if self._since < _EVERY or (self._levels[0] > _PLAYING_DB).sum() < _LEAST_PLAYED:
            return False
        self._since = 0
        return self._compare()

    def _compare(self) -> bool:
        self.likeness, late = _likeness(*self._levels)
        before = self.late_s is None
        vote = 1 if self.likeness > _ALIKE else -1 if self.likeness < _UNLIKE else 0
        self._votes = vote + self._votes if vote * self._votes >= 0 else vote
        if abs(self._votes) >= _IN_A_ROW:
            self.late_s = late * _FRAME / HEARING_RATE if self._votes > 0 else None
        return (self.late_s is None) != before


def _likeness(
    played: NDArray[np.float64], heard: NDArray[np.float64], left: NDArray[np.float64]
) -> tuple[float, int]:
    """The highest correlation of `left` with what was played before, and how many frames before."""
    sound = heard[heard > _NOTHING_DB]  # a microphone that has just begun gives none
    low, high = np.percentile(sound, (10, 90)) if len(sound) else (0.0, 0.0)
    if high - low < _ABOVE_ROOM_DB:
        # A steady hiss and no echo. What is left of it would rise and fall with the coach, since
        # the suppressor turns it down.
        return 0.0, 0
    least = max(np.percentile(left, 10) + _ABOVE_ROOM_DB, high - _BELOW_HEARD_DB)
    loud = np.maximum(left, least)[_LATEST:]
    if loud.std() < _STEADY_DB:
        return 0.0, 0
    source = np.maximum(played, _PLAYING_DB)
    best, at = 0.0, 0
    for late in range(_LATEST + 1):
        then = source[_LATEST - late : len(source) - late]
        if then.std() > _STEADY_DB:
            best, at = max((best, at), (float(np.corrcoef(then, loud)[0, 1]), late))
    return best, at
