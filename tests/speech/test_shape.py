import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.clip import Clip
from voicecoach.speech.shape import LEAD_S, TAIL_S, Samples, shape

RATE = 22_050


def tone(seconds: float, amplitude: float) -> Samples:
    wave = np.sin(2 * np.pi * 220 * np.arange(round(seconds * RATE)) / RATE + 1)
    return (amplitude * wave).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def shaped(*parts: Samples) -> Samples:
    clip = shape(Clip(np.concatenate(parts).tobytes(), RATE))
    assert clip.rate == RATE
    return np.frombuffer(clip.pcm, np.float32)


def dbfs(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64))))


def test_silence_around_the_words_is_cut_off_but_for_a_breath() -> None:
    samples = shaped(silence(0.3), tone(0.5, 0.2), silence(0.7))
    assert len(samples) == round(LEAD_S * RATE) + round(0.5 * RATE) + round(TAIL_S * RATE)
    assert np.flatnonzero(samples)[0] == round(LEAD_S * RATE)


def test_a_clip_that_begins_with_sound_keeps_its_first_sample() -> None:
    samples = shaped(tone(0.5, 0.2))
    assert samples[0] != 0


@given(st.floats(0.01, 0.99))
def test_every_loudness_becomes_the_same(amplitude: float) -> None:
    assert dbfs(shaped(tone(0.5, amplitude))) == pytest.approx(-20, abs=0.1)


def test_a_pause_between_sentences_does_not_make_them_louder() -> None:
    samples = shaped(tone(0.5, 0.2), silence(2), tone(0.5, 0.2))
    assert dbfs(samples[: RATE // 2]) == pytest.approx(-20, abs=0.1)


def test_a_sharp_peak_lowers_the_clip_rather_than_being_clipped() -> None:
    quiet = tone(0.5, 0.02)
    quiet[5000] = 0.9
    samples = shaped(quiet)
    assert np.abs(samples).max() == pytest.approx(10 ** (-1 / 20), abs=1e-4)
    assert np.argmax(np.abs(samples)) == 5000


def test_silence_alone_becomes_a_clip_of_no_length() -> None:
    assert not len(shaped(silence(1)))
    assert not len(shaped(silence(0)))


def test_shaping_a_shaped_clip_changes_next_to_nothing() -> None:
    once = shaped(silence(0.1), tone(0.4, 0.3))
    np.testing.assert_allclose(shaped(once), once, atol=2 / 32768)
