"""A session's start, its memory and its processor time, in a virtual room.

    python bench/startup.py [--runs 5] [--coaching-s 60] [--json FILE]

The session is the gentle one for sciatica, its lines in the cache from a run before. "first word"
is read from the recording of the speaker; "stop armed" from the log, where the supervisor tells
that the microphone lives and the recognizer has listened to a first block. Both count from the
start of the process, `python -m voicecoach run`. The last row is what is owed within a second: from
the first word, since before it nobody has begun anything that could be stopped. Memory is each
process's share (PSS, from smaps_rollup) after `--coaching-s` seconds, in which the processor time
of all of them is counted, too. Needs PulseAudio; no sound card.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach
from tests.virtual_sound import VirtualSound, stretches

from voicecoach.core.clock import SystemClock

ROOT = Path(__file__).parents[1]
SESSION = ROOT / "sessions/sciatica-gentle.yaml"
PATIENCE_S = 60.0
CLOCK = SystemClock()
"""The one that the log is written by."""
KINDS = {"pyttsx3_child": "voice", "watchdog": "watchdog"}


def family(pid: int) -> dict[str, int]:
    """A process and its children, by what each is for."""
    found = {"coach": pid}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = (process / "stat").read_text("utf-8").rpartition(")")[2].split()
            command = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:
            continue
        if int(status[1]) == pid:
            kind = next((known for mark, known in KINDS.items() if mark in command), "other")
            found[kind] = int(process.name)
    return found


def pss_mb(pid: int) -> dict[str, float]:
    """A process's share of memory: all, and what no file is behind."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()[1:]
    kb = {line.split(":")[0]: int(line.split()[1]) for line in lines}
    return {"all": kb["Pss"] / 1024, "own": kb["Pss_Anon"] / 1024, "files": kb["Pss_File"] / 1024}


def seconds(pid: int) -> float:
    """Processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(sound: VirtualSound, home: str, log: Path) -> tuple[Coach, float, float]:
    """Start the coach; the moment on the room's timeline and on the clock."""
    command = ["env", f"HOME={home}", sys.executable, "-m", "voicecoach", "run", str(SESSION)]
    begin_s, clock_s = sound.now_s, CLOCK.now()
    with log.with_name("stderr").open("wb") as stderr:
        process = sound.start([*command, "--begin", "--events", str(log)], stderr=stderr)
    return Coach(sound, process, log), begin_s, clock_s


def once(home: str, coaching_s: float) -> Mapping[str, object]:
    """One start; and what it takes to coach for a while."""
    with tempfile.TemporaryDirectory() as folder, VirtualSound() as sound:
        log = Path(folder) / "events.jsonl"
        coach, begin_s, clock_s = start(sound, home, log)
        coach.wait_for(lambda entry: entry["type"] == "Armed", PATIENCE_S)
        armed = next(entry for entry in coach.entries() if entry["type"] == "Armed")
        while not (heard := stretches(sound.recording(begin_s).speaker)):
            sound.wait_until(sound.now_s + 0.2)
            assert sound.now_s < begin_s + PATIENCE_S, "nothing was heard"
        row: dict[str, object] = {
            "first word": heard[0].start_s,
            "stop armed": float(str(armed["time_s"])) - clock_s,
        }
        row["armed after the first word"] = float(str(row["stop armed"])) - heard[0].start_s
        if coaching_s:
            sound.wait_until(sound.now_s + 10)
            processes = family(coach.process.pid)
            before = {name: seconds(pid) for name, pid in processes.items()}
            from_s = CLOCK.now()
            sound.wait_until(sound.now_s + coaching_s)
            took_s = CLOCK.now() - from_s
            row["processor"] = {
                name: (seconds(pid) - before[name]) / took_s for name, pid in processes.items()
            }
            row["memory"] = {name: pss_mb(pid) for name, pid in processes.items()}
        return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--coaching-s", type=float, default=60.0)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        first = once(home, 0)
        runs = [once(home, 0) for _ in range(options.runs)]
        whole = once(home, options.coaching_s)
    print(f"{'seconds from the start':30} {'median':>7} {'least':>7} {'most':>7} {'cold':>7}")
    for name, cold in first.items():
        figures = [float(str(run[name])) for run in runs]
        columns = statistics.median(figures), min(figures), max(figures), float(str(cold))
        print(f"{name:30} " + " ".join(f"{figure:7.2f}" for figure in columns))
    memory, processor = whole["memory"], whole["processor"]
    assert isinstance(memory, dict)
    assert isinstance(processor, dict)
    print(f"\n{'process':12} {'MB':>7} {'own':>7} {'files':>7} {'of a core':>10}")
    for name, mb in memory.items():
        parts = " ".join(f"{mb[part]:7.1f}" for part in ("all", "own", "files"))
        print(f"{name:12} {parts} {100 * processor[name]:8.1f} %")
    total, busy = sum(mb["all"] for mb in memory.values()), sum(processor.values())
    print(f"{'all':12} {total:7.1f} {'':15} {100 * busy:8.1f} %")
    if options.json:
        options.json.write_text(json.dumps({"first": first, "runs": runs, "coaching": whole}))


if __name__ == "__main__":
    main()
