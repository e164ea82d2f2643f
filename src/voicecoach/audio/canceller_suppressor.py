"""Turns down what the echo filter could not take away."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.canceller_filter import BLOCK

_WINDOW = np.sqrt(np.hanning(2 * BLOCK + 1)[:-1]).astype(np.float32)
_LEAK = 0.01
_FRESH = 0.6
_CARE = 2.0


class Suppressor:
    """A mild gain for every frequency, by how much of the rest may still be echo.

    The filter states how unsure it is of the path; that is an estimate of the echo that it left
    behind, and so of the gain that a Wiener filter would take (the postfilter of G. Enzner and
    P. Vary, 2006). It bites in the first half second and after the path has changed, and lets
    go as the filter learns. It adds a block of 256 samples to the latency.

    `floor`: the least gain for the amplitude. `care`: how many times the echo that is expected to
    be left is taken for possible. As they are, a word that is taken for echo can still be
    understood.
    """

    def __init__(self, *, floor: float = 0.25, care: float = 1.0) -> None:
        self._least = floor**2
        self._care = 0.5 * care  # the window halves the power
        self._rest = np.zeros(2 * BLOCK, np.float32)
        self._overlap = np.zeros(BLOCK, np.float32)
        self._power = np.zeros(BLOCK + 1, np.float32)
        self._before = np.zeros(BLOCK + 1, np.float32)

    def step(self, rest: NDArray[np.float32], left: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the block of 256 samples before this one.

        `left` is the power of the echo that is expected in a frame of 512 samples, at 257
        frequencies.
        """
        self._rest[:BLOCK] = self._rest[BLOCK:]
        self._rest[BLOCK:] = rest
        spectrum = np.fft.rfft(self._rest * _WINDOW)
        power = np.square(np.abs(spectrum))
        self._power = np.asarray((1 - _FRESH) * self._power + _FRESH * power, np.float32)
        expected = self._care * np.maximum(left, self._before)
        self._before = left
        share = np.clip(1 - expected / (self._power + 1e-9), self._least, 1)
        frame = np.fft.irfft(spectrum * np.sqrt(share)) * _WINDOW
        done = self._overlap + frame[:BLOCK]
        self._overlap = np.asarray(frame[BLOCK:], np.float32)
        return np.asarray(done, np.float32)


def expected_rest(
    unsure: NDArray[np.float32], foretold: NDArray[np.complex64]
) -> NDArray[np.float32]:
    """Estimate the power of the echo that is left in a frame of 512 samples.

    From the power of which the filter is unsure and from the spectrum of the echo that it
    foretold, of which a hundredth (-20 dB) is never trusted.
    """
    echo = np.square(foretold.real) + np.square(foretold.imag)
    return np.asarray(_CARE * unsure + _LEAK * echo, np.float32)
