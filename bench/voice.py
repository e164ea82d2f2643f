"""A thousand lines at changing rates: how many come out right, and how fast.

    python bench/voice.py [--lines 1000] [--json voice.json]

Each line is compared with the same line from the library of eSpeak NG, driven directly and in
the same order: "same" counts the lines whose every sample is the same. How eSpeak says a line
depends a little on what it said before (a clause may be 13 ms longer), so a line is "right" too if
it has the length, and the spectrum over time, that the library gives it in one of four orders, or
the program `espeak-ng`, which starts afresh for every line as a child does after a fault. Three
ways of speaking are judged alike:

- plain: pyttsx3 as its manual shows it (setProperty, save_to_file, runAndWait);
- voice: Pyttsx3Voice;
- voice, faults: Pyttsx3Voice on a child in which one line in twelve goes wrong in one of ten ways.

The judge is judged as well: how many of the references at another rate, or of another line, it
would have let pass. Linux, with eSpeak NG.
"""

import argparse
import ctypes
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.clip import Clip
from voicecoach.core.clock import SystemClock
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.pyttsx3_voice import CHILD, Pyttsx3Voice
from voicecoach.speech.shape import shape
from voicecoach.speech.sound_file import BadSound, decode
from voicecoach.speech.voice import VoiceFailed

VOICE = "gmw/en"
FAULTY_CHILD = Path(__file__).parents[1] / "tests" / "speech" / "faulty_child.py"
FAULTS = "die,hang,stop,rubbish,missing,empty,cut,silent,lost_rate,stale_text"
RATES = (80, 95, 110, 130, 150, 175, 200, 230, 265, 305, 350, 400, 450)
SENTENCES = """
Lie on your back, knees bent, feet flat on the floor.
Bring one knee towards your chest.
Hold it with both hands.
Breathe out as the knee comes in.
Knee in.
Slowly let it go.
Press the small of your back into the floor.
Straighten your left leg; keep the right foot where it is.
You should feel a mild stretch, and nothing sharp.
Stop if pain spreads down the leg.
Rest for 30 seconds.
Rest for 1 minute 15 seconds.
Halfway.
Last three.
Set 2 of 3.
Left side. Four more.
Now the right side.
Say ready when you lie comfortably.
Say stop now, from where you lie.
Did you say stop?
I have paused. Say continue when you want to go on.
I can't hear you. I have paused. Press any key to stop.
If it hurts, say so: I stop at once.
Do no more exercises today.
Talk to a doctor or physiotherapist before you try again.
This could be an emergency.
Call 112 now, or ask someone to call. I cannot call for you.
Do you have new numbness between your legs, chest pain, or trouble breathing?
On a scale from 0 to 10, how strong is the pain?
Well done. That was the last exercise.
Pelvic tilt, 2 sets of 10.
Up, two, three. Down, two, three.
Don't hold your breath.
Both knees to the left; shoulders stay down.
""".strip().splitlines()
NUMBERS = [f"{number}." for number in range(1, 61)]
WORDS = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine.", "Ten."]

Plan = list[tuple[str, int]]
Variants = dict[tuple[str, int], list["Reference"]]
Picture = NDArray[np.float64]

PLAIN = """
import json, sys
import pyttsx3
engine = pyttsx3.init()
engine.setProperty("voice", sys.argv[3])
for number, (text, wpm) in enumerate(json.load(open(sys.argv[1]))):
    engine.setProperty("rate", wpm)
    engine.save_to_file(text, f"{sys.argv[2]}/{number}.wav")
    engine.runAndWait()
"""


def picture(clip: Clip) -> Picture:
    """The spectrum over time: 40 steps from the first to the last sound, 24 bands, in decibels."""
    samples = np.frombuffer(clip.pcm, np.float32).astype(np.float64)
    window = np.hanning(512)
    starts = np.linspace(0, max(0, len(samples) - 512), 40).astype(int)
    frames = np.stack([np.pad(samples, (0, 512))[start : start + 512] for start in starts])
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    edges = np.unique(np.geomspace(3, 257, 25).astype(int))
    bands = np.add.reduceat(power, edges[:-1], axis=1)
    levels: Picture = 10 * np.log10(bands + 1e-4)
    levels -= levels.mean()
    return levels


@dataclass
class Reference:
    """A line as eSpeak's library says it; `picture` is only made when it is needed."""

    clip: Clip

    @cached_property
    def picture(self) -> Picture:
        return picture(self.clip)

    def same_length(self, clip: Clip) -> bool:
        """Within one of eSpeak's own frames."""
        return abs(clip.seconds - self.clip.seconds) <= 0.01 * self.clip.seconds + 0.010

    def same_words(self, clip: Clip) -> bool:
        """Whether the two pictures correlate."""
        likeness = np.corrcoef(self.picture.ravel(), picture(clip).ravel())[0, 1]
        return bool(likeness >= 0.9)


def verdict(clip: Clip | None, variants: list[Reference]) -> str:
    """What is to be said of a clip, given all the ways in which its line may sound."""
    if clip is None or not clip.frames:
        return "missing or broken"
    alike = [variant for variant in variants if variant.same_length(clip)]
    if not alike:
        return "wrong length"
    return "right" if any(variant.same_words(clip) for variant in alike) else "wrong words"


def said_by_the_library(plan: Plan) -> list[Reference]:
    """The plan spoken by eSpeak NG in its synchronous mode, which needs no thread and no loop."""
    retrieve_synchronously, from_character, rate, utf8_and_end_pause = 2, 1, 1, 0x1001
    library = ctypes.CDLL("libespeak-ng.so.1")
    heard = bytearray()

    def take(samples: int | None, count: int, _: int | None) -> int:
        if samples:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    library.espeak_Initialize(retrieve_synchronously, 1000, None, 0)
    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetVoiceByName(VOICE.encode())
    references = []
    for text, wpm in plan:
        heard.clear()
        line = text.encode()
        library.espeak_SetParameter(rate, wpm, 0)
        library.espeak_Synth(
            line, len(line) + 1, 0, from_character, 0, utf8_and_end_pause, None, None
        )
        samples = np.frombuffer(bytes(heard), np.int16).astype(np.float32) / 32768
        references.append(Reference(shape(Clip(samples.tobytes(), 22_050))))
    return references


def said_by_the_program(line: tuple[str, int], folder: Path) -> Reference:
    path = folder / "reference.wav"
    text, wpm = line
    command = ["espeak-ng", "-v", VOICE, "-s", str(wpm), "-w", str(path), "--", text]
    subprocess.run(command, check=True)  # noqa: S603 - lines from this file
    return Reference(shape(decode(path.read_bytes())))


def all_variants(plan: Plan, first: list[Reference], folder: Path) -> Variants:
    """Every way in which the program said a line, and the library in this and other orders."""
    variants = {line: [said_by_the_program(line, folder)] for line in set(plan)}
    orders = [plan[::-1], *(random.Random(seed).sample(plan, len(plan)) for seed in (3, 4))]  # noqa: S311
    said = [(plan, first), *((order, said_by_the_library(order)) for order in orders)]
    for order, references in said:
        for line, reference in zip(order, references, strict=True):
            if all(reference.clip.frames != other.clip.frames for other in variants[line]):
                variants[line].append(reference)
    return variants


def plan_of(lines: int) -> Plan:
    """Lines with a rate each, never the same rate twice in a row."""
    chance = random.Random(2)  # noqa: S311 - an order, no secret
    texts = [*SENTENCES, *SENTENCES, *NUMBERS, *WORDS]
    plan: Plan = []
    while len(plan) < lines:
        wpm = chance.choice([rate for rate in RATES if not plan or rate != plan[-1][1]])
        plan.append((texts[len(plan) % len(texts)], wpm))
    return plan


def spoken_plainly(plan: Plan, folder: Path) -> list[Clip | None]:
    """What a program would get that does as pyttsx3's manual says."""
    (folder / "plan.json").write_text(json.dumps(plan))
    command = [sys.executable, "-c", PLAIN, str(folder / "plan.json"), str(folder), VOICE]
    try:
        subprocess.run(command, timeout=0.2 * len(plan), stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        print("plain pyttsx3 hung")
    clips: list[Clip | None] = []
    for number in range(len(plan)):
        try:
            clips.append(shape(decode((folder / f"{number}.wav").read_bytes())))
        except (OSError, BadSound):
            clips.append(None)
    return clips


def spoken_by(voice: Pyttsx3Voice, plan: Plan) -> tuple[list[Clip | None], list[float]]:
    """What the voice made of it, and the milliseconds that each line took."""
    clock = SystemClock()
    clips: list[Clip | None] = []
    took: list[float] = []
    for text, wpm in plan:
        began = clock.now()
        try:
            clips.append(voice.render(text, wpm))
        except VoiceFailed as failure:
            print(failure)
            clips.append(None)
        took.append((clock.now() - began) * 1000)
    return clips, took


def speed(took: list[float]) -> dict[str, object]:
    return {
        "ms median": round(statistics.median(took), 1),
        "ms 95 %": round(statistics.quantiles(took, n=20)[-1], 1),
        "ms worst": round(max(took)),
    }


def judge_the_judge(variants: Variants) -> dict[str, object]:
    """How often the judge lets pass what is wrong: the line at another rate, or another line."""
    let_pass: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for (text, wpm), known in variants.items():
        for (other_text, other_wpm), others in variants.items():
            if (other_text == text) == (other_wpm == wpm):
                continue
            kind = "another rate" if other_text == text else "another line"
            asked[kind] += 1
            let_pass[kind] += verdict(others[0].clip, known) == "right"
    return {f"{kind}: let pass": f"{let_pass[kind]} of {asked[kind]}" for kind in asked}


def timed(clock: SystemClock, job: Callable[[], object]) -> float:
    began = clock.now()
    job()
    return round((clock.now() - began) * 1000, 1)


def cache_figures(folder: Path) -> dict[str, object]:
    """How long 300 lines take from the voice, and then from the cache."""
    texts = [f"{sentence} {number}" for number in range(9) for sentence in SENTENCES][:300]
    clock = SystemClock()
    with Pyttsx3Voice() as voice:
        cached = CachedVoice(voice, ClipCache(folder / "clips"))
        name = timed(clock, lambda: voice.name)
        cold = timed(clock, lambda: Clips(cached).prepare(texts, 175))
        clips = Clips(cached)
        warm = timed(clock, lambda: clips.prepare(texts, 175))
        seconds = sum(clips.clip(text, 175).seconds for text in texts)
        status = Path(f"/proc/{voice.pid}/status").read_text().split()
    size = sum(path.stat().st_size for path in (folder / "clips").iterdir())
    return {
        "lines": len(texts),
        "seconds of speech": round(seconds),
        "child ready, ms": name,
        "child, MB": round(int(status[status.index("VmRSS:") + 1]) / 1024, 1),
        "rendered, ms": cold,
        "from the cache, ms": warm,
        "on disk, MB": round(size / 1e6, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="where to write the figures")
    arguments = parser.parse_args()
    plan = plan_of(arguments.lines)
    rows = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        references = said_by_the_library(plan)
        variants = all_variants(plan, references, folder)

        def judged(way: str, clips: list[Clip | None]) -> dict[str, object]:
            verdicts = Counter(
                verdict(clip, variants[line]) for clip, line in zip(clips, plan, strict=True)
            )
            right = verdicts.pop("right", 0)
            same = sum(
                clip in (reference.clip, variants[line][0].clip)
                for clip, reference, line in zip(clips, references, plan, strict=True)
            )
            figures = {"way": way, "lines": len(plan), "right": right, "same": same}
            return figures | {"wrong": dict(verdicts)}

        rows.append(judged("plain pyttsx3", spoken_plainly(plan, folder)))
        counts = folder / "faults"
        faulty = (sys.executable, str(FAULTY_CHILD), FAULTS, "12", str(len(plan)), str(counts))
        for name, command in (("voice", CHILD), ("voice, faults", faulty)):
            with Pyttsx3Voice(command=command) as voice:
                clips, took = spoken_by(voice, plan)
                made = counts.stat().st_size if counts.exists() else 0
                found = {"faults made": made, "tries repeated": voice.faults.total()}
                rows.append(judged(name, clips) | speed(took) | found | {"why": dict(voice.faults)})
        cache = cache_figures(folder)
    judge = judge_the_judge(variants)
    for figures in (*rows, judge, cache):
        print("  ".join(f"{name}: {value}" for name, value in figures.items()))
    if arguments.json:
        report = {"rows": rows, "judge": judge, "cache": cache}
        arguments.json.write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
