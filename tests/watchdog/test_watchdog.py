"""The watchdog itself: another process, which outlives the one that it watches over."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.pseudo_terminal import open_pair
from tests.virtual_sound import VirtualSound, missing, speak, stretches

termios = pytest.importorskip("termios")
pytestmark = [
    pytest.mark.skipif(bool(missing()), reason="needs PulseAudio"),
    pytest.mark.real_time,
]

PROGRAM = Path(__file__).with_name("session.py")
PATIENCE_S = 20.0
HEARD_S = 2.0
"""Within this time a session that died is to be heard of; on a busy machine, some more."""


@dataclass
class Watched:
    """A program under a watchdog, at a terminal, in a virtual room."""

    sound: VirtualSound
    process: "subprocess.Popen[bytes]"
    terminal: int
    settings: list[object]

    def heard_s(self, after_s: float) -> float | None:
        """When something was first heard from then on."""
        heard = stretches(self.sound.recording(after_s).speaker)
        return heard[0].start_s if heard else None

    def wait_for(self, true: Callable[[], object]) -> None:
        give_up_s = self.sound.now_s + PATIENCE_S
        while not true():
            assert self.sound.now_s < give_up_s
            self.sound.wait_until(self.sound.now_s + 0.05)


@contextmanager
def watched(folder: Path, *how: str) -> Iterator[Watched]:
    clip = speak("Something went wrong.")
    wav = folder / "siren.wav"
    soundfile.write(wav, np.frombuffer(clip.pcm, np.float32), clip.rate, subtype="PCM_16")
    outer, inner = open_pair()
    before = termios.tcgetattr(inner)
    with VirtualSound() as sound:
        process = sound.start(
            [sys.executable, str(PROGRAM), str(wav), *how],
            stdin=inner,
            stdout=subprocess.PIPE,
            stderr=inner,
        )
        try:
            assert process.stdout is not None
            with process.stdout:
                assert process.stdout.readline() == b"watched\n"
                yield Watched(sound, process, inner, list(before))
        finally:
            os.close(outer)
            os.close(inner)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "stopped"])
def test_a_session_that_dies_is_heard_of_and_the_terminal_is_as_it_was(
    tmp_path: Path, number: signal.Signals, record_property: Callable[[str, object], None]
) -> None:
    with watched(tmp_path, "goes on") as session:
        raw = termios.tcgetattr(session.terminal)
        at_s = session.sound.now_s
        session.process.send_signal(number)
        session.wait_for(lambda: session.heard_s(at_s) is not None)
        record_property("heard_s", session.heard_s(at_s))
        assert session.process.wait(PATIENCE_S) == -signal.SIGKILL
        assert raw != session.settings
        assert termios.tcgetattr(session.terminal) == session.settings


def test_a_loop_that_hangs_is_ended_before_it_is_heard_of(tmp_path: Path) -> None:
    with watched(tmp_path, "hangs") as session:
        session.wait_for(lambda: session.process.poll() is not None)
        at_s = session.sound.now_s
        assert session.heard_s(0) is None
        session.wait_for(lambda: session.heard_s(at_s) is not None)


def test_a_session_without_its_supervisor_is_ended(tmp_path: Path) -> None:
    with watched(tmp_path, "unsupervised") as session:
        session.wait_for(lambda: session.heard_s(0) is not None)
        assert session.process.poll() == -signal.SIGKILL


def test_a_session_that_ends_is_heard_of_only_if_it_asks_for_it(tmp_path: Path) -> None:
    with watched(tmp_path, "ends") as session:
        assert session.process.wait(PATIENCE_S) == 0
        at_s = session.sound.now_s
        session.sound.wait_until(at_s + 2.5)
        assert session.heard_s(0) is None
    with watched(tmp_path, "ends", "alarmed") as session:
        assert session.process.wait(PATIENCE_S) == 0
        session.wait_for(lambda: session.heard_s(0) is not None)


def test_it_loads_nothing_large() -> None:
    program = "import sys, voicecoach.watchdog.dog; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = done.stdout
    assert not {"numpy", "onnxruntime", "soxr", "yaml", "pydantic"} & set(loaded.split())
