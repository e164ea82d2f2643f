"""From the device's blocks to sound that can be listened to: the hearing rate, without the echo."""

import numpy as np
import soxr

from voicecoach.audio.canceller import Canceller
from voicecoach.audio.mixer import Samples
from voicecoach.core.clip import HEARING_RATE


class FrontEnd:
    """A streaming resampler for both sides, and the echo canceller behind it."""

    def __init__(self, rate: int) -> None:
        self._microphone = soxr.ResampleStream(rate, HEARING_RATE, 1, dtype="float32")
        self._played = soxr.ResampleStream(rate, HEARING_RATE, 1, dtype="float32")
        self._canceller = Canceller()

    def process(self, microphone: Samples, played: Samples) -> Samples:
        """What somebody in the room said; may be shorter or longer than what came in.

        Both blocks have the same length and rate; `played` is what the speaker was given.
        """
        heard = self._microphone.resample_chunk(np.ascontiguousarray(microphone))
        echo = self._played.resample_chunk(np.ascontiguousarray(played))
        return self._canceller.process(heard, echo)

    def recall(self, count: int, ago: int = 0) -> Samples | None:
        """Give again what `process` gave, where more is known now: see `Canceller.recall`."""
        return self._canceller.recall(count, ago)
