"""The session's end of the watchdog: it starts it, and keeps telling it that all is well."""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from voicecoach.watchdog.dog import ALARM, BYE, TICK_S

# -P: a file of the name of a module beside a stranger's session is not ours to run.
COMMAND = (sys.executable, "-P", "-m", "voicecoach.watchdog.dog")
_ENDING_S = 1.0
_FIRST_S = 0.5
"""How long the session waits, at its beginning, for the watchdog to know where it stands."""

Count = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Siren:
    """What the watchdog will play (a WAV file's bytes) and print, and through which speaker."""

    wav: bytes
    text: str
    sink: str | None = None


class Leash:
    """Starts the watchdog in a `with` block; its end lets it go.

    From `watch` on, `turn` has to be called again and again by whoever must not hang, and the
    counts of `looks` and `frames` have to move.
    """

    def __init__(self, siren: Siren, looks: Count, frames: Count) -> None:
        self._siren = siren
        self._turns = 0
        self._counts: tuple[Count, ...] = (lambda: self._turns, looks, frames)
        self._over = threading.Event()
        self._last_word = BYE
        self.ready = threading.Event()
        """Set when the watchdog has all that it needs."""
        self._watching = threading.Event()
        self._watched = threading.Event()
        self._dog: subprocess.Popen[bytes] | None = None
        self._terminal: int | None = None
        self._settings: list[Any] = []
        self._thread = threading.Thread(target=self._run, name="leash", daemon=True)

    def __enter__(self) -> Self:
        self._terminal = _terminal()
        self._settings = _settings(self._terminal)
        with suppress(OSError):
            self._dog = subprocess.Popen(  # noqa: S603 - our own module, no shell
                COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=_screen(),
                # What kills the session, or its terminal, is not meant for the watchdog.
                start_new_session=True,
                pass_fds=() if self._terminal is None else (self._terminal,),
            )
        if self._terminal is not None:
            os.close(self._terminal)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(_ENDING_S)
        if self._dog is not None and self._last_word == BYE:
            with suppress(subprocess.TimeoutExpired):
                self._dog.wait(_ENDING_S)

    @property
    def pid(self) -> int | None:
        """The watchdog's process, if it lives."""
        return None if self._dog is None or self._dog.poll() is not None else self._dog.pid

    def watch(self) -> None:
        """From now on a standstill is an alarm, the very first one too."""
        self._watching.set()
        if self._thread.is_alive():
            self._watched.wait(_FIRST_S)

    def turn(self) -> None:
        """All is well: the loop has come round once more."""
        self._turns += 1

    def alarm(self) -> None:
        """Have the watchdog speak once the session is over, since the session itself cannot."""
        self._last_word = ALARM

    def _run(self) -> None:
        """Write to the pipe: nobody else waits for it."""
        if self._dog is None or self._dog.stdin is None:
            return
        told = {
            "sound": base64.b64encode(self._siren.wav).decode(),
            "text": self._siren.text,
            "sink": self._siren.sink,
            "terminal": self._terminal,
            "settings": self._settings,
        }
        with suppress(OSError), self._dog.stdin as pipe:
            pipe.write(json.dumps(told).encode() + b"\n")
            pipe.flush()
            self.ready.set()
            while not self._over.wait(TICK_S):
                watching = self._watching.is_set()
                if watching:
                    counts = " ".join(str(count()) for count in self._counts)
                    pipe.write(f"counts {counts}\n".encode())
                pipe.flush()
                if watching:
                    self._watched.set()
            pipe.write(f"{self._last_word}\n".encode())


def _terminal() -> int | None:
    """A file descriptor for the terminal whose keys the session reads, if there is one."""
    with suppress(OSError, ValueError, AttributeError):
        number = sys.stdin.fileno()
        return os.dup(number) if os.isatty(number) and sys.platform != "win32" else None
    return None


def _settings(terminal: int | None) -> list[Any]:
    """How the terminal is set."""
    if terminal is None or sys.platform == "win32":
        return []
    import termios  # noqa: PLC0415 - there is none on Windows

    *flags, controls = termios.tcgetattr(terminal)
    return [*flags, [c if isinstance(c, int) else c[0] for c in controls]]


def _screen() -> int | None:
    """Where the session's own errors go, which need not be file descriptor 2."""
    with suppress(OSError, ValueError, AttributeError):
        return sys.stderr.fileno()
    return None
