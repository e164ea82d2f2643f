"""What is said when a part fails, and made ready before one does."""

import io
import wave
from collections.abc import Callable, Iterator

import numpy as np

from voicecoach.core.clip import Clip
from voicecoach.language.lines import Lines, lines_of

HEARING = (
    *("microphone_gone", "microphone_silent"),
    *("recognizer_failed", "recognizer_hangs", "no_recognizer"),
)
FALTERING = ("speaker_stalled", "voice_failed")
_GAP_S = 0.4
_FULL_SCALE = 32_767


class FaultLines:
    """The lines of `faults.yaml`, in the sentences in which `lines` has them said."""

    def __init__(self, language: str, lines: Lines) -> None:
        self._faults = lines_of(language, "faults")
        self._lines = lines

    def reason(self, fault: str) -> str:
        """Why something is not as it should be, in a sentence or two."""
        return self._faults.say(fault)

    def texts(self) -> Iterator[str]:
        """All that can be said about faults: no fault may wait for the voice."""
        for fault in HEARING:
            yield self._lines.say("cannot_hear", reason=self.reason(fault))
            yield self._lines.say("helpless", reason=self.reason(fault))
        for fault in FALTERING:
            yield self._lines.say("faltered", reason=self.reason(fault))
        yield self.reason("hears_itself")

    def watchdog(self) -> tuple[str, ...]:
        """What the watchdog says."""
        return self._faults.all_of("watchdog")

    def siren(self, clip_of: Callable[[str], Clip]) -> bytes:
        """The same as a sound: a WAV file."""
        clips = [clip_of(text) for text in self.watchdog()]
        rate = clips[0].rate
        gap = np.zeros(round(_GAP_S * rate), np.float32)
        parts = [part for clip in clips for part in (np.frombuffer(clip.pcm, np.float32), gap)]
        whole = np.clip(np.concatenate(parts), -1, 1) * _FULL_SCALE
        buffer = io.BytesIO()
        with wave.open(buffer, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(whole.astype("<i2").tobytes())
        return buffer.getvalue()
