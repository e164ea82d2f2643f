"""Sound as it comes, made fit to be listened to: no NaN, no offset, a steady level."""

import numpy as np
from numpy.typing import ArrayLike

from voicecoach.hearing.recognizer import Samples

PEAK = 0.7
"""What a stretch of speech is brought to before it is recognized, of full scale."""
_QUIETEST = 1e-3
"""Nothing quieter than this is raised to `PEAK`: it is the room, not a voice."""


def clean(samples: ArrayLike) -> Samples:
    """Mono floats in -1..1, whatever a broken driver sends."""
    sound = np.asarray(samples, np.float32).reshape(-1)
    return np.clip(np.nan_to_num(sound, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def centred(samples: Samples) -> Samples:
    """Without a constant offset."""
    return samples - samples.mean(dtype=np.float64).astype(np.float32) if len(samples) else samples


def levelled(samples: Samples) -> Samples:
    """`samples` without offset, its peak at `PEAK`; what is nearly silent stays so."""
    sound = centred(samples)
    peak = float(np.abs(sound).max(initial=0.0))
    return sound * np.float32(PEAK / max(peak, _QUIETEST))
