"""What was half heard."""

import pytest
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome, Silence
from voicecoach.core.intents import SAFETY_INTENTS, Intent

BEATS = ["(lead_in)", "(lead_in)", "(lead_in)"]


@pytest.mark.parametrize("word", sorted(SAFETY_INTENTS))
def test_no_answer_to_a_doubt_is_no_no_and_pauses(word: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(3)
    stage.mumble(word)
    so_far = len(stage.heard)
    stage.run_on(30)
    assert stage.state is State.PAUSED
    assert stage.said(so_far)[:2] == [LINES.one_of("doubt", word), LINES.say("paused_in_doubt")]
    asks_for_help = word in {Intent.EMERGENCY, Intent.HELP}
    assert ("If you need help urgently" in stage.said(so_far)[2]) is asks_for_help


def test_a_half_heard_stop_is_asked_about_and_a_no_goes_on_with_the_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(3)
    stage.mumble(Intent.STOP)
    stage.run_on(2.5)
    stage.say(Intent.NO)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.said(so_far) == [
        "Hold.",
        "Did you say stop?",
        "Then we go on.",
        "Halfway.",
        "3.",
        "2.",
        "1.",
        "And release.",
    ]


@pytest.mark.parametrize("word", [Intent.NO, Intent.CONTINUE])
def test_a_no_goes_on_at_once(word: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(1)
    stage.mumble(Intent.STOP)
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(word)
    stage.run_until_heard("release")
    assert stage.sounds(so_far)[:5] == ["Then we go on.", *BEATS, "2. flatten"]


@pytest.mark.parametrize(
    "word",
    [Intent.YES, Intent.NOT_SURE, Intent.STOP, Intent.READY, Intent.WHICH_SIDE, Intent.SLOWER],
)
def test_anything_but_a_no_stops(word: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(word)
    stage.run_on(30)
    assert stage.state is State.PAUSED
    assert stage.said(so_far)[0].startswith("I have stopped.")


def test_yes_to_does_it_hurt_ends_the_session() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.PAIN)
    stage.run_on(1)
    assert stage.said()[-1] == "Does it hurt?"
    stage.say(Intent.YES)
    stage.run()
    assert stage.outcome is Outcome.PAIN


@pytest.mark.parametrize("second", [Intent.STOP, Intent.NO, Intent.WHICH_SIDE])
def test_half_heard_twice_is_heard(second: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.run_on(1)
    stage.mumble(second)
    assert stage.state is State.PAUSED


def test_the_more_serious_of_two_doubts_counts() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.mumble(Intent.PAIN)
    stage.run()
    assert stage.outcome is Outcome.PAIN


def test_a_half_heard_stop_in_a_pause_is_not_worth_a_question() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.mumble(Intent.STOP)
    stage.run_on(5)
    assert stage.said(so_far) == []


def test_a_half_heard_pain_in_a_pause_is_and_a_no_leaves_it_paused() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.mumble(Intent.PAIN)
    stage.run_on(3)
    stage.say(Intent.NO)
    stage.run_on(0.5)
    assert stage.state is State.PAUSED
    assert stage.said(so_far) == ["Does it hurt?", LINES.say("still_paused")]


def test_half_heard_directions_change_nothing() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    assert not [a for a in stage.mumble(Intent.SKIP) if isinstance(a, Silence)]
    assert stage.state is State.COACHING
