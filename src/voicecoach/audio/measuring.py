"""What recorded blocks tell: how loud the room is, how the coach comes back, how loud a word was.

Pure functions over what the sound card gave and what the canceller of the session made of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from voicecoach.audio.canceller_delay import LONGEST, WINDOW, find_delay
from voicecoach.audio.mixer import Samples
from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.measured import Echo, Room

SILENT_DB = -100.0
_FRAME_S = 0.02
_ACTIVE_DB, _LOUDEST = 15.0, 8
"""Frames so far below the loudest ones still belong to what is said: a word may be short, and the
silence around it long."""
_FULL = 0.985
"""A sample beyond this is at full scale, as sound cards give it."""
_CLIPS = 3
"""Samples at full scale in one frame that make it a clipped one."""
_LEARNT_S = 3.0
"""The canceller is judged from here on: before, it learns."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What the microphone heard, what was played meanwhile, and what the canceller left of it.

    The first two are at the sound card's rate, the last at `HEARING_RATE` and may lag behind.
    """

    microphone: Samples
    played: Samples
    left: Samples


def room(blocks: Sequence[Moment], rate: int) -> Room:
    """The microphone while nobody speaks."""
    sound = _joined([block.microphone for block in blocks])
    levels = _levels_db(sound, rate)
    alive = sum(bool(block.microphone.any()) for block in blocks) / max(1, len(blocks))
    return Room(_percentile(levels, 50), _percentile(levels, 95), alive, len(sound) / rate)


def echo(blocks: Sequence[Moment], rate: int, noise_db: float, *, stays: bool) -> Echo:
    """The coach's voice in the microphone while it speaks; `noise_db` is the room without it.

    `stays`: the canceller is found not to help (`OwnEcho`).
    """
    left = _joined([block.left for block in blocks])
    heard = _joined([block.microphone for block in blocks])
    played = _joined([block.played for block in blocks])
    heard, played = _at_hearing_rate(heard, rate), _at_hearing_rate(played, rate)
    level_db = _active_db(_levels_db(heard, HEARING_RATE))
    start = round(_LEARNT_S * HEARING_RATE)
    before, after = _mean_db(heard[start:]), _mean_db(left[start:])
    return Echo(
        over_room_db=_rounded(max(0.0, level_db - noise_db)),
        reduced_db=_rounded(max(0.0, before - max(after, noise_db))),
        late_s=_late_s(heard, played),
        stays=stays,
        clipped=clipped(blocks, rate),
    )


def speech(blocks: Sequence[Moment], rate: int) -> float | None:
    """The level of what was said in these blocks, in decibels; None where there is no sound."""
    levels = _levels_db(_joined([block.microphone for block in blocks]), rate)
    return _rounded(_active_db(levels)) if len(levels) else None


def clipped(blocks: Sequence[Moment], rate: int) -> float:
    """The share of the loud frames that hit full scale."""
    sound = _joined([block.microphone for block in blocks])
    frames = _frames(np.abs(sound), round(rate * _FRAME_S))
    if not len(frames):
        return 0.0
    loud = frames[frames.max(axis=1) > 0.1]
    return float(((loud >= _FULL).sum(axis=1) >= _CLIPS).mean()) if len(loud) else 0.0


def _late_s(heard: Samples, played: Samples) -> float | None:
    """The delay that most windows agree on, as far as the canceller looks."""
    found = [
        delay
        for end in range(LONGEST + WINDOW, min(len(heard), len(played)) + 1, WINDOW // 2)
        if (delay := find_delay(heard[end - WINDOW : end], played[end - WINDOW - LONGEST : end]))
        is not None
    ]
    if not found:
        return None
    middle = float(np.median(found))
    near = sum(abs(delay - middle) < HEARING_RATE * 0.02 for delay in found)
    return round(middle / HEARING_RATE, 3) if near > len(found) / 2 else None


def _joined(parts: Sequence[Samples]) -> Samples:
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def _at_hearing_rate(sound: Samples, rate: int) -> Samples:
    return np.asarray(soxr.resample(sound, rate, HEARING_RATE), np.float32)


def _frames(sound: Samples, frame: int) -> Samples:
    return sound[: len(sound) // frame * frame].reshape(-1, frame)


def _levels_db(sound: Samples, rate: int) -> NDArray[np.float64]:
    frames = _frames(np.nan_to_num(sound, posinf=0.0, neginf=0.0), round(rate * _FRAME_S))
    steady = frames.mean(axis=1, keepdims=True)  # a microphone's offset is no sound
    power = np.square(frames - steady, dtype=np.float64).mean(axis=1)
    return np.asarray(np.maximum(SILENT_DB, 10 * np.log10(power + 1e-12)))


def _active_db(levels: NDArray[np.float64]) -> float:
    """The mean power of the frames in which there is speech."""
    if not len(levels):
        return SILENT_DB
    loudest = np.sort(levels)[-_LOUDEST:].mean()
    active = levels[levels >= loudest - _ACTIVE_DB]
    return float(10 * np.log10(np.mean(10 ** (active / 10))))


def _mean_db(sound: Samples) -> float:
    """The power of all of it: what is loud counts, wherever it is."""
    levels = _levels_db(sound, HEARING_RATE)
    return float(10 * np.log10(np.mean(10 ** (levels / 10)))) if len(levels) else SILENT_DB


def _percentile(levels: NDArray[np.float64], share: float) -> float:
    return _rounded(float(np.percentile(levels, share))) if len(levels) else SILENT_DB


def _rounded(db: float) -> float:
    return round(db, 1)
