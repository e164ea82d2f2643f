"""Ranges of reps, breaths that are paced, and what is said between the counts."""

from itertools import pairwise

import pytest
from tests.plan.timelines import KNEE, TILT, planned, sentences, timeline

from voicecoach.core.score import Sounded, Spoken
from voicecoach.plan.cues import CueKind

DONE = "From number 8 on, you may say done."


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("reps: 8-12", ["8 to 12 times.", DONE]),
        (
            "sets: 2\nreps: 8-12",
            ["2 sets of 8 to 12.", DONE],
        ),
        (
            "reps: 8 to 12",
            ["8 to 12 times.", DONE],
        ),
    ],
)
def test_a_range_is_told_with_the_word_that_ends_it(keys: str, told: list[str]) -> None:
    described = planned(KNEE + keys).exercises[0].description
    assert list(described) == ["Lie on your back.", *told]


def test_a_range_is_counted_to_its_end() -> None:
    counted = [s for s in sentences(planned(KNEE + "reps: 2-4")) if s in {"1.", "2.", "3.", "4."}]
    assert counted == ["1.", "2.", "3.", "4."]


def test_a_breath_is_a_rep_with_a_word_on_each_beat() -> None:
    breaths = planned(KNEE + "reps: 2\nbreathing_pattern: in 2, hold 2, out 3")
    assert timeline(breaths, CueKind.LEAD_IN) == [
        "0 lead_in: (lead_in) (lead_in)@1 (lead_in)@2",
        "3 count: 1. Breathe in. (beat)@1 Hold.@2 (beat)@3 Breathe out.@4 (beat)@5 (beat)@6",
        "10 count: 2. Breathe in. (beat)@1 Hold.@2 (beat)@3 Breathe out.@4 (beat)@5 (beat)@6",
        "17 say: (done) Done.@0.6",
    ]


def test_a_hold_is_filled_with_whole_breaths_and_still_counted_down() -> None:
    held = planned(KNEE + "hold: 30s\nbreathing_pattern: in 4, out 6")
    (hold,) = [line for line in timeline(held, CueKind.LEAD_IN) if "hold" in line]
    words = "Hold. Breathe in.@2 Breathe out.@6 Breathe in.@12 Breathe out.@16 3.@27 2.@28 1.@29"
    assert hold == f"5.5 hold: {words}"


MESSAGES = """
messages:
  - {at: 5s, say: Breathe on.}
  - {at: 9s, say: Let your shoulders sink.}
"""


def test_messages_are_said_at_their_times_in_every_hold() -> None:
    held = planned(KNEE + "reps: 2\nhold: 20s" + MESSAGES)
    holds = [line for line in timeline(held, CueKind.LEAD_IN) if " hold" in line]
    assert [line.split(" ", 1)[1] for line in holds] == [
        "hold: Hold. Breathe on.@5 Let your shoulders sink.@9 3.@17 2.@18 1.@19"
    ] * 2


def test_halfway_gives_way_to_a_message_and_only_where_both_would_be_heard() -> None:
    held = planned(KNEE + "hold: 40s" + MESSAGES)
    assert "Halfway.@20" in " ".join(sentences(held))


def test_a_message_waits_until_no_count_is_in_its_way() -> None:
    counted = planned(KNEE + "reps: 3\nmessages: [{at: 4s, say: Let your shoulders sink.}]")
    assert timeline(counted, CueKind.LEAD_IN)[1:4] == [
        "3 count: 1.",
        "7 count: 2. Let your shoulders sink.@1",
        "11 count: 3.",
    ]
    paced = planned(TILT + "reps: 2\ntempo: 3-1-3-1\nmessages: [{at: 1s, say: Softly.}]")
    assert "1. release (beat)@1 Softly.@1 (beat)@2 wait@3 flatten@4 (beat)@5 (beat)@6 stay@7" in (
        sentences(paced)
    )


@pytest.mark.parametrize(
    "keys",
    [
        "reps: 4\nhold: 20s",
        "reps: 12",
        "reps: 4\nbreathing_pattern: in 4, hold 2, out 6",
        "hold: 60s\nbreathing_pattern: in 4, out 6",
    ],
)
def test_no_message_runs_into_a_count(keys: str) -> None:
    for cue in planned(KNEE + keys + MESSAGES).cues:
        spoken = [note for note in cue.measure.notes if isinstance(note, Spoken)]
        for note, following in pairwise(spoken):
            if note.until_s is not None:
                assert note.at_s < note.until_s <= following.at_s


def test_beats_go_on_below_a_message() -> None:
    paced = planned(TILT + "reps: 1\ntempo: 3-1-3-1\nmessages: [{at: 1s, say: Softly.}]")
    (rep,) = [cue for cue in paced.cues if cue.kind is CueKind.COUNT]
    assert sum(isinstance(note, Sounded) for note in rep.measure.notes) == 4
