"""When words are heard to begin."""

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.audio.onset import perceptual_onset

RATE = 48_000
Samples = NDArray[np.float32]


def vowel(seconds: float, rise_s: float, hertz: float = 150.0) -> Samples:
    """A buzz with formants that swells over `rise_s`."""
    t = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * hertz * n * t) for n in range(1, 14))
    return np.asarray(buzz * np.minimum(1, t / rise_s) / 13, np.float32)


def hiss(seconds: float) -> Samples:
    """An s: noise above 4 kHz."""
    noise = np.fft.rfft(np.random.default_rng(1).standard_normal(round(seconds * RATE)))
    noise[: round(4000 * seconds)] = 0
    return np.asarray(0.1 * np.fft.irfft(noise, round(seconds * RATE)), np.float32)


def onset_s(*parts: Samples) -> float:
    return perceptual_onset(np.concatenate(parts), RATE) / RATE


@pytest.mark.parametrize("hiss_s", [0.05, 0.12, 0.2])
def test_a_word_with_a_hiss_before_its_vowel_is_heard_where_the_vowel_is(hiss_s: float) -> None:
    alone = onset_s(vowel(0.3, 0.02))
    assert onset_s(hiss(hiss_s), vowel(0.3, 0.02)) == pytest.approx(hiss_s + alone, abs=0.01)


def test_a_vowel_that_swells_is_heard_later_than_one_that_bursts() -> None:
    assert onset_s(vowel(0.4, 0.12)) > onset_s(vowel(0.4, 0.01)) + 0.02


def test_the_first_word_of_several_is_the_beat() -> None:
    one = vowel(0.25, 0.02)
    both = onset_s(one, np.zeros(RATE // 5, np.float32), 2 * one)
    assert both == pytest.approx(onset_s(one), abs=0.005)


@pytest.mark.parametrize("sound", [np.zeros(0, np.float32), np.zeros(5000, np.float32)])
def test_what_makes_no_sound_begins_at_once(sound: Samples) -> None:
    assert perceptual_onset(sound, RATE) == 0


@pytest.mark.parametrize("level", [1e-4, 1.0])
def test_it_does_not_depend_on_the_level(level: float) -> None:
    word = np.concatenate([hiss(0.1), vowel(0.3, 0.03)])
    assert perceptual_onset(np.float32(level) * word, RATE) == perceptual_onset(word, RATE)
