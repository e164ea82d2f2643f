"""The short sounds that are not words, made from numbers."""

import numpy as np

from voicecoach.audio.mixer import Samples
from voicecoach.core.score import Tone

# Each tone: its notes as (frequency in hertz, seconds), and its level against full scale in dB.
# Low enough for ears that have lost the high frequencies, and told apart by melody or length.
# Those that show what is heard are none that a detector of voices takes for one: lower ones were.
SHAPES: dict[Tone, tuple[tuple[tuple[float, float], ...], float]] = {
    Tone.BEAT: (((520.0, 0.05),), -26.0),
    Tone.LEAD_IN: (((440.0, 0.12),), -18.0),
    Tone.DONE: (((523.0, 0.12), (392.0, 0.2)), -18.0),
    Tone.LISTENING: (((880.0, 0.06),), -32.0),
    Tone.HEARD: (((587.0, 0.07), (784.0, 0.09)), -22.0),
    Tone.PUZZLED: (((784.0, 0.08), (587.0, 0.11)), -26.0),
    Tone.DEAF: (((494.0, 0.3),), -20.0),
}
_EDGE_S = 0.006


def tone(name: Tone, rate: int) -> Samples:
    """The tone as mono samples at `rate`, its onset on the first sample."""
    notes, level_db = SHAPES[name]
    sound = np.concatenate([_sine(hertz, seconds, rate) for hertz, seconds in notes])
    return np.asarray(sound * 10 ** (level_db / 20), np.float32)


def _sine(hertz: float, seconds: float, rate: int) -> Samples:
    t = np.arange(int(seconds * rate)) / rate
    edge = np.minimum(1, np.minimum(t / _EDGE_S, (seconds - t) / _EDGE_S))
    return np.asarray(np.sin(2 * np.pi * hertz * t) * edge, np.float32)
