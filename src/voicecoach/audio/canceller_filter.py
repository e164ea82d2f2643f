"""The adaptive filter at the heart of the echo canceller."""

import numpy as np
from numpy.typing import NDArray

HOP = 256
"""Samples that the filter takes at a time (16 ms)."""

PARTITIONS = 40
"""The filter reaches 640 ms back: a bulk delay of 400 ms and the room after it."""

_KEEP = 0.9997
_MEMORY = 0.8


class EchoFilter:
    """Learns the echo path and takes the echo away, 256 samples at a time.

    A partitioned-block frequency-domain Kalman filter: G. Enzner and P. Vary, "Frequency-domain
    adaptive Kalman filter for acoustic echo control in hands-free telephones" (Signal Processing
    86, 2006); F. Kuech, E. Mabande and G. Enzner, "State-space architecture of the
    partitioned-block-based acoustic echo controller" (ICASSP 2014). It knows how sure it is of
    every partition at every frequency, so that its step shrinks by itself while the user speaks:
    there is no double-talk detector to be late.
    """

    def __init__(self) -> None:
        shape = (PARTITIONS, HOP + 1)
        self._weights = np.zeros(shape, np.complex64)
        self._doubt = np.ones(shape, np.float32)
        self._spectra = np.zeros(shape, np.complex64)
        self._near = np.zeros(HOP + 1, np.float32)
        self._reference = np.zeros(2 * HOP, np.float32)
        self._padded = np.zeros(2 * HOP, np.float32)
        self.echo: NDArray[np.float32] = np.zeros(HOP, np.float32)

    def step(
        self, microphone: NDArray[np.float32], reference: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Give the microphone's 256 samples without the echo that could be foretold.

        `echo` holds what was taken away.
        """
        self._reference[:HOP] = self._reference[HOP:]
        self._reference[HOP:] = reference
        self._spectra[1:] = self._spectra[:-1]
        self._spectra[0] = np.fft.rfft(self._reference)
        foretold = np.sum(self._weights * self._spectra, axis=0)
        self.echo = np.fft.irfft(foretold)[HOP:].astype(np.float32)
        rest = np.asarray(microphone - self.echo, np.float32)
        self._adapt(rest)
        return rest

    def _adapt(self, rest: NDArray[np.float32]) -> None:
        self._padded[HOP:] = rest
        error = np.fft.rfft(self._padded).astype(np.complex64)
        power = np.square(np.abs(error))
        # The rest as it is now counts as the user's at once, so that the first 16 ms of a word
        # already slow the filter down; it is forgotten more slowly.
        self._near = np.maximum(power, _MEMORY * self._near + (1 - _MEMORY) * power)
        spectra, doubt = self._spectra, self._doubt
        played = np.square(spectra.real) + np.square(spectra.imag)
        expected = np.sum(doubt * played, axis=0)
        # `error` is of a frame half of which is zeros, hence the factor 2.
        step = doubt / (expected + 2 * self._near + 1e-8)
        change = np.fft.irfft(step * spectra.conj() * error, axis=1)
        change[:, HOP:] = 0
        self._doubt = _KEEP**2 * (1 - 0.5 * step * played) * doubt + (1 - _KEEP**2) * np.square(
            np.abs(self._weights)
        )
        self._weights += np.fft.rfft(change, axis=1).astype(np.complex64)
