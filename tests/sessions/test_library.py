"""The sessions that come with it: fit to be followed by somebody who sees nothing, alone."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from tests.sessions import page

from voicecoach.cli import main
from voicecoach.core.intents import Intent
from voicecoach.language import load as load_anew
from voicecoach.plan.today import steps
from voicecoach.script import reader
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Session
from voicecoach.script.values import Screening, Sides, StartPosition

load = cache(load_anew)
FILES = page.files()
SESSIONS = {file.stem: reader.read(file) for file in FILES}
NAMES = list(SESSIONS)
EXERCISES = [(name, e) for name, session in SESSIONS.items() for e in session.exercises]
EVERY_EXERCISE = pytest.mark.parametrize(
    ("name", "exercise"), EXERCISES, ids=[f"{name}.{e.id}" for name, e in EXERCISES]
)

LONGEST_SENTENCE = 20
MOST_POSITIONS = 3
PARTS = {
    "en": {
        "feet": r"\b(?:feet|foot|legs?|toes|heels|knees)\b",
        "arms": r"\b(?:arms?|hands?|palms?|fingertips|elbows|forearms)\b",
        "head": r"\b(?:head|face|forehead|chin|neck)\b",
        "side": r"\bname(?:d|s)?\b",
        "support": r"\b(?:worktop|chair|support|seat)\b",
        "by_sight": r"\b(?:like this|as shown|look|watch|see|mirror|picture|eyes on)\b",
    },
    "de": {
        "feet": r"\b(?:füße|fuß|beine?|zehen|fersen|knie|fußrücken)\b",
        "arms": r"\b(?:arme?|hände|hand|handflächen|ellbogen|unterarme)\b",
        "head": r"\b(?:kopf|gesicht|stirn|kinn|nacken)\b",
        "side": r"\bnenne\b|\bgenannten?\b",
        "support": r"\b(?:arbeitsplatte|stuhl|lehne)\b",
        "by_sight": r"\b(?:sehen|schauen|blick|spiegel|bild)\b",
    },
}
NO_COMMANDS = {
    # "Lie on your back" and "pain spreads" cannot be said otherwise, nor the sides. "Rest" is none.
    "en": {"back", "pain", "cramp", "right", "sure", "correct", "hurts", "none", "set"},
    "de": {"schmerz", "schmerzen", "krampf", "weh", "klar", "sicher", "genau", "richtig", "drei"},
}


def spoken(session: Session) -> Iterator[str]:
    """All that the coach says of an author's words."""
    yield session.title
    yield from session.equipment
    for block in session.blocks:
        yield block.title
        for exercise in block.exercises:
            yield from said(exercise)


def said(exercise: Exercise) -> Iterator[str]:
    optional = (exercise.setup, exercise.cue, exercise.breathing, exercise.expect)
    yield from (exercise.name, *(text for text in optional if text))
    yield from (*exercise.steps, *exercise.stop_if, *(exercise.phases or ()))
    yield from (message.say for message in exercise.messages)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.lower())


@cache
def one_word_commands(code: str) -> set[str]:
    phrases = load(code).grammar.phrases
    return {phrase.text for phrase in phrases if " " not in phrase.text} - NO_COMMANDS[code]


def has(part: str, text: str, session: Session) -> bool:
    return bool(re.search(PARTS[session.language][part], text.lower()))


def test_there_are_at_least_fifteen_and_one_in_another_language() -> None:
    assert len(SESSIONS) >= 15
    assert {session.language for session in SESSIONS.values()} >= {"en", "de"}


def test_check_finds_nothing_in_any_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["check", "--strict", *map(str, FILES)])
    assert capsys.readouterr().out == ""
    assert end.value.code == 0


@pytest.mark.parametrize("name", NAMES)
def test_it_lasts_from_3_to_25_minutes(name: str) -> None:
    assert 3 <= page.minutes(FILES[NAMES.index(name)]) <= 25


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_source_is_named_and_the_head_of_the_file_tells_where_the_figures_are_from(
    file: Path,
) -> None:
    source = SESSIONS[file.stem].source
    assert source
    assert source.url
    assert source.url.startswith("https://")
    head = file.read_text("utf-8").split("version:")[0]
    assert all(line.startswith("#") for line in head.splitlines() if line)
    assert re.search(r"gentler|sanftere", head)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_has_reviewed_it_and_it_says_so(name: str) -> None:
    assert SESSIONS[name].reviewed_by is None


@pytest.mark.parametrize("name", NAMES)
def test_it_asks_for_the_signs_that_its_exercises_need(name: str) -> None:
    session = SESSIONS[name]
    asked = set(session.screening)
    assert asked
    if re.search(r"back|sciatica|rücken", session.title, re.IGNORECASE):
        red_flags = {Screening.BLADDER_BOWEL, Screening.SADDLE_NUMBNESS, Screening.BOTH_LEGS}
        assert asked >= red_flags
    if any(e.start_position is StartPosition.STANDING for e in session.exercises):
        assert asked >= {Screening.DIZZINESS, Screening.CHEST_PAIN}


@pytest.mark.parametrize("name", NAMES)
def test_the_position_changes_seldom(name: str) -> None:
    positions = [e.start_position for e in SESSIONS[name].exercises]
    changes = sum(one is not other for one, other in pairwise(positions))
    assert changes < MOST_POSITIONS
    assert changes == len(set(positions)) - 1


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_longer_than_can_be_kept_in_mind(name: str) -> None:
    for text in spoken(SESSIONS[name]):
        for sentence in sentences(text):
            assert len(words(sentence)) <= LONGEST_SENTENCE, sentence


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_it_is_a_command(name: str) -> None:
    session = SESSIONS[name]
    commands = one_word_commands(session.language)
    for text in spoken(session):
        assert not commands.intersection(words(text)), text


@pytest.mark.parametrize("name", NAMES)
def test_the_coach_is_not_halted_by_its_own_words(name: str) -> None:
    session = SESSIONS[name]
    grammar = load(session.language).grammar
    for text in spoken(session):
        for sentence in sentences(text):
            phrase = grammar.recognize(sentence)
            assert phrase is None or phrase.intent not in {*Intent} - {Intent.DONE}, sentence


@EVERY_EXERCISE
def test_the_whole_position_is_told_from_the_feet_to_the_head(
    name: str, exercise: Exercise
) -> None:
    session = SESSIONS[name]
    setup = exercise.setup or ""
    for part in ("feet", "arms") if name == "sciatica-gentle" else ("feet", "arms", "head"):
        if name != "sciatica-gentle" or exercise is next(session.exercises):
            assert has(part, setup, session), (part, setup)


@EVERY_EXERCISE
def test_it_tells_what_to_do_how_to_breathe_what_is_normal_and_when_to_end_it(
    name: str, exercise: Exercise
) -> None:
    assert exercise.steps, name
    assert exercise.breathing
    assert exercise.expect
    assert exercise.stop_if


@EVERY_EXERCISE
def test_nothing_has_to_be_seen(name: str, exercise: Exercise) -> None:
    for text in said(exercise):
        assert not has("by_sight", text, SESSIONS[name]), text


@EVERY_EXERCISE
def test_where_one_side_works_the_text_says_that_the_coach_names_it(
    name: str, exercise: Exercise
) -> None:
    if exercise.sides is not Sides.BOTH:
        assert has("side", " ".join(exercise.steps), SESSIONS[name])


@EVERY_EXERCISE
def test_who_stands_has_something_firm_to_hold(name: str, exercise: Exercise) -> None:
    if exercise.start_position is StartPosition.STANDING:
        assert has("support", exercise.setup or "", SESSIONS[name])
        assert has("arms", exercise.setup or "", SESSIONS[name])


def test_the_programme_goes_through_its_four_weeks_and_check_finds_nothing_in_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = page.FOLDER / "back-programme.yaml"
    assert [step.session for step in steps(reader.read_programme(file))] == [
        f"back-week-{week}.yaml" for week in (1, 2, 3, 4) for _ in range(3)
    ]
    with pytest.raises(SystemExit) as end:
        main(["check", "--strict", str(file)])
    assert capsys.readouterr().out == ""
    assert end.value.code == 0


def test_the_page_lists_them_all_as_they_are() -> None:
    written, anew = page.PAGE.read_text("utf-8"), page.page_with(page.table())
    about = re.compile(r"\| (\d+) min \|")
    assert about.sub("", written) == about.sub("", anew), "Run: python -m tests.sessions.page"
    for one, other in zip(about.findall(written), about.findall(anew), strict=True):
        assert abs(int(one) - int(other)) <= 2  # the coach's own words change
