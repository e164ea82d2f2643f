"""Measures to bars: words and tones become samples at sample positions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import soxr

from voicecoach.audio.mixer import Bar, Samples
from voicecoach.audio.onset import perceptual_onset
from voicecoach.audio.tones import tone
from voicecoach.core.clip import Clip
from voicecoach.core.preferences import Levels
from voicecoach.core.score import TONE_S, Measure, Note, Priority, Spoken, Tone, Words

ClipOf = Callable[[str, float], Clip]
"""The clip of a text, so many times as fast as usual. May raise what it likes."""

UPBEAT_S = 0.1
"""Kept free at the end of a measure: the first word of the next begins so long before its beat."""
GAP_S = 0.15
"""Between two words where one has waited for the other."""
_A_LITTLE = (1.0, 1.25)
"""So many times as fast words may be said before any are left out."""
_MUCH = (1.6, 2.0, 2.5)
"""And then, before what is left of them gives way to a tone."""
_RANKS = tuple(Priority)
_KEPT = 32  # recent sounds at the mixer's rate: a countdown and the lines around it


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A text where it is said, in frames from the beginning of the measure."""

    text: str
    first: int
    samples: Samples

    @property
    def end(self) -> int:
        return self.first + len(self.samples)


class BarMaker:
    """Makes bars at `rate` frames a second, one behind the other.

    What is lost of a frame at the end of one is made good in the next: no drift adds up.
    """

    def __init__(self, rate: int, clip_of: ClipOf, levels: Levels | None = None) -> None:
        levels = levels or Levels()
        self.rate = rate
        self._voice_gain = np.float32(10 ** (levels.voice_db / 20))
        self._tones_gain = np.float32(10 ** (levels.tones_db / 20))
        self._owed = 0.0
        self._clip_of = clip_of
        self._sound = lru_cache(_KEPT)(self._at_rate)
        self._onset = lru_cache(_KEPT)(self._heard_from)
        self.tone = lru_cache(len(Tone))(self._tone)

    def bar(self, measure: Measure) -> Bar:
        """The samples of a measure, as long as `Measure.seconds` says it is."""
        placed, beats = self._placed(measure)
        tones = [
            (self._frames(note.at_s), self.tone(note.tone))
            for note in measure.notes
            if not isinstance(note, Spoken)
        ]
        tones += [(beat, self.tone(Tone.BEAT)) for beat in beats]
        words = tuple((each.first, each.samples) for each in placed)
        if measure.length_s is not None:
            frames = self._whole(measure.length_s * self.rate)
        else:
            end = max(map(self._end, measure.notes), default=0)
            frames = self._whole(end + measure.tail_s * self.rate)
        return Bar(measure.id, frames, tuple(tones), words)

    def words(self, measure: Measure) -> tuple[Words, ...]:
        """The words that are in its bar, with their times."""
        placed = sorted(self._placed(measure)[0], key=lambda each: each.first)
        return tuple(
            Words(each.text, each.first / self.rate, each.end / self.rate) for each in placed
        )

    def _placed(self, measure: Measure) -> tuple[list[_Placed], list[int]]:
        """What is said and where, and the beats of the words for which there was no room."""
        spoken = [note for note in measure.notes if isinstance(note, Spoken)]
        counts = sorted((n for n in spoken if n.priority is Priority.COUNT), key=_when)
        others = [note for note in spoken if note.priority is not Priority.COUNT]
        placed, beats = [], []
        for note, end in zip(counts, self._rooms(counts, measure), strict=True):
            word = self._on_the_beat(note, end)
            if word:
                placed.append(word)
            else:
                beats.append(self._frames(note.at_s))
        for note in sorted(others, key=lambda note: (_RANKS.index(note.priority), note.at_s)):
            placed += self._between(note, placed)
        return placed, beats

    def _rooms(self, counts: list[Spoken], measure: Measure) -> Iterator[int | None]:
        """For each word of the count, the frame in which it has to be over."""
        for note in counts[1:]:
            upbeat = max(self._onset(text, 1.0) for text in (note.text, *note.shorter))
            yield self._frames(note.at_s) - upbeat
        if counts:
            last = measure.length_s
            yield None if last is None else self._frames(last - UPBEAT_S)

    def _on_the_beat(self, note: Spoken, end: int | None) -> _Placed | None:
        """The word so that it is heard to begin on its beat, as long as there is room for it."""
        for text, speed in _ways(note):
            first = self._frames(note.at_s) - self._onset(text, speed)
            word = _Placed(text, first, self._sound(text, speed))
            if end is None or word.end <= end:
                return word
        return None

    def _between(self, note: Spoken, others: list[_Placed]) -> Iterator[_Placed]:
        """The words, unless they would run into others: those with a limit may wait for them."""
        first, gap = self._frames(note.at_s), self._frames(GAP_S)
        for other in sorted(others, key=lambda each: each.first):
            if other.first <= first < other.end:
                if note.until_s is None:
                    return
                first = other.end + gap
        limits = [other.first for other in others if other.first > first]
        limits += [] if note.until_s is None else [self._frames(note.until_s)]
        for speed in _A_LITTLE:
            word = _Placed(note.text, first, self._sound(note.text, speed))
            if all(word.end <= limit for limit in limits):
                yield word
                return

    def _end(self, note: Note) -> int:
        if isinstance(note, Spoken):
            return self._frames(note.at_s) + len(self._sound(note.text, 1.0))
        return self._frames(note.at_s) + self._frames(TONE_S)

    def _frames(self, seconds: float) -> int:
        return round(seconds * self.rate)

    def _whole(self, frames: float) -> int:
        exact = frames + self._owed
        self._owed = exact - round(exact)
        return max(0, round(exact))

    def _tone(self, name: Tone) -> Samples:
        return tone(name, self.rate) * self._tones_gain

    def _at_rate(self, text: str, speed: float) -> Samples:
        clip = self._clip_of(text, speed)
        samples = np.frombuffer(clip.pcm, np.float32)
        if self._voice_gain != 1:
            samples = samples * self._voice_gain
        if clip.rate == self.rate:
            return samples
        return np.asarray(soxr.resample(samples, clip.rate, self.rate), np.float32)

    def _heard_from(self, text: str, speed: float) -> int:
        """The frame of its sound in which a text is heard to begin."""
        return perceptual_onset(self._sound(text, speed), self.rate)


def _when(note: Spoken) -> float:
    return note.at_s


def _ways(note: Spoken) -> Iterator[tuple[str, float]]:
    """What can be said for it and how fast, the best first."""
    texts = (note.text, *note.shorter)
    yield from ((text, speed) for text in texts for speed in _A_LITTLE)
    yield from ((texts[-1], speed) for speed in _MUCH)
