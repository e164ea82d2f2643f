import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.hearing.level import SILENT_DB
from voicecoach.hearing.prominence import prominence

WORD = 80
"""The frame in which the word is spotted."""


def room(word_db: float, around_db: float, frames: int = 120) -> NDArray[np.float64]:
    """Levels of a word of 0.3 s, and of what is around it."""
    levels = np.full(frames, around_db)
    levels[WORD - 6 : WORD + 3] = word_db
    return levels


def test_a_word_said_alone_stands_out_before_and_after() -> None:
    found = prominence(room(-20, -32), WORD)
    assert (found.before, found.gap, found.after) == pytest.approx((12, 12, 12))


def test_a_word_in_the_middle_of_talk_does_not_stand_out() -> None:
    found = prominence(room(-20, -21), WORD)
    assert max(found.before, found.gap, found.after) < 2


def test_how_quiet_a_quiet_room_is_makes_no_difference() -> None:
    assert prominence(room(-20, -50), WORD) == prominence(room(-20, -90), WORD)


def test_talk_that_ends_right_before_it_still_counts() -> None:
    levels = room(-20, -60)
    levels[WORD - 50 : WORD - 25] = -20
    found = prominence(levels, WORD)
    assert found.before < 2
    assert found.gap > 10


@pytest.mark.parametrize("frames", [0, 1, WORD, WORD + 3])
def test_what_was_not_heard_yet_says_neither_yes_nor_no(frames: int) -> None:
    found = prominence(room(-20, -60)[:frames], WORD)
    assert 5 < found.after < 15


def test_a_stream_that_has_only_just_begun_counts_as_quiet() -> None:
    levels = room(-20, SILENT_DB)
    assert prominence(levels, WORD).before == prominence(room(-20, -80), WORD).before
