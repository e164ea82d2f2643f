"""Slower, faster, louder, quieter."""

import pytest
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Chime, Keep, SetRate, SetVolume
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Tone


def test_slower_during_reps_takes_effect_at_the_next_rep_without_a_gap_or_a_double() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    now = stage.now
    stage.run_on(2)
    stage.say(Intent.SLOWER)
    stage.run_until_cue("rest")
    calls = [line for line in stage.timeline(now) if "flatten" in line]
    assert calls == ["0 1. flatten", "6 2. flatten", "12.9 3. flatten"]


def test_slower_twice_in_one_rep_is_two_steps() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    now = stage.now
    stage.say(Intent.SLOWER)
    stage.say(Intent.SLOWER)
    stage.run_until_cue("rest")
    calls = [line for line in stage.timeline(now) if "flatten" in line]
    assert calls == ["0 1. flatten", "6 2. flatten", f"{6 + 6 * 1.15**2:g} 3. flatten"]


def test_faster_never_shortens_a_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.count")
    for _ in range(5):
        stage.say(Intent.FASTER)
    stage.run_until_heard("Hold.")
    began = stage.now
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)


def test_the_pace_has_limits() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    for _ in range(40):
        stage.say(Intent.SLOWER)
    stage.run_until_cue("set1.rep2.count")
    began = stage.now
    stage.run_until_cue("set1.rep3.count")
    assert stage.now == pytest.approx(began + 12)


def test_slower_while_the_coach_explains_is_its_speech_from_the_next_sentence_on() -> None:
    stage = Stage(preferences=Preferences(wpm=150))
    stage.run_until_heard("No clinician has reviewed this session.")
    so_far = len(stage.heard)
    actions = stage.say(Intent.SLOWER)
    assert actions[:3] == [SetRate(130), Keep("rate", "130"), Chime(Tone.HEARD)]
    stage.run_until_heard("Say ready when you want to begin.")
    assert stage.said(so_far) == [
        "Three tones count you in.",
        LINES.say("normal"),
        LINES.say("how_to_halt"),
        "Say ready when you want to begin.",
    ]


def test_louder_and_quieter_take_effect_at_once_within_limits() -> None:
    stage = Stage(preferences=Preferences(volume_db=-4.0))
    stage.to_rep("left.rep1.hold")
    assert stage.say(Intent.LOUDER)[0] == SetVolume(0.0)
    assert stage.say(Intent.LOUDER)[0] == SetVolume(0.0)
    for _ in range(20):
        last = stage.say(Intent.QUIETER)[0]
    assert last == SetVolume(-28.0)
    assert stage.state is State.COACHING
