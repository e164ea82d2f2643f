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
from voicecoach.terminal import screen_reader

BELL = "\a"
"""A terminal sounds it by its own means, or shows it: what is left when the speaker is gone."""


class Record:
    """Lines are only ever appended.

    With `is_read`, a screen reader reads the screen out: what is spoken does not stand there too.
    """

    def __init__(self, screen: TextIO, log: TextIO | None, *, is_read: bool = False) -> None:
        self._screen = screen
        self._log = log
        self._is_read = is_read
        self._clock = SystemClock()
        if is_read:
            self.show("What I say is not printed, since a screen reader is running.")

    def show(self, text: str) -> None:
        """Append a line to the screen, if there is still one."""
        self._append(harmless(text))

    def spoken(self, text: str) -> None:
        """Append a line that is spoken as well, unless it would be heard twice."""
        if not self._is_read:
            self.show(text)

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
def record(screen: TextIO, path: Path | None, is_read: bool | None = None) -> Iterator[Record]:
    """A record whose log is written to `path`. Raises Problem if that cannot be.

    `is_read` as for `Record`; None: a screen reader is looked for.
    """
    is_read = screen_reader.is_there() if is_read is None else is_read
    if path is None:
        yield Record(screen, None, is_read=is_read)
        return
    try:
        file = path.open("w", encoding="utf-8", buffering=1)
    except OSError as error:
        raise Problem(
            f"{path} cannot be written ({error.strerror}).", "Give another path."
        ) from error
    with file:
        yield Record(screen, file, is_read=is_read)
