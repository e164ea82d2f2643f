"""Cuts the stream of speech probabilities into stretches of speech. Pure: it counts frames."""

from dataclasses import dataclass
from enum import Enum

from voicecoach.core.clip import HEARING_RATE
from voicecoach.hearing.vad import FRAME

FRAMES_PER_S = HEARING_RATE / FRAME


class Mark(Enum):
    """What a frame did to the stretch of speech."""

    SILENT = "silent"
    BEGAN = "began"
    """Somebody began to speak."""
    SPEAKING = "speaking"
    PAUSED = "paused"
    """A short pause just now: what was said so far may be all."""
    ENDED = "ended"
    """The pause became too long: the stretch is over."""
    SPLIT = "split"
    """The stretch grew too long: it is over, and the next begins with the next frame."""


@dataclass(frozen=True, slots=True)
class Segmenting:
    """When speech begins and ends; times in frames of 32 ms, probabilities in 0..1."""

    onset: float = 0.3
    onset_frames: int = 2
    release: float = 0.2
    pause_frames: int = 4
    end_frames: int = 14
    longest_frames: int = 250


class Segmenter:
    """Feed it one probability a frame; it answers with a `Mark`.

    `start` and `last_voiced` are frame numbers of the present (or just ended) stretch: the first
    frame above the onset, and the last one above the release.
    """

    def __init__(self, settings: Segmenting | None = None) -> None:
        self._set = settings or Segmenting()
        self._frame = -1
        self._speaking = False
        self._run = 0
        self._quiet = 0
        self._split = False
        self.start = 0
        self.last_voiced = 0

    @property
    def frame(self) -> int:
        """The number of the last frame fed, from 0."""
        return self._frame

    @property
    def speaking(self) -> bool:
        """Whether a stretch of speech is open."""
        return self._speaking

    def feed(self, probability: float) -> Mark:
        """Count one frame."""
        self._frame += 1
        if self._split:
            self._split, self.start = False, self._frame
        return self._inside(probability) if self._speaking else self._outside(probability)

    def _outside(self, probability: float) -> Mark:
        self._run = self._run + 1 if probability >= self._set.onset else 0
        if self._run < self._set.onset_frames:
            return Mark.SILENT
        self._speaking, self._quiet = True, 0
        self.start, self.last_voiced = self._frame - self._run + 1, self._frame
        self._run = 0
        return Mark.BEGAN

    def _inside(self, probability: float) -> Mark:
        if probability >= self._set.release:
            self._quiet, self.last_voiced = 0, self._frame
        else:
            self._quiet += 1
        if self._quiet >= self._set.end_frames:
            self._speaking = False
            return Mark.ENDED
        if self._frame - self.start + 1 >= self._set.longest_frames:
            self._split = True
            return Mark.SPLIT
        return Mark.PAUSED if self._quiet == self._set.pause_frames else Mark.SPEAKING
