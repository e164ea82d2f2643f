"""What the ears hear in recordings: the same path as in a session, from the echo canceller on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.front_end import FrontEnd
from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Event, Heard, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.hearing import files
from voicecoach.hearing.ears import ear_with, make, usual_recognizer
from voicecoach.hearing.recognizer import Samples
from voicecoach.language import load

_BLOCK = 160  # 10 ms, as the sound device gives it
_TAIL = HEARING_RATE // 10  # longer than what the front end holds back
_SILENT, _FULL = 1e-4, 0.99
_MOST_OVERLOADED = 0.02
"""The share of samples at full scale from which on it is no longer a loud moment or two."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in one file.

    `text` is the recognizer's own reading of all speech in it; `note` says what is wrong with the
    sound itself, with the mend, and is empty where nothing is.
    """

    file: str
    text: str
    heard: tuple[dict[str, Any], ...]
    note: str = ""

    def as_text(self) -> str:
        """A line a thing heard, for people."""
        note = [f"{self.file}: {self.note}"] if self.note else []
        if not self.heard:
            return "\n".join(note or [f'{self.file}: nothing for the coach ("{self.text}")'])
        return "\n".join(
            [
                f"{self.file}: {heard['intent']}, {heard['certainty']}, "
                f'at {heard["start_s"]:.2f} s ("{heard["text"]}")'
                for heard in self.heard
            ]
            + note
        )


@dataclass(slots=True)
class _Level:
    """How loud a recording is, so far."""

    frames: int = 0
    overloaded: int = 0
    peak: float = 0.0

    def add(self, piece: Samples) -> None:
        sizes = np.abs(piece)
        self.frames += len(piece)
        self.overloaded += int((sizes >= _FULL).sum())
        self.peak = max(self.peak, float(sizes.max(initial=0.0)))

    def note(self) -> str:
        """What is wrong with the sound, and the mend."""
        if not self.frames:
            return "There is no sound in this file. Record it again."
        if self.peak < _SILENT:
            return "There is only silence. Look whether the microphone was on and allowed."
        if self.overloaded > _MOST_OVERLOADED * self.frames:
            return "It is overloaded. Turn the microphone down, or speak from farther away."
        return ""


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
        front_end, level = FrontEnd(HEARING_RATE), _Level()
        ear = ear_with(self._recognizer, self._language, hindsight=front_end.recall)
        heard: list[Heard] = []
        texts: list[str] = []

        def note(events: list[Event]) -> None:
            heard.extend(event for event in events if isinstance(event, Heard))
            if any(isinstance(event, SpeechEnded) for event in events):
                texts.append(ear.last_evidence.text)

        with quiet_libraries():  # decoders tell of every slip
            for piece in files.blocks(path):
                level.add(piece)
                for at in range(0, len(piece), _BLOCK):
                    block = piece[at : at + _BLOCK]
                    note(ear.feed(front_end.process(block, np.zeros_like(block))))
        note(ear.feed(front_end.process(*np.zeros((2, _TAIL), np.float32))))
        note(ear.finish())
        text = " ".join(filter(None, texts))
        return Hearing(str(path), text, tuple(map(asdict, heard)), level.note())
