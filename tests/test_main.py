"""The way in: what happens before the command line is there to answer."""

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROGRAM = "from voicecoach.__main__ import main; print('begun', flush=True); main()"
SESSION = ROOT / "tests" / "end_to_end" / "short.yaml"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows interrupts a whole group")
@pytest.mark.parametrize("after_s", [0.02, 0.1, 0.3, 0.6])
def test_an_interrupt_while_modules_load_ends_it_without_a_traceback(after_s: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "plan", str(SESSION)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    threading.Event().wait(after_s)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert said.strip() == ""
    assert process.returncode in {0, 3}


def test_the_exit_code_is_the_command_s_own() -> None:
    command = [sys.executable, "-m", "voicecoach", "check", str(SESSION)]
    good = subprocess.run(command, capture_output=True, text=True, check=False)
    bad = subprocess.run([*command, "no-such.yaml"], capture_output=True, text=True, check=False)
    assert (good.returncode, bad.returncode) == (0, 2)
    assert "no-such.yaml" in bad.stdout + bad.stderr
