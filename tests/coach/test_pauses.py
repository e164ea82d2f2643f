"""Pause, stop and continue, as the user has them."""

import pytest
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, SetRate, SetVolume, Silence
from voicecoach.core.events import SpeechBegan
from voicecoach.core.intents import Intent

BEATS = ["(lead_in)", "(lead_in)", "(lead_in)"]


def first_sound(actions: list[Action]) -> Action:
    return next(action for action in actions if not isinstance(action, SetVolume | SetRate))


def test_pause_and_continue_begin_the_rep_again_with_a_lead_in() -> None:
    stage = Stage()
    stage.to_rep("left.rep2.hold")
    stage.run_on(7)
    so_far = len(stage.heard)
    stage.say(Intent.PAUSE)
    stage.run_on(20)
    assert stage.said(so_far)[0] == "Paused. Say continue to go on."
    assert stage.state is State.PAUSED
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("Halfway.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "2. Knee in.", "Hold.", "Halfway."]


def test_a_lead_in_that_was_cut_off_is_given_once_more_and_not_twice() -> None:
    stage = Stage()
    stage.to_rep("lead_in")
    stage.run_on(1.5)
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("1. Knee in.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "1. Knee in."]


def test_a_sentence_that_was_cut_off_is_said_again_without_a_lead_in() -> None:
    stage = Stage()
    stage.run_until_heard("No clinician has reviewed this session.")
    stage.run_on(0.5)
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_on(5)
    assert stage.sounds(so_far)[:2] == ["Going on.", "No clinician has reviewed this session."]


def test_a_pause_in_a_rest_is_rest() -> None:
    stage = Stage()
    stage.to_rep("set1.rep3.rest")
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(Intent.PAUSE)
    stage.run_on(60)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("1. flatten")
    heard = stage.sounds(so_far)
    assert heard[heard.index("Going on.") :] == ["Going on.", "Set 2 of 2.", *BEATS, "1. flatten"]


@pytest.mark.parametrize("halt", [Intent.STOP, Intent.PAUSE, Intent.HELP])
def test_after_a_stop_only_continue_goes_on(halt: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(halt)
    for intent in Intent:
        if intent not in {Intent.CONTINUE, Intent.FINISH, Intent.PAIN, Intent.EMERGENCY}:
            before = len(stage.began)
            stage.say(intent)
            stage.run_on(200)
            assert stage.state is State.PAUSED, intent
            assert not [name for name in stage.began[before:] if name[0] == "e"], intent
    stage.say(Intent.CONTINUE)
    assert stage.state is State.COACHING


@pytest.mark.parametrize("way_on", [Intent.SKIP, Intent.BACK, Intent.READY, Intent.YES])
def test_a_question_asked_in_a_pause_is_no_way_out_of_it(way_on: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.say(way_on)
    stage.run_on(60)
    assert stage.state is State.PAUSED


def test_a_paused_coach_says_once_that_pain_is_a_reason_to_stop() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    for _ in range(3):
        stage.say(Intent.PAUSE)
        stage.run_on(10)
        stage.say(Intent.CONTINUE)
        stage.run_on(10)
    assert sum("because of pain" in text for text in stage.said()) == 1


def test_a_pause_reminds_twice_and_then_is_silence() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    so_far = len(stage.heard)
    stage.run()
    assert stage.said(so_far).count("Still paused. Say continue to go on, or finish to end.") == 2


def test_every_pause_has_its_reminders() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    for _ in range(2):
        so_far = len(stage.heard)
        stage.say(Intent.PAUSE)
        stage.run()
        assert stage.said(so_far).count(LINES.say("still_paused")) == 2
        stage.say(Intent.CONTINUE)
        stage.run_on(10)


@pytest.mark.parametrize(
    "word", [Intent.STOP, Intent.PAUSE, Intent.PAIN, Intent.EMERGENCY, Intent.HELP]
)
@pytest.mark.parametrize("cue", ["intro.say-2", "left.rep1.hold", "set1.rep2.count"])
def test_silence_is_the_first_sound_action_of_every_stop(word: Intent, cue: str) -> None:
    stage = Stage()
    stage.to_rep(cue)
    stage.tell(SpeechBegan())
    assert first_sound(stage.say(word)) == Silence()


def test_a_doubt_is_silence_first_as_well() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    assert first_sound(stage.mumble(Intent.STOP)) == Silence()
