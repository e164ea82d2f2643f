"""Another voice in the middle of a session: made ready in the background, then it speaks.

Until it has every line ready, the old one goes on; where it fails later, the old one helps out.
"""

import contextlib
import threading
from collections.abc import Callable, Sequence

from voicecoach.core.clip import Clip
from voicecoach.core.problems import Problem
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import Engine, voice_called, voices
from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.voice import VoiceFailed, VoiceInfo

ClipOf = Callable[[str, int], Clip]


class Revoicing:
    """Looks for another voice that speaks `language`.

    `ready` is told how it makes a clip, the voice, and its name; `none` is called where there is
    no other.
    """

    def __init__(
        self,
        language: str,
        ready: Callable[[ClipOf, PromptVoice, str], None],
        none: Callable[[], None],
    ) -> None:
        self._language = language
        self._ready = ready
        self._none = none
        self._thread: threading.Thread | None = None
        self._voices: list[Engine] = []

    def look(self, clips: Clips, speaking: PromptVoice, wpm: int) -> None:
        """Have the voice behind `speaking` ready for all that `clips` has; one at a time."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._thread = threading.Thread(
            target=self._make, args=[clips, speaking, wpm], name="another voice", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        for voice in self._voices:
            voice.close()

    def _make(self, clips: Clips, speaking: PromptVoice, wpm: int) -> None:
        try:
            chosen = following(voices(self._language), self._language, speaking.name)
            if chosen is None:
                self._none()
                return
            voice = voice_called(chosen.name, language=self._language)
            self._voices.append(voice)
            prompt = PromptVoice(CachedVoice(voice, ClipCache()))
            other = Clips(prompt, clips.said_as)
            other.prepare(clips.texts(), wpm)
            while other.pack():
                pass
        except Problem:  # no voice, or one that does not speak
            self._none()
            return
        prompt.patience_s = speaking.patience_s

        def clip_of(text: str, at_wpm: int) -> Clip:
            with contextlib.suppress(VoiceFailed):
                return other.clip(text, at_wpm)
            return clips.clip(text, at_wpm)

        self._ready(clip_of, prompt, chosen.name)


def following(there: Sequence[VoiceInfo], language: str, speaking: str) -> VoiceInfo | None:
    """The voice behind the one that speaks, among those that speak the language, in a circle.

    `speaking` is what `Voice.name` says of it: an identifier may be the beginning of another one's.
    """
    fitting = [voice for voice in there if voice.speaks(language)]
    if len(fitting) < 2:
        return None
    speaks = [(len(voice.id), k) for k, voice in enumerate(fitting) if f", {voice.id}" in speaking]
    place = max(speaks)[1] if speaks else -1
    return fitting[(place + 1) % len(fitting)]
