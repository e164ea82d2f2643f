"""Kills, power cuts and failing disks: what is lost of a journal that is being written.

    python bench/journal.py [--kills 2000] [--power-cuts 2000] [--faults-every 1] [--json FILE]

Each row is a way to fail, tried that often against a real process that writes a real session.
"lost" counts runs after which an entry was missing that had been acknowledged, "unreadable" runs
after which the database could not be opened or failed SQLite's own integrity check, "untold" runs
in which something could not be written and the user was not told. Power cuts and faults need strace
(Linux); a small full disk and one that is read-only need the right to mount.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from journal_child import acknowledged, keep, session
from power_cuts import Disk, trace
from voicecoach.core.clock import SystemClock
from voicecoach.core.problems import Problem
from voicecoach.journal.history import reading, records
from voicecoach.journal.schema import NAME

CHILD = Path(__file__).with_name("journal_child.py")
CLOCK = SystemClock()
A_FOLDER_FOR = 100
"""Kills in one database, before the next gets a new one."""
LONGEST_LIFE_S = 0.4
EVENTS = 8
"""In a run with faults: each of its system calls fails once."""
_CHECKPOINTED = 700
"""So many events, and the write-ahead log has been folded in."""


@dataclass
class Row:
    """What came of one way to fail."""

    what: str
    tried: int = 0
    lost: int = 0
    unreadable: int = 0
    untold: int = 0
    crashed: int = 0
    acknowledged: int = 0
    slowest_start_ms: float = 0.0
    slowest_write_ms: float = 0.0
    slowest_settle_ms: float = 0.0

    def look(self, path: Path, title: str, safe: int) -> None:
        """Open the database as the program does, and see whether the first `safe` entries exist."""
        self.tried += 1
        self.acknowledged += safe
        start = CLOCK.now()
        try:
            records(path, last=1)
        except Problem as problem:
            self.unreadable += 1
            print(f"{self.what}: {problem}", file=sys.stderr)
            return
        self.slowest_start_ms = max(self.slowest_start_ms, (CLOCK.now() - start) * 1e3)
        found, sound = _contents(path, title)
        self.unreadable += not sound
        self.lost += found < safe

    def heed(self, lines: Sequence[str], code: int) -> None:
        """What the child said: whether the user was told, and how long anything waited."""
        told = any(line.startswith("told ") for line in lines)
        self.untold += not told and any(line.startswith("nak ") for line in lines)
        self.crashed += code != 0 or not any(line.startswith("waits ") for line in lines)
        for line in lines:
            if line.startswith("waits "):
                write_ms, settle_ms = map(float, line.split()[1:])
                self.slowest_write_ms = max(self.slowest_write_ms, write_ms)
                self.slowest_settle_ms = max(self.slowest_settle_ms, settle_ms)


def _contents(path: Path, title: str) -> tuple[int, bool]:
    """How many entries the session has, without a gap from the first on; whether all is sound."""
    if not path.exists():
        return 0, True
    with reading(path) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        query = """SELECT entry.number FROM entry JOIN session ON session.id = entry.session
            WHERE title = ? ORDER BY entry.number"""
        numbers = [row[0] for row in connection.execute(query, (title,))]
    return next((n for n, got in enumerate(numbers) if got != n + 1), len(numbers)), sound


# -- kills


def kills(count: int, chance: random.Random) -> Row:
    """SIGKILL at random moments, into the same databases again and again."""
    row = Row("killed")
    session()  # read once, not in every child
    for number in range(count):
        if number % A_FOLDER_FOR == 0:
            folder = Path(tempfile.mkdtemp(prefix="journal-"))
        path, title = folder / "data" / NAME, f"run {number}"
        row.look(path, title, acknowledged(_kill_one(path, title, chance)))
        if (number + 1) % A_FOLDER_FOR == 0 or number + 1 == count:
            shutil.rmtree(folder)
    return row


def _kill_one(path: Path, title: str, chance: random.Random) -> list[str]:
    """What a child acknowledged in its short life."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            list(keep(path, title, None, writing))
        os._exit(0)
    os.close(writing)
    threading.Event().wait(chance.uniform(0, LONGEST_LIFE_S))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with open(reading, encoding="ascii") as pipe:  # noqa: PTH123 - a descriptor
        whole, _, _ = pipe.read().rpartition("\n")  # the last line may be cut
    return whole.splitlines()


# -- power cuts


def power_cuts(count: int, chance: random.Random, synchronous: str = "EXTRA") -> Row:
    """The power fails at a random moment of a session; its folder existed before."""
    row = Row(f"power cut, synchronous = {synchronous}")
    with tempfile.TemporaryDirectory(prefix="journal-") as name:
        folder = Path(name) / "data"
        folder.mkdir()
        child = [sys.executable, str(CHILD), str(folder / NAME), "run", str(_CHECKPOINTED)]
        ops = trace([*child, "--synchronous", synchronous])
        moments = sorted(chance.randrange(len(ops)) for _ in range(count))
        disk, said, at = Disk(folder), "", 0
        for moment in moments:
            for op in ops[at:moment]:
                if op.path == "stdout":
                    said += op.data.decode()
                disk.replay(op)
            at = moment
            after = Path(name) / "after"
            after.mkdir()
            for file, content in disk.after(chance, chance.choice((0.0, 0.5, 0.9, 1.0))).items():
                (after / file).write_bytes(content)
            row.look(after / NAME, "run", acknowledged(said.splitlines()))
            shutil.rmtree(after)
    return row


# -- failing disks

Command = list[str]


def faults(every: int) -> Iterator[Row]:
    """Each system call of a session fails, once or from then on; every `every`-th is tried."""
    for call, errors in {
        "pwrite64": ("EIO", "ENOSPC"),
        "fdatasync": ("EIO", "ENOSPC"),
        "openat": ("EACCES", "EROFS", "EIO"),
        "pread64": ("EIO",),
        "ftruncate": ("EIO",),
        "unlink": ("EIO",),
    }.items():
        for error in errors:
            for when, until in (("", "once"), ("+", "from then on")):
                row = Row(f"{call} fails with {error}, {until}")
                _each_call(row, call, f"{call}:error={error}:when={{n}}{when}", every)
                yield row


def _each_call(row: Row, call: str, inject: str, every: int) -> None:
    """Let call after call fail until the session makes no more of them."""
    number = 1
    while _under_strace(row, [f"inject={inject.format(n=number)}", f"trace={call}"]):
        number += every


def _under_strace(row: Row, what: Sequence[str]) -> bool:
    """Run a session, then one with `what` done to it by strace; whether anything was."""
    with tempfile.TemporaryDirectory(prefix="journal-") as name:
        path, log = Path(name) / "data" / NAME, Path(name) / "trace"
        paths = [path.with_name(path.name + part) for part in ("", "-wal", "-shm", "-journal")]
        options = [word for each in what for word in ("-e", each)]
        only = [word for each in (*paths, path.parent) for word in ("-P", str(each))]
        strace = ["strace", "-f", "--seccomp-bpf", "-o", str(log), *options, *only]
        _run(row, path, [])
        _run(row, path, strace)
        return "(INJECTED)" in log.read_text() or "(DELAYED)" in log.read_text()


def _run(row: Row, path: Path, before: Command, title: str = "run") -> None:
    """One session by a child that `before` starts, and what is left of it."""
    title = f"{title} {row.tried}"
    child = [*before, sys.executable, str(CHILD), str(path), title, str(EVENTS)]
    done = subprocess.run(child, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603 - ourselves
    lines = done.stdout.splitlines()
    row.heed(lines, done.returncode)
    row.look(path, title, acknowledged(lines))


def hung(seconds: float) -> Row:
    """Every fsync takes that long: nobody waits for it but the thread."""
    row = Row(f"each fsync takes {seconds:g} s")
    delay = f"inject=fdatasync:delay_enter={int(seconds * 1e6)}"
    assert _under_strace(row, [delay, "trace=fdatasync"])
    return row


def small_files() -> Row:
    """No file may grow over a limit: 0, 2, 4... KiB."""
    row = Row("no file over a limit")
    for kib in range(0, 200, 2):
        with tempfile.TemporaryDirectory(prefix="journal-") as name:
            limit = ["prlimit", f"--fsize={kib * 1024}"]
            _run(row, Path(name) / "data" / NAME, limit)
    return row


def full_disks() -> Iterator[Row]:
    """A real disk, in memory, of 20, 24... KiB; and one that is read-only."""
    row = Row("full disk")
    for kib in range(20, 220, 4):
        with tempfile.TemporaryDirectory(prefix="journal-") as name, _mounted(name, f"size={kib}k"):
            _run(row, Path(name) / "data" / NAME, [])
    yield row
    row = Row("read-only disk")
    with tempfile.TemporaryDirectory(prefix="journal-") as name, _mounted(name, "size=1m"):
        path = Path(name) / "data" / NAME
        _run(row, path, [], "before")
        assert _does("mount", "-o", "remount,ro", name)
        _run(row, path, [], "after")
        row.look(path, "before 0", row.acknowledged)
    yield row


@contextmanager
def _mounted(folder: str, options: str) -> Iterator[None]:
    assert _does("mount", "-t", "tmpfs", "-o", options, "none", folder)
    try:
        yield
    finally:
        assert _does("umount", folder)


def may_mount() -> bool:
    """Whether a disk can be made here."""
    with tempfile.TemporaryDirectory() as name:
        return _does("mount", "-t", "tmpfs", "none", name) and _does("umount", name)


def _does(*command: str) -> bool:
    """Run a command of the system; whether it succeeded."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - our own words


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kills", type=int, default=2000, metavar="N")
    parser.add_argument("--power-cuts", type=int, default=2000, metavar="N")
    parser.add_argument("--faults-every", type=int, default=1, metavar="N", help="0: none")
    parser.add_argument("--fault", action="append", default=[], help="as strace's inject; alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, metavar="FILE")
    told = parser.parse_args()
    chance = random.Random(told.seed)  # noqa: S311 - no secret
    rows = list(_rows(told, chance))
    if told.json:
        told.json.write_text(json.dumps([asdict(row) for row in rows], indent=2))


def _rows(told: argparse.Namespace, chance: random.Random) -> Iterator[Row]:
    print(f"{'':44}  tried   lost  unread  untold  crashed  start ms  write ms  settle ms")
    for row in _all(told, chance):
        counts = f"{row.tried:6} {row.lost:6} {row.unreadable:7} {row.untold:7} {row.crashed:8}"
        times = f"{row.slowest_start_ms:9.1f} {row.slowest_write_ms:9.2f}"
        print(f"{row.what:44} {counts} {times} {row.slowest_settle_ms:10.1f}", flush=True)
        yield row


def _all(told: argparse.Namespace, chance: random.Random) -> Iterator[Row]:
    yield kills(told.kills, chance)
    straced = shutil.which("strace") is not None
    if straced and told.power_cuts:
        yield power_cuts(told.power_cuts, chance)
        yield power_cuts(told.power_cuts, chance, "NORMAL")
    for fault in told.fault:
        row = Row(fault)
        assert _under_strace(row, [f"inject={fault}", f"trace={fault.partition(':')[0]}"])
        yield row
    if straced and told.faults_every:
        yield from faults(told.faults_every)
        yield hung(2.0)
    if told.faults_every and shutil.which("prlimit"):
        yield small_files()
    if told.faults_every and may_mount():
        yield from full_disks()


if __name__ == "__main__":
    main()
