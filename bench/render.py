"""How fast, how lean, how exact, how loud and how understandable recordings are.

    python bench/render.py [--only speed|files] [--texts 30] [--json render.json] [SESSION...]
    python bench/render.py --only files --formats .mp3 --texts 12

Speed: sessions of 5, 20 and 60 minutes, each line of them different, are rendered to MP3 by the
command itself: with an empty clip cache, and again. "Times real time" is the length of the file by
the time from the start of the process to its end; memory is the most that the process ever had.

Files: every session, in every format, is rendered and read back. Chapters are read by ffprobe (in
WAV, from its cue points), loudness and true peak by ffmpeg's ebur128, both Debian's, which is not
the FFmpeg that wrote them; length by decoding it all. "Sound" is how far, at the most, the first
sound of a chapter is from where the lossless file has it. The word error rate is that of the
project's own recognizer, Moonshine, on some different texts of the file, evenly spread: what lies
between the times of their captions, against their words. Numbers are compared as words. It reads
English alone.

Linux, with ffmpeg installed, and the default voice.
"""

import argparse
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from voicecoach.authoring.progress import Progress
from voicecoach.authoring.studio import RATE, Options, Recording, for_recording, record
from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.clock import ManualClock, SystemClock
from voicecoach.hearing.moonshine import PAD, Moonshine, _Decoding
from voicecoach.hearing.tokenizer import BEGIN, END
from voicecoach.language import load
from voicecoach.render.transcript import Caption
from voicecoach.script import reader
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

SESSIONS = Path(__file__).parents[1] / "sessions"
FORMATS = (".flac", ".wav", ".mp3", ".m4b", ".opus")  # the lossless first: others are held to it
MINUTES = (5, 20, 60)
_LONGEST = 120  # tokens in a text
_MARGIN_S = 0.1

Samples = NDArray[np.float32]


# -- speed and memory


@dataclass(frozen=True)
class Speed:
    """One rendering by the command."""

    minutes: float
    lines: int
    cache: str
    took_s: float
    processor_s: float
    times_real_time: float
    peak_mb: float


def long_session(minutes: int) -> str:
    """A session of about so many minutes, in which no step is said twice."""
    listed = "".join(
        f"      - name: Movement number {n}\n"
        f"        start_position: {('supine', 'sitting')[n // 4 % 2]}\n"
        f"        steps:\n"
        f"          - In movement {n}, bring your knee slowly towards your chest.\n"
        f"          - Then, still in movement {n}, let it sink to the floor again.\n"
        f"        breathing: Breathe out as the knee of movement {n} comes in.\n"
        f"        reps: 8\n        tempo: 3-1-3-1\n        phases: [lower, rest, lift, stay]\n"
        for n in range(1, round(minutes / 1.55) + 1)
    )
    head = f"version: 1\ntitle: {minutes} minutes\nblocks:\n  - title: All\n    exercises:\n"
    return head + listed


def speed(minutes: int, folder: Path) -> Iterator[Speed]:
    source, target = folder / f"{minutes}.yaml", folder / f"{minutes}.mp3"
    source.write_text(long_session(minutes), "utf-8")
    cache = folder / f"cache-{minutes}"
    command = [sys.executable, "-m", "voicecoach", "render", str(source), "-o", str(target)]
    for state in ("empty", "full"):
        clock = SystemClock()
        begun = clock.now()
        process = subprocess.Popen(  # noqa: S603
            [*command, "--replace"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "XDG_CACHE_HOME": str(cache)},
        )
        _, status, used = os.wait4(process.pid, 0)
        took_s = clock.now() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        assert not process.returncode
        length_s = float(probed(target)["format"]["duration"])
        lines = target.with_suffix(".vtt").read_text("utf-8").count("-->")
        used_s = used.ru_utime + used.ru_stime
        peak_mb = used.ru_maxrss / 1024
        yield Speed(length_s / 60, lines, state, took_s, used_s, length_s / took_s, peak_mb)


# -- files


@dataclass(frozen=True)
class File:
    """One file, read back."""

    session: str
    format: str
    seconds: float
    megabytes: float
    length_error_ms: float
    chapters: int
    chapter_error_ms: float
    sound_error_ms: float
    lufs: float
    true_peak_db: float
    words: int
    word_errors: int


def probed(path: Path) -> Any:
    command = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json"]
    return json.loads(subprocess.check_output([*command, str(path)]))  # noqa: S603


def chapter_starts_s(path: Path) -> list[float]:
    if path.suffix != ".wav":
        return [float(each["start_time"]) for each in probed(path)["chapters"]]
    data = path.read_bytes()
    at = data.rindex(b"cue ")
    (count,) = struct.unpack_from("<I", data, at + 8)
    return [struct.unpack_from("<I", data, at + 12 + 24 * n + 20)[0] / RATE for n in range(count)]


def loudness(path: Path) -> tuple[float, float]:
    """Integrated loudness and true peak, by ffmpeg."""
    command = ["ffmpeg", "-hide_banner", "-nostats", "-i", str(path), "-vn"]
    told = subprocess.run(  # noqa: S603
        [*command, "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    summary = told[told.rindex("Summary:") :]
    (lufs,) = re.findall(r"I:\s+(-?[\d.]+) LUFS", summary)
    (peak,) = re.findall(r"Peak:\s+(-?[\d.]+) dBFS", summary)
    return float(lufs), float(peak)


def decoded(path: Path, rate: int) -> Samples:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
        frames = [*container.decode(audio=0), None]
        return np.concatenate([p.to_ndarray()[0] for f in frames for p in resampler.resample(f)])


def onsets_s(sound: Samples, starts_s: Iterable[float]) -> list[float]:
    """Where, near each start, something is heard first."""
    found = []
    for start_s in starts_s:
        first = max(0, round((start_s - 0.3) * RATE))
        loud = np.flatnonzero(np.abs(sound[first : first + RATE]) > 0.05)
        found.append((first + int(loud[0])) / RATE if loud.size else float("inf"))
    return found


# -- words


class Reader:
    """Moonshine, asked for nothing but its own reading."""

    def __init__(self) -> None:
        nothing = SimpleNamespace(phrases=load("en").grammar.phrases[:1], decoys=(), choices=())
        nothing.asked_for_a_number = lambda: nothing
        self._model = Moonshine(nothing)

    def text(self, sound: Samples) -> str:
        padded = np.pad(sound, PAD)[None]
        model = self._model
        decoding = _Decoding(model._decoder, model.encode(padded), padded.shape[1])
        ids: list[int] = []
        token = BEGIN
        while len(ids) < _LONGEST:
            row = decoding.step(np.array([token], np.int64), np.zeros(1, np.int64))[0]
            token = int(row.argmax())
            if token == END:
                break
            ids.append(token)
        return model._tokenizer.decode(ids)


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
)
_ONES += "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def words(text: str) -> list[str]:
    """Lower case, without marks, numbers below a hundred in words."""

    def spelt(found: re.Match[str]) -> str:
        number = int(found[0])
        if number < 20:
            return _ONES.split()[number]
        if number > 99:
            return found[0]
        ten, one = divmod(number, 10)
        return _TENS.split()[ten - 2] + (f" {_ONES.split()[one]}" if one else "")

    plain = re.sub(r"\d+", spelt, text.lower().replace("'", ""))
    return re.findall(r"[a-z0-9]+", plain)


def errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """How many words have to be changed, added or left out."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(said, 1):
        before, row = row, [i]
        for j, other in enumerate(heard, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (word != other)))
    return row[-1]


def some(captions: Iterable[Caption], most: int) -> list[Caption]:
    different = list({each.text: each for each in captions if not each.aside}.values())
    step = max(1.0, len(different) / most)
    return [different[int(n * step)] for n in range(min(most, len(different)))]


def misread(path: Path, made: Recording, ear: Reader, most: int) -> tuple[int, int]:
    """Words that were said, and how many were not read right."""
    sound = decoded(path, HEARING_RATE)
    captions = some((c for section in made.sections for c in section.captions), most)
    total = wrong = 0
    for each in captions:
        first, last = each.start_s - _MARGIN_S, each.end_s + _MARGIN_S
        piece = sound[max(0, int(first * HEARING_RATE)) : int(last * HEARING_RATE)]
        said = words(each.text)
        total, wrong = total + len(said), wrong + errors(said, words(ear.text(piece)))
    return total, wrong


def sessions() -> Iterator[Path]:
    """All that come with it; a programme is none."""
    for path in sorted(SESSIONS.glob("*.yaml")):
        if "\nblocks:" in path.read_text("utf-8"):
            yield path


def read_back(
    source: Path, folder: Path, ear: Reader, texts: int, formats: Sequence[str]
) -> Iterator[File]:
    session, options = reader.read(source), Options(replace=True)
    planned = for_recording(session, load(session.language).lines, options)
    with Pyttsx3Voice(language=session.language) as engine:
        voice = CachedVoice(engine, ClipCache())
        starts = planned.starts_s(
            lambda text: voice.render(planned.said_as.get(text, text), options.wpm).seconds
        )
    chapters_s = [0.0, *(starts[each.first] for each in planned.exercises)]
    first_sounds: list[float] = []
    for suffix in formats:
        path = folder / f"{source.stem}{suffix}"
        made = record(session, path, options, Progress(sys.stderr, ManualClock()))
        sound, found_s = decoded(path, RATE), chapter_starts_s(path)
        assert len(found_s) == len(chapters_s)
        sounds = onsets_s(sound, chapters_s)
        first_sounds = first_sounds or sounds
        lufs, peak = loudness(path)
        spoken = misread(path, made, ear, texts) if session.language == "en" else (0, 0)
        total, wrong = spoken
        yield File(
            source.stem,
            suffix,
            starts[-1],
            path.stat().st_size / 1e6,
            (len(sound) / RATE - starts[-1]) * 1000,
            len(found_s),
            max(abs(a - b) for a, b in zip(found_s, chapters_s, strict=True)) * 1000,
            max(abs(a - b) for a, b in zip(sounds, first_sounds, strict=True)) * 1000,
            lufs,
            peak,
            total,
            wrong,
        )
        path.unlink()


# -- tables


def show_speed(found: Sequence[Speed]) -> None:
    print("| length | lines | clip cache | took | of a processor | times real time | memory |")
    print("|---|---|---|---|---|---|---|")
    for s in found:
        print(
            f"| {s.minutes:.1f} min | {s.lines} | {s.cache} | {s.took_s:.1f} s "
            f"| {s.processor_s:.1f} s | {s.times_real_time:.0f} | {s.peak_mb:.0f} MB |"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "not read"


def show_files(found: Sequence[File]) -> None:
    print(
        "| format | files | MB a minute | length | chapters | sound | LUFS | peak | words wrong |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for suffix in FORMATS:
        of = [each for each in found if each.format == suffix]
        if not of:
            continue
        size = statistics.mean(each.megabytes / each.seconds * 60 for each in of)
        wrong, total = sum(e.word_errors for e in of), sum(e.words for e in of)
        print(
            f"| {suffix[1:]} | {len(of)} | {size:.2f} "
            f"| {max((e.length_error_ms for e in of), key=abs):+.1f} ms "
            f"| {max(e.chapter_error_ms for e in of):.1f} ms "
            f"| {max(e.sound_error_ms for e in of):.1f} ms "
            f"| {min(e.lufs for e in of):.1f} to {max(e.lufs for e in of):.1f} "
            f"| {max(e.true_peak_db for e in of):.1f} dBTP "
            f"| {_share(wrong, total)} of {total} |"
        )
    print()
    formats = [suffix for suffix in FORMATS if any(each.format == suffix for each in found)]
    names = " | ".join(suffix[1:] for suffix in formats)
    print(f"| session | length | chapters | words wrong: {names} |")
    print("|---|---|---|" + "---|" * len(formats))
    for name in dict.fromkeys(each.session for each in found):
        by = {each.format: each for each in found if each.session == name}
        rates = (_share(by[s].word_errors, by[s].words) if s in by else "" for s in formats)
        one = next(iter(by.values()))
        length = f"{round(one.seconds) // 60}:{round(one.seconds) % 60:02}"
        print(f"| {name} | {length} | {one.chapters} | {' | '.join(rates)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sessions", nargs="*", type=Path, help="those of the folder sessions/")
    parser.add_argument("--only", choices=["speed", "files"])
    parser.add_argument("--texts", type=int, default=30, help="texts of a file that are read")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    speeds: list[Speed] = []
    files: list[File] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if options.only != "files":
            speeds = [each for minutes in MINUTES for each in speed(minutes, folder)]
            show_speed(speeds)
        if options.only != "speed":
            ear = Reader()
            for source in options.sessions or sessions():
                for each in read_back(source, folder, ear, options.texts, options.formats):
                    print(each, file=sys.stderr, flush=True)
                    files.append(each)
            show_files(files)
    if options.json:
        found = {"speed": [asdict(s) for s in speeds], "files": [asdict(f) for f in files]}
        options.json.write_text(json.dumps(found, indent=1), "utf-8")


if __name__ == "__main__":
    main()
