"""Reps that the user counts aloud: the coach follows, and never guesses."""

import pytest
from tests.coach.stage import ALOUD, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Counted, Expect
from voicecoach.core.intents import LEVELS, Intent

ASKED = "Take your time. I have 2 of 4. Say the next number, or done."


@pytest.fixture
def stage() -> Stage:
    stage = Stage(ALOUD)
    stage.to_rep("set1.rep1.follow")
    stage.run_on(10)
    return stage


def counts(stage: Stage, *numbers: int) -> None:
    for number in numbers:
        stage.say(LEVELS[number])
        stage.run_on(1.5)


def at(stage: Stage) -> str:
    return [name for name in stage.began if "follow" in name][-1].split(".follow")[0]


def reps(stage: Stage) -> list[int]:
    return [action.reps for action, _ in stage.log if isinstance(action, Counted)]


def test_the_coach_waits_for_each_number_and_counts_nothing_itself(stage: Stage) -> None:
    assert "You set the pace." in stage.said()[-1]
    heard = len(stage.heard)
    stage.run_on(15)
    assert stage.state is State.FOLLOWING
    assert at(stage) == "e1.set1.rep1"
    assert stage.heard[heard:] == []


def test_each_number_leads_to_the_next_rep_with_a_tone_and_no_words(stage: Stage) -> None:
    heard = len(stage.heard)
    counts(stage, 1, 2)
    assert at(stage) == "e1.set1.rep3"
    assert [moment.what for moment in stage.heard[heard:]] == ["(heard)", "(heard)"]
    assert reps(stage) == [1, 2]


def test_behind_the_last_number_the_session_goes_on_by_itself(stage: Stage) -> None:
    counts(stage, 1, 2, 3, 4)
    assert stage.said()[-1] == "Rest for 20 seconds."
    stage.run_until_heard("Set 2 of 2. You count.")
    assert stage.state is State.FOLLOWING


def test_a_number_that_skips_one_is_believed_and_told_back(stage: Stage) -> None:
    counts(stage, 1)
    heard = len(stage.heard)
    counts(stage, 3)
    assert at(stage) == "e1.set1.rep4"
    assert [moment.what for moment in stage.heard[heard:]] == ["(heard)", "3."]


def test_a_number_that_was_misheard_is_put_right_by_the_right_one(stage: Stage) -> None:
    counts(stage, 1, 3, 2)
    assert at(stage) == "e1.set1.rep3"


def test_the_same_number_again_changes_nothing(stage: Stage) -> None:
    counts(stage, 1, 1, 1)
    assert at(stage) == "e1.set1.rep2"
    assert reps(stage) == [1]


def test_done_ends_the_set_with_what_was_counted(stage: Stage) -> None:
    counts(stage, 1, 2)
    stage.say(Intent.DONE)
    stage.run_until_heard("Rest for 20 seconds.")
    assert reps(stage) == [1, 2]


@pytest.mark.parametrize("meant", [Intent.DONE, LEVELS[0], LEVELS[9]])
def test_what_cannot_be_meant_is_asked_about(stage: Stage, meant: Intent) -> None:
    stage.say(meant)
    stage.run_until_heard("Take your time. Say one after the first, or skip.")
    assert at(stage) == "e1.set1.rep1"
    assert stage.state is State.FOLLOWING


def test_who_is_silent_is_asked_twice_gently_and_then_left_in_peace(stage: Stage) -> None:
    counts(stage, 1, 2)
    heard = len(stage.heard)
    stage.run_on(600)
    assert [moment.what for moment in stage.heard[heard:]] == [ASKED, ASKED]
    assert at(stage) == "e1.set1.rep3"
    counts(stage, 3)
    assert at(stage) == "e1.set1.rep4"


def test_numbers_mean_something_only_while_the_user_counts(stage: Stage) -> None:
    expected = [action.numbers for action, _ in stage.log if isinstance(action, Expect)]
    assert expected == [True]
    counts(stage, 1, 2, 3, 4)
    expected = [action.numbers for action, _ in stage.log if isinstance(action, Expect)]
    assert expected[-1] is False
    stage.say(LEVELS[2])
    assert reps(stage) == [1, 2, 3, 4]


def test_after_a_pause_the_rep_is_waited_for_again(stage: Stage) -> None:
    counts(stage, 1, 2)
    stage.say(Intent.STOP)
    stage.run_on(20)
    counts(stage, 3)
    assert stage.state is State.PAUSED
    stage.say(Intent.CONTINUE)
    stage.run_on(3)
    assert (stage.state, at(stage)) == (State.FOLLOWING, "e1.set1.rep3")


def test_a_question_is_answered_and_the_count_stays(stage: Stage) -> None:
    counts(stage, 1, 2)
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_on(10)
    counts(stage, 3)
    assert at(stage) == "e1.set1.rep4"


def test_it_hurts_ends_the_session_as_ever(stage: Stage) -> None:
    stage.say(Intent.PAIN)
    assert stage.state is State.CHECKING


def test_keys_count_as_well(stage: Stage) -> None:
    stage.press("1")
    stage.run_on(1)
    stage.press("2")
    stage.run_on(1)
    stage.press("d")
    stage.run_until_heard("Rest for 20 seconds.")


def test_nobody_is_cut_off_in_the_advice_by_saying_done(stage: Stage) -> None:
    stage.say(Intent.EMERGENCY)
    stage.run_on(0.5)
    stage.say(Intent.DONE)
    assert stage.state is State.ADVISING
