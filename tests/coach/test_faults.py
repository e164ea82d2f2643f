"""A part that failed and may be back: the coach pauses, says so, and goes on when it is told to."""

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state

from voicecoach.coach.player import FAULT_BREATH_S
from voicecoach.coach.table import State
from voicecoach.core.actions import Silence
from voicecoach.core.events import Deaf, Faltered, Notice
from voicecoach.core.intents import Intent

OVER = {State.CHECKING, State.ADVISING, State.DECLINING, State.CLOSING}
REASON = "The sound was gone for a moment."
PAUSED = LINES.say("faltered", reason=REASON)


@pytest.mark.parametrize("state", sorted(set(LIVING) - OVER))
def test_a_speaker_that_was_gone_pauses_the_session_and_says_so(state: State) -> None:
    stage = in_state(state)
    so_far = len(stage.heard)
    assert stage.tell(Faltered(REASON))[0] == Silence()
    stage.run_on(10)
    assert stage.state is State.PAUSED
    assert stage.said(so_far)[0] == PAUSED


def test_the_exercise_goes_on_after_it_only_when_the_user_says_so() -> None:
    stage = in_state(State.COACHING)
    stage.tell(Faltered(REASON))
    stage.run_on(200)
    waited = stage.state
    stage.say(Intent.CONTINUE)
    assert (waited, stage.state) == (State.PAUSED, State.COACHING)


def test_advice_that_may_not_have_been_heard_is_said_again() -> None:
    for state, line in ((State.CHECKING, "Do no more"), (State.ADVISING, "Call your emergency")):
        stage = in_state(state)
        stage.run_on(5)
        so_far = len(stage.heard)
        stage.tell(Faltered(REASON))
        stage.run()
        assert stage.said(so_far)[0] == LINES.say("advice_again")
        assert line in " ".join(stage.said(so_far)[:4])


def test_words_about_a_fault_follow_the_silence_sooner_than_others() -> None:
    for fault in (Faltered(REASON), Deaf("The microphone gives no sound.")):
        stage = in_state(State.COACHING)
        now_s, so_far = stage.now, len(stage.heard)
        stage.tell(fault)
        stage.run_on(5)
        first = next(moment for moment in stage.heard[so_far:] if moment.is_spoken)
        assert first.at_s - now_s == pytest.approx(FAULT_BREATH_S)


def test_a_notice_waits_for_a_quiet_moment_and_is_spoken_once() -> None:
    notice = "I cannot keep a log of this session."
    stage = in_state(State.COACHING)
    stage.tell(Notice(notice))
    stage.run_on(3)
    assert notice not in stage.said()
    stage.say(Intent.PAUSE)
    stage.run_on(200)
    assert stage.said().count(notice) == 1


def test_a_notice_at_the_beginning_is_spoken_before_the_user_says_ready() -> None:
    stage = Stage()
    stage.tell(Notice("I cannot keep a log of this session."))
    stage.run_until_ready()
    stage.run_on(5)
    assert stage.said()[-1] == "I cannot keep a log of this session."
