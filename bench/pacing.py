"""How evenly the coach counts: in the stream that it makes, and out of the sound server.

    python bench/pacing.py [--minutes 2] [--only PART ...] [--json FILE] [--picture FILE.svg]
        [--loops 2]

Parts: `stream`, `sink`, `hold`, `drift`, `others`, `stopped`, `clock`. The stream is made by the
coach's own bars and mixer, in the system's voice, faster than real time. For the sink the same is
played in real time by the coach's own sound output in a process of its own, through PulseAudio's
null sink, while two busy loops run (`--loops 0` where something else keeps the machine as busy);
the recording is laid over the stream, and each beat found in it to the sample.

`others` are what a user would otherwise take, with the same recording and the same busy loops: a
loop that sleeps and speaks with pyttsx3 directly, and the method of Just Another Workout Timer
(github.com/blockbasti/just_another_workout_timer, lib/utils/timetable.dart): a timer ticks once a
second, and each tick looks up what is due and has it played or spoken there and then. It is made
here as well as it can be: the ticks do not drift, and the sound lies ready in a stream that is
already open, so that it is in the next block; the original hands it to a media player.

pyttsx3 speaks through `aplay` (alsa-utils); without it, it is silent. The picture needs
`pip install matplotlib`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice, product
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.virtual_sound import VirtualSound

from beats import (
    LEAD_S,
    NUMBERS,
    TEMPI,
    Samples,
    bar_line,
    clip_of,
    found,
    hold_lines,
    planned,
    rendered,
    share,
    starts,
)
from disturbed import counted, moved_clock, stop_for_two_seconds
from pacing_peers import sleep_and_speak, speak_on_time, ticking
from voicecoach.audio.bars import BarMaker
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.tones import tone
from voicecoach.core.score import Measure, Tone
from voicecoach.speech.cache import ClipCache
from word_onsets import from_the_first_sample, onsets, spread

PARTS = ("stream", "sink", "hold", "drift", "others", "stopped", "clock")
SPEEDS = (1.0, 1.25, 1.6, 2.0, 2.5)
"""At which a number may be said, to have room."""
BUSY = "while True: sum(range(10_000))"


# -- the rendered stream


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


# -- out of the sound server


class Busy:
    """Loops that take all that they can get: two, unless the machine is told to be busy already."""

    loops = 2

    def __enter__(self) -> None:
        self._loops = [
            subprocess.Popen([sys.executable, "-c", BUSY])  # noqa: S603
            for _ in range(self.loops)
        ]

    def __exit__(self, *_: object) -> None:
        for loop in self._loops:
            loop.kill()
            loop.wait()


def recorded(what: str, seconds: float, *more: str) -> Samples:
    """What comes out of the null sink while this program plays `what` in a process of its own.

    It has the clips of this one: eSpeak NG makes a word a little different each time.
    """
    for number, speed in product(NUMBERS, SPEEDS):
        clip_of(number, speed)
    place = f"XDG_CACHE_HOME={ClipCache().folder.parents[1]}"
    with VirtualSound() as room:
        command = ["env", place, sys.executable, __file__, "--play", what]
        command += ["--seconds", str(seconds), *more]
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
    for number, speed in product(NUMBERS, SPEEDS):
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
        axis.plot(np.linspace(0, 1, len(each)), each, ".", markersize=2.5, rasterized=True)
        axis.axhspan(-2, 2, color="0.9")
        most = max(6.0, float(np.abs(each).max()) * 1.1)
        axis.set_ylim(-most, most)
        axis.set_ylabel("ms", fontsize=8)
        axis.set_title(f"{name}: worst {np.abs(each).max():.1f} ms", fontsize=8, loc="left")
        axis.tick_params(labelsize=7, labelbottom=False)
    figure.tight_layout()
    figure.savefig(file, dpi=150, metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description="How evenly the coach counts.")
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--loops", type=int, default=2, help="Busy loops beside it.")
    parser.add_argument("--play", help=argparse.SUPPRESS)
    parser.add_argument("--bpm", type=float, default=60.0, help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=60.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    Busy.loops = options.loops
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
