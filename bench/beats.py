"""A count as the coach makes it, and where its beats are found again."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.duplex import RATE
from voicecoach.audio.mixer import Mixer
from voicecoach.core.clip import Clip
from voicecoach.core.preferences import USUAL_WPM
from voicecoach.core.score import Measure, Priority, Sounded, Spoken, Tone
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

Samples = NDArray[np.float32]
TEMPI = (40, 60, 120, 200)
NUMBERS = tuple(f"{n}." for n in range(1, 21))
BLOCK = 480
LEAD_S = 1.0
"""Silence before the first beat."""


@cache
def clips() -> Clips:
    return Clips(CachedVoice(Pyttsx3Voice(None), ClipCache()))


def clip_of(text: str, speed: float) -> Clip:
    return clips().clip(text, round(USUAL_WPM * speed))


def bar_line(bpm: float, number: int, *, tones: bool = True, words: bool = True) -> Measure:
    """One beat of a count: a tone on it, and a number over the tone."""
    beat = (Sounded(Tone.BEAT),) if tones else ()
    word = (Spoken(NUMBERS[number % len(NUMBERS)], priority=Priority.COUNT),) if words else ()
    return Measure(f"beat-{number}", (*beat, *word), 60 / bpm)


def rendered(measures: Sequence[Measure], clip: Callable[[str, float], Clip] = clip_of) -> Samples:
    """The stream, as the sound device would be given it."""
    bars, mixer = BarMaker(RATE, clip), Mixer(RATE)
    mixer.enqueue(bars.bar(Measure("lead", length_s=LEAD_S)))
    blocks, waiting = [], iter(measures)
    mixer.enqueue(bars.bar(next(waiting)))
    for measure in waiting:  # one ahead, as the conductor has it
        mixer.enqueue(bars.bar(measure))
        while len(mixer._queue) + len(mixer._commands) > 1:
            blocks.append(mixer.take(BLOCK)[0])
    while mixer.busy:
        blocks.append(mixer.take(BLOCK)[0])
    return np.concatenate(blocks)


def planned(bpm: float, beats: int) -> NDArray[np.float64]:
    """When the beats are to be, in frames of the stream."""
    return (LEAD_S + np.arange(beats) * 60 / bpm) * RATE


def found(stream: Samples, template: Samples, near: float, within: int = 2400) -> int:
    """The frame near there in which `template` begins in `stream`."""
    first = max(0, round(near) - within)
    piece = stream[first : round(near) + within + len(template)]
    if len(piece) < len(template):
        return -1
    size = 1 << (len(piece) + len(template)).bit_length()
    both = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(template, size))
    return first + int(np.argmax(np.fft.irfft(both)[: len(piece) - len(template) + 1]))


def share(values: NDArray[np.float64], percent: float) -> float:
    return float(np.percentile(np.abs(values), percent)) if len(values) else float("nan")


def hold_lines() -> list[Measure]:
    count = {"priority": Priority.COUNT}
    last = tuple(Spoken(f"{n}.", 60.0 - n, **count) for n in (3, 2, 1))  # type: ignore[arg-type]
    notes = (Spoken("Hold.", **count), Spoken("Halfway.", 30.0), *last)  # type: ignore[arg-type]
    return [
        Measure("hold", notes, 60.0),
        Measure("release", (Spoken("And release.", **count),), tail_s=1.0),  # type: ignore[arg-type]
    ]


def starts(recording: Samples, apart_s: float) -> NDArray[np.float64]:
    """When the same word begins, again and again, in seconds."""
    loud = np.flatnonzero(np.abs(recording) > 0.02)
    if not len(loud):
        return np.zeros(0)
    firsts = loud[np.concatenate(([True], np.diff(loud) > apart_s * RATE))]
    return firsts / RATE
