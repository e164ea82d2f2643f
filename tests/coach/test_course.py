"""From the first word to the last, and the ways to move about in between."""

import pytest
from tests.coach.stage import LINES, Stage, spoken_s

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.intents import Intent

# -- going through a session


def test_a_session_waits_twice_and_runs_to_its_end() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    stage.run_on(1)
    assert stage.said()[-1] == "Say ready when you are in position."
    stage.say(Intent.READY)
    stage.run()
    assert stage.outcome is Outcome.FINISHED
    assert stage.said()[-1].startswith("That was the last exercise.")


def test_a_session_without_waiting_is_heard_exactly_as_planned() -> None:
    stage = Stage(wait=False)
    stage.run()
    starts = stage.plan.starts_s(spoken_s)
    planned = [
        (round(start + note.at_s, 6), note)
        for start, cue in zip(starts, stage.plan.cues, strict=False)
        for note in cue.measure.notes
    ]
    heard = [(round(moment.at_s, 6), moment.what) for moment in stage.heard]
    assert heard == [(at, getattr(n, "text", f"({getattr(n, 'tone', '')})")) for at, n in planned]


@pytest.mark.parametrize("word", [Intent.READY, Intent.CONTINUE, Intent.YES])
def test_who_is_ready_before_the_question_is_over_need_not_wait(word: Intent) -> None:
    stage = Stage()
    stage.run_until_heard("Say ready when you want to begin.")
    stage.say(word)
    so_far = len(stage.heard)
    stage.run_on(1)
    assert stage.sounds(so_far) == ["We begin."]


def test_who_takes_long_is_reminded_twice_and_then_left_in_peace() -> None:
    stage = Stage()
    stage.run()
    assert stage.state is State.WAITING
    assert stage.said().count("Take your time. Say ready when you want to go on.") == 2
    stage.say(Intent.READY)
    stage.run_until_heard("We begin.")


# -- moving about


def test_skip_goes_to_the_next_exercise_which_says_which_it_is() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run_on(3)
    assert stage.said(so_far) == ["Exercise 2 of 2. Pelvic tilt.", "Stay as you are."]


def test_skip_at_the_last_exercise_goes_to_the_end() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run()
    assert stage.outcome is Outcome.FINISHED
    assert stage.said(so_far) == [LINES.say("session_done")]


def test_back_goes_to_the_exercise_before_and_at_the_first_to_its_beginning() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    for _ in range(2):
        so_far = len(stage.heard)
        stage.say(Intent.BACK)
        stage.run_until_ready()
        assert "Exercise 1 of 2. Knee to chest." in stage.said(so_far)


def test_back_from_the_very_end_is_the_last_exercise() -> None:
    stage = Stage(wait=False)
    stage.run_until_cue("outro")
    so_far = len(stage.heard)
    stage.say(Intent.BACK)
    stage.run_on(5)
    assert "Exercise 2 of 2. Pelvic tilt." in stage.said(so_far)


def test_skip_in_a_pause_names_the_exercise_and_waits_for_continue() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run_on(10)
    stage.say(Intent.SKIP)
    stage.run_on(10)
    assert stage.said(so_far) == [
        "Exercise 2 of 2. Pelvic tilt. Say continue to go on.",
        "No exercise is left. Say continue to go on.",
    ]
    stage.say(Intent.BACK)
    stage.say(Intent.CONTINUE)
    so_far = len(stage.heard)
    stage.run_on(5)
    assert stage.said(so_far)[:2] == ["Going on.", "Exercise 2 of 2. Pelvic tilt."]
