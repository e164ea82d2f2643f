"""Turns down what other programs play, where the system lets us: PulseAudio and PipeWire.

A process of its own does it, so that the music comes back when this one is killed.
"""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

# -P: a file of the name of a module beside a stranger's session is not ours to run.
COMMAND = (sys.executable, "-P", "-m", "voicecoach.music.child")
_ENDING_S = 2.0


def is_there() -> bool:
    """Whether this system has a way to turn down one program and not the others."""
    return shutil.which("pactl") is not None


class Lowered:
    """Music is lower as long as the `with` block lasts. Without a way to do it, nothing happens.

    No session waits for it, and none ends because of it.
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if is_there():
            with suppress(OSError):
                self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
                    [*COMMAND, str(os.getpid())],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # a Ctrl-C is meant for the program
                )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._child is None or self._child.stdin is None:
            return
        with suppress(OSError):
            self._child.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(_ENDING_S)
