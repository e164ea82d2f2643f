"""What is said in a recording keeps the rules of what is said in a session."""

from collections.abc import Iterator, Mapping
from importlib import resources
from string import Formatter

import pytest
from tests.language.test_lines import A_DIAGNOSIS, ALL_IS_WELL, FILLED_IN, LINES, sentences, words

from voicecoach.language import load
from voicecoach.language.lines import load_lines
from voicecoach.script.text import spoken

RECORDING = LINES.recording
OWN = {"pause": "20 seconds", "answer": "8 seconds"}


def heard() -> Iterator[tuple[str, str]]:
    for line in RECORDING["notices"]:
        yield "notices", line
    for group in ("instead", "questions"):
        for name, line in RECORDING[group].items():
            yield name, line.format(**OWN, **FILLED_IN)


HEARD = list(heard())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", RECORDING["instead"])
def test_a_line_takes_the_place_of_one_that_is_there_and_needs_no_more(name: str) -> None:
    usual = LINES.templates[name]
    assert isinstance(usual, str)
    assert fields(RECORDING["instead"][name]) - OWN.keys() <= fields(usual)


@pytest.mark.parametrize("name", RECORDING["questions"])
def test_a_question_takes_the_place_of_one_that_is_there(name: str) -> None:
    recorded = LINES.recorded(**OWN)
    assert "?" in recorded.ladder.questions[name].ask
    assert recorded.ladder.questions[name].ask != LINES.ladder.questions[name].ask
    assert recorded.ladder.questions.keys() == LINES.ladder.questions.keys()


def test_every_other_line_is_the_usual_one() -> None:
    recorded = LINES.recorded(**OWN)
    others = LINES.templates.keys() - RECORDING["instead"].keys()
    assert {name: recorded.templates[name] for name in others} == {
        name: LINES.templates[name] for name in others
    }


def test_a_session_never_says_what_is_for_recordings() -> None:
    assert "recording" not in LINES.templates
    assert RECORDING["notices"][0] not in LINES.fixed()


def test_safety_comes_in_short_sentences() -> None:
    long = [text for _, text in HEARD for s in sentences(text) if len(words(s)) > 20]
    assert long == []
    first = [sentences(line)[0] for line in RECORDING["notices"]]
    assert [s for s in first if len(words(s)) > 12] == [
        s for s in first if s.startswith("New numbness")
    ]


def test_it_names_no_diagnosis_and_never_says_that_all_is_well() -> None:
    assert [t for _, t in HEARD if A_DIAGNOSIS.search(t) or ALL_IS_WELL.search(t)] == []


def test_it_can_be_said_by_every_voice_and_be_no_command() -> None:
    grammar = load("en").grammar
    assert [text for _, text in HEARD if spoken(text) != text] == []
    assert [s for _, t in HEARD for s in sentences(t) if grammar.recognize(s) is not None] == []


def test_the_warning_signs_are_those_of_a_session() -> None:
    """One list of signs: a change of one has to change the other."""
    signs = [line for line in LINES.ladder.leads["not_today"].say if "numbness" in line]
    assert signs
    assert set(signs) <= set(RECORDING["notices"])


def test_what_players_and_pages_show_is_there() -> None:
    assert len(RECORDING["language_tag"]) == 3
    assert fields(RECORDING["chapter"]) == {"n", "name"}
    assert fields(RECORDING["source"]) == {"title"}
    assert fields(RECORDING["silence"]) == {"time"}
    assert isinstance(RECORDING["tones"], Mapping)


# -- other languages


def languages() -> list[str]:
    folders = resources.files("voicecoach.language").iterdir()
    return sorted(f.name for f in folders if f.is_dir() and (f / "lines.yaml").is_file())


@pytest.mark.parametrize("code", languages())
def test_every_language_has_all_that_a_recording_needs(code: str) -> None:
    lines = load_lines(resources.files("voicecoach.language") / code)
    assert lines.recording.keys() == RECORDING.keys()
    for group in ("instead", "questions", "tones"):
        assert lines.recording[group].keys() == RECORDING[group].keys()
    for group in ("instead", "questions"):
        for name, text in RECORDING[group].items():
            assert fields(lines.recording[group][name]) == fields(text)
    signs = lines.ladder.leads["not_today"].say[3:5]
    assert set(signs) <= set(lines.recording["notices"])
