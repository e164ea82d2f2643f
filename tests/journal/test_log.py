import pytest
from tests.journal.session import Diary

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.events import Deaf, Interrupted, Pressed
from voicecoach.core.intents import Intent
from voicecoach.journal import history, log
from voicecoach.journal.history import Done, Ending, Place

ALTERNATING = """\
version: 1
title: Walking on the spot
blocks:
  - title: Main
    rounds: 2
    exercises:
      - name: Knee lift
        start_position: standing
        steps: [Lift one knee.]
        sides: alternating
        reps: 4
"""


def test_a_whole_session_counts_every_rep_and_every_hold_once(diary: Diary) -> None:
    with diary.session() as stage:
        stage.run_until_ready()
        stage.say(Intent.READY)
        stage.run_until_ready()
        stage.say(Intent.READY)
        stage.run()
    record = diary.last
    assert record.ending is Ending.FINISHED
    assert record.done == (
        Done("Knee to chest", 1, reps=4, holds=4, held_s=80.0),
        Done("Pelvic tilt", 2, reps=6, holds=0, held_s=0.0),
    )
    assert (record.title, record.file, record.pauses) == ("Two exercises", "session.yaml", 0)
    assert record.heard == {"ready": 2}
    assert record.seconds == pytest.approx(stage.now)


def test_reps_to_each_side_in_turn_and_in_each_round_are_counted(diary: Diary) -> None:
    with diary.session(ALTERNATING) as stage:
        stage.to_rep("e2.set1.right.rep4")
        stage.run()
    assert [(done.number, done.reps) for done in diary.last.done] == [(1, 4), (2, 4)]


def test_a_rep_that_is_cut_off_does_not_count(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("e2.set1.rep2")
        stage.say(Intent.PAUSE)
    assert [done.reps for done in diary.last.done] == [4, 1]


def test_a_rep_that_is_begun_again_counts_once(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("e2.set1.rep2")
        stage.say(Intent.PAUSE)
        stage.say(Intent.CONTINUE)
        stage.to_rep("e2.set1.rep3")
    assert [done.reps for done in diary.last.done] == [4, 2]


def test_a_question_in_a_hold_does_not_make_it_two(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.run_on(8)
        stage.say(Intent.HOW_MANY_LEFT)
        stage.to_rep("left.rep2")
    assert diary.last.holds == 1


def test_pain_is_written_down_with_exercise_side_set_and_rep(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("right.rep2.hold")
        at_s = stage.now
        stage.say(Intent.PAIN)
        stage.run()
    record = diary.last
    assert record.ending is Ending.PAIN
    assert [report.kind for report in record.pain] == ["pain"]
    assert record.pain[0].at_s == pytest.approx(at_s, abs=1e-3)
    assert record.pain[0].place == Place("Knee to chest", 1, set=1, rep=2, side="right")


def test_pain_before_the_exercises_has_no_place(diary: Diary) -> None:
    with diary.session() as stage:
        stage.say(Intent.PAIN)
        stage.run()
    assert [report.place for report in diary.last.pain] == [None]


@pytest.mark.parametrize("intent", [Intent.PAIN, Intent.EMERGENCY])
def test_pain_that_was_half_heard_is_reported_when_it_is_confirmed(
    diary: Diary, intent: Intent
) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.mumble(intent)
        stage.say(Intent.YES)
        stage.run()
    assert [report.kind for report in diary.last.pain] == [intent.value]
    assert diary.last.ending == intent.value


def test_pain_that_was_half_heard_and_denied_is_no_report(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.mumble(Intent.EMERGENCY)
        stage.say(Intent.NO)
        stage.say(Intent.FINISH)
        stage.run()
    assert diary.last.pain == ()
    assert diary.last.ending is Ending.ENDED_BY_USER


def test_the_key_for_pain_is_a_report_like_the_word(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("e2.set2.rep3")
        stage.press("h")
        stage.run()
    record = diary.last
    assert record.ending is Ending.PAIN
    assert record.heard["pain"] == 1
    assert record.pain[0].place == Place("Pelvic tilt", 2, set=2, rep=3, side="both")


def test_pain_counts_although_the_terminal_was_closed_in_the_middle_of_the_advice(
    diary: Diary,
) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.say(Intent.PAIN)
        stage.run_on(1)
        stage.tell(Interrupted())
    assert diary.last.ending is Ending.PAIN


def test_pauses_are_counted_and_timed_and_a_question_in_one_does_not_end_it(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1.hold")
        stage.say(Intent.PAUSE)
        stage.run_on(10)
        stage.say(Intent.WHICH_SIDE)
        stage.run_on(10)
        stage.say(Intent.CONTINUE)
        stage.run_on(5)
        stage.press(" ")
        stage.run_on(4)
        stage.press(" ")
        stage.run_on(1)
    record = diary.last
    assert (record.pauses, record.paused_s) == (2, 24.0)
    assert record.heard["pause"] == 2
    assert record.heard["continue"] == 2


def test_a_session_that_the_system_ends_is_told_from_one_that_the_user_ends(diary: Diary) -> None:
    with diary.session() as stage:
        stage.run_until_ready()
        stage.tell(Interrupted())
    assert diary.last.ending is Ending.INTERRUPTED


def test_a_session_without_an_end_was_cut_off(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep2")
        stage.tell(Deaf("The microphone is gone."))
    record = diary.last
    assert record.ending is Ending.CUT_OFF
    assert record.last_cue == "e1.set1.left.rep2.count-1"


def test_the_states_that_the_journal_looks_for_are_states_of_the_conductor() -> None:
    known = {state.value for state in State}
    assert {log.ADVISING, log.DOUBTING, history.PAUSED, *history.INTERLUDES} <= known
    assert {outcome.value for outcome in Outcome} <= {ending.value for ending in Ending}


def test_answers_are_kept_as_names_and_numbers(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep1")
        watched = stage.conductor.log  # type: ignore[attr-defined] # the stage's conductor is watched
        watched.answer("pain_score", amount=4)
        watched.answer("red_flags", "not_sure")
        watched.answer("red_flags", "well my wombat says no")
    kept = [(answer.question, answer.value, answer.amount) for answer in diary.last.answers]
    assert kept == [
        ("pain_score", "", 4.0),
        ("red_flags", "not_sure", None),
        ("red_flags", "other", None),
    ]


def test_a_key_that_is_no_command_is_kept_as_what_it_does(diary: Diary) -> None:
    with diary.session() as stage:
        stage.run_until_ready()
        stage.tell(Pressed("j"))
    assert diary.last.heard == {"stop": 1}
