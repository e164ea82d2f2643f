"""What a real screen reader reads out of the program: Yasr, with its voice written down.

    python bench/with_a_screen_reader.py

Yasr (Debian's package `yasr`) runs each command in its own terminal and reads what appears there.
It is given a speech server that only writes down. The session is pressed through in a virtual room.
Needs `yasr` and PulseAudio.
"""

import os
import pty
import select
import signal
import stat
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.virtual_sound import VirtualSound

from voicecoach.core.clock import SystemClock

ROOT = Path(__file__).parents[1]
BROKEN = (
    "version: 1\ntitle: Broken\nblocks:\n  - title: Main\n    exercises:\n      - nane: Press\n"
)
CLOCK = SystemClock()


def read_out(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], keys: str, seconds: float
) -> list[str]:
    """What Yasr says while the command runs for so long, with a key pressed every four seconds."""
    said, server, settings = (folder / name for name in ("said", "server", "conf"))
    said.write_text("")
    server.write_text(f"#!/bin/sh\nexec cat >> {said}\n")
    server.chmod(server.stat().st_mode | stat.S_IXUSR)
    usual = Path("/etc/yasr/yasr.conf").read_text("utf-8").splitlines()
    own = {"synthesizer": "emacspeak server", "synthesizer port": f"|{server}"}
    lines = [f"{k}={own[k]}" if (k := line.split("=")[0]) in own else line for line in usual]
    settings.write_text("\n".join(lines))
    child, terminal = pty.fork()
    if not child:
        os.environ.update(environment, TERM="dumb", NO_COLOR="1", COLUMNS="40")
        os.execvp("yasr", ["yasr", "-C", str(settings), *command])  # noqa: S606, S607 - on the path
    begun, due = CLOCK.now(), list(keys)
    while CLOCK.now() < begun + seconds:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                if not os.read(terminal, 4096):
                    break
            except OSError:  # the command has ended
                break
        if due and CLOCK.now() > begun + 4 * (len(keys) - len(due) + 2):
            os.write(terminal, due.pop(0).encode())
    with suppress(OSError):
        os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    return [line[3:].strip("{} ") for line in said.read_text().splitlines() if line[:2] == "q "]


def main() -> None:
    program = str(Path(sys.executable).with_name("voicecoach"))  # Yasr takes options for its own
    with tempfile.TemporaryDirectory() as name, VirtualSound() as room:
        folder = Path(name)
        (folder / "broken.yaml").write_text(BROKEN)
        session = str(ROOT / "sessions" / "calm-breaths.yaml")
        for command, keys, seconds in (
            (["check", str(folder / "broken.yaml")], "", 15.0),
            (["sessions"], "", 15.0),
            (["run", session], "n  q", 40.0),
        ):
            print(f"\n$ voicecoach {command[0]}")
            for line in read_out(folder, [program, *command], room.environment, keys, seconds):
                print(f"  {line}")


if __name__ == "__main__":
    main()
