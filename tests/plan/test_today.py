"""What of a programme is due today, by what was done. Days are numbers here, 100 is the first."""

import pytest

from voicecoach.plan.today import LONG_BREAK_DAYS, Today, steps, today
from voicecoach.script.programme import Programme

WEEKS = [
    {
        "title": "Gently",
        "times": 2,
        "days": [{"day": 1, "session": "a.yaml"}, {"day": 4, "session": "sub/b.yaml"}],
    },
    {"days": [{"day": 2, "session": "a.yaml"}, {"day": 2, "session": "c.yaml"}]},
]
PROGRAMME = Programme.model_validate({"version": 1, "title": "P", "weeks": WEEKS})


def on(now: int, *done: tuple[int, str]) -> tuple[int, int, bool] | None:
    """The number of the step that is next, in how many days, and whether its week begins anew."""
    found = today(PROGRAMME, done, now)
    assert found.of == 6
    if found.step is None:
        return None
    return found.step.number, found.due_in_days, found.again


def test_weeks_that_are_alike_are_written_once() -> None:
    assert [(s.session, s.week, s.day, s.on) for s in steps(PROGRAMME)] == [
        ("a.yaml", 1, 1, 0),
        ("sub/b.yaml", 1, 4, 3),
        ("a.yaml", 2, 1, 7),
        ("sub/b.yaml", 2, 4, 10),
        ("a.yaml", 3, 2, 15),
        ("c.yaml", 3, 2, 15),
    ]


def test_the_first_session_is_due_whenever_one_begins() -> None:
    assert on(100) == (1, 0, False)
    assert on(100, (50, "other.yaml")) == (1, 0, False)


@pytest.mark.parametrize(("now", "due_in"), [(100, 3), (101, 2), (103, 0), (110, 0)])
def test_the_next_is_due_as_many_days_later_as_the_author_says(now: int, due_in: int) -> None:
    assert on(now, (100, "a.yaml")) == (2, due_in, False)


def test_who_is_late_has_nothing_to_catch_up_with() -> None:
    assert on(108, (100, "a.yaml"), (108, "b.yaml")) == (3, 4, False)


def test_two_sessions_of_one_day_follow_each_other() -> None:
    before = [(100, "a.yaml"), (103, "b.yaml"), (107, "a.yaml"), (110, "b.yaml")]
    assert on(115, *before, (115, "a.yaml")) == (6, 0, False)


def test_the_same_session_done_again_on_a_day_is_not_the_next_week() -> None:
    twice = Programme.model_validate(
        {"version": 1, "title": "P", "weeks": [{"times": 3, "days": WEEKS[0]["days"][:1]}]}  # type: ignore[index] # our own
    )
    found = today(twice, [(100, "a.yaml"), (100, "a.yaml")], 100)
    assert found.step is not None
    assert (found.step.week, found.due_in_days) == (2, 7)


def test_other_sessions_and_sessions_out_of_turn_change_nothing() -> None:
    assert on(104, (100, "a.yaml"), (101, "x.yaml"), (102, "c.yaml")) == (2, 0, False)


def test_after_a_long_break_the_week_begins_anew() -> None:
    done = [(100, "a.yaml"), (103, "b.yaml"), (107, "a.yaml")]
    assert on(107 + LONG_BREAK_DAYS, *done) == (4, 0, False)
    assert on(108 + LONG_BREAK_DAYS, *done) == (3, 0, True)
    again = (108 + LONG_BREAK_DAYS, "a.yaml")
    assert on(109 + LONG_BREAK_DAYS, *done, again) == (4, 2, False)


def test_when_all_is_done_nothing_is_due_until_it_begins_anew() -> None:
    files = ("a.yaml", "b.yaml", "a.yaml", "b.yaml", "a.yaml", "c.yaml")
    done = list(zip((100, 103, 107, 110, 115, 115), files, strict=True))
    assert today(PROGRAMME, done, 120) == Today(None, 6)
    assert on(121, *done, (120, "a.yaml")) == (2, 2, False)
