import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.journal.session import Diary

from voicecoach.core.intents import Intent
from voicecoach.journal.export import as_csv, as_json
from voicecoach.journal.history import Done, Ending, PainReport, Place, Record
from voicecoach.journal.report import as_text
from voicecoach.logbook import report

NARROW = 40
FIRST = Record(
    began=datetime(2025, 2, 1, 18, 5, tzinfo=UTC),
    ended=datetime(2025, 2, 1, 18, 19, tzinfo=UTC),
    title="Gentle sciatica",
    file="sciatica-gentle.yaml",
    sha256="00",
    ending=Ending.FINISHED,
    done=(Done("Knee to chest", 1, 6, 6, 120.0), Done("Pelvic tilt", 2, 20, 0, 0.0)),
    pauses=1,
    paused_s=40.0,
    heard={"pause": 1, "continue": 1},
    answers=(),
    pain=(),
    last_cue="outro.say-1",
    exercised=True,
)
SECOND = replace(
    FIRST,
    began=FIRST.began + timedelta(days=3),
    ended=FIRST.ended + timedelta(days=3),
    done=(Done("Knee to chest", 1, 1, 1, 20.0),),
    pauses=0,
    ending=Ending.PAIN,
    pain=(PainReport(95.4, "pain", Place("Knee to chest", 1, 1, 2, "left")),),
)
THIRD = replace(
    FIRST,
    began=FIRST.began + timedelta(days=24),
    ended=FIRST.ended + timedelta(days=24),
    ending=Ending.EMERGENCY,
    done=(),
    pain=(PainReport(30.0, "emergency", None),),
)


def test_history_tells_one_thing_a_line_the_newest_session_first() -> None:
    assert as_text(report().history([SECOND, FIRST])).split("\n") == [
        "2 sessions.",
        "",
        "Tuesday 4 February 2025, 18:05.",
        "Gentle sciatica.",
        "It ended for pain.",
        "It took 14 minutes.",
        "1 rep.",
        "1 hold, 20 seconds.",
        "Pain reported after 95 seconds.",
        "Knee to chest.",
        "Left side, set 1, rep 2.",
        "",
        "Saturday 1 February 2025, 18:05.",
        "Gentle sciatica.",
        "Finished.",
        "It took 14 minutes.",
        "26 reps.",
        "6 holds, 2 minutes in all.",
        "1 pause.",
    ]


def test_the_summary_tells_how_often_how_much_and_where_it_hurt() -> None:
    assert as_text(report().summary([THIRD, SECOND, FIRST])).split("\n") == [
        "Exercise summary.",
        "This is what the program counted.",
        "It cannot see how an exercise was done.",
        "It is no diagnosis.",
        "",
        "3 sessions.",
        "From 1 February 2025 to 25 February 2025.",
        "On 3 different days.",
        "About once a week.",
        "",
        "How the sessions ended.",
        "Finished: 1.",
        "Ended for pain: 1.",
        "Ended for a warning sign: 1.",
        "",
        "What was done.",
        "",
        "Knee to chest.",
        "In 2 sessions.",
        "7 reps.",
        "7 holds, 2 minutes in all.",
        "",
        "Pelvic tilt.",
        "In 1 session.",
        "20 reps.",
        "",
        "Reports of pain and warning signs.",
        "",
        "Tuesday 25 February 2025, 18:05.",
        "Warning sign reported after 30 seconds.",
        "Not during an exercise.",
        "",
        "Tuesday 4 February 2025, 18:05.",
        "Pain reported after 95 seconds.",
        "Knee to chest.",
        "Left side, set 1, rep 2.",
    ]


def test_a_summary_of_one_day_without_pain_says_so() -> None:
    text = as_text(report().summary([FIRST]))
    assert "On 1 February 2025." in text
    assert text.endswith("Reports of pain and warning signs.\nNone.")


def test_without_a_session_there_is_little_to_tell() -> None:
    assert as_text(report().history([])) == "No sessions yet."
    assert as_text(report().summary([])).endswith("\n\nNo sessions yet.")


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_has_its_words_and_fits_on_a_narrow_screen(ending: Ending) -> None:
    late = datetime(2025, 9, 24, 23, 59, tzinfo=UTC)
    record = replace(SECOND, began=late, ended=late + timedelta(hours=5), ending=ending)
    lines = [*report().history([record] * 200), *report().summary([record, FIRST] * 100)]
    texts = [line for paragraph in lines for line in paragraph]
    assert [text for text in texts if len(text) > NARROW and not text.startswith("From ")] == []


def test_json_tells_all_of_a_session(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("right.rep2.hold")
        stage.say(Intent.PAIN)
        stage.run()
    (session,) = json.loads(as_json(diary.records()))
    assert session["ending"] == "pain"
    assert session["reps"] == 3
    assert session["pain"][0]["place"]["side"] == "right"
    assert datetime.fromisoformat(session["began"]) == diary.last.began


def test_csv_has_a_row_a_session_which_a_spreadsheet_reads() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv([SECOND, FIRST]))))
    assert [row["ending"] for row in rows] == ["pain", "finished"]
    assert [row["reps"] for row in rows] == ["1", "26"]
    assert rows[0]["pain"] == "pain: Knee to chest, left, set 1, rep 2"
    assert datetime.fromisoformat(rows[1]["began"]) == FIRST.began


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)"])
def test_a_title_is_no_formula_in_a_spreadsheet(title: str) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([replace(FIRST, title=title)])))
    assert row["title"] == f"'{title}"
