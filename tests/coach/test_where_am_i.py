"""The coach knows where it is."""

import pytest
from tests.coach.stage import Stage

from voicecoach.coach.table import State
from voicecoach.core.intents import Intent


@pytest.mark.parametrize(
    ("cue", "question", "answer"),
    [
        ("intro.say-2", Intent.WHERE_AM_I, ["No exercise has begun yet."]),
        ("intro.say-2", Intent.HOW_MANY_LEFT, ["No exercise has begun yet."]),
        ("e1.say-1", Intent.HOW_MANY_LEFT, ["1 more exercise after this one."]),
        ("e1.say-1", Intent.WHICH_SIDE, ["First on the left side, then on the right."]),
        (
            "left.rep1.hold",
            Intent.HOW_MANY_LEFT,
            ["1 more after this one.", "Then the right side."],
        ),
        ("right.rep2.hold", Intent.HOW_MANY_LEFT, ["This is the last one."]),
        ("right.rep2.hold", Intent.WHICH_SIDE, ["The right side."]),
        ("left.lead_in", Intent.HOW_MANY_LEFT, ["2 to go.", "Then the right side."]),
        ("e2.set1.lead_in", Intent.HOW_MANY_LEFT, ["3 to go.", "And 1 more set."]),
        ("e2.set1.rep3.rest", Intent.HOW_MANY_LEFT, ["And 1 more set."]),
        ("e2.set2.rep1.count", Intent.HOW_MANY_LEFT, ["2 more after this one."]),
        ("e2.set2.rep1.count", Intent.WHICH_SIDE, ["Both sides together."]),
        ("e2.set2.rep3.say", Intent.HOW_MANY_LEFT, ["This is the last exercise."]),
        ("e2.set2.rep1.count", Intent.HOW_LONG_LEFT, ["Less than a minute left."]),
        (
            "e2.set2.rep1.count",
            Intent.WHERE_AM_I,
            ["Exercise 2 of 2. Pelvic tilt.", "Set 2 of 2.", "Number 1 of 3."],
        ),
        (
            "e1.set1.right.rep2.hold",
            Intent.WHERE_AM_I,
            ["Exercise 1 of 2. Knee to chest.", "The right side.", "Number 2 of 2."],
        ),
        ("outro", Intent.WHERE_AM_I, ["All exercises are done."]),
        ("outro", Intent.WHICH_SIDE, ["All exercises are done."]),
    ],
)
def test_the_coach_knows_where_it_is(cue: str, question: Intent, answer: list[str]) -> None:
    stage = Stage()
    stage.to_rep(cue)
    stage.run_on(0.1)
    so_far = len(stage.heard)
    stage.say(question)
    stage.run(when=lambda: stage.state is not State.ANSWERING)
    assert stage.said(so_far) == answer
