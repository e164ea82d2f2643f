"""The page about the conductor says what the conductor does."""

from pathlib import Path

from voicecoach.coach.reference import diagram, refresh, table
from voicecoach.coach.table import TABLE, State

PAGE = (Path(__file__).parents[2] / "docs" / "conductor.md").read_text("utf-8")


def test_the_diagram_and_the_table_are_those_of_today() -> None:
    assert diagram() in PAGE
    assert table() in PAGE
    assert refresh(PAGE) == PAGE, "run: python -m voicecoach.coach.reference docs/conductor.md"


def test_the_diagram_has_every_state_and_leads_from_each_to_the_end() -> None:
    lines = [line.split() for line in diagram().splitlines() if "-->" in line]
    origins = {line[0] for line in lines} | {line[2] for line in lines}
    assert {str(state) for state in State} <= origins
    assert ["ended", "-->", "[*]"] in lines


def test_a_row_of_the_table_says_what_a_word_does() -> None:
    rows = {row.split("|")[1].strip(): row.split("|")[2:-1] for row in table().splitlines()}
    states = [name.strip() for name in rows[""]]
    assert states == [str(state) for state in State if TABLE[state]]
    said = dict(zip(states, (cell.strip() for cell in rows["continue"]), strict=True))
    assert said["coaching"] == "-"
    assert said["paused"] == "begin again → **coaching**"
    assert said["answering"] == "defer → **back**"
    assert said["new"] == ""
