"""The mixer: measures in, frames out. It knows no device, no clock and no thread.

Whoever plays calls `take(n)` for exactly n frames. Everything else only leaves a command, which
takes effect at the next block; commands may come from another thread than `take`.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.events import Began, CutOff, Ended

Samples = NDArray[np.float32]

FADE_S = 0.008
"""Long enough not to click, short enough to count as at once."""
DUCKED = 10 ** (-18 / 20)
DUCK_S = 0.03
UNDUCK_S = 0.4


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """A measure ready to be played: sounds at sample positions.

    `notes` and `words` are (offset in frames, samples at the mixer's rate). A sound that is longer
    than the bar rings on into the next one; it never delays it. An offset may be negative: that
    sound is an upbeat, and begins in the bar before. `words` are one voice: each cuts off the one
    before it.
    """

    id: str
    frames: int
    notes: tuple[tuple[int, Samples], ...] = ()
    words: tuple[tuple[int, Samples], ...] = ()


@dataclass(slots=True)
class _Sounding:
    """A sound under way: what is left of it, and where in the next block it begins."""

    samples: Samples
    starts: int
    is_voice: bool = False


class _Played:
    """A bar, and what of it has not begun to sound."""

    def __init__(self, bar: Bar) -> None:
        self.bar = bar
        every = [(*note, False) for note in bar.notes] + [(*word, True) for word in bar.words]
        self._due = deque(sorted(every, key=lambda each: each[0]))
        self.upbeat = max(0, -self._due[0][0]) if self._due else 0
        self.has_sounded = False

    def due(self, before: int) -> Iterator[tuple[int, Samples, bool]]:
        """The sounds that begin before this frame of the bar, once."""
        while self._due and self._due[0][0] < before:
            self.has_sounded = True
            yield self._due.popleft()


@dataclass(slots=True)
class _Ramp:
    """A gain on its way to a target, `step` a frame."""

    now: float = 1.0
    target: float = 1.0
    step: float = 0.0

    def towards(self, target: float, frames: int) -> None:
        self.target = target
        self.step = (target - self.now) / max(1, frames)

    def over(self, n: int) -> Samples | float:
        if self.now == self.target or not n:
            return self.now
        gains = self.now + self.step * np.arange(1, n + 1, dtype=np.float32)
        low, high = sorted((self.now, self.target))
        gains = np.clip(gains, low, high)
        self.now = float(gains[-1])
        if abs(self.now - self.target) < 1e-6:
            self.now = self.target
        return np.asarray(gains, np.float32)


class Mixer:
    """Plays bars one behind the other without a gap, at `rate` frames a second."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.frames_taken = 0
        self._commands: deque[Callable[[], None]] = deque()
        self._queue: deque[_Played] = deque()
        self._now: _Played | None = None
        self._at = 0
        self._follows = False  # whether the next bar begins where another one has ended
        self._sounding: list[_Sounding] = []
        self._fading: list[_Sounding] = []
        self._reports: list[Began | Ended | CutOff] = []
        self._duck = _Ramp()
        self._volume = _Ramp()

    def enqueue(self, bar: Bar) -> None:
        """Play `bar` when all that was enqueued before it has ended."""
        played = _Played(bar)
        self._commands.append(lambda: self._queue.append(played))

    def overlay(self, samples: Samples) -> None:
        """Play a sound at once, over whatever is playing."""
        self._commands.append(lambda: self._sounding.append(_Sounding(samples, 0)))

    def silence(self) -> None:
        """Fade out within a few milliseconds; nothing that was enqueued survives."""
        self._commands.append(self._cut)

    def withdraw(self, measure: str) -> None:
        """Take back a bar of which nothing has sounded; it is reported as cut off at 0."""
        self._commands.append(lambda: self._take_back(measure))

    def duck(self, on: bool) -> None:
        """Lower the level while somebody speaks, or bring it back softly."""
        target, seconds = (DUCKED, DUCK_S) if on else (1.0, UNDUCK_S)
        self._commands.append(lambda: self._duck.towards(target, int(seconds * self.rate)))

    def set_volume(self, db: float) -> None:
        """Set the level in decibels against the clips as they are."""
        self._commands.append(
            lambda: self._volume.towards(10 ** (db / 20), int(FADE_S * self.rate))
        )

    @property
    def busy(self) -> bool:
        """Whether anything is left to play."""
        return bool(self._commands or self._queue or self._now or self._sounding)

    def take(self, n: int) -> tuple[Samples, list[Began | Ended | CutOff]]:
        """The next `n` frames, and what happened in them, in order."""
        while self._commands:
            self._commands.popleft()()
        self._walk(n)
        out = np.zeros(n, np.float32)
        self._sounding = _mix(self._sounding, out)
        out *= self._duck.over(n)
        self._fading = _mix(self._fading, out)
        out *= self._volume.over(n)
        np.clip(out, -1.0, 1.0, out=out)
        self.frames_taken += n
        reports, self._reports = self._reports, []
        return out, reports

    def _walk(self, n: int) -> None:
        """Move `n` frames on in the queue, starting the sounds that fall into them."""
        position = 0
        while position < n:
            if self._now is None:
                if not self._queue:
                    self._follows = False
                    return
                self._now = self._queue.popleft()
                self._at = 0 if self._follows else -self._now.upbeat
                self._reports.append(Began(self._now.bar.id))
            bar = self._now.bar
            step = min(n - position, bar.frames - self._at)
            self._start(self._now, position, self._at, step)
            if self._queue:
                self._start(self._queue[0], position, self._at - bar.frames, step)
            self._at += step
            position += step
            if self._at >= bar.frames:
                self._reports.append(Ended(bar.id))
                self._now, self._follows = None, True

    def _start(self, played: _Played, position: int, at: int, frames: int) -> None:
        """Start what is due in the next `frames` frames of a bar, from its frame `at` on."""
        for offset, samples, is_voice in played.due(at + frames):
            starts = position + max(0, offset - at)
            if is_voice:
                self._hush(starts)
            self._sounding.append(_Sounding(samples, starts, is_voice))

    def _hush(self, starts: int) -> None:
        """Let no word talk into the one that begins there."""
        fade = int(FADE_S * self.rate)
        for sound in self._sounding:
            keeps = max(0, starts - sound.starts) + fade
            if sound.is_voice and keeps < len(sound.samples):
                sound.samples = sound.samples[:keeps].copy()
                sound.samples[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)

    def _cut(self) -> None:
        if self._now is not None:
            self._reports.append(CutOff(self._now.bar.id, max(0, self._at) / self.rate))
        self._reports.extend(CutOff(played.bar.id, 0.0) for played in self._queue)
        self._now, self._follows = None, False
        self._queue.clear()
        length = int(FADE_S * self.rate)
        gain = self._duck.now * np.linspace(1, 0, length, dtype=np.float32)
        self._fading += [
            _Sounding(sound.samples[:length] * gain[: len(sound.samples)], sound.starts)
            for sound in self._sounding
        ]
        self._sounding.clear()

    def _take_back(self, measure: str) -> None:
        kept = deque(each for each in self._queue if each.bar.id != measure or each.has_sounded)
        if len(kept) < len(self._queue):
            self._queue = kept
            self._reports.append(CutOff(measure, 0.0))


def _mix(sounds: list[_Sounding], out: Samples) -> list[_Sounding]:
    """Add each sound to the block; return what is left of them."""
    left = []
    for sound in sounds:
        part = sound.samples[: max(0, len(out) - sound.starts)]
        out[sound.starts : sound.starts + len(part)] += part
        if len(part) < len(sound.samples):
            rest = sound.samples[len(part) :]
            left.append(_Sounding(rest, max(0, sound.starts - len(out)), sound.is_voice))
    return left
