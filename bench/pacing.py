"""How evenly the coach counts: in the stream that it makes, and out of the sound server.

    python bench/pacing.py [--minutes 2] [--only PART ...] [--json FILE] [--picture FILE.svg]

Parts: `stream`, `sink`, `hold`, `drift`, `others`, `stopped`, `clock`. The stream is made by the
coach's own bars and mixer, in the system's voice, faster than real time. For the sink the same is
played in real time by the coach's own sound output in a process of its own, through PulseAudio's
null sink, while two busy loops run; the recording is laid over the stream, and each beat found in
it to the sample.

`others` are what a user would otherwise take, with the same recording and the same busy loops: a
loop that sleeps and speaks with pyttsx3 directly, and the method of Just Another Workout Timer
(github.com/blockbasti/just_another_workout_timer, lib/utils/timetable.dart): a timer ticks once a
second, and each tick looks up what is due and has it played or spoken there and then. It is made
here as well as it can be: the ticks do not drift, and the sound lies ready in a stream that is
already open, so that it is in the next block; the original hands it to a media player.

The picture needs `pip install matplotlib`.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import coaching
from tests.virtual_sound import VirtualSound

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.onset import perceptual_onset
from voicecoach.audio.tones import tone
from voicecoach.core.clip import Clip
from voicecoach.core.preferences import USUAL_WPM
from voicecoach.core.score import Measure, Priority, Sounded, Spoken, Tone
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

Samples = NDArray[np.float32]
TEMPI = (40, 60, 120, 200)
NUMBERS = tuple(f"{n}." for n in range(1, 21))
BLOCK = 480
LEAD_S = 1.0
"""Silence before the first beat."""
PARTS = ("stream", "sink", "hold", "drift", "others", "stopped", "clock")
BUSY = "while True: sum(range(10_000))"


@cache
def clips() -> Clips:
    return Clips(CachedVoice(Pyttsx3Voice(None), ClipCache()))


def clip_of(text: str, speed: float) -> Clip:
    return clips().clip(text, round(USUAL_WPM * speed))


def bar_line(bpm: float, number: int, *, tones: bool = True, words: bool = True) -> Measure:
    """One beat of a count: a tone on it, and a number over the tone."""
    beat = (Sounded(Tone.BEAT),) if tones else ()
    word = (Spoken(NUMBERS[number % len(NUMBERS)], priority=Priority.COUNT),) if words else ()
    return Measure(f"beat-{number}", (*beat, *word), 60 / bpm)


def rendered(measures: Sequence[Measure], clip: Callable[[str, float], Clip] = clip_of) -> Samples:
    """The stream, as the sound device would be given it."""
    bars, mixer = BarMaker(RATE, clip), Mixer(RATE)
    mixer.enqueue(bars.bar(Measure("lead", length_s=LEAD_S)))
    blocks, waiting = [], iter(measures)
    mixer.enqueue(bars.bar(next(waiting)))
    for measure in waiting:  # one ahead, as the conductor has it
        mixer.enqueue(bars.bar(measure))
        while len(mixer._queue) + len(mixer._commands) > 1:
            blocks.append(mixer.take(BLOCK)[0])
    while mixer.busy:
        blocks.append(mixer.take(BLOCK)[0])
    return np.concatenate(blocks)


def planned(bpm: float, beats: int) -> NDArray[np.float64]:
    """When the beats are to be, in frames of the stream."""
    return (LEAD_S + np.arange(beats) * 60 / bpm) * RATE


def found(stream: Samples, template: Samples, near: float, within: int = 2400) -> int:
    """The frame near there in which `template` begins in `stream`."""
    first = max(0, round(near) - within)
    piece = stream[first : round(near) + within + len(template)]
    if len(piece) < len(template):
        return -1
    size = 1 << (len(piece) + len(template)).bit_length()
    both = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(template, size))
    return first + int(np.argmax(np.fft.irfft(both)[: len(piece) - len(template) + 1]))


def share(values: NDArray[np.float64], percent: float) -> float:
    return float(np.percentile(np.abs(values), percent)) if len(values) else float("nan")


# -- the rendered stream


def vowel(samples: Samples) -> tuple[int, int, int]:
    """The frames of the first sound, and in which the first vowel begins and ends.

    It lasts as long as the power from 500 to 1500 Hz is within 10 dB of its top.
    """
    hertz = np.fft.rfftfreq(1 << 17, 1 / RATE)
    inside = (hertz > 500) & (hertz < 1500)
    band = np.fft.irfft(np.fft.rfft(samples, 1 << 17) * inside)[: len(samples)]
    window = np.hanning(RATE // 50)
    middle, whole = (np.convolve(x**2, window, "same") for x in (band, samples.astype(np.float64)))
    loud = middle > middle.max() / 10
    begins = int(np.argmax(loud))
    soft = np.flatnonzero(~loud[begins:])
    first = int(np.argmax(whole > whole.max() * 10**-4))
    return first, begins, begins + int(soft[0]) if len(soft) else len(samples)


def marcus(samples: Samples) -> float:
    """Another estimate of when a word is heard to begin, in frames (Marcus 1981).

    0.65 of the time from the first sound to the vowel, and 0.25 of the vowel's own.
    """
    first, begins, ends = vowel(samples)
    return first + 0.65 * (begins - first) + 0.25 * (ends - begins)


def onsets(stream: Samples, bpm: float, beats: int) -> dict[str, NDArray[np.float64]]:
    """How far from its beat each word is heard, by three estimates, in ms."""
    ways: dict[str, Callable[[Samples], float]] = {
        "own": lambda word: perceptual_onset(word, RATE),
        "vowel": lambda word: vowel(word)[1],
        "marcus": marcus,
    }
    heard: dict[str, list[float]] = {name: [] for name in ways}
    before, after = 0.2 if bpm <= 120 else 0.12, min(0.7, 60 / bpm - 0.14)
    for at in planned(bpm, beats):
        first = round(at) - round(before * RATE)
        word = stream[first : round(at + after * RATE)]
        if not np.any(np.abs(word) > 0.01):
            continue  # a tone in its place
        for name, way in ways.items():
            heard[name].append((way(word) - before * RATE) / RATE * 1000)
    return {name: np.array(values) for name, values in heard.items()}


def spread(heard: dict[str, NDArray[np.float64]]) -> dict[str, float]:
    """The 95th percentile of each. Only the estimate that the coach goes by has a zero."""
    return {
        name: share(values - (0 if name == "own" else np.median(values)), 95)
        for name, values in heard.items()
    }


def from_the_first_sample(bpm: float, beats: int) -> Samples:
    """The same count with the first sample of each word on its beat, as most would do it."""
    out = np.zeros(round((LEAD_S + beats * 60 / bpm + 1) * RATE), np.float32)
    whole = BarMaker(RATE, clip_of)
    for number, at in enumerate(planned(bpm, beats)):
        word = whole._sound(NUMBERS[number % len(NUMBERS)], 1.0)[: round(60 / bpm * RATE)]
        out[round(at) : round(at) + len(word)] += word
    return out


def in_the_stream() -> dict[str, Any]:
    report: dict[str, Any] = {}
    beat = tone(Tone.BEAT, RATE)
    for bpm in TEMPI:
        beats = 10 * bpm
        lines = [bar_line(bpm, n) for n in range(beats)]
        alone = [bar_line(bpm, n, tones=False) for n in range(beats)]
        both, words = rendered(lines), rendered(alone)
        tones = np.resize(both, len(words)) - words
        off = np.array([found(tones, beat, at) - at for at in planned(bpm, beats)])
        bars = BarMaker(RATE, clip_of)
        said = [bars.words(line) for line in alone[: len(NUMBERS)]]
        heard = onsets(words[: round((LEAD_S + 60) * RATE)], bpm, bpm - 1)
        naive = onsets(from_the_first_sample(bpm, bpm), bpm, bpm - 1)
        report[str(bpm)] = {
            "beats": beats,
            "worst_beat_frames": float(np.abs(off).max()),
            "words": sum(bool(each) for each in said),
            "of": len(said),
            "p95_ms": spread(heard),
            "first_sample_p95_ms": spread(naive),
        }
    return report


# -- an hour and a hold


def drift() -> dict[str, Any]:
    """An hour at tempi whose beats do not fall on whole frames."""
    report = {}
    beat = tone(Tone.BEAT, RATE)
    for bpm in (77.0, 130.0, 190.0):
        bars, mixer = BarMaker(RATE, clip_of), Mixer(RATE)
        beats, taken, last = int(60 * bpm), 0, np.zeros(0, np.float32)
        for number in range(beats):
            mixer.enqueue(bars.bar(bar_line(bpm, number, words=False)))
        while mixer.busy:
            last = np.concatenate([last, mixer.take(RATE)[0]])[-3 * RATE :]
            taken += RATE
        due = (beats - 1) * 60 / bpm * RATE
        at = taken - len(last) + found(last, beat, due - (taken - len(last)), 4800)
        report[f"{bpm:g}"] = {"beats": beats, "off_frames": at - due}
    return report


def hold_lines() -> list[Measure]:
    count = {"priority": Priority.COUNT}
    last = tuple(Spoken(f"{n}.", 60.0 - n, **count) for n in (3, 2, 1))  # type: ignore[arg-type]
    notes = (Spoken("Hold.", **count), Spoken("Halfway.", 30.0), *last)  # type: ignore[arg-type]
    return [
        Measure("hold", notes, 60.0),
        Measure("release", (Spoken("And release.", **count),), tail_s=1.0),  # type: ignore[arg-type]
    ]


# -- out of the sound server


class Busy:
    """Two loops that take all that they can get."""

    def __enter__(self) -> None:
        self._loops = [
            subprocess.Popen([sys.executable, "-c", BUSY])  # noqa: S603
            for _ in range(2)
        ]

    def __exit__(self, *_: object) -> None:
        for loop in self._loops:
            loop.kill()
            loop.wait()


def recorded(what: str, seconds: float, *more: str) -> Samples:
    """What comes out of the null sink while this program plays `what` in a process of its own."""
    with VirtualSound() as room:
        command = [sys.executable, __file__, "--play", what, "--seconds", str(seconds), *more]
        with tempfile.TemporaryFile() as complaint:
            player = room.start(command, stderr=complaint)
            with Busy():
                while player.poll() is None:
                    room.wait_until(room.now_s + 0.5)
            complaint.seek(0)
            if player.returncode:
                raise SystemExit(complaint.read().decode())
        return room.recording().speaker


def play(measures: Iterator[Measure], seconds: float) -> None:
    """Play as a session does: the next measure is enqueued when one begins."""
    reports: SimpleQueue[Any] = SimpleQueue()
    mixer, bars = Mixer(RATE), BarMaker(RATE, clip_of)
    for number in NUMBERS:
        for speed in (1.0, 1.25, 1.6, 2.0, 2.5):
            clip_of(number, speed)
    duplex = Duplex(mixer, reports.put, listens=False)
    duplex.open()
    mixer.enqueue(bars.bar(Measure("lead", length_s=LEAD_S + 1)))
    ends = duplex.frames_played + (seconds + LEAD_S + 1) * RATE
    for measure in measures:
        mixer.enqueue(bars.bar(measure))
        while type(reports.get(timeout=30)).__name__ != "Began":
            pass
        if duplex.frames_played > ends:
            break
    while mixer.busy:
        time.sleep(0.05)  # noqa: TID251 - real time
    time.sleep(0.5)  # noqa: TID251 - what is still on its way
    duplex.close()


def line_up(recording: Samples, stream: Samples) -> int:
    """By how many frames the first beat of the recording is later than that of the stream."""
    first, at = (int(np.argmax(np.abs(sound) > 0.003)) for sound in (stream, recording))
    return found(recording, stream[first : first + RATE // 4], at) - first


def errors(recording: Samples, stream: Samples, bpm: float, beats: int) -> dict[str, Any]:
    """Each beat of the recording against its plan."""
    late = line_up(recording, stream)
    at, planned_at, shift = [], [], 0
    length = round(min(0.25, 50 / bpm) * RATE)
    for due in planned(bpm, beats):
        piece = stream[round(due) - 480 : round(due) + length]
        within = round(min(0.4, 24 / bpm) * RATE)
        frame = found(recording, piece, due - 480 + late + shift, within) + 480
        shift = frame - round(due) - late  # after a gap all that follows is later
        at.append(frame)
        planned_at.append(due)
    seconds, plan = np.array(at) / RATE, np.array(planned_at) / RATE
    slope, _ = np.polyfit(plan, seconds, 1)
    return summary((seconds - plan) * 1000, np.diff(seconds) - 60 / bpm, slope)


def summary(
    late_ms: NDArray[np.float64], steps_s: NDArray[np.float64], slope: float
) -> dict[str, Any]:
    off = late_ms - np.median(late_ms)
    return {
        "beats": len(late_ms),
        "p99_ms": share(off, 99),
        "worst_ms": float(np.abs(off).max()),
        "step_p99_ms": share(steps_s * 1000, 99),
        "step_worst_ms": float(np.abs(steps_s).max() * 1000),
        "tempo_percent": 100 * (slope - 1),
        "each_ms": [round(float(each), 3) for each in off],
    }


def out_of_the_sink(minutes: float) -> dict[str, Any]:
    report = {}
    for bpm in TEMPI:
        beats = int(minutes * bpm)
        recording = recorded("count", minutes * 60, "--bpm", str(bpm))
        stream = rendered([bar_line(bpm, n) for n in range(beats)])
        report[str(bpm)] = errors(recording, stream, bpm, beats)
        told(f"sink {bpm}", report[str(bpm)])
    return report


def held() -> dict[str, Any]:
    stream = rendered(hold_lines())
    recording = recorded("hold", 62)
    late = line_up(recording, stream)
    ends = []
    for sound in (stream, recording[late:]):
        pieces = [stream[round(at * RATE) - 4800 : round(at * RATE) + 9600] for at in (1, 61)]
        at = [found(sound, p, t * RATE - 4800) for p, t in zip(pieces, (1, 61), strict=True)]
        ends.append((at[1] - at[0]) / RATE)
    return {"stream_s": ends[0], "sink_s": ends[1]}


# -- what a user would otherwise take


def sleep_and_speak(bpm: float, seconds: float) -> None:
    """A loop that sleeps and speaks, as the documentation of pyttsx3 leads one to write it."""
    import pyttsx3  # noqa: PLC0415 - only here

    engine = pyttsx3.init()
    engine.setProperty("rate", USUAL_WPM)
    time.sleep(1)  # noqa: TID251 - that is the method
    for _ in range(int(seconds * bpm / 60)):
        engine.say("one")
        engine.runAndWait()
        time.sleep(60 / bpm)  # noqa: TID251 - that is the method


def speak_on_time(bpm: float, seconds: float) -> None:
    """The same by somebody more careful: it sleeps until the next beat, not for its length."""
    import pyttsx3  # noqa: PLC0415 - only here

    engine = pyttsx3.init()
    engine.setProperty("rate", USUAL_WPM)
    start = time.monotonic() + 1  # noqa: TID251 - that is the method
    for beat in range(int(seconds * bpm / 60)):
        time.sleep(max(0, start + beat * 60 / bpm - time.monotonic()))  # noqa: TID251
        engine.say("one")
        engine.runAndWait()


def ticking(seconds: float) -> None:
    """A timer that ticks once a second, and has played what is due then."""
    mixer = Mixer(RATE)
    duplex = Duplex(mixer, lambda _: None, listens=False)
    duplex.open()
    sound = BarMaker(RATE, clip_of)._sound("1.", 1.0)
    time.sleep(2)  # noqa: TID251 - that is the method
    start, woken = time.monotonic(), threading.Event()  # noqa: TID251
    for tick in range(1, int(seconds) + 1):
        woken.wait(max(0, start + tick - time.monotonic()))  # noqa: TID251
        mixer.overlay(sound)
    time.sleep(1)  # noqa: TID251
    duplex.close()


def starts(recording: Samples, apart_s: float) -> NDArray[np.float64]:
    """When the same word begins, again and again, in seconds."""
    loud = np.flatnonzero(np.abs(recording) > 0.02)
    if not len(loud):
        return np.zeros(0)
    firsts = loud[np.concatenate(([True], np.diff(loud) > apart_s * RATE))]
    return firsts / RATE


def others(minutes: float) -> dict[str, Any]:
    report = {}
    seconds = minutes * 60
    for name, bpm in (("sleep", 60), ("on-time", 60), ("ticking", 60), ("count", 60)):
        recording = recorded(name, seconds, "--bpm", str(bpm))
        if name == "count":
            stream = rendered([bar_line(bpm, n) for n in range(int(seconds * bpm / 60))])
            report[name] = errors(recording, stream, bpm, int(seconds * bpm / 60))
        else:
            at = starts(recording, 0.3)
            if len(at) < 3:
                report[name] = {"beats": len(at)}
                continue
            plan = np.arange(len(at)) * 60 / bpm
            slope, _ = np.polyfit(plan, at, 1)
            fitted = np.polyval(np.polyfit(plan, at, 1), plan)
            report[name] = summary((at - fitted) * 1000, np.diff(at) - 60 / bpm, slope)
        told(f"others {name}", report[name])
    return report


# -- a coach that is stopped, and a clock that is moved

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
    began = [e for e in log if e["type"] == "Began" and "rep" in str(e["measure"])]
    ended = [e for e in log if e["type"] == "Ended" and "rep" in str(e["measure"])]
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
    os.kill(coach.process.pid, signal.SIGSTOP)
    coach.sound.wait_until(coach.sound.now_s + 2)
    os.kill(coach.process.pid, signal.SIGCONT)


CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long moved(void) {
    long by = 0;
    FILE *file = fopen(getenv("CLOCK_MOVED_BY"), "r");
    if (file) { if (fscanf(file, "%ld", &by) != 1) by = 0; fclose(file); }
    return by;
}
int clock_gettime(clockid_t id, struct timespec *at) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(id, at);
    if (id == CLOCK_REALTIME) at->tv_sec += moved();
    return failed;
}
int gettimeofday(struct timeval *restrict at, void *restrict zone) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    at->tv_sec = now.tv_sec; at->tv_usec = now.tv_nsec / 1000;
    return 0;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""


def moved_clock() -> dict[str, Any]:
    """The wall clock of the coach goes an hour forward, and then two back.

    A small library that is loaded first tells it the wrong time; libfaketime also waits by it, and
    the coach did not start in it.
    """
    if shutil.which("gcc") is None:
        return {"missing": "gcc"}
    with tempfile.TemporaryDirectory() as name:
        source, library, by = (Path(name) / each for each in ("clock.c", "clock.so", "by"))
        source.write_text(CLOCK, "utf-8")
        command = ["gcc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
        subprocess.run(command, check=True)  # noqa: S603 - a fixed list
        by.write_text("0", "utf-8")

        def move(coach: Any) -> None:
            by.write_text("3600", "utf-8")
            coach.sound.wait_until(coach.sound.now_s + 4)
            by.write_text("-3600", "utf-8")

        return counted(move, LD_PRELOAD=str(library), CLOCK_MOVED_BY=str(by))


# -- telling


def told(name: str, row: dict[str, Any]) -> None:
    print(name, json.dumps({k: rounded(v) for k, v in row.items() if k != "each_ms"}), flush=True)


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return round(value, 3) if isinstance(value, float) else value


def picture(report: dict[str, Any], file: Path) -> None:
    """Each beat's error as it came out of the sink, and beside it the others'."""
    import matplotlib as mpl  # noqa: PLC0415 - only for this
    from matplotlib import pyplot as plt  # noqa: PLC0415

    mpl.rcParams["svg.hashsalt"] = "voicecoach"
    rows = [(f"{bpm} a minute", row) for bpm, row in report.get("sink", {}).items()]
    names = {"sleep": "sleep and speak", "on-time": "speak on time", "ticking": "a tick a second"}
    rows += [(names[n], r) for n, r in report.get("others", {}).items() if n in names]
    rows = [(name, row) for name, row in rows if row.get("each_ms")]
    figure, axes = plt.subplots(len(rows), 1, figsize=(7.5, 1.25 * len(rows)), squeeze=False)
    for (name, row), axis in zip(rows, axes[:, 0], strict=True):
        each = np.array(row["each_ms"])
        axis.plot(np.linspace(0, 1, len(each)), each, ".", markersize=2.5)
        axis.axhspan(-2, 2, color="0.9")
        most = max(6.0, float(np.abs(each).max()) * 1.1)
        axis.set_ylim(-most, most)
        axis.set_ylabel("ms", fontsize=8)
        axis.set_title(f"{name}: worst {np.abs(each).max():.1f} ms", fontsize=8, loc="left")
        axis.tick_params(labelsize=7, labelbottom=False)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description="How evenly the coach counts.")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--play", help=argparse.SUPPRESS)
    parser.add_argument("--bpm", type=float, default=60.0, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=60.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    bpm, seconds = options.bpm, options.seconds
    plays: dict[str, Callable[[], None]] = {
        "count": lambda: play(
            islice((bar_line(bpm, n) for n, _ in enumerate(cycle((0,)))), int(seconds * bpm / 60)),
            seconds,
        ),
        "hold": lambda: play(iter(hold_lines()), seconds),
        "sleep": lambda: sleep_and_speak(bpm, seconds),
        "on-time": lambda: speak_on_time(bpm, seconds),
        "ticking": lambda: ticking(seconds),
    }
    if options.play:
        plays[options.play]()
        return
    measure: dict[str, Callable[[], dict[str, Any]]] = {
        "stream": in_the_stream,
        "sink": lambda: out_of_the_sink(options.minutes),
        "hold": held,
        "drift": drift,
        "others": lambda: others(options.minutes),
        "stopped": lambda: counted(stop_for_two_seconds),
        "clock": moved_clock,
    }
    report: dict[str, Any] = {}
    if options.json and options.json.exists():
        report = json.loads(options.json.read_text("utf-8"))
    for part in options.only:
        report[part] = measure[part]()
        rows = report[part]
        if not any(isinstance(row, dict) for row in rows.values()):
            rows = {"": rows}
        for name, row in rows.items():
            if isinstance(row, dict):
                told(f"{part} {name}".strip(), row)
        if options.json:
            options.json.write_text(json.dumps(report, indent=1), "utf-8")
    if options.picture:
        picture(report, options.picture)


if __name__ == "__main__":
    main()
