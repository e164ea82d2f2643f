"""Makes every clip begin with its first sound, end with its last, and be equally loud."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.clip import Clip

SILENCE_DBFS = -60.0
"""What is quieter than this at either end is cut off."""
LEAD_S = 0.005
TAIL_S = 0.010
"""Kept before the first and after the last sound: the onset of a soft "f" or "h" lies there."""
LEVEL_DBFS = -20.0
PEAK_DBFS = -1.0
_BLOCK_S = 0.02
_GATE_DB = 30.0
_STEPS = 32_768
"""Samples are rounded to 16 bits, so that a clip is the same before and after the cache."""

Samples = NDArray[np.float32]


def _amplitude(db: float) -> float:
    return float(10 ** (db / 20))


def _active_rms(samples: Samples, rate: int) -> float:
    """Root mean square over the blocks that hold speech.

    Blocks of 20 ms count that are at most 30 dB below the loudest: a pause between two sentences
    must not make them louder. The idea is ITU-T P.56's, with a plain gate for its envelopes.
    """
    block = max(1, round(rate * _BLOCK_S))
    padded = np.pad(samples, (0, -len(samples) % block)).reshape(-1, block)
    power = np.square(padded, dtype=np.float64).mean(axis=1)
    active = power[power >= power.max() * _amplitude(-_GATE_DB) ** 2]
    return float(np.sqrt(active.mean()))


def shape(clip: Clip) -> Clip:
    """`clip` trimmed and brought to one loudness.

    It starts `LEAD_S` before its first and ends `TAIL_S` after its last sample above
    `SILENCE_DBFS`. Its speech is at `LEVEL_DBFS` (RMS of the parts with speech), lower only
    where its peak would pass `PEAK_DBFS`. A clip without sound becomes a clip of no length.
    """
    samples = np.frombuffer(clip.pcm, np.float32)
    sounding = np.flatnonzero(np.abs(samples) > _amplitude(SILENCE_DBFS))
    if not sounding.size:
        return Clip(b"", clip.rate)
    start = max(0, int(sounding[0]) - round(LEAD_S * clip.rate))
    end = int(sounding[-1]) + 1 + round(TAIL_S * clip.rate)
    kept = samples[start:end]
    gain = min(
        _amplitude(LEVEL_DBFS) / _active_rms(kept, clip.rate),
        _amplitude(PEAK_DBFS) / float(np.abs(kept).max()),
    )
    rounded = np.round(kept * np.float32(gain * _STEPS)) / np.float32(_STEPS)
    return Clip(rounded.astype(np.float32).tobytes(), clip.rate)
