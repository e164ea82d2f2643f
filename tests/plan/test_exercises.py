"""What somebody on the mat hears in an exercise, and when: whole timelines."""

import pytest
from tests.plan.timelines import KNEE, TILT, planned, sentences, timeline

from voicecoach.plan.cues import CueKind, Side


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
