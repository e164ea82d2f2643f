"""The screen, and the log of events if one was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from voicecoach.core import jsonlines
from voicecoach.core.actions import Action
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Event
from voicecoach.core.problems import Problem, harmless

BELL = "\a"
"""A terminal sounds it by its own means, or shows it: what is left when the speaker is gone."""


class Record:
    """Lines are only ever appended."""

    def __init__(self, screen: TextIO, log: TextIO | None) -> None:
        self._screen = screen
        self._log = log
        self._clock = SystemClock()

    def show(self, text: str) -> None:
        """Append a line to the screen, if there is still one."""
        self._append(harmless(text))

    def alarm(self, text: str) -> None:
        """Append a line that cannot be spoken, and ring the terminal's bell."""
        self._append(harmless(text) + BELL * self._screen.isatty())

    def _append(self, line: str) -> None:
        with suppress(OSError, ValueError):
            print(line, file=self._screen, flush=True)

    def write(self, thing: Event | Action) -> None:
        """Append a line to the log."""
        if self._log is None:
            return
        try:
            self._log.write(jsonlines.to_json(thing, self._clock.now()) + "\n")
        except OSError as error:  # a full disk, which must not end a session
            self._log = None
            self.show(f"The log of events ends here ({error.strerror}).")


@contextmanager
def record(screen: TextIO, path: Path | None) -> Iterator[Record]:
    """A record whose log is written to `path`. Raises Problem if that cannot be."""
    if path is None:
        yield Record(screen, None)
        return
    try:
        file = path.open("w", encoding="utf-8", buffering=1)
    except OSError as error:
        raise Problem(
            f"{path} cannot be written ({error.strerror}).", "Give another path."
        ) from error
    with file:
        yield Record(screen, file)
