"""Single keys, without Enter: everything that can be said can be pressed as well."""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from voicecoach.core.events import Pressed


def is_there() -> bool:
    """Whether somebody can press keys: input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def keys(post: Callable[[Pressed], None]) -> Iterator[None]:
    """Post every key that is pressed until the end; the terminal is left as it was."""
    read = _read_windows if sys.platform == "win32" else _read_posix

    def follow() -> None:
        while (key := read()) is not None:
            post(Pressed(key))

    with _single_keys():
        threading.Thread(target=follow, name="keyboard", daemon=True).start()
        yield


def _read_posix() -> str | None:
    """The next key, or None at the end of input; a key that sends several bytes is one key."""
    try:
        pressed = os.read(sys.stdin.fileno(), 32)
    except OSError:
        return None
    if not pressed:
        return None
    text = pressed.decode(errors="replace")
    return text if text.startswith("\x1b") else text[0]


if sys.platform == "win32":
    import msvcrt

    def _read_windows() -> str | None:
        return msvcrt.getwch()

    @contextmanager
    def _single_keys() -> Iterator[None]:
        yield

else:
    import termios
    import tty

    _read_windows = _read_posix

    @contextmanager
    def _single_keys() -> Iterator[None]:
        """Give keys at once and do not print them; Ctrl-C goes on to interrupt."""
        descriptor = sys.stdin.fileno()
        before = termios.tcgetattr(descriptor)
        tty.setcbreak(descriptor)
        try:
            yield
        finally:
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
