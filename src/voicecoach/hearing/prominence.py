"""How a word stands out of what is around it: a command is said alone, a word in talk is not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.hearing.level import SILENT_DB

LEAD = 62
"""Frames of 32 ms (2 s) before a word that count."""
_WORD = (-9, 3)
"""Frames around the place where a word is spotted in which it is loudest."""
_BEFORE = (-LEAD, -12)
_GAP = (-22, -11)
_AFTER = (4, 11)
_MOST_DB = 15.0
"""Beyond this it is alone, and how quiet the room is says nothing more."""
_NOT_YET_DB = 10.0
"""What is taken for the time after it before that was heard."""
_FEWEST = 3
_LOUD = 85
"""The percentile of levels that is the loud part."""


@dataclass(frozen=True, slots=True)
class Prominence:
    """By how many decibels a word is louder than the sound around it, 15 at most.

    `before`: than the loud part of the two seconds before it. `gap`: than what was right before
    it. `after`: than what follows.
    """

    before: float
    gap: float
    after: float


def standing_out(levels_db: NDArray[np.float64], frames: int) -> float:
    """By how many decibels the last `frames` are louder than what was before, in their loud parts.

    At most 15: nothing was before, or what was is as good as silence.
    """
    first = len(levels_db) - frames
    loud = float(np.percentile(levels_db[first:], _LOUD))
    return _over(levels_db[:first], loud, _LOUD, _MOST_DB)


def prominence(levels_db: NDArray[np.float64], at: int) -> Prominence:
    """The prominence of a word that is spotted in frame `at`; `levels_db` is a level a frame."""

    def stretch(between: tuple[int, int]) -> NDArray[np.float64]:
        return levels_db[max(0, at + between[0]) : max(0, at + between[1])]

    word = float(stretch(_WORD).max(initial=SILENT_DB))

    return Prominence(
        _over(stretch(_BEFORE), word, _LOUD, _MOST_DB),
        _over(stretch(_GAP), word, 50, _MOST_DB),
        _over(stretch(_AFTER), word, 50, _NOT_YET_DB),
    )


def _over(around: NDArray[np.float64], loud: float, percentile: float, unknown: float) -> float:
    """By how much something as `loud` is over what is heard around it."""
    heard = around[around > SILENT_DB]
    if len(heard) < _FEWEST:
        return unknown
    return min(_MOST_DB, loud - float(np.percentile(heard, percentile)))
