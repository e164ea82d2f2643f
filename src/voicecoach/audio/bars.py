"""Measures to bars: words and tones become samples at sample positions."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import soxr

from voicecoach.audio.mixer import Bar, Samples
from voicecoach.audio.tones import tone
from voicecoach.core.clip import Clip
from voicecoach.core.score import TONE_S, Measure, Note, Spoken, Tone, Words

_KEPT = 24  # recent sounds at the mixer's rate: a countdown and the lines around it


class BarMaker:
    """Makes bars at `rate`; `clip_of` gives the clip of a text and may raise what it likes."""

    def __init__(self, rate: int, clip_of: Callable[[str], Clip]) -> None:
        self.rate = rate
        self._clip_of = clip_of
        self._resampled = lru_cache(_KEPT)(self._at_rate)
        self.tone = lru_cache(len(Tone))(self._tone)

    def bar(self, measure: Measure) -> Bar:
        """The samples of a measure, as long as `Measure.seconds` says it is."""
        sounds = [
            self._resampled(self._clip_of(note.text))
            if isinstance(note, Spoken)
            else self.tone(note.tone)
            for note in measure.notes
        ]
        notes = tuple(
            (round(note.at_s * self.rate), sound)
            for note, sound in zip(measure.notes, sounds, strict=True)
            if not self._is_late(note, sound)
        )
        if measure.length_s is not None:
            return Bar(measure.id, round(measure.length_s * self.rate), notes)
        ends = max(map(self._end, measure.notes, sounds), default=0)
        return Bar(measure.id, ends + round(measure.tail_s * self.rate), notes)

    def words(self, measure: Measure) -> tuple[Words, ...]:
        """The words that are in its bar, with their times."""
        spoken = (note for note in measure.notes if isinstance(note, Spoken))
        sounds = ((note, self._resampled(self._clip_of(note.text))) for note in spoken)
        return tuple(
            Words(note.text, note.at_s, note.at_s + len(sound) / self.rate)
            for note, sound in sounds
            if not self._is_late(note, sound)
        )

    def _is_late(self, note: Note, sound: Samples) -> bool:
        """Whether the words would run into what comes next, since the voice is slow."""
        if not isinstance(note, Spoken) or note.until_s is None:
            return False
        return note.at_s * self.rate + len(sound) > note.until_s * self.rate

    def _end(self, note: Note, sound: Samples) -> int:
        length = len(sound) if isinstance(note, Spoken) else round(TONE_S * self.rate)
        return round(note.at_s * self.rate) + length

    def _tone(self, name: Tone) -> Samples:
        return tone(name, self.rate)

    def _at_rate(self, clip: Clip) -> Samples:
        samples = np.frombuffer(clip.pcm, np.float32)
        if clip.rate == self.rate:
            return samples
        return np.asarray(soxr.resample(samples, clip.rate, self.rate), np.float32)
