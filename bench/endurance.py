"""Days of coaching and listening, faster than they pass: what grows, leaks or is dropped.

    python bench/endurance.py --hours 24 --deaf [--json FILE]
    python bench/endurance.py --hours 2 [--json FILE]
    python bench/endurance.py --minutes 30 --real [--json FILE]

The whole program runs: stage, voice, conductor, mixer, echo canceller, ear, journal, supervisor;
not the watchdog, since a machine may let a simulation stand still. In the place of the sound card
something takes from the mixer and gives to the ear as fast as the ear can listen; the room has
noise, the coach's echo, and somebody who talks, says "pause", stays silent for most of an hour, and
says "continue". `--deaf` leaves the ear out, which takes nine tenths of the time. `--real` is the
program as it is in a room of PulseAudio, in real time, paused and listening. Memory, file handles
and threads are sampled every simulated minute (in real time every ten seconds); growth is from the
median of the second tenth to that of the last. A block that was given to the ear and not taken by
it is dropped.
"""

import argparse
import io
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from unittest.mock import MagicMock, patch

import numpy as np
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching
from tests.virtual_sound import speak

from startup import family
from voicecoach import app
from voicecoach.audio.duplex import BLOCK, MOST_WAITING, RATE, Block
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.conductor import Conductor
from voicecoach.coach.table import State
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Interrupted, Pressed
from voicecoach.language import load
from voicecoach.running import stage
from voicecoach.running.options import Options
from voicecoach.running.record import Record
from voicecoach.script import reader
from voicecoach.terminal import keyboard

ROOT = Path(__file__).parents[1]
SESSION = ROOT / "tests/end_to_end/short.yaml"
CLOCK = SystemClock()
SAYS = {
    1.5: "The weather was fine today, and the bus came late again.",
    2.0: "Pause.",
    20.0: "Would you like another cup of tea?",
    50.0: "Continue.",
    55.0: "How many left?",
}
"""What is said in every hour, by the minute."""
PAUSED = (3.0, 52.0)
"""The minutes of an hour in which somebody rests."""
HISS, ECHO = 10 ** (-65 / 20), 10 ** (-20 / 20)
ECHO_FRAMES = RATE // 25
READY_EVERY_S = 20
WARM, LAST = 0.1, 0.9


@dataclass(frozen=True)
class Sample:
    """How much of everything there was; `at_s` is simulated."""

    at_s: float
    mb: float
    handles: int
    threads: int
    dropped: int


def sample(at_s: float, dropped: int, pids: Sequence[int]) -> Sample:
    mb, handles, threads = 0.0, 0, 0
    for pid in pids:
        process = Path(f"/proc/{pid}")
        with suppress(OSError):
            handles += sum(1 for _ in (process / "fd").iterdir())
            threads += sum(1 for _ in (process / "task").iterdir())
            for line in (process / "smaps_rollup").read_text("utf-8").splitlines():
                if line.startswith(("Pss_Anon:", "Pss_Shmem:")):
                    mb += int(line.split()[1]) / 1024
    return Sample(at_s, mb, handles, threads, dropped)


class Hasty:
    """In the place of `audio.duplex.Duplex`: as fast as the ear listens, until `hours` are over."""

    hours = 1.0
    latest: "Hasty"

    def __init__(self, mixer: Mixer, post: Any, *_: object, listens: bool = True) -> None:
        self._mixer, self._post, self._listens = mixer, post, listens
        self.blocks: SimpleQueue[Block] = SimpleQueue()
        self.deaf_because = None if listens else "The microphone is not in use."
        self.failure: Exception | None = None
        self.frames_played = self.frames_heard = self.frames_alive = self.given = 0
        self.latency_s = 0.0
        self.samples: list[Sample] = []
        self.taken: Any = lambda: self.given
        self.state: Any = lambda: None
        self.over = threading.Event()
        chance = np.random.default_rng(0)
        self._hiss = (chance.standard_normal(RATE * 10) * HISS).astype(np.float32)
        self._echo = np.zeros(ECHO_FRAMES, np.float32)
        self._said = {minute: self._clip(text) for minute, text in SAYS.items()}
        self._thread = threading.Thread(target=self._run, daemon=True)
        Hasty.latest = self

    @staticmethod
    def _clip(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        clip = speak(text, "en-us+f3")
        sound = soxr.resample(np.frombuffer(clip.pcm, np.float32), clip.rate, RATE)
        return np.asarray(sound, np.float32)

    def open(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self.over.set()

    def restart(self, kind: str) -> None: ...

    def reopen(self) -> None: ...

    def _run(self) -> None:
        blocks = round(self.hours * 3600 * RATE / BLOCK)
        a_minute, ready = 60 * RATE // BLOCK, READY_EVERY_S * RATE // BLOCK
        patience = threading.Event()
        for number in range(blocks):
            while self.blocks.qsize() > MOST_WAITING // 4 and not self.over.is_set():
                patience.wait(0.001)
            if self.over.is_set():
                return
            played, reports = self._mixer.take(BLOCK)
            self.frames_played += BLOCK
            for report in reports:
                self._post(report)
            if reports:  # whoever decides gets a moment, as a sound card would give
                patience.wait(0.002)
            if self._listens:
                self._give(number, played)
            if number % ready == 0 and (key := self._key(number * BLOCK / RATE / 60 % 60)):
                self._post(Pressed(key))
            if number % a_minute == 0:
                lost = self.given - self.taken() - self.blocks.qsize()
                self.samples.append(
                    sample(number * BLOCK / RATE, max(0, lost - 1), PIDS or [os.getpid()])
                )
        self.over.set()
        self._post(Interrupted())

    def _key(self, minute: float) -> str | None:
        """The key that somebody presses in this minute of the hour, who was not heard or is not."""
        rests = PAUSED[0] < minute < PAUSED[1]
        if self.state() is State.PAUSED:
            return None if rests else " "
        return " " if rests and not self._listens else "\n"

    def _give(self, number: int, played: Any) -> None:
        self._echo = np.concatenate((self._echo, played * np.float32(ECHO)))
        heard, self._echo = self._echo[:BLOCK], self._echo[BLOCK:]
        at = number * BLOCK
        noise = at % (len(self._hiss) - BLOCK)
        heard = heard + self._hiss[noise : noise + BLOCK]
        in_hour = at % (3600 * RATE)
        for minute, sound in self._said.items():
            since = in_hour - round(minute * 60 * RATE)
            if 0 <= since < len(sound):
                piece = sound[since : since + BLOCK]
                heard[: len(piece)] += piece
        self.blocks.put(Block(heard, played))
        self.given += 1
        self.frames_heard += BLOCK
        self.frames_alive += BLOCK


PIDS: list[int] = []
"""The processes that are looked at; this one alone, unless others are named."""


def simulated(hours: float, *, deaf: bool) -> list[Sample]:
    """Sessions one after the other on one stage, until the hours are over."""
    Hasty.hours = hours
    session, options = reader.read(SESSION), Options(begin=True, wpm=180)
    runs = 0
    with ExitStack() as stack:
        stack.enter_context(patch.object(stage, "Duplex", Hasty))
        stack.enter_context(patch.object(stage, "Leash", MagicMock()))
        stack.enter_context(patch.object(keyboard, "is_there", lambda: True))
        stack.enter_context(patch.object(keyboard, "keys", lambda *_: nullcontext()))
        if deaf:
            stack.enter_context(patch.object(stage, "recognizer_for", lambda *_: None))
        written = Record(io.StringIO(), None)
        here = stack.enter_context(stage.open_stage(load("en"), options, written))
        if here.ears is not None:
            ears = here.ears
            Hasty.latest.taken = lambda: ears.taken
        conductors: list[Conductor] = []

        def noted(*arguments: Any) -> Conductor:
            conductors[:] = [Conductor(*arguments)]
            Hasty.latest.state = lambda: conductors[0].state
            return conductors[0]

        stack.enter_context(patch.object(app, "Conductor", noted))
        while not Hasty.latest.over.is_set():
            app.perform(session, here)
            runs += 1
    print(f"{runs} sessions")
    return Hasty.latest.samples


def real(minutes: float) -> list[Sample]:
    """The program in a room of PulseAudio: paused and listening."""
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as folder, coaching(Path(folder), "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        told = coach.is_told("Pause.", "pause")
        print(f"paused {told.heard_s - told.word_end_s:.2f} s after the word")
        begin_s = coach.sound.now_s
        while coach.sound.now_s < begin_s + 60 * minutes:
            coach.sound.wait_until(coach.sound.now_s + 10)
            if coach.process.poll() is not None:
                print(f"the coach ended after {coach.sound.now_s - begin_s:.0f} s with", end=" ")
                print(coach.process.returncode, coach.log.with_name("stderr").read_text("utf-8"))
                print("\n".join(coach.log.read_text("utf-8").splitlines()[-8:]))
                return samples
            pids = list(family(coach.process.pid).values())
            samples.append(sample(coach.sound.now_s - begin_s, troubles(coach), pids))
            if len(samples) % 30 == 0:
                print(samples[-1], flush=True)
        told = coach.is_told("Continue.", "continue")
        print(f"went on {told.heard_s - told.word_end_s:.2f} s after the word")
        coach.process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            coach.process.wait(10)
    return samples


def troubles(coach: Coach) -> int:
    """What the coach itself noticed: that it could not hear, or that its speaker stood still."""
    return sum(entry["type"] in {"Deaf", "Faltered", "Mute"} for entry in coach.entries())


def summary(samples: Sequence[Sample]) -> dict[str, float]:
    """Growth of everything after it has become warm, and what was lost."""
    tenth = max(1, len(samples) // 10)
    early, late = samples[tenth : 2 * tenth] or samples, samples[-tenth:]

    def grown(name: str) -> float:
        values = [statistics.median(getattr(s, name) for s in part) for part in (early, late)]
        return float(values[1] - values[0])

    return {
        "hours": samples[-1].at_s / 3600,
        "MB at first": statistics.median(s.mb for s in early),
        "MB at last": statistics.median(s.mb for s in late),
        "MB grown": grown("mb"),
        "handles grown": grown("handles"),
        "threads grown": grown("threads"),
        "dropped": max(s.dropped for s in samples),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--deaf", action="store_true")
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    begin_s = CLOCK.now()
    if args.real:
        samples = real(args.minutes)
    else:
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"VOICECOACH_DATA": folder, "VOICECOACH_CONFIG": folder}
            samples = simulated(args.hours, deaf=args.deaf)
    found = summary(samples) | {"took s": CLOCK.now() - begin_s}
    for name, value in found.items():
        print(f"{name:16} {value:10.2f}")
    if args.json:
        args.json.write_text(json.dumps({**found, "samples": [asdict(s) for s in samples]}) + "\n")


if __name__ == "__main__":
    main()
