"""What can be said is told for this very state, and each phrase of it is understood there."""

import re

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state

from voicecoach.coach.keys import KEYS
from voicecoach.coach.options import CAN_SAY
from voicecoach.coach.table import State
from voicecoach.core.actions import Duck
from voicecoach.core.events import Deaf, Heard
from voicecoach.core.intents import Intent
from voicecoach.language import load

ENGLISH, GERMAN = load("en"), load("de")
BY_PHRASE = {phrase: Intent(name) for name, phrase in LINES.phrases.items()}
A_FORM = """\
version: 1
title: A range with another form
blocks:
  - title: Main
    exercises:
      - name: Bridge
        start_position: supine
        setup: Lie on your back.
        steps: [Lift your hips.]
        reps: 2-4
        tempo: 2-0-2-0
        phases: [lower, wait, lift, stay]
        easier: small-bridge
        harder: long-bridge
forms:
  - {name: Small bridge, reps: 2, tempo: 2-0-2-0, phases: [lower, wait, lift, stay]}
  - {name: Long bridge, reps: 6, tempo: 2-0-2-0, phases: [lower, wait, lift, stay]}
"""


def told(stage: Stage) -> list[str]:
    """Everything that the coach names when it is asked again and again what can be said."""
    named: list[str] = []
    while True:
        so_far = len(stage.heard)
        stage.say(Intent.OPTIONS)
        stage.run_on(1)
        (line,) = stage.said(so_far)[:1]
        assert line.startswith("You can say: "), line
        few = re.split(r", (?:or )?", line.removeprefix("You can say: ").removesuffix("."))
        assert 1 <= len(few) <= 5
        if few[0] in named:
            return named
        named += few


def does_something(stage: Stage, phrase: str) -> bool:
    """Whether a phrase that is said to the coach is read as a command, and acted on."""
    read = ENGLISH.grammar.recognize(phrase)
    assert read is not None, phrase
    before = stage.state
    actions = stage.tell(Heard(read.intent, read.text))
    return stage.state is not before or [a for a in actions if a != Duck(on=False)] != []


NAMED = [
    (state, intent)
    for state, intents in CAN_SAY.items()
    for intent in intents
    if intent not in {Intent.DONE, Intent.EASIER, Intent.HARDER}
]


@pytest.mark.parametrize(("state", "intent"), NAMED)
def test_what_can_be_said_is_understood_where_it_can_be_said(state: State, intent: Intent) -> None:
    phrase = LINES.phrases[intent]
    assert BY_PHRASE[phrase] is intent
    assert does_something(in_state(state), phrase)


@pytest.mark.parametrize("word", [Intent.DONE, Intent.EASIER, Intent.HARDER])
def test_what_means_something_only_here_is_named_here_and_understood(word: Intent) -> None:
    def there() -> Stage:
        stage = Stage(A_FORM)
        stage.to_rep("rep3.count")
        return stage

    phrase = LINES.phrases[word]
    assert phrase in told(there())
    assert does_something(there(), phrase)
    assert phrase not in told(in_state(State.COACHING))


GOES_ON = [s for s in CAN_SAY if s not in {State.DOUBTING, State.ADVISING, State.DECLINING}]


@pytest.mark.parametrize("state", GOES_ON)
def test_all_of_it_is_named_a_few_at_a_time(state: State) -> None:
    named = told(in_state(state))
    every = [intent for intent in CAN_SAY[state] if (state, intent) in NAMED]
    assert {BY_PHRASE[phrase] for phrase in named} <= set(every)
    assert len(named) == len(set(named))
    assert named[0] == LINES.phrases[every[0]]


@pytest.mark.parametrize("question", ENGLISH.lines.ladder.questions.values(), ids=lambda q: q.name)
def test_the_words_that_a_question_names_are_answers_to_it(question: object) -> None:
    answers = getattr(question, "answers", {})
    said = getattr(question, "choices", "").lower()
    for intent in (Intent.YES, Intent.NO, Intent.NOT_SURE):
        if re.search(rf"\b{LINES.phrases[intent]}\b(?! pain)", said):
            assert intent in answers
    named = said or getattr(question, "ask", "").lower()
    assert any(LINES.phrases.get(intent, "say a number") in named for intent in answers)


@pytest.mark.parametrize("state", [State.ASKING, State.CHECKING])
def test_a_question_says_its_answers_again(state: State) -> None:
    stage = in_state(state)
    so_far = len(stage.heard)
    stage.say(Intent.OPTIONS)
    stage.run_until_asked()
    assert "Say yes, no, or not sure." in stage.said(so_far)
    assert stage.state is state


def test_every_living_state_says_what_can_be_said_in_it() -> None:
    asks = {State.ASKING, State.CHECKING, State.DICTATING}
    goes_back = {State.ANSWERING}
    assert set(CAN_SAY) == set(LIVING) - asks - goes_back


def test_who_asks_goes_on_where_they_were() -> None:
    stage = in_state(State.COACHING)
    stage.say(Intent.OPTIONS)
    stage.run(when=lambda: stage.state is not State.ANSWERING)
    stage.run_on(0.5)
    assert stage.state is State.COACHING
    assert "left.rep1.hold" in stage.now_playing


def test_the_most_useful_comes_first_again_when_something_else_was_said() -> None:
    stage = in_state(State.PAUSED)
    first = stage.say(Intent.OPTIONS)
    stage.say(Intent.WHERE_AM_I)
    so_far = len(stage.heard)
    assert first
    stage.say(Intent.OPTIONS)
    stage.run_on(5)
    assert stage.said(so_far)[0].startswith("You can say: continue, finish")


def test_who_cannot_be_heard_is_told_keys_and_each_does_what_is_said_of_it() -> None:
    stage = in_state(State.PAUSED)
    stage.tell(Deaf("The microphone gives no sound."))
    so_far = len(stage.heard)
    stage.press("a")
    stage.run_on(20)
    line = stage.said(so_far)[0]
    named = re.findall(r"(\w+): ([^.]+)\.", line)
    assert len(named) == 4
    for key, phrase in named:
        pressed = {"Space": " ", "Enter": "\n"}.get(key, key.lower())
        assert stage.conductor.key_means(pressed) is BY_PHRASE[phrase]


@pytest.mark.parametrize("language", [ENGLISH, GERMAN], ids=["en", "de"])
def test_every_phrase_that_is_named_is_one_of_the_languages_own(language: object) -> None:
    lines, grammar = language.lines, language.grammar  # type: ignore[attr-defined] # as it comes
    named = {intent for intents in CAN_SAY.values() for intent in intents}
    assert named <= set(lines.phrases)
    for name, phrase in lines.phrases.items():
        read = grammar.recognize(phrase)
        assert read, phrase
        assert read.intent == name, phrase
        assert Intent(name) in set(KEYS.values()) | {
            *(Intent.CONTINUE, Intent.STOP, Intent.NOT_SURE, Intent.TONES_ON)
        }
