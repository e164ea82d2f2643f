"""How the system ends the program, and how its threads fail: neither with a page of traceback."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator


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


@contextlib.contextmanager
def end_by_signal(end: Callable[[], None]) -> Iterator[None]:
    """Ctrl-C, a closed terminal and a shutdown end the session as a user would."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, lambda *_: end()) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
