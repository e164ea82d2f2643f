"""When the words of a count are heard to begin, by three estimates."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from beats import LEAD_S, NUMBERS, Samples, clip_of, planned, share
from voicecoach.audio.bars import BarMaker
from voicecoach.audio.duplex import RATE
from voicecoach.audio.onset import perceptual_onset


def vowel(samples: Samples) -> tuple[int, int, int]:
    """The frames of the first sound, and in which the first vowel begins and ends.

    It lasts as long as the power from 500 to 1500 Hz is within 10 dB of its top.
    """
    hertz = np.fft.rfftfreq(1 << 17, 1 / RATE)
    inside = (hertz > 500) & (hertz < 1500)
    band = np.fft.irfft(np.fft.rfft(samples, 1 << 17) * inside)[: len(samples)]
    window = np.hanning(RATE // 50)
    middle, whole = (np.convolve(x**2, window, "same") for x in (band, samples.astype(np.float64)))
    loud = middle > middle.max() / 10
    begins = int(np.argmax(loud))
    soft = np.flatnonzero(~loud[begins:])
    first = int(np.argmax(whole > whole.max() * 10**-4))
    return first, begins, begins + int(soft[0]) if len(soft) else len(samples)


def marcus(samples: Samples) -> float:
    """Another estimate of when a word is heard to begin, in frames (Marcus 1981).

    0.65 of the time from the first sound to the vowel, and 0.25 of the vowel's own.
    """
    first, begins, ends = vowel(samples)
    return first + 0.65 * (begins - first) + 0.25 * (ends - begins)


def onsets(stream: Samples, bpm: float, beats: int) -> dict[str, NDArray[np.float64]]:
    """How far from its beat each word is heard, by three estimates, in ms."""
    ways: dict[str, Callable[[Samples], float]] = {
        "own": lambda word: perceptual_onset(word, RATE),
        "vowel": lambda word: vowel(word)[1],
        "marcus": marcus,
    }
    heard: dict[str, list[float]] = {name: [] for name in ways}
    before, after = 0.2 if bpm <= 120 else 0.12, min(0.7, 60 / bpm - 0.14)
    for at in planned(bpm, beats):
        first = round(at) - round(before * RATE)
        word = stream[first : round(at + after * RATE)]
        if not np.any(np.abs(word) > 0.01):
            continue  # a tone in its place
        for name, way in ways.items():
            heard[name].append((way(word) - before * RATE) / RATE * 1000)
    return {name: np.array(values) for name, values in heard.items()}


def spread(heard: dict[str, NDArray[np.float64]]) -> dict[str, float]:
    """The 95th percentile of each. Only the estimate that the coach goes by has a zero."""
    return {
        name: share(values - (0 if name == "own" else np.median(values)), 95)
        for name, values in heard.items()
    }


def from_the_first_sample(bpm: float, beats: int) -> Samples:
    """The same count with the first sample of each word on its beat, as most would do it."""
    out = np.zeros(round((LEAD_S + beats * 60 / bpm + 1) * RATE), np.float32)
    whole = BarMaker(RATE, clip_of)
    for number, at in enumerate(planned(bpm, beats)):
        word = whole._sound(NUMBERS[number % len(NUMBERS)], 1.0)[: round(60 / bpm * RATE)]
        out[round(at) : round(at) + len(word)] += word
    return out
