"""Files of earlier versions: read as if they were new, with every mistake where it was written."""

import pytest

from voicecoach.core.problems import BadFile
from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.source import data_in
from voicecoach.handwritten.where import Located
from voicecoach.script import reader
from voicecoach.script.migrations import CHANGES, LATEST, bring_up_to_date
from voicecoach.script.tree import rename

OLD = """\
version: -1
name: A stiff back
blocks:
  - title: All
    exercises:
      - called: Tilt
        start_position: supine
        repetitions: 100
"""


def first_exercise(data: Located) -> Located:
    block = data["blocks"][0]  # type: ignore[index] # the tests' own data
    exercise: Located = block["exercises"][0]
    return exercise


def titles(composed: Composed, data: Located) -> None:
    rename(composed, data, "name", "title")
    rename(composed, first_exercise(data), "called", "name")


def words(composed: Composed, data: Located) -> None:
    rename(composed, first_exercise(data), "repetitions", "reps")


def test_an_old_file_is_brought_up_to_date_step_by_step() -> None:
    composed = data_in(OLD, "s.yaml", reader.KIND)
    bring_up_to_date(composed, latest=1, changes={-1: titles, 0: words})
    data = composed.data
    assert isinstance(data, Located)
    assert list(data) == ["version", "title", "blocks"], "in the order in which they were written"
    assert data["version"] == 1
    assert first_exercise(data)["reps"] == 100
    place = composed.places.key(("blocks", 0, "exercises", 0, "reps"))
    assert (place.line, place.column) == (8, 9)


def read(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = {-1: titles, 0: words}
    monkeypatch.setattr(
        reader, "bring_up_to_date", lambda composed: bring_up_to_date(composed, 1, changes)
    )
    reader.read_text(text, "s.yaml")


def test_an_old_file_is_read_and_its_mistakes_are_told_in_its_own_places(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read(OLD, monkeypatch)
    with pytest.raises(BadFile) as bad:
        read(OLD.replace("100", "1000"), monkeypatch)
    assert str(bad.value) == "s.yaml:8:22: `reps` is too large: 1000. Write 100 or less."


def test_a_file_that_is_no_mapping_or_of_no_version_is_left_to_the_checks() -> None:
    for text in ("- a\n", "version: one\n", "version: [1]\n", "title: A\n", "version: 99\n"):
        composed = data_in(text, "s.yaml", reader.KIND)
        bring_up_to_date(composed, 2, {1: words})
        assert composed.mistakes == []


def test_the_changes_lead_from_the_first_version_to_the_latest() -> None:
    assert sorted(CHANGES) == list(range(1, LATEST))


def test_the_latest_version_is_the_one_that_the_model_takes() -> None:
    with pytest.raises(BadFile, match="later version"):
        reader.read_text(f"version: {LATEST + 1}\n", "s.yaml")
