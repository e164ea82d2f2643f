"""Sound as it comes, made fit to be listened to: no NaN, no offset, a steady level."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voicecoach.hearing.recognizer import Samples

PEAK = 0.7
"""What a stretch of speech is brought to before it is recognized, of full scale."""
SILENT_DB = -100.0
"""The level of digital silence."""
_QUIETEST = 1e-3
"""Nothing quieter than this is raised to `PEAK`: it is the room, not a voice."""


def clean(samples: ArrayLike) -> Samples:
    """Mono floats in -1..1, whatever a broken driver sends."""
    sound = np.asarray(samples, np.float32).reshape(-1)
    return np.clip(np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0), -1.0, 1.0)


def centred(samples: Samples) -> Samples:
    """Without a constant offset."""
    return samples - samples.mean(dtype=np.float64).astype(np.float32) if len(samples) else samples


def levelled(samples: Samples) -> Samples:
    """`samples` without offset, its peak at `PEAK`; what is nearly silent stays so."""
    sound = centred(samples)
    peak = float(np.abs(sound).max(initial=0.0))
    return sound * np.float32(PEAK / max(peak, _QUIETEST))


def level_db(frame: Samples) -> float:
    """The level of a frame (RMS) against full scale, in decibels."""
    return float(levels_db(frame, len(frame))[0]) if len(frame) else SILENT_DB


def levels_db(samples: Samples, frame: int) -> NDArray[np.float64]:
    """The level of each whole frame of so many samples."""
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    power = np.square(whole, dtype=np.float64).mean(1)
    levels: NDArray[np.float64] = np.maximum(SILENT_DB, 10 * np.log10(power + 1e-12))
    return levels


def loud_core(levels_db: NDArray[np.float64]) -> tuple[int, int] | None:
    """A loud stretch that has just ended, as (first frame, behind the last), or None.

    Where other voices or a machine never leave a pause, whoever is nearest to the microphone
    still is the loudest. The stretch is what is within 10 dB of its peak, short gaps included; it
    ended 4 to 7 frames ago, is a word or a short sentence long, and 5 dB above all else.
    """
    loud = levels_db >= levels_db.max() - 10.0
    ago = int(np.argmax(loud[::-1]))
    if not 4 <= ago <= 7:
        return None
    last = len(loud) - ago
    gap, first = 0, last
    for at in range(last - 1, -1, -1):
        gap = 0 if loud[at] else gap + 1
        if gap > 7:
            break
        first = at if loud[at] else first
    rest = np.delete(levels_db, np.s_[first:last])
    length = last - first
    if not 5 <= length <= 42 or len(rest) < 6:
        return None
    peak = float(np.percentile(levels_db[first:last], 75))
    return (first, last) if peak - float(np.median(rest)) >= 5.0 else None
