"""Whether a process is kept from running, by the system's own word."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from voicecoach.watchdog.starved import Starved

linux = pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="only Linux tells")
SPIN = "print('spinning', flush=True)\nwhile True: pass"


@linux
def test_one_of_two_that_share_a_processor_waits_for_it() -> None:
    only = {min(os.sched_getaffinity(0))}
    spinning = [
        subprocess.Popen([sys.executable, "-c", SPIN], stdout=subprocess.PIPE) for _ in range(2)
    ]
    try:
        for process in spinning:
            os.sched_setaffinity(process.pid, only)
            assert process.stdout is not None
            process.stdout.readline()
        starved = [Starved(process.pid) for process in spinning]
        threading.Event().wait(1.0)
        assert sum(each.since_last_s() for each in starved) > 0.5
    finally:
        for process in spinning:
            process.kill()
            process.communicate()


@linux
def test_who_sleeps_is_not_starved() -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeping:
        starved = Starved(sleeping.pid)
        threading.Event().wait(0.5)
        assert starved.since_last_s() < 0.1
        sleeping.kill()


def test_nothing_is_known_of_who_is_gone() -> None:
    done = subprocess.Popen(["sleep", "0"])
    done.wait()
    assert Starved(done.pid).since_last_s() == 0.0
