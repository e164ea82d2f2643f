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


@dataclass(frozen=True, slots=True)
class Prominence:
    """By how many decibels a word is louder than the sound around it, 15 at most.

    `before`: than the loud part of the two seconds before it. `gap`: than what was right before
    it. `after`: than what follows.
    """

    before: float
    gap: float
    after: float


def prominence(levels_db: NDArray[np.float64], at: int) -> Prominence:
    """The prominence of a word that is spotted in frame `at`; `levels_db` is a level a frame."""

    def stretch(between: tuple[int, int]) -> NDArray[np.float64]:
        return levels_db[max(0, at + between[0]) : max(0, at + between[1])]

    word = float(stretch(_WORD).max(initial=SILENT_DB))

    def over(between: tuple[int, int], percentile: float, unknown: float) -> float:
        heard = stretch(between)
        heard = heard[heard > SILENT_DB]
        if len(heard) < _FEWEST:
            return unknown
        return min(_MOST_DB, word - float(np.percentile(heard, percentile)))

    return Prominence(
        over(_BEFORE, 85, _MOST_DB), over(_GAP, 50, _MOST_DB), over(_AFTER, 50, _NOT_YET_DB)
    )
