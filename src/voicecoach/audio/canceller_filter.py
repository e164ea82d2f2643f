"""The adaptive filter at the heart of the echo canceller."""

import numpy as np
from numpy.typing import NDArray

HOP = 64
"""Samples that the filter takes at a time (4 ms)."""

BLOCK = 256
"""Samples in a partition of the filter (16 ms)."""
_OVERLAP = BLOCK // HOP
_FAINT = 1e-8


class Played:
    """What was played lately, as spectra of 512 samples, one every 64 samples."""

    def __init__(self, partitions: int) -> None:
        # A ring for each of the four positions within a block: only one moves at a time.
        self._rings = np.zeros((_OVERLAP, partitions, BLOCK + 1), np.complex64)
        self._reference = np.zeros(2 * BLOCK, np.float32)
        self._longest = (partitions + 2) * _OVERLAP
        self._silent = self._longest
        self._now = 0

    @property
    def silent(self) -> bool:
        """Whether nothing was played for as long as the room could still answer."""
        return self._silent >= self._longest

    @property
    def spectra(self) -> NDArray[np.complex64]:
        """The spectra of the last 512 samples, of the 512 that end 256 earlier, and so on."""
        return np.asarray(self._rings[self._now])

    def hear(self, reference: NDArray[np.float32]) -> None:
        """Take in 64 samples."""
        self._silent = 0 if reference.any() else self._silent + 1
        if self.silent:
            return
        self._reference[:-HOP] = self._reference[HOP:]
        self._reference[-HOP:] = reference
        self._now = (self._now + 1) % _OVERLAP
        ring = self._rings[self._now]
        ring[1:] = ring[:-1]
        ring[0] = np.fft.rfft(self._reference)


class EchoFilter:
    """Learns the echo path and takes the echo away, 64 to 256 samples at a time.

    A partitioned-block frequency-domain Kalman filter: G. Enzner and P. Vary, "Frequency-domain
    adaptive Kalman filter for acoustic echo control in hands-free telephones" (Signal Processing
    86, 2006); F. Kuech, E. Mabande and G. Enzner, "State-space architecture of the
    partitioned-block-based acoustic echo controller" (ICASSP 2014). It knows how sure it is of
    every partition at every frequency, so that its step shrinks by itself while the user speaks:
    there is no double-talk detector to be late.

    Its blocks of 256 samples overlap by three quarters, which makes it learn about three times
    as fast; `overlap` tells it how far to trust what it has partly seen before.

    `partitions`: how many times 256 samples (16 ms) the room answers. `keep`: how much of the
    path is the same 4 ms later. `restless`: how much of a changed path it expects in the shape
    of a room's decay, against what it knows. `caution`: how much louder than it seems it takes
    the user to be.
    """

    def __init__(
        self,
        partitions: int,
        *,
        keep: float = 0.9999,
        restless: float = 0.0,
        caution: float = 4.0,
        rt60_s: float = 0.25,
    ) -> None:
        shape = (partitions, BLOCK + 1)
        decay = 10 ** (-6 * BLOCK / 16_000 / rt60_s)
        self._room = (decay ** np.arange(partitions) + 1e-4).astype(np.float32)[:, None]
        self._keep, self._restless, self._caution = keep**2, restless, caution
        self.weights = np.zeros(shape, np.complex64)
        self.doubt = np.zeros(shape, np.float32)
        self._near = np.zeros(BLOCK + 1, np.float32)
        self.foretold = np.zeros(BLOCK + 1, np.complex64)
        self.unsure = np.zeros(BLOCK + 1, np.float32)
        self._microphone = np.zeros(BLOCK, np.float32)
        self._padded = np.zeros(2 * BLOCK, np.float32)

    def forget(self, level: float) -> None:
        """Expect any path of a room whose first 16 ms have the power `level`."""
        self.doubt = np.maximum(self.doubt, np.float32(level) * self._room)

    def step(self, microphone: NDArray[np.float32], played: Played) -> NDArray[np.float32]:
        """Give the microphone's samples without the echo of what was played, and learn.

        They are as many as were played since the last step: 64, 128 or 256.
        """
        count = len(microphone)
        self._microphone[:-count] = self._microphone[count:]
        self._microphone[-count:] = microphone
        if played.silent:
            self.foretold[:], self.unsure[:] = 0, 0
            return microphone.copy()
        weights, doubt = self.weights, self.doubt
        spectra = played.spectra[: len(weights)]
        self.foretold = np.sum(weights * spectra, axis=0)
        rest = self._padded[BLOCK:]
        np.subtract(self._microphone, np.fft.irfft(self.foretold)[BLOCK:], out=rest)
        error = np.fft.rfft(self._padded).astype(np.complex64)
        power = np.square(error.real) + np.square(error.imag)
        # The rest as it is now counts as the user's at once, so that the first 16 ms of a word
        # already slow the filter down; it is forgotten more slowly.
        self._near = np.maximum(power, 0.8 * self._near + 0.2 * power)
        unsure = doubt * (np.square(spectra.real) + np.square(spectra.imag))
        self.unsure = np.sum(unsure, axis=0)
        whole = self.unsure + self._caution * self._near + _FAINT
        change = np.fft.irfft(doubt * spectra.conj() * (error / whole), axis=1)
        change[:, BLOCK:] = 0
        known = np.square(weights.real) + np.square(weights.imag)
        fresh, keep = count / BLOCK, self._keep ** (count // HOP)
        self.doubt = keep * (1 - unsure * (0.5 * fresh / whole)) * doubt
        self.doubt += (1 - keep) * known
        if self._restless:
            share = self._restless * (1 - keep) / self._room.sum()
            self.doubt += share * self._room * np.sum(known, axis=0)
        weights += np.fft.rfft(change, axis=1).astype(np.complex64)
        return rest[-count:].copy()

    def recall(
        self, played: Played
    ) -> tuple[NDArray[np.float32], NDArray[np.complex64], NDArray[np.float32]]:
        """Foretell the last 256 samples of echo by what is known now, and learn nothing.

        Also the spectrum of 512 samples, and the power of which the filter is unsure in them.
        """
        spectra = played.spectra[: len(self.weights)]
        foretold = np.sum(self.weights * spectra, axis=0)
        power = np.square(spectra.real) + np.square(spectra.imag)
        echo = np.fft.irfft(foretold)[BLOCK:]
        return echo.astype(np.float32), foretold, np.sum(self.doubt * power, axis=0)
