"""Which engine speaks: the system's, through pyttsx3, or the neural one, by the voice's name."""

from typing import Protocol, Self

from voicecoach.speech import piper_voice
from voicecoach.speech.piper_voice import PREFIX, PiperVoice
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice
from voicecoach.speech.voice import Voice, VoiceFailed, VoiceInfo


class Engine(Voice, Protocol):
    """A voice that is opened with `with`; `start` begins to load it and does not wait."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def start(self) -> None: ...


def voice_called(wanted: str | None = None, *, language: str = "en") -> Engine:
    """The voice called `wanted`, or the system's usual one for `language`.

    Nothing is loaded before it is used; then it raises UnknownVoice or VoiceFailed.
    """
    if wanted is not None and wanted.strip().lower().startswith(PREFIX):
        return PiperVoice(wanted, language=language)
    return Pyttsx3Voice(wanted, language=language)


def voices(language: str | None = "en") -> list[VoiceInfo]:
    """All voices that are installed for `language`, or for any; the neural ones last.

    Raises VoiceFailed where there is none at all.
    """
    neural = piper_voice.installed()
    found: list[VoiceInfo] = []
    try:
        with Pyttsx3Voice() as voice:
            found = voice.voices()
    except VoiceFailed:
        if not neural:
            raise
    fitting = [v for v in (*found, *neural) if language is None or v.speaks(language)]
    return list({each.name: each for each in fitting}.values())
