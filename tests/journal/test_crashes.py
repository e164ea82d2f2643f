"""A small run of bench/journal.py: real processes, killed and starved."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BENCH = ROOT / "bench" / "journal.py"
CHILD = ROOT / "bench" / "journal_child.py"

posix = pytest.mark.skipif(os.name == "nt", reason="the processes are killed by signals")


def may_trace() -> bool:
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "true"], capture_output=True, check=False).returncode == 0


traced = pytest.mark.skipif(not may_trace(), reason="needs strace, and leave to use it")


def bench(tmp_path: Path, **options: object) -> list[dict[str, Any]]:
    """The rows of a run in which only what `options` names is done."""
    wanted = {"kills": 0, "power_cuts": 0, "faults_every": 0, **options}
    words = [f"--{name.replace('_', '-')}={value}" for name, value in wanted.items()]
    out = tmp_path / "rows.json"
    subprocess.run([sys.executable, str(BENCH), f"--json={out}", *words], check=True)
    rows: list[dict[str, Any]] = json.loads(out.read_text())
    return [row for row in rows if row["tried"]]


@posix
def test_thirty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    (row,) = bench(tmp_path, kills=30)
    assert row["tried"] == 30
    assert row["acknowledged"] > 30
    assert (row["lost"], row["unreadable"]) == (0, 0)


@traced
def test_power_cuts_lose_nothing_but_would_with_a_setting_that_is_less_careful(
    tmp_path: Path,
) -> None:
    careful, careless = bench(tmp_path, power_cuts=60)
    assert careful["acknowledged"] > 60
    assert (careful["lost"], careful["unreadable"]) == (0, 0)
    assert careless["lost"] > 0


@traced
@pytest.mark.parametrize(
    "fault",
    ["pwrite64:error=EIO:when=9+", "pwrite64:error=ENOSPC:when=12", "fdatasync:error=EIO:when=4"],
)
def test_a_disk_that_fails_loses_nothing_that_was_acknowledged(tmp_path: Path, fault: str) -> None:
    (row,) = bench(tmp_path, fault=fault)
    assert row["acknowledged"] > 0
    assert row["lost"] == row["unreadable"] == row["untold"] == row["crashed"] == 0


@posix
@pytest.mark.skipif(not shutil.which("prlimit"), reason="needs prlimit")
def test_files_that_may_not_grow_end_no_session(tmp_path: Path) -> None:
    database = tmp_path / "data" / "journal.db"
    child = ["prlimit", "--fsize=40960", sys.executable, str(CHILD), str(database), "run", "30"]
    done = subprocess.run(child, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert lines[0] == "ack 1"
    assert lines[-2].startswith("told I cannot keep a log of this session")
    assert any(line.startswith("nak ") for line in lines)
