"""When something hurts."""

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Outcome, SetRate, SetVolume, Silence
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences


def first_sound(actions: list[Action]) -> Action:
    return next(action for action in actions if not isinstance(action, SetVolume | SetRate))


@pytest.mark.parametrize("state", LIVING)
def test_pain_in_any_state_ends_with_advice_and_nothing_else(state: State) -> None:
    stage = in_state(state)
    stage.run_on(0.5)
    so_far = len(stage.heard)
    stage.say(Intent.PAIN)
    for intent in (Intent.CONTINUE, Intent.READY, Intent.SKIP, Intent.PAIN, Intent.NO):
        stage.run_on(0.3)
        stage.say(intent)
    stage.run()
    assert stage.outcome is Outcome.PAIN
    advice = list(LINES.all_of("pain_advice"))
    assert stage.said(so_far) == (advice[1:] if state is State.ADVISING else advice)


@pytest.mark.parametrize("state", LIVING)
def test_an_emergency_in_any_state_ends_with_its_advice(state: State) -> None:
    stage = in_state(state)
    so_far = len(stage.heard)
    stage.say(Intent.EMERGENCY)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY
    assert stage.said(so_far)[0] == "This could be an emergency. We end here."
    assert "Call your emergency number now, or ask someone" in stage.said(so_far)[1]


def test_an_emergency_number_is_said_digit_by_digit() -> None:
    stage = Stage(preferences=Preferences(emergency_number="112"))
    stage.say(Intent.EMERGENCY)
    stage.run()
    assert any("Call 1 1 2 now" in text for text in stage.said())


@pytest.mark.parametrize("worse", [Intent.EMERGENCY, Intent.HELP])
def test_pain_that_turns_into_an_emergency_is_advised_as_one(worse: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(3)
    stage.say(worse)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


def test_advice_is_said_again_for_who_asks() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.run_on(6)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run()
    assert stage.said(so_far) == ["I say it once more.", *LINES.all_of("pain_advice")]


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE, Intent.FINISH])
def test_advice_gives_way_to_a_stop_and_the_session_ends_for_pain_all_the_same(
    word: Intent,
) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(1)
    so_far = len(stage.heard)
    assert first_sound(stage.say(word)) == Silence()
    stage.run()
    assert stage.said(so_far) == []
    assert stage.outcome is Outcome.PAIN


def test_hushed_advice_can_still_be_asked_for() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.say(Intent.STOP)
    stage.run_on(5)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run()
    assert stage.said(so_far)[1:] == list(LINES.all_of("pain_advice"))
