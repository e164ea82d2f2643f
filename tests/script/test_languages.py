"""Sessions in several languages: which one is read, and that all are whole."""

from pathlib import Path

import pytest

from voicecoach.core.problems import BadFile
from voicecoach.script.languages import closest
from voicecoach.script.model import Session
from voicecoach.script.reader import read, read_text

BOTH = """\
version: 1
language: [en, de]
title: {en: A stiff back, de: Ein steifer Rücken}
source: {title: Back care}
reviewed_by: Dr A. Name
equipment: {en: [a mat], de: [eine Matte, ein Kissen]}
pronunciations: {de: {TENS: tenns}}
blocks:
  - title: {en: Warm up, de: Aufwärmen}
    exercises:
      - name: {en: Pelvic tilt, de: Beckenkippen}
        start_position: supine
        steps:
          en: [Press your waist down.]
          de:
            - Drücken Sie die Taille
              zum Boden.
            - Lösen Sie.
        reps: 4
        easier: small-tilt
        messages: [{at: 5s, say: {en: Softly., de: Sanft.}}]
      - name: {en: Pelvic tilt, de: Noch einmal}
        reps: 2
forms:
  - name: {en: Small tilt, de: Kleines Kippen}
    reps: 2
"""


def session(language: str | None = None, text: str = BOTH) -> Session:
    return read_text(text, "s.yaml", language)


def test_each_language_is_a_session_of_its_own() -> None:
    english, german = session("en"), session("de")
    assert (english.language, english.title) == ("en", "A stiff back")
    assert (german.language, german.title) == ("de", "Ein steifer Rücken")
    assert german.equipment == ("eine Matte", "ein Kissen")
    assert len(next(german.exercises).steps) == 2
    assert next(german.exercises).messages[0].say == "Sanft."
    assert (english.pronunciations, german.pronunciations) == ({}, {"TENS": "tenns"})
    assert english.reviewed_by == german.reviewed_by == "Dr A. Name"


def test_ids_are_the_same_in_every_language() -> None:
    for language in ("en", "de"):
        made = session(language)
        assert [e.id for e in made.exercises] == ["pelvic-tilt", "pelvic-tilt-2"]
        assert next(made.exercises).easier == "small-tilt"


def test_a_text_stands_where_its_own_language_stands() -> None:
    tilt = next(session("de").exercises)
    assert (tilt.where_of("name").line, tilt.where_of("name").column) == (11, 37)
    assert tilt.where_of("steps", 1).line == 18


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("de", "de"), ("de-AT", "de"), ("en-GB", "en"), ("fr", "en"), (None, "en"), ("", "en")],
)
def test_the_user_gets_the_language_that_is_closest(wanted: str | None, language: str) -> None:
    assert session(wanted).language == language
    assert closest("de", ["en", "de-AT"]) == "de-AT"


def test_a_mistake_in_one_language_is_told_to_the_users_of_all() -> None:
    text = BOTH.replace("Sanft.", "<b>Sanft")
    with pytest.raises(BadFile) as bad:
        session("en", text)
    (mistake,) = bad.value.mistakes
    assert (mistake.line, mistake.column) == (21, 52)
    assert "<" in mistake.found


def test_a_mistake_in_what_all_languages_have_is_told_once() -> None:
    with pytest.raises(BadFile) as bad:
        session("en", BOTH.replace("reps: 4", "reps: four"))
    assert len(bad.value.mistakes) == 1


def test_an_exercise_file_may_have_more_languages_than_the_session(tmp_path: Path) -> None:
    (tmp_path / "tilt.yaml").write_text(
        "name: {fr: Bascule, en: Tilt, de: Kippen}\nstart_position: supine\nreps: 3\n"
    )
    head = "version: 1\ntitle: {en: A, de: B}\nlanguage: [en, de]\n"
    block = "blocks:\n  - title: {en: A, de: B}\n    exercises: [{use: tilt.yaml}]\n"
    (tmp_path / "s.yaml").write_text(head + block)
    assert next(read(tmp_path / "s.yaml", "de").exercises).name == "Kippen"
    alone = (
        (head + block).replace("{en: A, de: B}", "A").replace("language: [en, de]", "language: de")
    )
    (tmp_path / "s.yaml").write_text(alone)
    assert next(read(tmp_path / "s.yaml", "fr").exercises).name == "Kippen"
    (tmp_path / "s.yaml").write_text(alone.replace("language: de", "language: it"))
    with pytest.raises(BadFile, match=r"tilt\.yaml:1:1: `name` is not here in it\."):
        read(tmp_path / "s.yaml")
