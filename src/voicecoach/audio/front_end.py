"""From the device's blocks to sound that can be listened to: the hearing rate, without the echo."""

from collections.abc import Callable

import numpy as np
import soxr

from voicecoach.audio.canceller import Canceller
from voicecoach.audio.mixer import Samples
from voicecoach.audio.own_echo import OwnEcho
from voicecoach.core.clip import HEARING_RATE


class FrontEnd:
    """A streaming resampler for both sides, and the echo canceller behind it.

    `hears_itself` is told when the canceller is found not to help, with how late the echo is in
    seconds, and with None when it does again.
    """

    def __init__(
        self, rate: int, hears_itself: Callable[[float | None], None] | None = None
    ) -> None:
        self._hears_itself = hears_itself or (lambda _: None)
        self._own_echo = OwnEcho()
        self._microphone = soxr.ResampleStream(rate, HEARING_RATE, 1, dtype="float32")
        self._played = soxr.ResampleStream(rate, HEARING_RATE, 1, dtype="float32")
        self._canceller = Canceller()

    def process(self, microphone: Samples, played: Samples) -> Samples:
        """What somebody in the room said; may be shorter or longer than what came in.

        Both blocks have the same length and rate; `played` is what the speaker was given.
        """
        heard = self._microphone.resample_chunk(np.ascontiguousarray(microphone))
        echo = self._played.resample_chunk(np.ascontiguousarray(played))
        left = self._canceller.process(heard, echo)
        if self._own_echo.feed(echo, heard, left):
            self._hears_itself(self._own_echo.late_s)
        return left

    def recall(self, count: int, ago: int = 0) -> Samples | None:
        """Give again what `process` gave, where more is known now: see `Canceller.recall`."""
        return self._canceller.recall(count, ago)
