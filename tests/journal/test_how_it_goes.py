from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.journal.history import Answer, Ending, PainReport, Place, Record
from voicecoach.journal.progress import (
    Progress,
    days_in_a_row,
    is_done,
    weeks_in_a_row,
)
from voicecoach.language.lines import lines_of

TODAY = date(2026, 3, 11)  # a Wednesday
PROGRESS = Progress(lines_of("en", "progress"))


def done(days_ago: int, ending: Ending = Ending.FINISHED, level: float | None = None) -> Record:
    began = datetime(2026, 3, 11, 18, 0, tzinfo=UTC) - timedelta(days=days_ago)
    pain = (PainReport(60.0, "pain", Place("Pelvic tilt.", 2, 1, 3, "both")),)
    return Record(
        began=began,
        ended=began + timedelta(minutes=12),
        title="Gentle sciatica.",
        file="sciatica-gentle.yaml",
        sha256="00",
        ending=ending,
        done=(),
        pauses=0,
        paused_s=0.0,
        heard={},
        answers=() if level is None else (Answer(300.0, "pain_level", "level", level),),
        pain=pain if ending is Ending.PAIN else (),
        last_cue="x",
        exercised=True,
    )


def told(*records: Record) -> str:
    return " ".join(line for lines in PROGRESS.told(records, TODAY) for line in lines)


def test_who_has_done_nothing_is_told_so_and_no_more() -> None:
    assert told() == "You have done no session with me yet."
    assert told(replace(done(0), exercised=False)) == told()


def test_a_streak_is_told_as_it_was_counted() -> None:
    assert told(done(0), done(1), done(2), done(9)) == (
        "Your last session was Gentle sciatica, today. This week you did 3 sessions. "
        "Last week it was 1. That is 3 days in a row. "
        "There was at least one in each of 2 weeks in a row."
    )


def test_a_day_that_is_not_over_breaks_no_streak_and_an_empty_one_does() -> None:
    assert days_in_a_row([done(1), done(2)], TODAY) == 2
    assert days_in_a_row([done(2), done(3)], TODAY) == 0
    assert weeks_in_a_row([done(7)], TODAY) == 1
    assert weeks_in_a_row([done(14)], TODAY) == 0


def test_a_long_gap_is_neither_praised_nor_blamed() -> None:
    assert told(done(40)) == (
        "Your last session was Gentle sciatica, 40 days ago. This week you have done none so far. "
        "1 session in all."
    )


def test_pain_is_told_beside_what_was_before_and_where_it_was_last() -> None:
    hurt = [done(day, Ending.PAIN if day in {1, 7, 8} else Ending.FINISHED) for day in range(10)]
    text = told(*hurt)
    assert "Of your last 5 sessions, 1 ended because something hurt." in text
    assert "Of the 5 before those, it was 2." in text
    assert "The last time that it hurt was yesterday, at Pelvic tilt." in text
    assert "doctor" not in text


def test_where_it_hurt_more_than_once_lately_a_clinician_is_named() -> None:
    assert told(done(0, Ending.PAIN), done(1), done(2, Ending.PAIN)).endswith(
        "Please talk to a doctor or physiotherapist about it before you go on."
    )


def test_the_answers_about_pain_are_given_back_the_newest_last() -> None:
    text = told(done(0, level=2), done(1, level=4), done(2), done(3, level=5))
    assert "you gave your pain as 5, 4, 2. The last number is the newest." in text
    assert "you gave" not in told(done(0, level=2))


def test_nobody_is_reminded_on_a_day_on_which_it_is_done() -> None:
    assert PROGRESS.reminder([done(1)], TODAY) == (
        "It is time for your exercises, if you feel like it.",
        "Start voicecoach when it suits you.",
    )
    assert PROGRESS.reminder([done(0)], TODAY) == ()
    assert not is_done([done(0, Ending.ENDED_BY_USER)], TODAY)


@pytest.mark.parametrize("language", ["en", "de"])
@given(
    st.lists(
        st.builds(done, st.integers(0, 60), st.sampled_from(Ending), st.none() | st.floats(0, 10)),
        max_size=15,
    )
)
def test_whatever_was_done_it_can_be_told_and_never_says_that_all_is_well(
    language: str, records: list[Record]
) -> None:
    newest_first = sorted(records, key=lambda record: record.began, reverse=True)
    lines = Progress(lines_of(language, "progress")).told(newest_first, TODAY)
    text = " ".join(line for paragraph in lines for line in paragraph)
    assert text
    assert "{" not in text
    assert not any(word in text.lower() for word in ("well done", "fine", "great", "gut so"))
