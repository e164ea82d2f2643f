"""Questions in the middle, and where they lead back to."""

import pytest
from tests.coach.stage import Stage

from voicecoach.coach.table import State
from voicecoach.core.intents import Intent

BEATS = ["(lead_in)", "(lead_in)", "(lead_in)"]


def test_a_question_during_a_hold_does_not_lengthen_it() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(4)
    stage.say(Intent.WHICH_SIDE)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.sounds(so_far)[1:] == [
        "The left side.",
        "Halfway.",
        "3.",
        "2.",
        "1.",
        "And release.",
    ]


def test_a_second_question_in_the_answer_to_the_first_does_not_lengthen_a_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(4)
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_on(1)
    stage.say(Intent.WHICH_SIDE)
    stage.run_on(1)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.said(so_far)[:4] == ["Hold.", "1 more after this one.", *["The left side."] * 2]


def test_a_hold_that_is_over_when_the_answer_ends_is_released() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(19)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_until_heard("And release.")
    assert stage.sounds(so_far) == ["About 3 minutes left.", "And release."]


def test_a_pause_after_a_question_in_a_hold_begins_the_rep_again_all_the_same() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(4)
    stage.say(Intent.PAUSE)
    stage.run_on(5)
    stage.say(Intent.CONTINUE)
    stage.say(Intent.WHICH_SIDE)
    so_far = len(stage.heard)
    stage.run_until_heard("Hold.")
    assert stage.sounds(so_far) == ["The left side.", *BEATS, "1. Knee in.", "Hold."]


def test_a_question_in_a_rep_begins_it_again_with_a_lead_in() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(3)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_until_heard("3. flatten")
    assert stage.said(so_far)[:4] == [
        "1 more after this one.",
        "And 1 more set.",
        "2. flatten",
        "release",
    ]


def test_a_question_at_a_checkpoint_asks_again_after_the_answer() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.run_on(5)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_on(20)
    assert stage.said(so_far) == ["About 3 minutes left.", "Say ready when you want to begin."]
    assert stage.state is State.WAITING


def test_ready_in_the_middle_of_an_answer_at_a_checkpoint_goes_on() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_on(0.5)
    stage.say(Intent.READY)
    so_far = len(stage.heard)
    stage.run_on(1)
    assert stage.sounds(so_far) == ["We begin."]


def test_who_does_not_understand_a_step_hears_the_steps_again_and_only_once() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_heard("Hold it with both hands.")
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("2 times.")
    assert stage.said(so_far) == ["Bring one knee up.", "Hold it with both hands.", "2 times."]


def test_who_asks_again_at_a_checkpoint_hears_how_to_lie() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("Say ready when you are in position.")
    assert stage.said(so_far) == [
        "Main.",
        "Exercise 1 of 2. Knee to chest.",
        "Lie on your back.",
        "Say ready when you are in position.",
    ]
    assert stage.state is State.WAITING


def test_who_asks_again_before_the_exercises_hears_the_sentence_before_as_well() -> None:
    stage = Stage()
    stage.run_until_heard("No clinician has reviewed this session.")
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("Three tones count you in.")
    assert stage.said(so_far) == [
        "This is general exercise guidance, not medical advice.",
        "No clinician has reviewed this session.",
        "Three tones count you in.",
    ]


def test_who_asks_again_in_an_exercise_hears_all_of_it_and_begins_the_rep_again() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(1)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("release")
    assert stage.sounds(so_far) == [
        "Lie on your back.",
        "Press your back down.",
        "2 sets of 3.",
        *BEATS,
        "2. flatten",
        "(beat)",
        "release",
    ]
