"""The coach, with faults that can be called up from outside: `program.py SESSION EVENTS FOLDER`.

A file in FOLDER calls up a fault of the recognizer, once; what is done here is what a recognizer
would do. SIGUSR1 makes the main loop hang, while the sound goes on; SIGUSR2 makes it fail.
"""

import contextlib
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from voicecoach import app
from voicecoach.core.events import Event
from voicecoach.core.score import Words
from voicecoach.hearing.listener import Clean, Hearing
from voicecoach.hearing.recognizer import Samples
from voicecoach.language import Language
from voicecoach.running import stage
from voicecoach.running.options import Options
from voicecoach.script import reader


def hang(*_: object) -> None:
    threading.Event().wait()


def crash(*_: object) -> None:
    raise RuntimeError("asked to fail")


def run_out_of_memory() -> None:
    np.ones(1 << 46)


FAULTS: dict[str, Callable[[], None]] = {
    "crash": crash,
    "hang": hang,
    "memory": run_out_of_memory,
}


class Faulty:
    """An ear until a fault is called up."""

    def __init__(self, ear: Hearing, folder: Path) -> None:
        self._ear = ear
        self._folder = folder

    def coach_says(self, words: Sequence[Words]) -> None:
        self._ear.coach_says(words)

    def expect(self, *, numbers: bool, choices: bool = False) -> None:
        self._ear.expect(numbers=numbers, choices=choices)

    def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]:
        for name, fault in FAULTS.items():
            with contextlib.suppress(FileNotFoundError):
                (self._folder / name).unlink()
                fault()
        return self._ear.feed(samples, hurry=hurry)


def main() -> None:
    session, events, folder, *begin = sys.argv[1:]
    signal.signal(signal.SIGUSR1, hang)
    signal.signal(signal.SIGUSR2, crash)

    def open_hearing(
        language: Language, recognizer: str, hears_itself: Callable[[bool], None]
    ) -> tuple[Clean, Hearing]:
        clean, ear = stage.open_hearing(language, recognizer, hears_itself)
        return clean, Faulty(ear, Path(folder))

    options = Options(begin=bool(begin), wpm=230, events=Path(events))
    app.run(reader.read(Path(session)), options, sys.stdout, open_hearing)


if __name__ == "__main__":
    main()
