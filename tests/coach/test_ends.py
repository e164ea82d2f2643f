"""Keys, help, and the ways in which a session ends."""

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Outcome, SetRate, SetVolume, Silence
from voicecoach.core.events import Deaf, Interrupted, Mute, SpeechBegan, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences


def first_sound(actions: list[Action]) -> Action:
    return next(action for action in actions if not isinstance(action, SetVolume | SetRate))


def test_any_key_silences() -> None:
    for key in ("j", "\x1b[A", "7", "é"):
        stage = Stage()
        stage.to_rep("left.rep1.hold")
        assert first_sound(stage.press(key)) == Silence()
        assert stage.state is State.PAUSED


def test_a_whole_session_runs_by_keys_alone() -> None:
    stage = Stage(armed=False)
    stage.tell(Deaf("There is no microphone."))
    stage.run_on(20)
    stage.press(" ")
    stage.run_until_ready()
    stage.press("\r")
    stage.run_until_ready()
    stage.press("\n")
    stage.to_rep("left.rep1.hold")
    stage.press("l")
    stage.run_on(2)
    assert "The left side." in stage.said()
    stage.press(" ")
    stage.press(" ")
    stage.press("n")
    stage.press("b")
    stage.press("H")
    stage.run()
    assert stage.outcome is Outcome.PAIN


def test_space_pauses_and_goes_on() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    states = [stage.press(" ") and stage.state for _ in range(3)]
    assert states == [State.PAUSED, State.COACHING, State.PAUSED]


def test_help_is_silence_first_then_what_can_be_said() -> None:
    stage = Stage(preferences=Preferences(emergency_number="911"))
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.say(Intent.HELP)
    stage.run_on(40)
    assert stage.said(so_far)[0] == "Paused. Say continue to go on."
    assert "call 9 1 1" in stage.said(so_far)[1]
    assert "You can say: continue, finish, it hurts, skip, or repeat." in stage.said(so_far)


def test_help_for_who_cannot_be_heard_is_about_the_keys() -> None:
    stage = Stage()
    stage.tell(Deaf("The microphone gives no sound."))
    so_far = len(stage.heard)
    stage.press("?")
    stage.run_on(40)
    assert "Space: continue. Q: finish. H: it hurts. N: skip." in stage.said(so_far)


def test_finish_says_goodbye_and_ends_for_the_user() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    assert first_sound(stage.say(Intent.FINISH)) == Silence()
    stage.run()
    assert stage.outcome is Outcome.ENDED_BY_USER
    assert stage.said(so_far)[-1] == "We end here. Rest well."


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE])
def test_a_stop_cuts_the_goodbye_short(word: Intent) -> None:
    stage = Stage()
    stage.say(Intent.FINISH)
    assert first_sound(stage.say(word)) == Silence()
    assert stage.outcome is Outcome.ENDED_BY_USER


def test_who_calls_for_help_in_the_goodbye_is_not_left() -> None:
    stage = Stage()
    stage.say(Intent.FINISH)
    assert first_sound(stage.say(Intent.HELP)) == Silence()
    stage.run_on(60)
    assert stage.state is State.PAUSED
    assert any("If you need help urgently" in text for text in stage.said())


ENDS_AS = {
    State.CHECKING: Outcome.PAIN,
    State.ADVISING: Outcome.EMERGENCY,
    State.DECLINING: Outcome.NOT_TODAY,
}


@pytest.mark.parametrize("state", LIVING)
def test_an_interrupt_ends_any_state_in_silence(state: State) -> None:
    stage = in_state(state)
    assert first_sound(stage.tell(Interrupted())) == Silence()
    assert stage.outcome is ENDS_AS.get(state, Outcome.ENDED_BY_USER)


@pytest.mark.parametrize("state", LIVING)
def test_a_coach_that_cannot_be_heard_stops_counting_and_shows_why(state: State) -> None:
    stage = in_state(state)
    assert first_sound(stage.tell(Mute("The speaker takes no more sound."))) == Silence()
    assert stage.shown()[0] == "The speaker takes no more sound."
    assert stage.outcome is ENDS_AS.get(state, Outcome.NO_SOUND)


def test_advice_that_cannot_be_said_is_shown() -> None:
    stage = in_state(State.ADVISING)
    stage.tell(Mute("The voice failed."))
    assert stage.shown()[:2] == ["The voice failed.", "This could be an emergency. We end here."]


def test_a_question_about_red_flags_that_cannot_be_said_is_shown_as_the_advice_for_no_answer() -> (
    None
):
    stage = in_state(State.CHECKING)
    stage.tell(Mute("The voice failed."))
    assert stage.shown()[1:3] == list(LINES.all_of("pain_advice"))
    assert stage.shown()[3] == LINES.ladder.leads["maybe_emergency"].say[0]


def test_the_coach_lowers_its_voice_while_somebody_speaks() -> None:
    stage = Stage()
    assert [getattr(action, "on", None) for action in stage.tell(SpeechBegan())] == [True]
    assert [getattr(action, "on", None) for action in stage.tell(SpeechEnded())] == [False]


def test_the_voice_comes_back_when_the_ears_fail_in_the_middle_of_speech() -> None:
    stage = Stage()
    stage.tell(SpeechBegan())
    assert getattr(stage.tell(Deaf("Gone."))[-1], "on", None) is False
