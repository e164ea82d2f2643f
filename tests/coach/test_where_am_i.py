"""The coach knows where it is."""

import pytest
from tests.coach.stage import Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Enqueue, SetRate, Silence
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
        ("intro.say-2", Intent.WHAT_NEXT, ["Next is exercise 1 of 2. Knee to chest."]),
        ("e1.say-1", Intent.WHAT_NEXT, ["Next is exercise 2 of 2. Pelvic tilt."]),
        ("left.rep1.hold", Intent.WHAT_NEXT, ["Next is the right side."]),
        ("right.rep1.hold", Intent.WHAT_NEXT, ["Next is exercise 2 of 2. Pelvic tilt."]),
        ("e2.set1.rep1.count", Intent.WHAT_NEXT, ["Next is set 2 of 2."]),
        ("e2.set2.rep1.count", Intent.WHAT_NEXT, ["Nothing more. This is the end."]),
        ("outro", Intent.WHAT_NEXT, ["Nothing more. This is the end."]),
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


def test_it_describes_the_exercise_again_slowly_with_room_between_the_sentences() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    actions = stage.say(Intent.SLOWLY)
    rates = [action.wpm for action in actions if isinstance(action, SetRate)]
    said = [a.measure for a in actions if isinstance(a, Enqueue)]
    assert rates == [105, 150]
    assert isinstance(actions[0], Silence)
    assert all(measure.tail_s > 1 for measure in said)
    assert len(said) == len(stage.plan.exercises[0].description)
    again = stage.say(Intent.REPEAT)
    assert [action.wpm for action in again if isinstance(action, SetRate)] == rates
