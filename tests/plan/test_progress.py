"""What is added over the weeks when it goes well, and what takes it away again."""

import pytest
from tests.plan.timelines import LINES

from voicecoach.plan.planner import plan
from voicecoach.plan.progress import Amount, Past, grown
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Session
from voicecoach.script.reader import read_text


def session(*keys: str, block: str = "title: B") -> Session:
    lines = "".join(f"        {line}\n" for line in ("start_position: supine", *keys))
    head = f"version: 1\ntitle: T\nblocks:\n  - {block}\n    exercises:\n      - name: Tilt\n"
    return read_text(head + lines, "session.yaml")


REPS = ("sets: 2", "reps: 8", "progression: {add: 2, up_to: 11, after: 2}")
HOLD = ("reps: 3", "hold: 20s", "sides: left_then_right", "progression: {add: 5s, up_to: 30s}")


def today(made: Session, *past: Past) -> Exercise:
    return next(grown(made, past).exercises)


def did(reps: int, held_s: float = 0.0, **how: bool) -> Past:
    return Past({"Tilt": Amount(reps, held_s)}, **how)


def test_nothing_is_added_before_it_went_well_often_enough() -> None:
    made = session(*REPS)
    assert today(made).reps == 8
    assert today(made, did(16)).reps == 8
    assert today(made, did(16), did(16)).reps == 10


def test_it_grows_step_by_step_and_to_its_limit() -> None:
    made = session(*REPS)
    past = [did(16), did(16), did(20), did(20)]
    assert today(made, *past).reps == 11
    assert today(made, *past, *[did(22)] * 9).reps == 11


def test_the_count_is_of_times_in_a_row() -> None:
    made = session(*REPS)
    assert today(made, did(16), did(15), did(16)).reps == 8
    assert today(made, did(16), did(16, was_hard=True), did(16)).reps == 8
    assert today(made, did(16), did(15), did(16), did(16)).reps == 10


def test_what_was_not_come_to_does_not_count_in_either_way() -> None:
    assert today(session(*REPS), did(16), Past(), did(16)).reps == 10


def test_as_many_as_before_are_not_enough_once_it_has_grown() -> None:
    assert today(session(*REPS), did(16), did(16), did(16), did(16)).reps == 10


def test_pain_begins_anew_even_where_this_exercise_was_not_come_to() -> None:
    made = session(*REPS)
    assert today(made, did(16), did(16), did(20, hurt=True)).reps == 8
    assert today(made, did(16), did(16), Past(hurt=True), did(16)).reps == 8


def test_a_hold_grows_in_time_and_both_sides_count() -> None:
    made = session(*HOLD)
    assert today(made, *[did(6, 120.0)] * 3).hold == 25.0
    assert today(made, *[did(3, 60.0)] * 3).hold == 20.0
    assert today(made, *[did(6, 60.0)] * 3).hold == 20.0


def test_all_rounds_count() -> None:
    made = session(*REPS, block="title: B\n    rounds: 2")
    assert today(made, did(32), did(32)).reps == 10
    assert today(made, did(16), did(16)).reps == 8


def test_a_range_grows_as_a_whole_when_all_of_it_was_done() -> None:
    made = session("reps: 8-12", "progression: {add: 1, up_to: 15, after: 1}")
    assert today(made, did(11)).reps.least == 8
    exercise = today(made, did(12))
    assert (exercise.reps.least, exercise.reps) == (9, 13)


def test_an_exercise_without_a_progression_stays_as_it_is() -> None:
    made = session("reps: 8")
    assert grown(made, [did(8)] * 9) == made


@pytest.mark.parametrize(
    ("keys", "past", "line"),
    [
        (REPS, [did(16)] * 2, "That is 2 more than at first, since it went well."),
        (HOLD, [did(6, 120.0)] * 3, "That is 5 seconds longer than at first, since it went well."),
    ],
)
def test_the_user_is_told_that_it_is_more(
    keys: tuple[str, ...], past: list[Past], line: str
) -> None:
    made = session(*keys)
    assert line in plan(grown(made, past), LINES).texts()
    assert line not in plan(grown(made, []), LINES).texts()
