"""A coach that cannot take its own voice out of what it hears leaves gaps to be heard in."""

from itertools import pairwise

import pytest
from tests.coach.stage import Stage, spoken_s

from voicecoach.coach.player import LISTENING_GAP_S, SENTENCE_GAP_S
from voicecoach.core.actions import Duck
from voicecoach.core.events import OwnVoice, SpeechBegan


def gaps(stage: Stage, since_s: float) -> list[float]:
    """The silences between the sentences that were heard from then on."""
    said = [m for m in stage.heard if m.is_spoken and m.at_s >= since_s]
    return [b.at_s - a.at_s - spoken_s(a.what) for a, b in pairwise(said)]


def hears_itself(*, heard: bool = True) -> Stage:
    stage = Stage()
    stage.tell(OwnVoice(True))
    stage.tell(OwnVoice(heard))
    stage.run_on(stage.playing.seconds(spoken_s) if stage.playing else 0.0)
    return stage


def test_it_leaves_gaps_between_its_sentences() -> None:
    stage = hears_itself()
    since_s = stage.now
    stage.run_until_heard("Say ready when you want to begin.")
    what_was_enqueued_before, *others = gaps(stage, since_s)
    assert what_was_enqueued_before < LISTENING_GAP_S
    assert others == pytest.approx([LISTENING_GAP_S] * len(others))


def test_what_has_a_beat_keeps_its_time() -> None:
    usual, with_gaps = Stage(), hears_itself()
    times = []
    for stage in (usual, with_gaps):
        stage.to_rep("left.rep1.hold")
        since_s = stage.now
        stage.run_on(12)
        times.append(stage.timeline(since_s))
    assert times[0] == times[1]


def test_it_does_not_duck_for_its_own_voice() -> None:
    assert hears_itself().tell(SpeechBegan()) == [Duck(on=False)]


def test_it_goes_on_as_ever_when_the_echo_is_gone() -> None:
    stage = hears_itself(heard=False)
    since_s = stage.now
    stage.run_until_heard("Say ready when you want to begin.")
    assert min(gaps(stage, since_s)) < LISTENING_GAP_S
    assert min(gaps(stage, since_s)) >= SENTENCE_GAP_S
    assert stage.tell(SpeechBegan()) == [Duck(on=True)]
