"""Whole timelines: what somebody on the mat hears, and when."""

from itertools import pairwise

import pytest
from tests.plan.timelines import LINES, planned, sentences, spoken_s, timeline

from voicecoach.plan.cues import CueKind, Plan, Side
from voicecoach.plan.planner import LEAD_IN, plan
from voicecoach.script.reader import read_text

KNEE = """\
name: Knee to chest
start_position: supine
cue: Knee in.
"""
TILT = """\
name: Pelvic tilt
start_position: supine
phases: [release, wait, flatten, stay]
"""


def test_a_hold_is_called_held_counted_down_and_released() -> None:
    assert timeline(planned(KNEE + "reps: 2\nhold: 20s\nrest: 10s"), CueKind.LEAD_IN) == [
        "0 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "3 count: 1. Knee in.",
        "5.5 hold: Hold. Halfway.@10 3.@17 2.@18 1.@19",
        "25.5 count: And release.",
        "28 rest: Rest for 10 seconds.",
        "38 count: 2. Knee in.",
        "40.5 hold: Hold. Halfway.@10 3.@17 2.@18 1.@19",
        "60.5 count: And release.",
        "63 say: (done) Done.@0.6",
    ]


def test_how_long_a_rest_lasts_is_said_once_and_then_only_that_it_is_one() -> None:
    rests = [
        line for line in sentences(planned(KNEE + "reps: 4\nhold: 5s\nrest: 8s")) if "Rest" in line
    ]
    assert rests == ["Rest for 8 seconds.", "Rest.", "Rest."]


def test_a_rest_too_short_for_its_own_announcement_is_announced_briefly() -> None:
    rests = [
        line for line in sentences(planned(KNEE + "reps: 3\nhold: 5s\nrest: 2s")) if "Rest" in line
    ]
    assert rests == ["Rest.", "Rest."]


def test_a_short_hold_is_not_talked_over() -> None:
    holds = [cue for cue in planned(KNEE + "hold: 4s").cues if cue.kind is CueKind.HOLD]
    assert [len(cue.measure.notes) for cue in holds] == [1]


def test_a_single_hold_has_no_number() -> None:
    assert timeline(planned(KNEE + "hold: 10s"), CueKind.LEAD_IN) == [
        "0 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "3 count: Knee in.",
        "5.5 hold: Hold. 3.@7 2.@8 1.@9",
        "15.5 count: And release.",
        "18 say: (done) Done.@0.6",
    ]


def test_a_tempo_that_starts_concentric_says_the_third_and_first_words_on_beats_0_and_2() -> None:
    tilt = planned(TILT + "reps: 2\ntempo: 3-1-2-0\nstarts_with: concentric")
    assert timeline(tilt, CueKind.LEAD_IN) == [
        "0 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "3 count: 1. flatten (beat)@1 release@2 (beat)@3 (beat)@4 wait@5",
        "9 count: 2. flatten (beat)@1 release@2 (beat)@3 (beat)@4 wait@5",
        "15 say: (done) Done.@0.6",
    ]


def test_a_tempo_that_starts_eccentric_says_its_words_in_the_order_of_the_numbers() -> None:
    tilt = planned(TILT + "reps: 2\ntempo: 3-1-2-1")
    assert timeline(tilt, CueKind.COUNT, "2. release") == [
        "0 count: 1. release (beat)@1 (beat)@2 wait@3 flatten@4 (beat)@5 stay@6",
        "7 count: 2. release (beat)@1 (beat)@2 wait@3 flatten@4 (beat)@5 stay@6",
    ]


def test_where_a_phase_is_too_short_for_number_and_word_the_number_is_said() -> None:
    tilt = planned(TILT + "reps: 2\ntempo: 3-0-1-0\nstarts_with: concentric")
    assert timeline(tilt, CueKind.COUNT, "2.") == [
        "0 count: 1. release@1 (beat)@2 (beat)@3",
        "4 count: 2. release@1 (beat)@2 (beat)@3",
    ]


def test_sides_that_alternate_to_a_tempo_are_named_before_all_else() -> None:
    tilt = planned(TILT + "reps: 2\nsides: alternating\ntempo: 3-0-2-0\nstarts_with: concentric")
    assert timeline(tilt, CueKind.COUNT, "2. Right.") == [
        "0 count: 1. Left. (beat)@1 release@2 (beat)@3 (beat)@4",
        "5 count: 2. Right. (beat)@1 release@2 (beat)@3 (beat)@4",
    ]
    quick = planned(TILT + "reps: 2\nsides: alternating\ntempo: 1-0-1-0")
    assert timeline(quick, CueKind.COUNT, "Right.") == [
        "0 count: Left. flatten@1",
        "2 count: Right. flatten@1",
    ]
    slow = planned(TILT + "reps: 2\nsides: alternating\ntempo: 3-0-3-0")
    assert "1. Left. release (beat)@1 (beat)@2 flatten@3 (beat)@4 (beat)@5" in sentences(slow)


def test_reps_without_a_tempo_are_counted_evenly_by_their_numbers_alone() -> None:
    assert timeline(planned(KNEE + "reps: 3"), CueKind.LEAD_IN) == [
        "0 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "3 count: 1.",
        "7 count: 2.",
        "11 count: 3.",
        "15 say: (done) Done.@0.6",
    ]


def test_a_rest_between_sets_ends_with_the_next_first_rep() -> None:
    tilt = planned(TILT + "sets: 2\nreps: 1\nrest: 30s\ntempo: 2-0-2-0")
    assert timeline(tilt, CueKind.LEAD_IN) == [
        "0 lead_in: Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "6 count: release (beat)@1 flatten@2 (beat)@3",
        "10 rest: Rest for 30 seconds.",
        "34 lead_in: Set 2 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "40 count: release (beat)@1 flatten@2 (beat)@3",
        "44 say: (done) Done.@0.6",
    ]


def test_a_rest_as_short_as_a_lead_in_is_the_lead_in() -> None:
    tilt = planned(TILT + "sets: 2\nreps: 1\nrest: 6s\ntempo: 2-0-2-0")
    assert timeline(tilt, CueKind.COUNT, "Set 2 of 2.") == [
        "0 count: release (beat)@1 flatten@2 (beat)@3",
        "4 lead_in: Set 2 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
    ]


def test_holds_rest_between_sets_as_well() -> None:
    knee = planned(KNEE + "sets: 2\nreps: 2\nhold: 5s\nrest: 10s")
    rests = [line for line in timeline(knee, CueKind.LEAD_IN) if "Rest" in line or "Set" in line]
    assert rests == [
        "0 lead_in: Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "16 rest: Rest for 10 seconds.",
        "36 rest: Rest for 10 seconds.",
        "40 lead_in: Set 2 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "56 rest: Rest for 10 seconds.",
    ]


def test_left_then_right_does_all_sets_left_and_gives_time_to_change_sides() -> None:
    knee = planned(KNEE + "sides: left_then_right\nsets: 2\nhold: 5s\nrest: 20s")
    assert timeline(knee, "Left side.") == [
        "0 say: Left side.",
        "1.6 lead_in: Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "7.6 count: Knee in.",
        "10.1 hold: Hold.",
        "15.1 count: And release.",
        "17.6 rest: Rest for 20 seconds.",
        "31.6 lead_in: Set 2 of 2. Left side. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "37.6 count: Knee in.",
        "40.1 hold: Hold.",
        "45.1 count: And release.",
        "47.6 rest: Now the right side.",
        "52.6 lead_in: Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "58.6 count: Knee in.",
        "61.1 hold: Hold.",
        "66.1 count: And release.",
        "68.6 rest: Rest for 20 seconds.",
        "82.6 lead_in: Set 2 of 2. Right side. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "88.6 count: Knee in.",
        "91.1 hold: Hold.",
        "96.1 count: And release.",
        "98.6 say: (done) Done.@0.6",
    ]


def test_who_must_turn_over_to_change_sides_is_waited_for() -> None:
    lying = KNEE.replace("supine", "side_lying") + "sides: left_then_right\nhold: 5s"
    change = "Now the right side. Say ready when you are in position."
    assert f"14.6 checkpoint: {change}" in timeline(planned(lying), "Left side.")
    alone = planned(lying, wait=False)
    change = "Now the right side. Take your time to get into position."
    assert f"14.6 rest: {change}" in timeline(alone, "Left side.")
    assert "34.6 lead_in: (lead_in) (lead_in)@1 (lead_in)@2" in timeline(alone, "Left side.")


@pytest.mark.parametrize("side", ["left", "right"])
def test_one_side_alone_is_named_with_the_dose(side: str) -> None:
    knee = planned(KNEE + f"sides: {side}\nreps: 2")
    assert timeline(knee, "2 times.", "1.") == [
        "0 say: 2 times.",
        f"1.6 say: On the {side} side.",
        "3.2 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "6.2 count: 1.",
    ]
    assert {cue.place.side for cue in knee.cues if cue.place and cue.place.rep} == {Side(side)}


def test_alternating_sides_are_named_at_every_rep() -> None:
    knee = planned(KNEE + "sides: alternating\nreps: 3\nhold: 4s")
    assert timeline(knee, "3 times.") == [
        "0 say: 3 times.",
        "1.6 say: Left and right in turn.",
        "3.2 say: Hold for 4 seconds.",
        "4.8 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "7.8 count: 1. Left. Knee in.",
        "10.3 hold: Hold.",
        "14.3 count: And release.",
        "16.8 count: 2. Right. Knee in.",
        "19.3 hold: Hold.",
        "23.3 count: And release.",
        "25.8 count: 3. Left. Knee in.",
        "28.3 hold: Hold.",
        "32.3 count: And release.",
        "34.8 say: (done) Done.@0.6",
    ]


def test_no_side_is_named_where_both_work() -> None:
    heard = " ".join(sentences(planned(KNEE + "reps: 2")))
    assert "side" not in heard.lower()


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("reps: 10", ["10 times."]),
        ("sets: 2\nreps: 10", ["2 sets of 10."]),
        ("sets: 3\nhold: 30s", ["3 sets.", "Hold for 30 seconds."]),
        ("hold: 1s", ["Hold for 1 second."]),
        ("hold: 90s", ["Hold for 90 seconds."]),
        ("hold: 2m", ["Hold for 2 minutes."]),
        ("hold: 2.5s", ["Hold for 2.5 seconds."]),
        ("reps: 1", ["Once."]),
        (
            "reps: 1\nsides: left_then_right",
            ["Once.", "First on the left side, then on the right."],
        ),
        ("reps: 7\nsides: alternating", ["7 times.", "Left and right in turn."]),
    ],
)
def test_how_much_is_told_in_a_few_words(keys: str, told: list[str]) -> None:
    described = planned(KNEE + keys).exercises[0].description
    assert list(described) == ["Lie on your back.", *told]


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
    assert sentences(plan(session, LINES, notices=["I hear less well."]))[:25] == [
        "Backs.",
        "This is general exercise guidance, not medical advice.",
        "This session was reviewed by Dr A. Name.",
        "Do not do this session, and get medical advice first, if any of this is true.",
        "You had a fall or an accident not long ago, and the pain began then.",
        "You feel dizzy or faint.",
        "You need: a mat, a chair.",
        "I hear less well.",
        "Three tones count you in.",
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
