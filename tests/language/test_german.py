"""German is data: it has what English has, says what English says, and sorts what people say."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest
import yaml
from tests.language.phrases import PARTS, cases, shares

import voicecoach
from voicecoach.core.intents import Intent
from voicecoach.language import load
from voicecoach.language.understand import Meaning, MeaningKind, understand

FOLDER = resources.files("voicecoach.language")
ENGLISH, GERMAN = load("en"), load("de")
EMERGENCY, PAIN, STOP, CONTROL, NONE = MeaningKind
CASES = list(cases("de"))
SPOKEN_FILES = ("lines", "faults", "history", "doctor", "progress", "voices")
LISTENS = re.compile(r"sagen sie|höre? (?:ihnen|die ganze zeit)|hören kann", re.IGNORECASE)
A_DIAGNOSIS = re.compile(
    r"diagnos|bandscheib|vorfall|arthros|zerrung|prellung|bruch|infarkt|schlaganfall|entzünd|kauda",
    re.IGNORECASE,
)
ALL_IS_WELL = re.compile(
    r"alles (?:in ordnung|gut)|keine sorge|keine gefahr|harmlos|nicht schlimm", re.IGNORECASE
)


@cache
def kind(text: str) -> MeaningKind:
    return understand(text, GERMAN).kind


def texts(tree: object, *path: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text in a file, with the keys that lead to it; of a list only that it is there."""
    if isinstance(tree, Mapping):
        for key, branch in tree.items():
            yield from texts(branch, *path, str(key))
    else:
        yield path, " ".join(map(str, tree)) if isinstance(tree, list) else str(tree)


def file(language: str, name: str) -> dict[tuple[str, ...], str]:
    tree = yaml.safe_load((FOLDER / language / f"{name}.yaml").read_text("utf-8"))
    return dict(texts(tree))


def filled_in(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


# -- as much as in English


def test_german_has_every_file_that_english_has() -> None:
    def names(code: str) -> set[str]:
        return {entry.name for entry in (FOLDER / code).iterdir() if entry.name.endswith(".yaml")}

    assert names("de") == names("en")


@pytest.mark.parametrize("name", SPOKEN_FILES)
def test_every_line_is_there_and_has_the_same_to_fill_in(name: str) -> None:
    english, german = file("en", name), file("de", name)
    assert german.keys() == english.keys()
    for key, text in english.items():
        assert filled_in(german[key]) == filled_in(text), key


def test_every_answer_leads_where_it_leads_in_english() -> None:
    english, german = ENGLISH.lines.ladder.questions, GERMAN.lines.ladder.questions
    assert german.keys() == english.keys()
    for name, question in english.items():
        other = german[name]
        assert {a: lead.name for a, lead in other.answers.items()} == {
            a: lead.name for a, lead in question.answers.items()
        }
        assert other.silence.name == question.silence.name
        assert other.hear_out == question.hear_out
        assert filled_in(other.ask) == filled_in(question.ask)


def test_every_lead_does_the_same_with_as_many_lines_and_the_number_to_call() -> None:
    for name, lead in ENGLISH.lines.ladder.leads.items():
        other = GERMAN.lines.ladder.leads[name]
        assert other.then == lead.then
        assert len(other.say) == len(lead.say), name
        assert [filled_in(line) for line in other.say] == [filled_in(line) for line in lead.say]


def test_no_german_stands_in_the_code() -> None:
    for source in Path(voicecoach.__file__).parent.rglob("*.py"):
        tree = ast.parse(source.read_text("utf-8"))
        told = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in told:
                assert not re.search("[äöüßÄÖÜ]", node.value), source


# -- the wording


@pytest.mark.parametrize("lead", GERMAN.lines.ladder.leads.values(), ids=lambda lead: lead.name)
def test_an_advice_begins_short_names_no_diagnosis_and_never_says_that_all_is_well(
    lead: object,
) -> None:
    said = list(getattr(lead, "say", ()))
    if said:
        assert len(re.split(r"(?<=[.!?])\s", said[0])[0].split()) <= 12
    assert not A_DIAGNOSIS.search(" ".join(said))
    assert not ALL_IS_WELL.search(" ".join(said))


@pytest.mark.parametrize("code", ["en", "de"])
def test_with_keys_alone_no_line_asks_to_be_told_or_says_that_it_listens(code: str) -> None:
    said = " ".join(text for key, text in file(code, "lines").items() if key[0] == "by_keys")
    assert not re.search(r"\bsay\b|I listen all", said)
    assert not LISTENS.search(said)


# -- what people say


@pytest.mark.parametrize("part", PARTS)
def test_no_emergency_is_sorted_below_emergency(part: str) -> None:
    assert shares(part, kind, "de")[EMERGENCY][EMERGENCY] == 1


@pytest.mark.parametrize("part", PARTS)
def test_pain_is_found_and_stop_stops(part: str) -> None:
    rows = shares(part, kind, "de")
    assert rows[PAIN][PAIN] + rows[PAIN][EMERGENCY] >= 0.98
    assert rows[STOP][STOP] + rows[STOP][PAIN] + rows[STOP][EMERGENCY] >= 0.97


@pytest.mark.parametrize("part", PARTS)
def test_talk_that_means_nothing_seldom_stops_the_coach(part: str) -> None:
    row = shares(part, kind, "de")[NONE]
    assert row[STOP] + row[PAIN] + row[EMERGENCY] <= 0.05


@pytest.mark.parametrize("part", PARTS)
def test_commands_are_read_as_the_command_that_they_are(part: str) -> None:
    commands = [case for case in CASES if case.part == part and case.kind is CONTROL]
    right = [c for c in commands if understand(c.phrase, GERMAN).intent == c.intent]
    assert len(right) / len(commands) >= 0.95


def test_the_sentences_are_many_and_a_part_of_the_first_is_held_back() -> None:
    assert len(CASES) >= 600
    assert len([case for case in CASES if case.part == "held_back"]) >= 130
    assert len({case.phrase.lower() for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("es tut nicht weh", NONE),
        ("weh tut es nicht", NONE),
        ("Schmerzen habe ich keine", NONE),
        ("es hat nicht aufgehört wehzutun", PAIN),
        ("es tut nicht so weh wie gestern, aber es tut weh", PAIN),
        ("der Schmerz ist weg", NONE),
        ("der Schmerz geht nicht weg", PAIN),
        ("keine Schmerzen im Rücken, nur in der Brust tut es weh", EMERGENCY),
        ("mein Bein ist taub", PAIN),
        ("meine Beine sind taub", EMERGENCY),
        ("wenn es weh tut, sage ich Bescheid", NONE),
        ("wenn ich das Bein hebe, tut es weh", PAIN),
        ("kann das weh tun?", CONTROL),
        ("meine Mutter hatte einen Herzinfarkt", NONE),
        ("meine Frau bekommt keine Luft", EMERGENCY),
        ("weiter, nein, stopp", STOP),
        ("Pause, es tut weh", PAIN),
        ("i kriag ka Luft", EMERGENCY),
        ("das ist halt so", NONE),
        ("Halt!", STOP),
    ],
)
def test_a_sentence_is_sorted_as_a_careful_listener_would(text: str, expected: MeaningKind) -> None:
    assert kind(text) is expected


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ja", Intent.YES),
        ("nein, gar nicht", Intent.NO),
        ("weiß nicht", Intent.NOT_SURE),
        ("fertig", Intent.READY),
        ("geschafft", Intent.DONE),
        ("warte mal kurz", Intent.PAUSE),
    ],
)
def test_a_command_is_understood(text: str, intent: Intent) -> None:
    assert understand(text, GERMAN) == Meaning(CONTROL, intent)


@pytest.mark.parametrize("word", ["null", "drei", "sieben", "zehn", "8"])
def test_numbers_count_only_where_the_coach_asks_for_one(word: str) -> None:
    assert GERMAN.grammar.recognize(word) is None
    asked = GERMAN.grammar.asked_for_a_number().recognize(word)
    assert asked is not None
    assert asked.intent.value.startswith("level_")
