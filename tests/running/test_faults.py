"""What is said when a part fails."""

import io
import wave

import numpy as np
import pytest

from voicecoach.core.clip import Clip
from voicecoach.language import load
from voicecoach.running.faults import FALTERING, HEARING, FaultLines

FAULTS = FaultLines("en", load("en").lines)
MUTE = ("speaker_gone",)


@pytest.mark.parametrize("fault", [*HEARING, *FALTERING, *MUTE])
def test_every_fault_has_a_short_reason(fault: str) -> None:
    first, _, _ = FAULTS.reason(fault).partition(".")
    assert 0 < len(first.split()) <= 12


def test_what_can_be_said_about_hearing_and_the_voice_is_made_ready() -> None:
    texts = list(FAULTS.texts())
    for fault in (*HEARING, *FALTERING):
        assert any(FAULTS.reason(fault) in text for text in texts)
    assert not any("{" in text for text in texts)


def test_the_watchdog_says_first_what_to_do() -> None:
    first = FAULTS.watchdog()[0]
    assert "Stop the exercise" in first
    assert len(first.split()) <= 12


def test_its_sound_is_a_file_with_all_that_it_says() -> None:
    tone = Clip(np.full(2205, 0.5, np.float32).tobytes(), 22_050)
    with wave.open(io.BytesIO(FAULTS.siren(lambda _: tone))) as file:
        form = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        seconds = file.getnframes() / file.getframerate()
    assert form == (1, 2, 22_050)
    assert seconds > len(FAULTS.watchdog()) * tone.seconds
