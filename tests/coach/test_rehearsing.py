"""The rehearsal of "stop": it shows what a session would hear, no more and no less."""

import pytest
from tests.coach.asked import ASKED, LEADS, QUESTIONS, READY, SCREENED, answered, listen_until_ready
from tests.coach.stage import Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.events import Armed, Deaf, SpeechBegan
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.plan.opening import Opening, usual


def rehearsing(*, keyboard: bool = True) -> Stage:
    opening = Opening(rehearsal=usual(keyboard=keyboard).rehearsal)
    stage = Stage(opening=opening, preferences=Preferences(keyboard=keyboard))
    stage.run_until_asked()
    return stage


def test_a_stop_that_is_not_heard_twice_is_told_with_the_keys_and_the_user_decides() -> None:
    stage = rehearsing()
    so_far = len(stage.heard)
    listen_until_ready(stage)
    assert stage.said(so_far) == [
        QUESTIONS["rehearsal"].again,
        *LEADS["unheard"].say,
        READY,
    ]
    assert answered(stage) == [("rehearsal", "no_answer", None)]


def test_without_keys_a_coach_that_does_not_hear_stop_does_not_begin() -> None:
    stage = rehearsing(keyboard=False)
    stage.run()
    assert stage.outcome is Outcome.NOT_TODAY


@pytest.mark.parametrize("speaking", [True, False])
def test_a_half_heard_stop_is_asked_for_once_more_at_once(speaking: bool) -> None:
    stage = rehearsing()
    so_far = len(stage.heard)
    if speaking:  # a word is half heard before the silence behind it
        stage.tell(SpeechBegan())
    stage.mumble(Intent.STOP)
    stage.run_on(3)
    assert stage.said(so_far) == [QUESTIONS["rehearsal"].again]
    stage.say(Intent.STOP)
    stage.run_until_ready()
    assert answered(stage) == [("rehearsal", "stop", None)]


@pytest.mark.parametrize("keyboard", [True, False])
def test_a_stop_that_is_half_heard_twice_is_heard_as_in_a_session(keyboard: bool) -> None:
    stage = rehearsing(keyboard=keyboard)
    stage.mumble(Intent.STOP)
    stage.run_on(8)
    stage.mumble(Intent.PAUSE)
    stage.run_until_ready()
    assert answered(stage) == [
        ("rehearsal" if keyboard else "rehearsal_without_keys", "pause", None)
    ]


def test_a_no_that_is_half_heard_twice_is_none() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    for _ in range(2):
        stage.mumble(Intent.NO)
        stage.run_on(12)
    assert answered(stage) == [("screening", "no_answer", None)]


def test_the_coach_s_own_stop_in_the_room_is_no_answer() -> None:
    stage = Stage(opening=Opening(rehearsal="rehearsal"))
    stage.run(when=lambda: stage.state is State.ASKING)
    stage.mumble(Intent.STOP)
    assert (stage.state, answered(stage)) == (State.ASKING, [])


def test_a_key_shows_nothing_about_hearing_and_halts() -> None:
    stage = rehearsing()
    stage.press("j")
    assert (stage.state, answered(stage)) == (State.PAUSED, [])


def test_enter_skips_the_rehearsal() -> None:
    stage = rehearsing()
    stage.press("\r")
    listen_until_ready(stage)
    assert stage.said()[-1] == READY


def test_a_deaf_coach_rehearses_nothing() -> None:
    stage = Stage(SCREENED, armed=False, opening=ASKED)
    stage.tell(Deaf("There is no microphone."))
    stage.run_on(20)
    stage.press(" ")
    stage.run_until_asked()
    assert stage.said()[-1] == QUESTIONS["screening"].keys
    stage.press("n")
    stage.run_until_ready()
    assert not any("Say stop now" in text for text in stage.said())


def test_a_question_waits_for_the_ears() -> None:
    stage = Stage(SCREENED, armed=False, opening=ASKED)
    stage.run_on(60)
    assert stage.state is State.ARMING
    stage.tell(Armed())
    stage.run_until_asked()
