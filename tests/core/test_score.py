"""Sound written down like music."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.score import TONE_S, Measure, Sounded, Spoken, Tone

HOLD = Measure("hold", (Spoken("Hold."), Spoken("Halfway.", 10.0), Spoken("1.", 19.0)), 20.0)
TIMES = st.floats(0, 100)


def spoken_s(text: str) -> float:
    return float(len(text))


def test_a_measure_with_a_length_has_that_length_whatever_is_said_in_it() -> None:
    assert Measure("beat", (Spoken("far too long"),), 1.0).seconds(spoken_s) == 1.0


def test_a_measure_without_a_length_lasts_until_its_last_note_has_ended_and_its_tail() -> None:
    notes = (Spoken("four", 1.0), Sounded(Tone.BEAT, 2.0))
    assert Measure("say", notes, tail_s=0.5).seconds(spoken_s) == 5.5
    assert Measure("beep", (Sounded(Tone.DONE, 2.0),)).seconds(spoken_s) == 2.0 + TONE_S
    assert Measure("nothing", tail_s=3.0).seconds(spoken_s) == 3.0


def test_a_slower_measure_has_its_notes_and_its_end_later() -> None:
    assert HOLD.scaled(1.5).length_s == 30.0
    assert [note.at_s for note in HOLD.scaled(1.5).notes] == [0.0, 15.0, 28.5]
    assert Measure("call", (Spoken("Up."),), tail_s=1.0).scaled(2).seconds(spoken_s) == 5.0


def test_what_is_left_of_a_measure_has_only_the_notes_to_come() -> None:
    rest = HOLD.after(12.0)
    assert rest == Measure("hold", (Spoken("1.", 7.0),), 8.0)
    assert HOLD.after(0.0) == HOLD


def test_nothing_is_left_of_a_measure_that_is_over() -> None:
    assert HOLD.after(25.0) == Measure("hold", (), 0.0)


def test_a_later_measure_begins_with_silence() -> None:
    assert HOLD.later(3.0).length_s == 23.0
    assert [note.at_s for note in HOLD.later(3.0).notes] == [3.0, 13.0, 22.0]


@given(TIMES, TIMES)
@settings(deadline=None)
def test_what_is_over_and_what_is_left_add_up(first: float, second: float) -> None:
    split = HOLD.after(first).after(second)
    assert split.seconds(spoken_s) == pytest.approx(max(0.0, 20.0 - first - second), abs=1e-9)
