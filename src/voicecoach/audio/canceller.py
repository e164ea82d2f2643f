"""Takes the coach's own voice out of what the microphone hears."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.canceller_filter import HOP, EchoFilter

_MEMORY = 0.98
_FAINT = 1e-8


class Canceller:
    """An acoustic echo canceller for a stream at 16 kHz.

    Feed it every block that the microphone gives together with the block that the output
    callback was given meanwhile, without a gap and in order, in blocks of any length. The filter
    finds the delay between the two by itself, as long as it lies between 0 and 400 ms.
    """

    latency = HOP
    """By how many samples what `process` gives lags behind the microphone (256: 16 ms)."""

    def __init__(self) -> None:
        self._filter = EchoFilter()
        self._microphone = np.zeros(0, np.float32)
        self._reference = np.zeros(0, np.float32)
        self._ready = np.zeros(HOP, np.float32)
        self._before = 0.0
        self._after = 0.0

    def process(
        self, microphone: NDArray[np.float32], reference: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Give as many samples as came in, `latency` samples late, without the echo.

        Both are mono at 16 kHz, of the same length, -1..1. Samples that are no numbers count as
        silence. Raises ValueError where the lengths differ.
        """
        if len(microphone) != len(reference):
            raise ValueError(
                f"{len(microphone)} samples of microphone and {len(reference)} of reference"
                " are not one moment"
            )
        self._microphone = np.concatenate([self._microphone, _finite(microphone)])
        self._reference = np.concatenate([self._reference, _finite(reference)])
        whole = len(self._microphone) // HOP * HOP
        done = [self._ready]
        for at in range(0, whole, HOP):
            heard, played = self._microphone[at : at + HOP], self._reference[at : at + HOP]
            rest = self._filter.step(heard, played)
            self._measure(heard, rest)
            done.append(rest)
        self._microphone = self._microphone[whole:]
        self._reference = self._reference[whole:]
        ready = np.concatenate(done)
        self._ready = ready[len(microphone) :]
        return ready[: len(microphone)]

    @property
    def echo_return_loss_enhancement(self) -> float:
        """By how many decibels the microphone has become quieter while the coach spoke.

        The mean of about the last second of echo; 0 before there was any. While the user
        speaks over the coach it reads too low.
        """
        if self._before < _FAINT:
            return 0.0
        return float(10 * np.log10(self._before / max(self._after, _FAINT)))

    def _measure(self, heard: NDArray[np.float32], rest: NDArray[np.float32]) -> None:
        echo = float(np.mean(np.square(self._filter.echo)))
        if echo < _FAINT:
            return
        self._before = _MEMORY * self._before + (1 - _MEMORY) * float(np.mean(np.square(heard)))
        self._after = _MEMORY * self._after + (1 - _MEMORY) * float(np.mean(np.square(rest)))


def _finite(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.nan_to_num(np.asarray(samples, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
