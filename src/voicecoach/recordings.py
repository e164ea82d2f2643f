"""What the ears hear in recordings: the same path as in a session, from the echo canceller on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.canceller import Canceller
from voicecoach.core.events import Event, Heard, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.hearing import files
from voicecoach.hearing.ears import ear_with, make, usual_recognizer
from voicecoach.language import load

_BLOCK = 160  # 10 ms, as the sound device gives it


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in one file. `text` is the recognizer's own reading of all speech in it."""

    file: str
    text: str
    heard: tuple[dict[str, Any], ...]

    def as_text(self) -> str:
        """A line a thing heard, for people."""
        if not self.heard:
            return f'{self.file}: nothing for the coach ("{self.text}")'
        return "\n".join(
            f"{self.file}: {heard['intent']}, {heard['certainty']}, at {heard['start_s']:.2f} s "
            f'("{heard["text"]}")'
            for heard in self.heard
        )


class Listener:
    """Hears recordings, each with a fresh ear, as if a session had just begun."""

    def __init__(
        self,
        language: str,
        recognizer: str | None,
        words: Mapping[Intent, Sequence[str]] | None = None,
    ) -> None:
        self._language = load(language, words)
        self._recognizer = make(recognizer or usual_recognizer(), self._language)

    def hear(self, path: Path) -> Hearing:
        """Hear one file. Raises Problem where it is no sound."""
        ear, canceller = ear_with(self._recognizer, self._language), Canceller()
        heard: list[Heard] = []
        texts: list[str] = []

        def note(events: list[Event]) -> None:
            heard.extend(event for event in events if isinstance(event, Heard))
            if any(isinstance(event, SpeechEnded) for event in events):
                texts.append(ear.last_evidence.text)

        for piece in files.blocks(path):
            for at in range(0, len(piece), _BLOCK):
                block = piece[at : at + _BLOCK]
                note(ear.feed(canceller.process(block, np.zeros_like(block))))
        note(ear.feed(canceller.process(*np.zeros((2, canceller.latency), np.float32))))
        note(ear.finish())
        return Hearing(str(path), " ".join(filter(None, texts)), tuple(map(asdict, heard)))
