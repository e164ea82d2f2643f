"""Keeps what was played in step with its echo: the bulk delay, and clocks that drift."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.canceller_delay import LONGEST, WINDOW, DelayTrack, find_delay
from voicecoach.audio.canceller_filter import BLOCK
from voicecoach.core.clip import HEARING_RATE

REACH = 6_144
"""How far back the room may answer, in samples (0.38 s)."""

HINDSIGHT = 24_576
"""How much of the microphone is kept (1.5 s)."""

_AHEAD = 80
_SLACK = 256
_TAPS = np.arange(-7, 9)
_FADE = (np.arange(BLOCK, dtype=np.float32) + 1) / BLOCK
_AGREE = 4.0
_AUDIBLE = 1e-5
_SEEK, _SEEK_LATER, _PATIENCE = 2, 16, 128

Sound = NDArray[np.float32]


class Alignment:
    """The last seconds of microphone and reference, and the delay between them.

    The reference is read 5 ms before its echo, and as fast as the microphone's clock runs, so
    that the filter behind it need not reach over the delay and sees a path that stands still.
    """

    def __init__(self) -> None:
        self.heard = np.zeros(HINDSIGHT, np.float32)
        self._played = np.zeros(HINDSIGHT + LONGEST + REACH + _SLACK, np.float32)
        self._track = DelayTrack(0.0)
        self._shift = 0.0
        self._since = 0
        self._tries = 0
        self._seen = -np.inf
        self.found = False

    def take(self, heard: Sound, played: Sound) -> None:
        """Take in a block of 256 samples of both."""
        self.heard = np.concatenate([self.heard[BLOCK:], heard])
        self._played = np.concatenate([self._played[BLOCK:], played])
        self._since += 1
        if self.found:
            self._shift += self._rate() * BLOCK / HEARING_RATE

    def seek(self) -> bool:
        """Look for the delay, now and then; True when it has been found.

        Two looks have to agree, since the first word's first sound can look like anything. Where
        there is no echo (headphones) it soon looks less often.
        """
        if self._since < (_SEEK if self._tries < _PATIENCE else _SEEK_LATER):
            return False
        self._since = 0
        delay = self._look()
        if delay is None:
            self._seen = -np.inf
            return False
        self._tries += 1
        agreed, self._seen = abs(delay - self._seen) < _AGREE, delay
        if agreed:
            self._track, self.found = DelayTrack(delay), True
            self._settle(delay)
        return agreed

    def follow(self, every: int) -> bool:
        """Look where the delay is now, every so many blocks; True when it has jumped."""
        if self._since < every:
            return False
        seconds, self._since = self._since * BLOCK / HEARING_RATE, 0
        delay = self._look()
        if delay is None:
            self._track.delay += self._track.drift * seconds
            return False
        jumped = abs(self._track.look(seconds, delay)) > _AHEAD / 2
        if jumped:
            self._settle(delay)
        return jumped

    def gain(self) -> float:
        """The power of the microphone against what was played when its echo set out.

        0 where too little was played to tell; at most 10 dB.
        """
        end = len(self._played) - int(self._shift)
        played, heard = self._played[end - WINDOW : end], self.heard[-WINDOW:]
        sent = float(played @ played)
        return 0.0 if sent < _AUDIBLE * WINDOW else min(10.0, float(heard @ heard) / sent)

    def aligned(self, count: int) -> Sound:
        """Give the last `count` samples, in blocks of 256, of what was played before its echo."""
        return np.concatenate(
            [
                self._moved(self._shift - self._rate() * back / HEARING_RATE, back)
                for back in range(count - BLOCK, -1, -BLOCK)
            ]
        )

    def _look(self) -> float | None:
        return find_delay(self.heard[-WINDOW:], self._played[-WINDOW - LONGEST :])

    def _settle(self, delay: float) -> None:
        self._shift = max(0.0, float(int(delay) - _AHEAD))

    def _rate(self) -> float:
        """By how many samples a second the reading falls behind."""
        off = self._track.delay - _AHEAD - self._shift
        return self._track.drift + float(np.clip(0.01 * off, -0.1, 0.1))

    def _moved(self, shift: float, back: int) -> Sound:
        """Move one block that ends `back` samples ago, from one fraction of a sample to the next.

        Windowed-sinc interpolation at both ends of the block, and a cross-fade between them: the
        clocks drift by a fortieth of a sample in a block.
        """
        whole = int(np.floor(shift))
        end = len(self._played) - back - whole
        part = self._played[end - BLOCK - 8 : end + 7]
        # Where the echo comes at once, the interpolation would need samples not yet played.
        part = np.pad(part, (0, BLOCK + 15 - len(part)))
        before, after = (
            np.convolve(part, _between(s - whole), "valid")
            for s in (shift - self._rate() * BLOCK / HEARING_RATE, shift)
        )
        return np.asarray(before + _FADE * (after - before), np.float32)


def _between(fraction: float) -> Sound:
    """Make the sixteen taps that read the wave `fraction` of a sample earlier."""
    apart = _TAPS - fraction
    return np.asarray(np.sinc(apart) * np.cos(np.pi * apart / 18) ** 2, np.float32)
