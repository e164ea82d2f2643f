"""A program that is watched over, as a session is: `session.py WAV HOW [alarmed]`.

It makes the terminal raw, as a session does, and prints "watched" when it may be put into trouble.
"""

import sys
import threading
import tty
from pathlib import Path

from voicecoach.core.clock import SystemClock
from voicecoach.watchdog.leash import Leash, Siren


def main() -> None:
    siren = Siren(Path(sys.argv[1]).read_bytes(), "Something went wrong.")
    clock, patience = SystemClock(), threading.Event()
    how = sys.argv[2]

    def frames() -> int:
        return int(clock.now() * 48_000)

    def looks() -> int:
        return 0 if how == "unsupervised" else frames()

    with Leash(siren, looks, frames) as leash:
        if sys.stdin.isatty():
            tty.setcbreak(sys.stdin.fileno())
        leash.ready.wait()
        leash.watch()
        patience.wait(0.5)
        sys.stdout.write("watched\n")
        sys.stdout.flush()
        end_s = clock.now() + 3.0
        while how != "ends" or clock.now() < end_s:
            patience.wait(0.1)
            if how != "hangs" or clock.now() < end_s:
                leash.turn()
        if len(sys.argv) > 3:
            leash.alarm()


if __name__ == "__main__":
    main()
