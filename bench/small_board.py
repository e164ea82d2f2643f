"""How soon "It hurts!" is silence with a quarter of one core: a stand-in for a small board.

    python bench/small_board.py [--runs 6] [--share 0.25] [--json FILE]

Each run is one of `bench/main_job.py`, from the word's end in the recording of the room to the
silence in that of the speaker; free and held back by turns. Held back: the coach with its voice and
watchdog is kept on one processor, and given `--share` of it in every tenth of a second, by Linux's
control groups (version 1 or 2, which needs root). The room, its sound server and the speaker who
hurts are not held back.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching, silence_after

from main_job import VOICES
from startup import family

PERIOD_US = 100_000
ROOT = Path("/sys/fs/cgroup")


@contextmanager
def group(share: float) -> Iterator[Path]:
    """A control group that has `share` of a processor."""
    first = (ROOT / "cpu" / "cpu.cfs_quota_us").exists()
    here = (ROOT / "cpu" if first else ROOT) / "voicecoach-bench"
    here.mkdir()
    try:
        if first:
            (here / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (here / "cpu.cfs_quota_us").write_text(str(round(share * PERIOD_US)))
        else:
            (here / "cpu.max").write_text(f"{round(share * PERIOD_US)} {PERIOD_US}")
        yield here
    finally:
        here.rmdir()


def hold_back(coach: Coach, where: Path) -> None:
    """Put the coach and its children into the group, all of their threads on one processor."""
    for pid in family(coach.process.pid).values():
        (where / "cgroup.procs").write_text(str(pid))
        for task in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {0})


def to_silence(voice: str, where: Path | None) -> tuple[float, bool]:
    """Seconds from the end of "It hurts!" to silence, and whether it was understood as pain."""
    with tempfile.TemporaryDirectory() as folder, coaching(Path(folder), "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        if where is not None:
            hold_back(coach, where)
            coach.sound.wait_until(coach.sound.now_s + 2)
            coach.wait_until_it_listens_and_speaks()
        word_end = coach.hears("It hurts!", voice)
        coach.sound.wait_until(word_end + 5)
        heard = any(entry.get("intent") == "pain" for entry in coach.entries())
        silent = silence_after(coach.sound.recording(), word_end)
        coach.process.kill()
        coach.process.wait()
        return silent, heard


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--share", type=float, default=0.25)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows: dict[str, list[tuple[float, bool]]] = {"free": [], "held back": []}
    with group(options.share) as where:
        for run in range(options.runs):
            for name, held in (("free", None), ("held back", where)):
                rows[name].append(to_silence(VOICES[run % len(VOICES)], held))
    print(f"{'seconds to silence':20} {'median':>7} {'least':>7} {'most':>7} {'heard':>7}")
    for name, runs in rows.items():
        seconds = [silent for silent, heard in runs if heard] or [float("nan")]
        figures = statistics.median(seconds), min(seconds), max(seconds)
        columns = " ".join(f"{figure:7.2f}" for figure in figures)
        print(f"{name:20} {columns} {sum(heard for _, heard in runs):3} of {len(runs)}")
    if options.json:
        options.json.write_text(json.dumps(rows) + "\n")


if __name__ == "__main__":
    main()
