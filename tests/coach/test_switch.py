"""One key does everything: it pauses, and then takes what is offered."""

import pytest
from tests.coach.stage import LIVING, Stage, in_state

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.intents import Intent
from voicecoach.core.key_names import SWITCH
from voicecoach.core.preferences import Preferences
from voicecoach.plan.opening import Opening, usual

ONE = Preferences(switch=True)


def offered(stage: Stage, what: str) -> None:
    """Wait until that is what a press would mean."""
    stage.run_until_heard(f"Press for: {what}.")


def test_a_press_pauses_and_then_takes_what_is_offered_at_that_moment() -> None:
    stage = in_state(State.COACHING, ONE)
    stage.press(SWITCH)
    offered(stage, "continue")
    stage.press(SWITCH)
    assert stage.state is State.COACHING


@pytest.mark.parametrize(
    ("what", "state"), [("finish", State.CLOSING), ("it hurts", State.CHECKING)]
)
def test_it_can_end_and_say_that_it_hurts(what: str, state: State) -> None:
    stage = in_state(State.COACHING, ONE)
    stage.press(SWITCH)
    offered(stage, what)
    stage.press(SWITCH)
    assert stage.state is state


def test_no_press_goes_on_by_chance_when_nothing_is_offered_any_more() -> None:
    stage = in_state(State.COACHING, ONE)
    stage.press(SWITCH)
    stage.run_on(29)
    stage.press(SWITCH)
    offered(stage, "continue")
    stage.press(SWITCH)
    assert stage.state is State.COACHING


def test_the_question_about_red_flags_is_answered_with_it_and_its_no_only_when_all_was_said() -> (
    None
):
    stage = in_state(State.CHECKING, ONE)
    offered(stage, "no")
    stage.press(SWITCH)
    assert stage.state is State.ADVISING
    stage.run()
    assert stage.outcome is Outcome.PAIN


@pytest.mark.parametrize("state", [state for state in LIVING if state is not State.CLOSING])
def test_in_every_state_a_press_does_something(state: State) -> None:
    stage = in_state(state, ONE)
    assert stage.press(SWITCH)


def test_a_whole_session_goes_by_one_key_alone() -> None:
    session = Stage(preferences=ONE, opening=usual())
    for _ in range(40):
        session.run(when=lambda: session.state in {State.WAITING, State.ASKING, State.PAUSED})
        if session.outcome is not None:
            break
        match session.state:
            case State.WAITING | State.ASKING:
                offered(session, "ready")
            case _:
                offered(session, "continue")
        session.press(SWITCH)
    assert session.outcome is Outcome.FINISHED


def test_without_the_mode_nothing_is_offered() -> None:
    stage = in_state(State.PAUSED)
    stage.run_on(60)
    assert not [line for line in stage.said() if line.startswith("Press for")]


def test_a_rehearsal_cannot_be_passed_by_pressing_stop() -> None:
    stage = Stage(preferences=ONE, opening=Opening(rehearsal="rehearsal"))
    stage.run(when=lambda: stage.state is State.ASKING)
    stage.run_on(12)
    assert "Press for: stop." not in stage.said()
    assert stage.conductor.key_means(SWITCH) in {Intent.READY, Intent.REPEAT}
