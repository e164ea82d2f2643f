"""The engine, on a second language: data alone decides, and mistakes in it are told."""

from pathlib import Path

import pytest

from voicecoach.core.intents import Intent
from voicecoach.core.problems import BadFile
from voicecoach.language.tables_file import load_triage
from voicecoach.language.triage import Triage

SPELLING = """
endings: [s]
clipped: {en: [e]}
spelling:
  schmerz: [schmertz]
  habe: [hab]
ignored: [bitte, ähm]
ignored_first: [also]
new_thought: [aber]
"""
IDIOMS = "herz: [liegt .. am herzen]\n"
WORDS = """
places:
  brust: [brust, herz, herzen]
  bein: [bein, beine, knie]
feelings:
  schmerz: [schmerz*, weh, stechen]
others:
  jemand: [mann, sie]
"""
TRIAGE = """
brustschmerz:
  means: emergency
  source: somewhere
  together: [schmerz + brust]
schmerz:
  means: pain
  source: somewhere
  says: [<schmerz>, ^ mein bein $]
  unless: [film, "~ laut"]
schmerz doch:
  means: pain
  says: [jetzt doch]
  if_ever: [<schmerz>]
"""
REQUESTS = """
rules:
  halt: {means: stop, says: [halt, hör .. auf]}
  lauter: {means: louder, says: [lauter]}
  leiser: {means: quieter, says: [leiser]}
openings: [kannst du]
closings: [danke]
"""
VOIDS = """
nein:
  before: [kein, keine, keinen, nicht, nie, ohne]
  after: [nicht]
  reach: [tut, hat]
  unless: [nicht nur]
  unless_next: [mehr als]
  means: [emergency, pain]
  twice: cancels
vorbei:
  after: [vorbei]
  reach: [ist]
früher:
  anywhere: [hatte]
  if_ever: [wieder gut]
  means: [pain]
andere:
  anywhere: [<jemand>]
  unless_ever: [hilfe]
  means: [pain]
"""


def language(folder: Path, **files: str) -> Triage:
    texts = {"spelling": SPELLING, "idioms": IDIOMS, "words": WORDS, "triage": TRIAGE}
    texts |= {"requests": REQUESTS, "voids": VOIDS} | files
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_triage(folder)


@pytest.fixture
def german(tmp_path: Path) -> Triage:
    return language(tmp_path)


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Ich habe Schmerzen!", Intent.PAIN),
        ("Ich hab ähm Schmertz", Intent.PAIN),
        ("es steche", Intent.PAIN),  # "stechen", clipped
        ("Schmerzen in der Brust", Intent.EMERGENCY),
        ("Die Brust schmerzt nicht. Das Knie schmerzt.", Intent.PAIN),
        ("Meine Brust, das Stechen!", Intent.EMERGENCY),  # the place from the thought before
        ("Das Stechen. Meine Brust.", Intent.EMERGENCY),  # or from the next
        ("Meine Brust, das Knie, Schmerzen!", Intent.EMERGENCY),  # from all that are named
        ("Das liegt mir am Herzen, mein Bein tut weh", Intent.PAIN),  # an idiom is crossed out
        ("Also mein Bein!", Intent.PAIN),
        ("Kein Schmerz, aber jetzt doch", Intent.PAIN),  # if_ever
        ("Ich hatte Schmerzen", Intent.PAIN),
        ("Halt, halt!", Intent.STOP),
        ("Hör sofort auf", Intent.STOP),
        ("Halt, das tut weh", Intent.PAIN),  # the gravest counts
        ("Lauter, nein, leiser", Intent.QUIETER),  # of commands, the last
        ("leiser, lauter", Intent.LOUDER),
    ],
)
def test_rules_fire(german: Triage, text: str, means: Intent) -> None:
    found = german.sort(german.plain(text))
    assert found is not None
    assert found.means is means


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Guten Morgen",
        "keine Schmerzen",
        "es tut nicht weh",
        "die Brust schmerzt nicht",
        "der Schmerz ist vorbei",
        "mein Mann hat Schmerzen",
        "ein Film über Schmerzen",
        "Schmerz es liegt mir am Herzen laut",
        "jetzt doch",
        "Ich hatte Schmerzen, es ist wieder gut",
    ],
)
def test_nothing_is_found_where_it_is_taken_back(german: Triage, text: str) -> None:
    assert german.sort(german.plain(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "nicht ohne Schmerzen",  # twice cancels
        "nicht nur Schmerzen",  # unless
        "keine Schmerzen mehr als sonst",  # unless_next
        "nicht gut, Schmerzen",  # another thought
        "nicht gut Schmerzen",  # over a word that is not in reach
        "es tut nicht weh aber Schmerzen",  # new_thought
        "mein Mann schmerzt mich, Hilfe",  # unless_ever
    ],
)
def test_what_cancels_a_void_leaves_the_pain(german: Triage, text: str) -> None:
    found = german.sort(german.plain(text))
    assert found is not None
    assert found.means is Intent.PAIN


def test_a_void_only_takes_the_meanings_that_it_names(german: Triage) -> None:
    found = german.sort(german.plain("mein Mann hat Schmerzen in der Brust"))
    assert found is not None
    assert found.means is Intent.EMERGENCY


def test_what_was_found_names_its_rule(german: Triage) -> None:
    found = german.sort(german.plain("Schmerzen in der Brust"))
    assert found is not None
    assert found.rule == "brustschmerz"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("triage", TRIAGE.replace("<schmerz>", "<qual>"), "There is no list <qual> above here."),
        (
            "triage",
            TRIAGE.replace("schmerz + brust", "schmerz + bauch"),
            'There is no list "bauch"',
        ),
        ("requests", REQUESTS.replace("means: stop", "means: ende"), '"ende" is no intent.'),
        ("voids", VOIDS.replace("  reach: [ist]", "  over: [ist]"), '"over" means nothing here.'),
        ("triage", TRIAGE.replace("  says:", "  say:"), '"say" means nothing here.'),
        (
            "requests",
            REQUESTS.replace("[lauter]", "[lauter bitte]"),
            '"bitte" never reaches a list',
        ),
        ("words", WORDS.replace("weh,", "hab weh,"), '"hab" never reaches a list'),
        ("spelling", SPELLING.replace("[hab]", "[hab, schmertz]"), '"schmertz" is spelt twice.'),
        ("words", WORDS.replace("  bein:", "  brust:"), '"brust" stands here twice.'),
        ("idioms", "herz: [am herzen", "This is not YAML"),
        ("idioms", "", "Names with values are wanted here."),
        ("words", "places: brust\n", '"places" holds no names.'),
    ],
)
def test_a_mistake_in_the_tables_is_told_with_its_place(
    tmp_path: Path, file: str, text: str, message: str
) -> None:
    with pytest.raises(BadFile) as caught:
        language(tmp_path, **{file: text})
    mistake = caught.value.mistakes[0]
    assert message in str(caught.value)
    assert mistake.file.endswith(f"{file}.yaml")
    assert mistake.line >= 1


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    triage = TRIAGE.replace("says: [<schmerz>", "says: [<qual>")
    requests = REQUESTS.replace("means: stop", "means: ende")
    with pytest.raises(BadFile) as caught:
        language(tmp_path, triage=triage, requests=requests)
    assert len(caught.value.mistakes) == 2
