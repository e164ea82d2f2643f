"""Ways of speaking: what age, breath, distance and temper do to a recorded word.

Stand-ins for people of whom there are no recordings. They show what happens, not how often.
"""

from collections.abc import Callable, Mapping

import numpy as np
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

from sounds import RATE, Sound

Manner = Callable[[Sound, np.random.Generator], Sound]
_FRAME = 512


def trembling(sound: Sound, rng: np.random.Generator) -> Sound:
    """An old voice: its loudness trembles 4 to 8 times a second."""
    tremor = 2 * np.pi * rng.uniform(4, 8) * np.arange(len(sound)) / RATE
    return (sound * (1 + 0.5 * np.sin(tremor))).astype(np.float32)


def breathless(sound: Sound, rng: np.random.Generator) -> Sound:
    """Breath as loud as a fifth to four fifths of the voice."""
    envelope = np.convolve(np.abs(sound), np.ones(400) / 400, "same")
    breath = envelope * rng.normal(0, 1, len(sound))
    return (sound + breath * rng.uniform(0.2, 0.8)).astype(np.float32)


def shouted(sound: Sound, rng: np.random.Generator) -> Sound:
    """Into a cheap microphone, which it overloads."""
    return np.asarray(np.tanh(sound / np.abs(sound).max() * rng.uniform(2, 8)), np.float32)


def whispered(sound: Sound, rng: np.random.Generator) -> Sound:
    """Without a tone: the spectrum stays, its phases are random."""
    window = np.hanning(_FRAME + 1)[:-1]
    padded = np.pad(sound, _FRAME)
    whole = np.zeros(len(padded))
    for at in range(0, len(padded) - _FRAME, _FRAME // 2):
        spectrum = np.abs(np.fft.rfft(padded[at : at + _FRAME] * window))
        phases = np.exp(2j * np.pi * rng.random(len(spectrum)))
        whole[at : at + _FRAME] += np.fft.irfft(spectrum * phases, _FRAME) * window
    return whole[_FRAME:-_FRAME].astype(np.float32)


def far_away(sound: Sound, rng: np.random.Generator) -> Sound:
    """At the other end of a bare room (RT60 0.5 s), where the echo is as loud as the voice."""
    return reverberant(sound, rng, rt60_s=0.5, direct=1.0)


def reverberant(sound: Sound, rng: np.random.Generator, *, rt60_s: float, direct: float) -> Sound:
    """In a room. `direct`: how loud the voice is against all of its echo (rms)."""
    length = int(rt60_s * RATE)
    echo = rng.normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
    echo[0] = direct * np.sqrt((echo[1:] ** 2).sum())
    return np.convolve(sound, echo)[: len(sound) + length // 2].astype(np.float32)


def sing_song(sound: Sound, rng: np.random.Generator) -> Sound:
    """The pitch goes up and down by a fifth of itself, twice a second."""
    seconds = np.arange(len(sound)) / RATE
    speed = 1 + 0.2 * np.sin(2 * np.pi * 2 * seconds + rng.uniform(0, 2 * np.pi))
    at = np.cumsum(speed)
    return np.interp(at[at < len(sound) - 1], np.arange(len(sound)), sound).astype(np.float32)


def pitched(by: float) -> Manner:
    """Higher and faster, or deeper and slower."""

    def change(sound: Sound, _rng: np.random.Generator) -> Sound:
        return np.asarray(soxr.resample(sound, RATE, RATE / by), np.float32)

    return change


MANNERS: Mapping[str, Manner] = {
    "as it was said": lambda sound, _rng: sound,
    "trembling": trembling,
    "out of breath": breathless,
    "whispered": whispered,
    "shouted": shouted,
    "sing-song": sing_song,
    "high and fast": pitched(1.25),
    "deep and slow": pitched(0.8),
    "far away": far_away,
}
