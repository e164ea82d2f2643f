"""The short sounds that are not words."""

from itertools import combinations

import numpy as np
import pytest
import soxr

from voicecoach.audio.mixer import Samples
from voicecoach.audio.tones import SHAPES, tone
from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.score import TONE_S, Tone
from voicecoach.hearing.segmenter import Mark, Segmenter
from voicecoach.hearing.vad import FRAME, Silero

RATE = 48_000


@pytest.mark.parametrize("name", Tone)
@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_a_tone_is_short_clean_and_not_too_loud(name: Tone, rate: int) -> None:
    sound = tone(name, rate)
    assert sound.dtype == np.float32
    assert 0.04 < len(sound) / rate <= TONE_S
    assert np.abs(sound).max() <= 10 ** (SHAPES[name][1] / 20) + 1e-6
    assert abs(float(sound.mean())) < 0.001


@pytest.mark.parametrize("name", Tone)
def test_a_tone_begins_on_its_first_samples_and_does_not_click(name: Tone) -> None:
    sound = tone(name, RATE)
    peak = float(np.abs(sound).max())
    assert np.abs(sound[: RATE // 100]).max() > 0.7 * peak
    edges = np.abs([sound[0], sound[-1]])
    assert edges.max() < 0.02 * peak
    assert np.abs(np.diff(sound)).max() < 0.2 * peak


def test_a_beat_is_fainter_than_what_counts_in_and_what_ends() -> None:
    levels = {name: shape[1] for name, shape in SHAPES.items()}
    assert levels[Tone.BEAT] < min(levels[Tone.LEAD_IN], levels[Tone.DONE])


def test_every_two_tones_are_told_apart_by_their_melody() -> None:
    melodies = {name: _melody(tone(name, RATE)) for name in Tone}
    for one, other in combinations(Tone, 2):
        a, b = melodies[one], melodies[other]
        apart = len(a) != len(b) or any(abs(x / y - 1) > 0.1 for x, y in zip(a, b, strict=True))
        long_and_short = len(tone(one, RATE)) / len(tone(other, RATE))
        assert apart or not 0.6 < long_and_short < 1.6, (one, other)


def test_old_ears_hear_them_too() -> None:
    assert max(hertz for notes, _ in SHAPES.values() for hertz, _ in notes) < 1000


@pytest.mark.parametrize("name", [Tone.LISTENING, Tone.HEARD, Tone.PUZZLED, Tone.DEAF])
@pytest.mark.parametrize("louder_db", [-20, 0, 20])
def test_no_tone_that_shows_what_is_heard_is_taken_for_a_voice(name: Tone, louder_db: int) -> None:
    heard = soxr.resample(tone(name, RATE), RATE, HEARING_RATE) * 10 ** (louder_db / 20)
    room = np.random.default_rng(1).normal(0, 1e-4, 2 * HEARING_RATE + len(heard))
    room[HEARING_RATE : HEARING_RATE + len(heard)] += heard
    detector, segmenter = Silero(), Segmenter()
    frames = room[: len(room) // FRAME * FRAME].astype(np.float32).reshape(-1, FRAME)
    assert Mark.BEGAN not in [segmenter.feed(detector(frame)) for frame in frames]


def _melody(sound: Samples) -> list[float]:
    """The pitches of a tone's first and second half, one if they are the same."""
    halves = [sound[: len(sound) // 3], sound[-len(sound) // 3 :]]
    pitches = [_pitch(half) for half in halves]
    return pitches[:1] if abs(pitches[0] / pitches[1] - 1) < 0.1 else pitches


def _pitch(sound: Samples) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 2**16))
    return float(np.argmax(spectrum)) * RATE / 2**16
