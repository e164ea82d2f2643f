"""Ears that come late, fail, and come back."""

import pytest
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.events import Armed, Deaf, SpeechBegan
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences

BEATS = ["(lead_in)", "(lead_in)", "(lead_in)"]


def test_a_deaf_coach_says_so_and_pauses_and_keys_go_on() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.tell(SpeechBegan())
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    assert stage.said(so_far) == [
        "I cannot hear you. The microphone gives no sound. I have paused.",
        LINES.say("use_keys"),
    ]
    so_far = len(stage.heard)
    stage.press(" ")
    stage.run_until_heard("Hold.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "1. Knee in.", "Hold."]


def test_a_deaf_coach_without_a_keyboard_does_not_speak_of_keys() -> None:
    stage = Stage(preferences=Preferences(keyboard=False))
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    assert LINES.say("use_keys") not in stage.said(so_far)
    assert stage.state is State.PAUSED


def test_a_coach_that_never_heard_and_has_no_keyboard_ends() -> None:
    stage = Stage(armed=False, preferences=Preferences(keyboard=False))
    stage.tell(Deaf("There is no microphone."))
    stage.run()
    assert stage.outcome is Outcome.NO_SOUND
    assert "There is no keyboard either" in stage.said()[-1]


def test_a_coach_that_hears_again_says_so_and_stays_paused() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    so_far = len(stage.heard)
    stage.tell(Armed())
    stage.run_on(5)
    assert stage.said(so_far) == ["I can hear you again. Say continue to go on."]
    assert stage.state is State.PAUSED


def test_a_coach_that_hears_again_in_a_hold_says_so_without_lengthening_it() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    stage.press(" ")
    stage.run_until_heard("Hold.")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(3)
    stage.tell(Armed())
    stage.run_until_heard("And release.")
    assert stage.said(so_far)[0] == "I can hear you again."
    assert stage.now == pytest.approx(began + 20)


def test_the_ears_may_come_late_but_no_exercise_begins_before() -> None:
    stage = Stage(armed=False)
    stage.run_on(60)
    assert stage.state is State.ARMING
    assert stage.said()[-1] == "I cannot hear you yet. Please be patient."
    assert not [name for name in stage.began if name.startswith("e1")]
    assert "I listen all the time" not in " ".join(stage.said())
    so_far = len(stage.heard)
    stage.tell(Armed())
    stage.run_until_ready()
    assert stage.said(so_far)[0] == "Three tones count you in."


def test_ears_that_come_in_time_are_not_spoken_of() -> None:
    stage = Stage(armed=False)
    stage.run_on(5)
    stage.tell(Armed())
    stage.run_until_ready()
    assert not [text for text in stage.said() if "hear" in text]


def test_a_pause_while_the_ears_come_is_a_pause() -> None:
    stage = Stage(armed=False)
    stage.run_on(60)
    stage.press(" ")
    stage.tell(Armed())
    stage.run_on(60)
    assert stage.state is State.PAUSED
    stage.say(Intent.CONTINUE)
    stage.run_until_ready()
