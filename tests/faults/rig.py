"""A session in a virtual room, brought into a state by its keys, and then into trouble."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.pseudo_terminal import open_pair
from tests.virtual_sound import VirtualSound, stretches

from voicecoach.core.clock import SystemClock

HERE = Path(__file__).parent
SESSION = HERE / "exercise.yaml"
CLOCK = SystemClock()
_LOUD_DB = -45.0
_PATIENCE_S = 120.0


@dataclass
class Trouble:
    """A session that a fault is to happen to. Times are seconds of the machine's clock."""

    sound: VirtualSound
    process: "subprocess.Popen[bytes]"
    folder: Path
    fingers: int
    screen: list[tuple[float, str]] = field(default_factory=list)

    def press(self, key: str) -> None:
        os.write(self.fingers, key.encode())

    # -- what the session did

    def entries(self) -> Iterator[dict[str, Any]]:
        """All events and actions so far."""
        log = self.folder / "events.jsonl"
        if log.exists():
            lines = log.read_text().split("\n")
            yield from (json.loads(line) for line in lines[:-1])

    def first(self, since_s: float, *types: str) -> float | None:
        """When the first event or action of these types was, from `since_s` on."""
        return next(
            (e["time_s"] for e in self.entries() if e["type"] in types and e["time_s"] >= since_s),
            None,
        )

    @property
    def state(self) -> str:
        """What the conductor does, by the journal."""
        return str(self._journal("SELECT name FROM entry WHERE what = 'state'", ""))

    @property
    def reps(self) -> int:
        """In which repetition the user is, by the journal."""
        return int(self._journal("SELECT rep FROM entry WHERE what = 'cue'", 0))

    def _journal(self, query: str, nothing: object) -> Any:
        path = self.folder / "data" / "journal.db"
        if not path.exists():
            return nothing
        with (
            suppress(sqlite3.OperationalError),  # it is just being made
            closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as journal,
        ):
            row = journal.execute(f"{query} ORDER BY number DESC LIMIT 1").fetchone()
            return row[0] if row else nothing
        return nothing

    def wait_for(self, true: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
        """Wait until something is so."""
        give_up = CLOCK.now() + patience_s
        while not true():
            told = (self.state, (self.folder / "stderr").read_text(), self.screen[-5:])
            assert CLOCK.now() < give_up, told
            assert self.process.poll() in {None, -signal.SIGKILL}, told
            self.sound.wait_until(self.sound.now_s + 0.02)

    def wait_s(self, seconds: float) -> None:
        self.sound.wait_until(self.sound.now_s + seconds)

    def shown(self, text: str, since_s: float) -> float | None:
        """When a line with `text` came to the screen."""
        return next((at for at, line in self.screen if at >= since_s and text in line), None)

    def onset_s(self, after_s: float, least_s: float) -> float | None:
        """How long after the moment `after_s` of the recording the next sound begins.

        A sound within the first `least_s` does not count.
        """
        heard = stretches(self.sound.recording(after_s).speaker, above_db=_LOUD_DB, gap_s=0.06)
        return next((stretch.start_s for stretch in heard if stretch.start_s >= least_s), None)

    # -- what is done to it

    def call_up(self, fault: str) -> None:
        (self.folder / fault).touch()

    def signal(self, number: int, child: str | None = None) -> None:
        os.kill(self.process.pid if child is None else self.child(child), number)

    def child(self, name: str) -> int:
        """The number of the process's child whose command line has `name` in it."""
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                parent = f"PPid:\t{self.process.pid}\n" in status.read_text()
                if parent and name in status.with_name("cmdline").read_text():
                    return int(status.parent.name)
            except OSError:
                continue
        raise AssertionError(f"there is no {name}")

    def suspend(self, kind: str, name: str, on: bool) -> None:
        """Have a "sink" or a "source" stand still, which nobody is told."""
        self.pactl(f"suspend-{kind}", name, str(int(on)))

    def mute(self, on: bool) -> None:
        """Have the microphone give nothing but zeros."""
        self.pactl("set-source-mute", "microphone", str(int(on)))

    def pactl(self, *words: str) -> str:
        done = subprocess.run(
            ["pactl", *words],
            env=self.sound.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def cut_off(self, kind: str) -> None:
        """Have the sound server drop the session's stream: of "source-outputs" or "sink-inputs"."""
        listed = json.loads(self.pactl("--format=json", "list", kind))
        (client,) = [
            stream["client"]
            for stream in listed
            if stream["properties"].get("application.process.id") == str(self.process.pid)
        ]
        path = self.sound.environment["PULSE_RUNTIME_PATH"] + "/cli.socket"
        if not Path(path).exists():
            self.pactl("load-module", "module-cli-protocol-unix", f"socket={path}")
        with socket.socket(socket.AF_UNIX) as shell:
            shell.connect(path)
            shell.sendall(f"kill-client {client}\n".encode())
            self.wait_s(0.05)


@contextmanager
def trouble(folder: Path, *, home: Path | None = None, begin: bool = True) -> Iterator[Trouble]:
    """A session that has begun and listens; `home` keeps the lines that were spoken in it."""
    with VirtualSound() as sound:
        fingers, inside = open_pair()
        home = home or folder
        place = [f"HOME={home}", f"VOICECOACH_DATA={folder / 'data'}"]
        command = [sys.executable, str(HERE / "program.py"), str(SESSION)]
        command += [str(folder / "events.jsonl"), str(folder), *(["begin"] if begin else [])]
        with (folder / "stderr").open("wb") as stderr:
            process = sound.start(
                ["env", *place, *command],
                stdin=inside,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        os.close(inside)
        session_ = Trouble(sound, process, folder, fingers)
        reader = threading.Thread(target=_read, args=(process, session_.screen), daemon=True)
        reader.start()
        try:
            session_.wait_for(lambda: session_.first(0, "Armed"))
            yield session_
        finally:
            os.close(fingers)
            for name in (signal.SIGCONT, signal.SIGKILL):
                if process.poll() is None:
                    process.send_signal(name)


def _read(process: "subprocess.Popen[bytes]", screen: list[tuple[float, str]]) -> None:
    assert process.stdout is not None
    with process.stdout:
        screen.extend(
            (CLOCK.now(), line.decode(errors="replace").strip()) for line in process.stdout
        )
