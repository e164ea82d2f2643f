"""Learns how the loudspeaker distorts."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.canceller_filter import BLOCK

_KNEES = np.array([0.03, 0.1, 0.25, 0.5], np.float32)[:, None]
_KEEP = 0.998
_CAUTION = 4.0
_STIFFNESS = 4.0


class Loudspeaker:
    """A memoryless curve that is learnt from what the linear filter leaves behind.

    A filter can only foretell an echo that is linear in what was played; a small loudspeaker at
    its limit leaves a tenth of the echo over, in the coach's own words. So the reference is bent
    before the filter as the loudspeaker bends it: a straight line with a change of slope at four
    knees on either side, whose eight slopes a Kalman filter without process noise follows through
    the echo path that is known already (a Hammerstein model; compare A. Stenger and W. Kellermann,
    "Adaptation of a memoryless preprocessor for nonlinear acoustic echo cancelling", Signal
    Processing 80, 2000).
    """

    def __init__(self, partitions: int) -> None:
        knees = 2 * len(_KNEES)
        self._slopes = np.zeros(knees)
        self._evidence = np.zeros((knees, knees))
        self._spectra = np.zeros((knees, partitions, BLOCK + 1), np.complex64)
        self._before = np.zeros((knees, BLOCK), np.float32)
        self._stiffness = _STIFFNESS * np.eye(knees)

    def bend(self, played: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give what the loudspeaker makes of any number of samples."""
        return np.asarray(played + self._slopes.astype(np.float32) @ _beyond(played), np.float32)

    def learn(
        self,
        played: NDArray[np.float32],
        rest: NDArray[np.float32] | None,
        path: NDArray[np.complex64],
    ) -> None:
        """Take in a block of 256 samples that was played, and what was left of its echo.

        `path` holds the filter's weights. Without `rest` nothing is learnt from the block.
        """
        beyond = _beyond(played)
        self._spectra[:, 1:] = self._spectra[:, :-1]
        self._spectra[:, 0] = np.fft.rfft(np.concatenate([self._before, beyond], axis=1))
        self._before = beyond
        if rest is None or not beyond.any():
            return
        heard = np.fft.irfft(np.sum(self._spectra * path[: self._spectra.shape[1]], axis=1))[
            :, BLOCK:
        ]
        noise = _CAUTION * float(np.mean(np.square(rest))) + 1e-9
        self._evidence = _KEEP * self._evidence + heard @ heard.T / noise
        self._slopes += np.linalg.solve(self._evidence + self._stiffness, heard @ rest / noise)


def _beyond(played: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much the wave is beyond each knee: four on either side, 8 rows."""
    above = np.maximum(played - _KNEES, 0)
    below = np.minimum(played + _KNEES, 0)
    return np.concatenate([above, below])
