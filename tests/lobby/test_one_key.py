"""The whole way with one key: the coach names what a press would do, one after the other."""

import pytest
from tests.lobby.stage import Stage, choosing, in_state, language

from voicecoach.core.actions import Outcome
from voicecoach.core.events import Pressed
from voicecoach.core.key_names import SWITCH
from voicecoach.core.preferences import Preferences
from voicecoach.lobby.visit import Visit

ONE = Preferences(switch=True)
PRESSED = [
    (code, state, phrase)
    for code in ("en", "de")
    for state, phrases in choosing(code).presses.items()
    for phrase in phrases
]


def press_at(stage: Stage, phrase: str) -> None:
    """Wait until `phrase` is on offer, and press."""
    wanted = language(stage.code).lines.say("press_for", what=phrase)
    while stage.said[-1] != wanted:
        assert stage.playing or stage.queue, f"{wanted} is not offered: {stage.said[-6:]}"
        stage.step()
    stage.tell(Pressed(SWITCH))


@pytest.mark.parametrize(("code", "state", "phrase"), PRESSED)
def test_a_press_at_what_is_offered_is_as_good_as_saying_it(
    code: str, state: str, phrase: str
) -> None:
    said, pressed = (in_state(state, code, preferences=ONE) for _ in range(2))
    press_at(pressed, phrase)
    said.tell(said.event(phrase))
    assert (pressed.at, pressed.outcome) == (said.at, said.outcome)


def test_from_the_greeting_to_a_session_with_presses_alone() -> None:
    stage = Stage(preferences=ONE, visit=Visit.USUAL)
    press_at(stage, "what sessions are there")
    press_at(stage, "next")
    press_at(stage, "number two")
    press_at(stage, "yes")
    stage.wait()
    assert stage.lobby.chosen is not None
    assert stage.outcome is Outcome.FINISHED


def test_a_press_where_nothing_is_offered_is_a_pause_and_then_offers_to_go_on() -> None:
    stage = Stage(preferences=ONE)
    stage.press(SWITCH)
    assert str(stage.at) == "paused"
    press_at(stage, "continue")
    assert str(stage.at) == "choosing"


def test_no_press_goes_on_by_chance_when_nothing_is_offered_any_more() -> None:
    stage = in_state("paused", preferences=ONE)
    stage.wait()
    stage.press(SWITCH)
    assert str(stage.at) == "paused"
    press_at(stage, "continue")


def test_it_hurts_can_be_pressed_and_the_ladder_is_climbed_with_the_same_key() -> None:
    stage = in_state("choosing", preferences=ONE)
    press_at(stage, "it hurts")
    press_at(stage, "no")
    stage.wait()
    assert stage.outcome is Outcome.PAIN


def test_without_that_mode_nothing_is_offered() -> None:
    stage = Stage()
    stage.wait()
    assert not any("Press for" in text for text in stage.said)
