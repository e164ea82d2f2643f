"""A coach in a process of its own, and somebody else's voice in the room with it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import soxr
from tests.virtual_sound import RATE, Recording, Samples, Stretch, VirtualSound, speak, stretches

from voicecoach.core.clip import HEARING_RATE
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.language import load

SHORT = Path(__file__).with_name("short.yaml")
LOUD_DB = -45.0


@dataclass(frozen=True)
class Told:
    """When the last word ended, and when the coach had understood it, on the room's timeline."""

    word_end_s: float
    heard_s: float


@dataclass
class Coach:
    """A session under way in a virtual room."""

    sound: VirtualSound
    process: "subprocess.Popen[bytes]"
    log: Path

    def wait_for(self, what: Callable[[dict[str, object]], bool], patience_s: float = 60) -> float:
        """Wait until the log holds such an event or action; the moment on the room's timeline."""
        give_up = self.sound.now_s + patience_s
        while not any(map(what, self.entries())):
            assert self.process.poll() is None, self._complaint()
            assert self.sound.now_s < give_up, self.log.read_text()[-2000:]
            self.sound.wait_until(self.sound.now_s + 0.05)
        return self.sound.now_s

    def _complaint(self) -> str:
        said = self.log.with_name("stderr").read_text()
        return f"the coach ended with {self.process.returncode}: {said}"

    def wait_until_it_listens_and_speaks(self) -> None:
        """Until "stop" is armed, and the coach is in the middle of a sentence."""
        self.wait_for(lambda entry: entry["type"] == "Armed")
        self._wait_for_sound()

    def _wait_for_sound(self) -> None:
        while True:
            self.sound.wait_until(self.sound.now_s + 0.1)
            now = self.sound.now_s
            lately = stretches(self.sound.recording(now - 0.6).speaker, above_db=LOUD_DB)
            if lately and lately[-1].start_s < 0.1 and lately[-1].end_s > 0.55:
                return

    def hears(self, text: str, voice: str = "en-us+f3") -> float:
        """Somebody says `text`; when the last word of it ended."""
        before = self.sound.now_s
        self.sound.say(speak(text, voice)).wait()
        return before + stretches(self.sound.recording(before).room)[-1].end_s

    def is_told(self, text: str, intent: str, voice: str = "en-us+f3") -> Told:
        """Somebody says `text`, and again if it is not heard or asked about, as people do."""
        for _ in range(4):
            word_end_s = self.hears(text, voice)
            give_up = self.sound.now_s + 4
            while self.sound.now_s < give_up:
                heard = [entry for entry in self.entries() if entry.get("intent") == intent]
                if len(heard) > 1 or any(entry["certainty"] == "clear" for entry in heard):
                    return Told(word_end_s, self.sound.now_s)
                self.sound.wait_until(self.sound.now_s + 0.05)
        raise AssertionError(f"{text!r} was never heard: {self.log.read_text()[-2000:]}")

    def entries(self) -> Iterator[dict[str, object]]:
        """All events and actions so far."""
        if self.log.exists():
            for line in self.log.read_text().splitlines():
                yield json.loads(line)

    def end(self, patience_s: float = 90) -> int:
        """The exit code, when the session has ended."""
        return self.process.wait(patience_s)


@contextmanager
def coaching(
    folder: Path,
    *options: str,
    session: Path = SHORT,
    echo_db: float | None = None,
    errand: Sequence[str] = (),
    stdin: int = subprocess.DEVNULL,
) -> Iterator[Coach]:
    """Run a session in a virtual room, or another `errand`; `folder` holds its log."""
    log = folder / "events.jsonl"
    with VirtualSound(echo_db=echo_db) as sound:
        what = errand or ("run", str(session))
        command = [sys.executable, "-m", "voicecoach", *what, "--events", str(log)]
        with (folder / "stderr").open("wb") as stderr:
            process = sound.start(
                [*command, "--rate", "180", *options],
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        yield Coach(sound, process, log)


def transcribe(samples: Samples) -> list[str]:
    """What is said in each stretch of a recording at `RATE`, in plain words."""
    return [text.lower() for _, text in read_out_of(samples)]


def read_out_of(samples: Samples, least_s: float = 0.0) -> Iterator[tuple[Stretch, str]]:
    """Each stretch of at least so long in a recording at `RATE`, and what is said in it."""
    recognizer = Moonshine(load("en").grammar)
    for stretch in stretches(samples, above_db=LOUD_DB, gap_s=0.25):
        if stretch.end_s - stretch.start_s < least_s:
            continue
        first, last = (round(at * RATE) for at in (stretch.start_s - 0.1, stretch.end_s + 0.1))
        piece = np.pad(samples[max(0, first) : last], RATE // 5)
        heard = soxr.resample(piece, RATE, HEARING_RATE).astype(np.float32)
        yield stretch, recognizer.listen(heard).text


def share_heard(lines: Sequence[str], said: str) -> float:
    """The share of the words in `lines` that a recognizer, which mishears some, heard in order."""
    wanted, heard = (re.findall(r"[a-z']+", text.lower()) for text in (" ".join(lines), said))
    matching = SequenceMatcher(a=wanted, b=heard, autojunk=False).get_matching_blocks()
    return sum(block.size for block in matching) / len(wanted)


def silence_after(recording: Recording, word_end_s: float) -> float:
    """How long after the word the speaker fell silent, in seconds."""
    for stretch in stretches(recording.speaker, above_db=LOUD_DB, gap_s=0.2):
        if stretch.end_s > word_end_s - 0.5:
            return stretch.end_s - word_end_s
    raise AssertionError("the coach said nothing from then on")
