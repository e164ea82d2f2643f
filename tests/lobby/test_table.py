"""The lobby's table: nothing is illegal, and what is named is understood."""

import re

import pytest
from tests.lobby.stage import Stage, choosing, in_state, language, shipped

from voicecoach.core.actions import Duck
from voicecoach.core.events import (
    Armed,
    Deaf,
    Event,
    Faltered,
    Heard,
    Interrupted,
    Mute,
    Notice,
    OwnVoice,
    Pressed,
    Said,
    SpeechBegan,
)
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.transitions import IllegalEventError
from voicecoach.language.understand import MeaningKind, understand
from voicecoach.lobby.reading import Reading, Request
from voicecoach.lobby.reference import PAGE, refresh
from voicecoach.lobby.table import TABLE, State, move

LIVING = tuple(state for state in State if state not in {State.NEW, State.ENDED})
SPOKEN = tuple(state for state in LIVING if state is not State.HURTING)
FROM_OUTSIDE: tuple[Event, ...] = (
    *(Heard(intent, intent.value) for intent in Intent),
    *(Heard(intent, intent.value, certainty=Certainty.DOUBTFUL) for intent in Intent),
    *(Said(text) for text in ("my knees", "list", "number two", "rain", "the same again", "")),
    *(Pressed(key) for key in " \rhenbqrltad?x5\x1b"),
    *(Armed(), Deaf("Gone."), Mute("Gone."), Faltered("Late."), Notice("By the way.")),
    *(OwnVoice(heard=True), SpeechBegan(), Interrupted()),
)
SAYS = [
    (code, state, phrase)
    for code in ("en", "de")
    for state, phrases in choosing(code).says.items()
    for phrase in phrases
]


@pytest.mark.parametrize("state", LIVING)
def test_nothing_from_outside_is_illegal_while_somebody_is_there(state: State) -> None:
    for event in FROM_OUTSIDE:
        stage = in_state(state)
        stage.tell(event)
        stage.wait()


@pytest.mark.parametrize("state", [State.NEW, State.ENDED])
def test_before_and_after_it_every_command_is_an_error_of_the_program(state: State) -> None:
    with pytest.raises(IllegalEventError, match=f"{Intent.YES!r}.*{state!r}"):
        move(state, Intent.YES)


@pytest.mark.parametrize("state", SPOKEN)
def test_every_command_and_request_stands_in_the_table(state: State) -> None:
    assert {*Intent, *Request} <= TABLE[state].keys()


@pytest.mark.parametrize(("code", "state", "phrase"), SAYS)
def test_what_can_be_said_is_understood_where_it_is_named(
    code: str, state: str, phrase: str
) -> None:
    stage = in_state(State(state), code)
    before = stage.at
    actions = [each for each in stage.tell(stage.event(phrase)) if each != Duck(on=False)]
    assert stage.lobby._meant is not Request.NOT_UNDERSTOOD
    assert actions or stage.at is not before


def test_every_state_that_is_talked_in_names_what_can_be_said() -> None:
    named = set(choosing().says)
    assert named == {"trying", "choosing", "listing", "offering", "paused", "making_sure"}
    assert named <= set(State)


@pytest.mark.parametrize("code", ["en", "de"])
def test_every_phrase_that_is_listened_for_means_something(code: str) -> None:
    reading = Reading(choosing(code))
    for phrase in choosing(code).phrases(choice.title for choice in shipped(code)):
        meaning = understand(phrase, language(code))
        known = meaning.kind is not MeaningKind.NONE
        assert known or reading.read(phrase).request is not Request.NOT_UNDERSTOOD, phrase


@pytest.mark.parametrize("code", ["en", "de"])
def test_no_sentence_has_more_than_twenty_words(code: str) -> None:
    for lines in (choosing(code).lines, choosing(code).lines.for_keys()):
        for line in lines.fixed():
            for sentence in re.split(r"(?<=[.!?:])\s", line):
                assert len(sentence.split()) <= 20, line
    stage = Stage(code=code)
    for choice in shipped(code):
        for line in (*stage.lobby._telling.about(choice), *stage.lobby._telling.subjects()):
            for sentence in re.split(r"(?<=[.!?:])\s", line):
                assert len(sentence.split()) <= 20, sentence


def test_german_has_every_line_that_english_has() -> None:
    for part in ("templates", "by_keys"):
        english, german = (getattr(choosing(code).lines, part) for code in ("en", "de"))
        assert english.keys() == german.keys()
    english, german = choosing("en"), choosing("de")
    assert english.kinds.keys() == german.kinds.keys()
    for name, kind in english.kinds.items():
        assert kind.words.keys() == german.kinds[name].words.keys()
    assert english.requests.keys() == german.requests.keys()
    assert english.subjects.keys() == german.subjects.keys()


def test_the_page_has_the_table_of_today() -> None:
    assert refresh(PAGE.read_text("utf-8")) == PAGE.read_text("utf-8"), (
        "run: python -m voicecoach.lobby.reference"
    )
