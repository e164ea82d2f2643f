"""How the system ends the program, and how its threads fail: neither with a page of traceback."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def threads_end_quietly() -> Iterator[None]:
    """A thread that fails is missed by whoever counts what it does; nobody reads its traceback."""
    before = threading.excepthook
    if not os.environ.get("VOICECOACH_DEBUG"):
        threading.excepthook = lambda _: None
    try:
        yield
    finally:
        threading.excepthook = before


def end_by_signal(end: Callable[[], None]) -> contextlib.AbstractContextManager[None]:
    """Ctrl-C, a closed terminal and a shutdown end the session as a user would."""
    return handling(lambda *_: end())


@contextlib.contextmanager
def handling(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Ctrl-C, a closed terminal and a shutdown call `handler`; afterwards, what they did before."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, usual in before.items():
            signal.signal(number, usual)
