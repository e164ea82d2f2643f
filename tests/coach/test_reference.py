"""The page about the conductor says what the conductor does."""

from voicecoach.coach.reference import DRAWING, PAGE, refresh
from voicecoach.coach.table import TABLE, State


def test_the_diagram_and_the_table_are_those_of_today() -> None:
    page = PAGE.read_text("utf-8")
    assert DRAWING.diagram() in page
    assert DRAWING.rows() in page
    assert refresh(page) == page, "run: python -m voicecoach.coach.reference"


def test_the_diagram_has_every_state_and_leads_from_each_to_the_end() -> None:
    lines = [line.split() for line in DRAWING.diagram().splitlines() if "-->" in line]
    origins = {line[0] for line in lines} | {line[2] for line in lines}
    assert {str(state) for state in State} <= origins
    assert ["ended", "-->", "[*]"] in lines


def test_a_row_of_the_table_says_what_a_word_does() -> None:
    rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in DRAWING.rows().splitlines()}
    states = [name.strip() for name in rows[""]]
    assert states == [str(state) for state in State if TABLE[state]]
    said = dict(zip(states, (cell.strip() for cell in rows["continue"]), strict=True))
    assert said["coaching"] == "-"
    assert said["paused"] == "begin again → **coaching**"
    assert said["answering"] == "defer → **back**"
    assert said["new"] == ""
