"""What a running session survives: devices that move or go, and a machine that sleeps.

    python bench/changes.py [--json FILE]

In a room of PulseAudio. After each change somebody says "pause" and "continue"; the table has
whether both were understood, what the coach told of the change, and its state of health: how often
it noticed that it could not hear or that its speaker stood still. Sleep is every process of the
coach stopped (SIGSTOP), and continued; the room goes on.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching

from startup import family

TROUBLE = frozenset({"Deaf", "Faltered", "Mute"})


@dataclass(frozen=True)
class Row:
    """What came of one change."""

    change: str
    alive: bool
    heard: bool
    troubles: int
    told: str


def pactl(coach: Coach, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        ["pactl", *words],  # noqa: S607 - found on the path
        env=coach.sound.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    return done.stdout.strip()


def streams(coach: Coach, kind: str) -> list[str]:
    """The numbers of the coach's own streams of this kind."""
    number, found = "", []
    for line in pactl(coach, "list", kind).splitlines():
        if " #" in line and not line.startswith(("\t", " ")):
            number = line.rpartition("#")[2]
        if f'application.process.id = "{coach.process.pid}"' in line:
            found.append(number)
    return found


def moved(coach: Coach) -> None:
    """Another pair of devices comes, and the streams are moved to it and back, as desktops do."""
    for name in ("sink_name=other", "sink_name=elsewhere"):
        pactl(coach, "load-module", "module-null-sink", name)
    for to_sink, to_source in (("other", "elsewhere.monitor"), ("speaker", "microphone")):
        for stream in streams(coach, "sink-inputs"):
            pactl(coach, "move-sink-input", stream, to_sink)
        for stream in streams(coach, "source-outputs"):
            pactl(coach, "move-source-output", stream, to_source)
        coach.sound.wait_until(coach.sound.now_s + 3)


def gone(coach: Coach) -> None:
    """The headset that it plays and records through is pulled out; the room's own are there."""
    modules = [
        pactl(coach, "load-module", "module-null-sink", f"sink_name={name}")
        for name in ("headset", "headset_microphone")
    ]
    for stream in streams(coach, "sink-inputs"):
        pactl(coach, "move-sink-input", stream, "headset")
    for stream in streams(coach, "source-outputs"):
        pactl(coach, "move-source-output", stream, "headset_microphone.monitor")
    coach.sound.wait_until(coach.sound.now_s + 2)
    for module in modules:
        pactl(coach, "unload-module", module)
    coach.sound.wait_until(coach.sound.now_s + 8)


def asleep(seconds: float) -> Callable[[Coach], None]:
    def sleep(coach: Coach) -> None:
        pids = list(family(coach.process.pid).values())
        for pid in reversed(pids):
            os.kill(pid, signal.SIGSTOP)
        coach.sound.wait_until(coach.sound.now_s + seconds)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        coach.sound.wait_until(coach.sound.now_s + 8)

    return sleep


CHANGES: Mapping[str, Callable[[Coach], None]] = {
    "streams moved and back": moved,
    "headset pulled out": gone,
    "asleep for 2 s": asleep(2),
    "asleep for 30 s": asleep(30),
}


def once(name: str, change: Callable[[Coach], None]) -> Row:
    with tempfile.TemporaryDirectory() as folder, coaching(Path(folder), "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        before = len(list(coach.entries()))
        change(coach)
        alive, heard = coach.process.poll() is None, False
        if alive:
            try:
                coach.is_told("Pause.", "pause")
                coach.is_told("Continue.", "continue")
                heard = True
            except AssertionError:
                heard = False
        since = list(coach.entries())[before:]
        troubles = [entry for entry in since if entry["type"] in TROUBLE]
        told = " ".join(str(entry.get("reason", "")) for entry in troubles)
        return Row(name, alive and coach.process.poll() is None, heard, len(troubles), told[:80])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = [once(name, change) for name, change in CHANGES.items()]
    print(f"{'change':26} {'alive':>6} {'heard':>6} {'troubles':>9}  what it told")
    for row in rows:
        print(f"{row.change:26} {row.alive!s:>6} {row.heard!s:>6} {row.troubles:9}  {row.told}")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n")


if __name__ == "__main__":
    main()
