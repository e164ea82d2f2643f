"""What somebody on the mat hears before, between and after the exercises."""

from itertools import pairwise

import pytest
from tests.plan.timelines import KNEE, LINES, TILT, planned, sentences, spoken_s, timeline

from voicecoach.plan.cues import CueKind, Plan
from voicecoach.plan.planner import plan
from voicecoach.plan.reps import LEAD_IN
from voicecoach.script.reader import read_text


def test_a_session_begins_with_what_everybody_must_know_and_waits() -> None:
    text = """\
version: 1
title: Backs
reviewed_by: Dr A. Name
equipment: [a mat, a chair]
screening: [recent_accident, dizziness]
blocks:
  - title: Main
    exercises:
      - name: Sit
        start_position: sitting
        setup: Sit upright.
        steps: [Lean back., Come forward.]
        breathing: Breathe out as you lean.
        expect: a mild stretch.
        stop_if: [your leg goes numb]
        reps: 2
"""
    session = read_text(text, "session.yaml")
    assert sentences(plan(session, LINES, notices=["I hear less well."]))[:26] == [
        "Backs.",
        "This is general exercise guidance, not medical advice.",
        "This session was reviewed by Dr A. Name.",
        "Do not do this session, and get medical advice first, if any of this is true.",
        "You had a fall or an accident not long ago, and the pain began then.",
        "You feel dizzy or faint.",
        "You need: a mat, a chair.",
        "I hear less well.",
        "Three tones count you in.",
        LINES.say("normal"),
        "I listen all the time. To have quiet, say pause. If anything hurts, say so.",
        "Say ready when you want to begin.",
        "We begin.",
        "Main.",
        "Exercise 1 of 1. Sit.",
        "Sit upright.",
        "Say ready when you are in position.",
        "Lean back.",
        "Come forward.",
        "Breathe out as you lean.",
        "What is normal: a mild stretch.",
        "If your leg goes numb, tell me at once.",
        "2 times.",
        "(lead_in) (lead_in)@1 (lead_in)@2",
        "1.",
        "2.",
    ]


def test_a_session_that_nobody_reviewed_says_so() -> None:
    assert sentences(planned(KNEE + "reps: 1"))[2] == "No clinician has reviewed this session."


def test_nobody_must_be_heard_until_the_coach_says_that_it_listens() -> None:
    knee = planned(KNEE + "reps: 1")
    before = sentences(knee)[: knee.ears_from]
    assert "I listen all the time" not in " ".join(before)
    assert not [cue for cue in knee.cues[: knee.ears_from] if cue.place]
    assert not [cue for cue in knee.cues[: knee.ears_from] if cue.kind is CueKind.CHECKPOINT]


def test_without_waiting_nothing_asks_whether_the_user_is_ready() -> None:
    knee = planned(KNEE + "reps: 1", wait=False)
    assert not [cue for cue in knee.cues if cue.kind is CueKind.CHECKPOINT]
    assert timeline(knee, "Exercise 1 of 1. Knee to chest.", "Once.") == [
        "0 say: Exercise 1 of 1. Knee to chest.",
        "1.6 say: Lie on your back.",
        "3.2 rest: Take your time to get into position.",
        "23.2 say: Once.",
    ]


def test_the_coach_waits_only_where_the_position_changes() -> None:
    two = planned(
        "name: A\nstart_position: supine\nsetup: Lie down.\nreps: 1",
        "name: B\nsetup: Bring your knees together.\nreps: 1",
        "name: C\nstart_position: prone\nreps: 1",
    )
    waits = [i for i, cue in enumerate(two.cues) if cue.kind is CueKind.CHECKPOINT]
    before = [sentences(two)[i - 1] for i in waits[1:]]
    assert before == ["Lie down.", "Lie on your front."]
    assert "Bring your knees together." in sentences(two)


def test_a_position_that_stays_is_not_described_again() -> None:
    said = sentences(
        planned(
            "name: A\nstart_position: supine\nsetup: Lie down.\nreps: 1",
            "name: B\nsetup: Lie down.\nreps: 1",
            "name: C\nreps: 1",
        )
    )
    assert said.count("Lie down.") == 1
    assert said[said.index("Exercise 2 of 3. B.") + 1] == "Stay as you are."
    assert said[said.index("Exercise 3 of 3. C.") + 1] == "Stay as you are."


ROUNDS = planned(
    "name: A\nstart_position: supine\nsetup: Lie down.\nsteps: [Lift.]\ncue: Up.\nreps: 2",
    "name: B\nsetup: Bend your knees.\nsteps: [Tilt.]\nhold: 5s",
    block="title: Circuit\n    rounds: 2",
)


def test_a_second_round_is_named_and_told_in_short() -> None:
    assert sentences(ROUNDS)[sentences(ROUNDS).index("Round 2 of 2.") :] == [
        "Round 2 of 2.",
        "Exercise 3 of 4. A.",
        "Lie down.",
        "Up.",
        "2 times.",
        "(lead_in) (lead_in)@1 (lead_in)@2",
        "1.",
        "2.",
        "(done) Done.@0.6",
        "Exercise 4 of 4. B.",
        "Bend your knees.",
        "Hold for 5 seconds.",
        "(lead_in) (lead_in)@1 (lead_in)@2",
        "Now.",
        "Hold.",
        "And release.",
        "(done) Done.@0.6",
        "That was the last exercise. Well done. Get up slowly, in your own time.",
    ]


def test_a_block_and_its_rounds_belong_to_the_exercise_that_follows() -> None:
    heading = sentences(ROUNDS).index("Circuit.")
    assert ROUNDS.exercises[0].first == heading
    assert [ROUNDS.turn(i) for i in range(heading - 1, heading + 3)] == [0, 1, 1, 1]
    assert ROUNDS.turn(len(ROUNDS.cues) - 1) == 5


def test_each_turn_of_a_round_is_an_exercise_of_its_own() -> None:
    assert [exercise.name for exercise in ROUNDS.exercises] == ["A", "B", "A", "B"]
    firsts = [ROUNDS.cues[exercise.first].place for exercise in ROUNDS.exercises]
    assert [place.exercise if place else None for place in firsts] == [1, 2, 3, 4]


def test_no_two_texts_of_one_cue_are_said_at_the_same_time() -> None:
    for cue in (*ROUNDS.cues, *planned(TILT + "reps: 1\ntempo: 1-1-1-1").cues):
        times = [note.at_s for note in cue.measure.notes]
        assert times == sorted(set(times)), cue


def test_a_plan_lasts_as_long_as_its_cues() -> None:
    starts = ROUNDS.starts_s(spoken_s)
    assert len(starts) == len(ROUNDS.cues) + 1
    lengths = [later - sooner for sooner, later in pairwise(starts)]
    assert lengths == pytest.approx([cue.measure.seconds(spoken_s) for cue in ROUNDS.cues])


def test_every_text_of_a_plan_is_listed_once() -> None:
    texts = list(ROUNDS.texts())
    assert len(texts) == len(set(texts))
    assert {"Lie down.", "1.", "Hold.", "Done."} <= set(texts)


def test_the_lead_in_is_three_beats_and_one_beat_of_room() -> None:
    assert LEAD_IN.seconds(spoken_s) == 3.0
    assert [note.at_s for note in LEAD_IN.notes] == [0.0, 1.0, 2.0]


def _ids(plan: Plan) -> list[str]:
    return [cue.id for cue in plan.cues]


def test_an_id_says_where_its_cue_stands() -> None:
    ids = _ids(planned(KNEE + "sides: left_then_right\nsets: 2\nreps: 2\nhold: 5s"))
    assert "intro.say-1" in ids
    assert "e1.set2.right.rep1.hold-1" in ids
    assert ids[-1] == "outro.say-1"


def test_ids_stay_unique_through_a_hundred_reps() -> None:
    ids = _ids(planned(KNEE + "sets: 2\nreps: 100"))
    assert len(ids) == len(set(ids))
