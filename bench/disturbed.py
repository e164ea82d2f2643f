"""What a coach counts while it is stopped, and while its wall clock is moved."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import coaching

from beats import Samples, starts
from startup import family
from voicecoach.audio.duplex import RATE

SESSION = """\
version: 1
title: Count
blocks:
  - title: Main
    exercises:
      - name: Press
        start_position: supine
        setup: Lie down.
        reps: 12
        tempo: 1-0-1-0
        phases: [up, wait, down, wait]
"""


def counted(during: Callable[[Any], None], **environment: str) -> dict[str, Any]:
    """What a coach counts while something happens to it, by its own log and by its sound."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "session.yaml").write_text(SESSION, "utf-8")
        before = {key: os.environ.get(key) for key in environment}
        os.environ.update(environment)
        try:
            with coaching(folder, "--begin", session=folder / "session.yaml") as coach:
                coach.wait_for(lambda entry: "rep4.count" in str(entry.get("measure", "")), 240)
                during(coach)
                with contextlib.suppress(AssertionError):
                    coach.wait_for(lambda entry: entry["type"] == "End", 60)
                log, recording = list(coach.entries()), coach.sound.recording().speaker
        finally:
            for key, value in before.items():
                os.environ.pop(key) if value is None else os.environ.__setitem__(key, value)
    began = [e for e in log if e["type"] == "Began" and ".count" in str(e["measure"])]
    ended = [e for e in log if e["type"] == "Ended" and ".count" in str(e["measure"])]
    times = np.array([float(str(e["time_s"])) for e in began])
    beats = tone_times(recording)
    return {
        "reps_begun": len({str(e["measure"]).split("#")[0] for e in began}),
        "reps_ended": len(ended),
        "of": 12,
        "least_step_s": float(np.diff(times).min()) if len(times) > 1 else None,
        "least_between_words_s": float(np.diff(beats).min()) if len(beats) > 1 else None,
        "outcome": next((e["outcome"] for e in log if e["type"] == "End"), None),
        "faults": [e for e in log if e["type"] in {"Faltered", "Mute", "Deaf"}],
    }


def tone_times(recording: Samples) -> NDArray[np.float64]:
    """When words begin in the last half minute of a recording."""
    return starts(recording[-40 * RATE :], 0.25)


def stop_for_two_seconds(coach: Any) -> None:
    """As a machine does that sleeps: all of its processes, the watchdog with them.

    A coach that stands still alone is taken for dead after a second (docs/failing-safe.md).
    """
    processes = family(coach.process.pid).values()
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    coach.sound.wait_until(coach.sound.now_s + 2)
    for pid in processes:
        os.kill(pid, signal.SIGCONT)


def moved_clock() -> dict[str, Any]:
    """The wall clock of the coach goes an hour forward, and then two back.

    A small library that is loaded first tells it the wrong time; libfaketime also waits by it, and
    the coach did not start in it.
    """
    if shutil.which("gcc") is None:
        return {"missing": "gcc"}
    with tempfile.TemporaryDirectory() as name:
        source = Path(__file__).with_name("moved_clock.c")
        library, by = (Path(name) / each for each in ("clock.so", "by"))
        command = ["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed list
        by.write_text("0", "utf-8")

        def move(coach: Any) -> None:
            by.write_text("3600", "utf-8")
            coach.sound.wait_until(coach.sound.now_s + 4)
            by.write_text("-3600", "utf-8")

        return counted(move, LD_PRELOAD=str(library), CLOCK_MOVED_BY=str(by))
