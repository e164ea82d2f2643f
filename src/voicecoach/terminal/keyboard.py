"""Single keys, without Enter: everything that can be said can be pressed as well."""

import codecs
import os
import re
import select
import sys
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress

from voicecoach.core.events import Pressed
from voicecoach.core.key_names import SWITCH, sent_by

_KEY = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b.|.", re.DOTALL)
"""One key: what arrows and function keys send is several characters long."""
_CLOSING_S = 1.0
STOP_KEY = "stop"
"""No key sends this, so it has no meaning of its own."""

Read = Callable[[], list[str] | None]
"""Waits for keys and returns them, or None when no more will come."""
Stop = Callable[[], None]


def is_there() -> bool:
    """Whether somebody can press keys: input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextmanager
def keys(
    post: Callable[[Pressed], None],
    stop_keys: Sequence[str] = (),
    one_switch: str | None = None,
) -> Iterator[None]:
    """Post every key that is pressed until the end; the terminal is left as it was.

    The keys named in `stop_keys` are posted as a key that has no other meaning: it stops. The one
    named `one_switch` is posted as the only key that somebody has.
    """
    switch = set(sent_by(one_switch)) if one_switch else set()
    stopping = {sent for name in stop_keys for sent in sent_by(name)}

    def follow(read: Read) -> None:
        while (pressed := read()) is not None:
            for key in pressed:
                post(Pressed(_known_as(key, switch, stopping)))

    with _single_keys() as (read, stop):
        thread = threading.Thread(target=follow, args=[read], name="keyboard", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop()
            thread.join(_CLOSING_S)


def _known_as(key: str, switch: Collection[str], stopping: Collection[str]) -> str:
    if key in switch:
        return SWITCH
    return STOP_KEY if key in stopping else key


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _single_keys() -> Iterator[tuple[Read, Stop]]:
        """Keys of the console, which cannot be told to stop waiting: the thread is left behind."""

        def read() -> list[str]:
            key = msvcrt.getwch()
            return [key + msvcrt.getwch() if key in "\x00\xe0" else key]

        yield read, lambda: None

else:
    import termios
    import tty

    # Where these are in what termios gives.
    _INPUT, _CONTROL = 0, 6

    @contextmanager
    def _single_keys() -> Iterator[tuple[Read, Stop]]:
        """Keys at once and not printed; Ctrl-C goes on to interrupt.

        Ctrl-S, which would freeze what is shown, Ctrl-Z and Ctrl-backslash, which would stop a
        voice in the middle of a word, are keys like any other here: they silence it.
        """
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        sleeping, waking = os.pipe()
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode

        def read() -> list[str] | None:
            ready, _, _ = select.select([terminal, sleeping], [], [])
            if sleeping in ready:
                return None
            try:
                pressed = os.read(terminal, 1024)
            except OSError:  # the terminal was closed
                return None
            # Enter is a return or a line feed, as Python and the terminal see fit.
            return _KEY.findall(decode(pressed).replace("\r", "\n")) if pressed else None

        tty.setcbreak(terminal)
        settings, no_key = (
            termios.tcgetattr(terminal),
            bytes([os.fpathconf(terminal, "PC_VDISABLE")]),
        )
        settings[_INPUT] &= ~termios.IXON
        for control in (termios.VSUSP, termios.VQUIT):
            settings[_CONTROL][control] = no_key
        termios.tcsetattr(terminal, termios.TCSANOW, settings)
        try:
            yield read, lambda: os.close(waking)
        finally:
            # What was pressed and not read must not end up in the shell. A terminal that was
            # closed has no settings.
            with suppress(termios.error):
                termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
            os.close(sleeping)
