"""The process: `python -m voicecoach.watchdog.dog`, started by `watchdog.leash`.

It is told on standard input, a line each:

    {"sound": WAV in base64, "text": TEXT, "sink": NAME or null,
     "terminal": file descriptor or null, "settings": what termios says, with numbers for bytes}
    counts TURNS LOOKS FRAMES      many times a second: each must move
    alarm                          the session itself found that it cannot be heard
    bye                            all is well

When counts stand still or the pipe closes without a word, it ends the session's process, so that
never two talk at once, gives the terminal back as it was, and says and prints what happened. It
imports nothing large: it has to work where there is no memory left.
"""

import base64
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from enum import StrEnum
from typing import IO, Any

from voicecoach.core.clock import SystemClock
from voicecoach.core.standstill import Patience, Standstill
from voicecoach.watchdog.siren import sound_it
from voicecoach.watchdog.starved import Starved

TICK_S = 0.1
LATE_S = 0.15
"""No more than this counts between two ticks: if this process was held up, or the machine slept, so
was the other one."""
BUSY_COUNTS = 0.2
"""What time counts in which one thread of the session ran, or wanted to and had no processor: for
what it holds, such as the interpreter's lock, the main loop waits. A loop that spins is found late.
"""
LIMITS_S = (1.0, 3.0, 20.0)
"""How long the session's loop, its supervisor and the frames to its speaker may stand still. The
supervisor takes some 13 s to give up a speaker, and tells of that itself."""
DYING_S = 0.5

ALARM, BYE = "alarm", "bye"


class Vigil:
    """Judges by the lines that come, and by how long none does."""

    def __init__(self, limits_s: Iterable[float] = LIMITS_S) -> None:
        self._counts = [
            Standstill(Patience(limit, float("inf"), limit, limit)) for limit in limits_s
        ]
        self._latest: list[int] = []

    def hears(self, line: str) -> None:
        """Take in a line of counts."""
        self._latest = [int(word) for word in line.split()[1:]]

    def is_alarmed(self, passed_s: float) -> bool:
        """Whether something stands still for too long, now that `passed_s` have passed."""
        looks = zip(self._counts, self._latest, strict=False)
        still = [count.look(latest, passed_s) for count, latest in looks]
        return any(still)


class Verdict(StrEnum):
    """What became of the session."""

    WELL = "well"
    MUTE = "mute"
    """It ends by itself, and cannot say so."""
    DEAD = "dead"


def watch(lines: "queue.SimpleQueue[str]", vigil: Vigil, starved: Starved) -> Verdict:
    """Follow the session to its end."""
    clock = SystemClock()
    last = clock.now()
    while True:
        try:
            line = lines.get(timeout=TICK_S)
        except queue.Empty:
            line = None
        if line in _LAST_WORDS:
            return _LAST_WORDS[line]
        if line is not None:
            vigil.hears(line)
        now = clock.now()
        passed_s, last = min(now - last, LATE_S), now
        passed_s = max(passed_s - starved.since_last_s(), passed_s * BUSY_COUNTS)
        if vigil.is_alarmed(passed_s):
            return Verdict.DEAD


_LAST_WORDS = {ALARM: Verdict.MUTE, BYE: Verdict.WELL, "": Verdict.DEAD}


def end(parent: int, lines: "queue.SimpleQueue[str]") -> None:
    """Kill the session's process, and wait until it is gone: its end closes the pipe."""
    if sys.platform != "win32" and os.getppid() != parent:
        return
    with suppress(OSError):
        os.kill(parent, getattr(signal, "SIGKILL", signal.SIGTERM))
    clock = SystemClock()
    give_up = clock.now() + DYING_S
    with suppress(queue.Empty):
        while lines.get(timeout=max(0.0, give_up - clock.now())):
            pass


def _read(stream: IO[str], lines: "queue.SimpleQueue[str]") -> None:
    """Pass on line after line, and "" at the end."""
    with suppress(ValueError):
        for line in stream:
            lines.put(line.strip() or " ")
    lines.put("")


def _give_back(terminal: int | None, settings: list[Any]) -> None:
    """Set the terminal as it was before the session."""
    if terminal is None or not settings or sys.platform == "win32":
        return
    import termios  # noqa: PLC0415 - there is none on Windows

    *flags, controls = settings
    with suppress(termios.error):
        controls = [bytes([control]) for control in controls]
        termios.tcsetattr(terminal, termios.TCSANOW, [*flags, controls])


def main() -> None:
    """Keep watch until the session ends."""
    for name in ("SIGINT", "SIGHUP", "SIGTTOU", "SIGPIPE"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    parent = os.getppid()
    told = json.loads(sys.stdin.readline() or "{}")
    if not told:  # it died before it could say anything
        return
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin, lines), daemon=True).start()
    verdict = watch(lines, Vigil(), Starved(parent))
    if verdict is Verdict.WELL:
        os._exit(0)
    if verdict is Verdict.DEAD:
        end(parent, lines)
    _give_back(told["terminal"], told["settings"])
    with suppress(OSError):
        sys.stderr.write(told["text"] + "\n")
        sys.stderr.flush()
    sound_it(base64.b64decode(told["sound"]), told["sink"])
    os._exit(0)


if __name__ == "__main__":
    main()
