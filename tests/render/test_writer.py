"""Sound files are read back with FFmpeg's libraries, and with its programs where they are."""

import json
import shutil
import struct
import subprocess
import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.render.formats import FORMATS, format_of
from voicecoach.render.writer import Chapter, Label, write

RATE = 48_000
FRAMES = RATE * 30 + 777
LABEL = Label("Rücken & Beine", "voicecoach", "From a leaflet. Not reviewed.", "eng")
CHAPTERS = (
    Chapter("Before", 0),
    Chapter("1. Knie", RATE * 10 + 24),
    Chapter("2. Bridge", RATE * 20 + 47_000),  # seconds must be cut, and not rounded
)
CLICK_S = 0.05
AAC = {".m4a", ".m4b"}
FFPROBE = shutil.which("ffprobe")

Samples = NDArray[np.float32]


def clicks() -> Samples:
    """Silence, with a short tone where each chapter begins, and one at the very end."""
    sound = np.zeros(FRAMES, np.float32)
    length = int(CLICK_S * RATE)
    tone = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(length) / RATE).astype(np.float32)
    for chapter in CHAPTERS:
        sound[chapter.first : chapter.first + length] = tone
    sound[-length:] = tone
    return sound


def blocks(sound: Samples, size: int = 24_000) -> Iterator[Samples]:
    return (sound[at : at + size] for at in range(0, len(sound), size))


def decoded(path: Path) -> Samples:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [*container.decode(audio=0), None]
        parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    return np.concatenate(parts)


def chapters_in(path: Path) -> list[tuple[str, float]]:
    with av.open(str(path)) as container:
        return [
            (each["metadata"]["title"], float(each["start"] * (each["time_base"] or Fraction(0))))
            for each in container.chapters()
        ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same sound in every format."""
    where = tmp_path_factory.mktemp("sounds")
    for suffix, kind in FORMATS.items():
        path = where / f"sound{suffix}"
        write(path, kind, blocks(clicks()), RATE, LABEL, CHAPTERS, FRAMES)
    return where


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - AAC))
def test_a_file_is_as_long_as_what_was_written(folder: Path, suffix: str) -> None:
    assert len(decoded(folder / f"sound{suffix}")) == FRAMES


@pytest.mark.parametrize("suffix", sorted(AAC))
def test_an_aac_file_says_how_long_it_is_and_ends_within_a_frame(folder: Path, suffix: str) -> None:
    """FFmpeg plays the last frame to its end, whatever the file says of its length."""
    path = folder / f"sound{suffix}"
    with av.open(str(path)) as container:
        sound = container.streams.audio[0]
        assert (sound.duration or 0) * (sound.time_base or 0) == Fraction(FRAMES, RATE)
    assert 0 <= len(decoded(path)) - FRAMES < 1024


@pytest.mark.parametrize("suffix", FORMATS)
def test_what_an_encoder_needs_before_the_first_sample_delays_nothing(
    folder: Path, suffix: str
) -> None:
    sound = np.abs(decoded(folder / f"sound{suffix}"))
    for chapter in CHAPTERS:
        around = sound[max(0, chapter.first - 2_400) : chapter.first + 2_400]
        began = int(np.flatnonzero(around > 0.25)[0]) - min(2_400, chapter.first)
        assert abs(began) < 0.002 * RATE, chapter.title
    assert sound[FRAMES - int(CLICK_S * RATE / 2) : FRAMES].max() > 0.25


@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {".wav"}))
def test_chapters_are_where_they_were_put(folder: Path, suffix: str) -> None:
    found = chapters_in(folder / f"sound{suffix}")
    assert [title for title, _ in found] == [each.title for each in CHAPTERS]
    for (_, start_s), chapter in zip(found, CHAPTERS, strict=True):
        assert abs(start_s - chapter.first / RATE) <= 0.001


def test_a_wav_file_has_its_chapters_as_cue_points_with_labels(folder: Path) -> None:
    data = (folder / "sound.wav").read_bytes()
    assert struct.unpack_from("<I", data, 4) == (len(data) - 8,)
    chunks, at = {}, 12
    while at < len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        chunks[name, data[at + 8 : at + 12] if name == b"LIST" else b""] = data[
            at + 8 : at + 8 + size
        ]
        at += 8 + size + size % 2
    cues = chunks[b"cue ", b""]
    places = {
        number: first for number, _, _, _, _, first in struct.iter_unpack("<II4sIII", cues[4:])
    }
    labels, rest = {}, chunks[b"LIST", b"adtl"][4:]
    while rest:
        _, size, number = struct.unpack_from("<4sII", rest)
        labels[number] = rest[12 : 8 + size].rstrip(b"\0").decode()
        rest = rest[8 + size + size % 2 :]
    assert [(labels[n], places[n]) for n in places] == [(c.title, c.first) for c in CHAPTERS]
    with wave.open(str(folder / "sound.wav")) as file:
        assert file.getnframes() == FRAMES


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_says_what_it_is_and_that_nobody_reviewed_it(folder: Path, suffix: str) -> None:
    with av.open(str(folder / f"sound{suffix}")) as container:
        tags = {**container.metadata, **container.streams.audio[0].metadata}
    found = {name.lower(): text for name, text in tags.items()}
    assert found["title"] == LABEL.title
    assert found["artist"] == LABEL.artist
    assert found["comment"] == LABEL.comment
    assert found["language"] == "eng"


@pytest.mark.skipif(FFPROBE is None, reason="ffprobe is not installed")
@pytest.mark.parametrize("suffix", sorted(FORMATS.keys() - {".wav"}))
def test_another_program_finds_the_same_chapters(folder: Path, suffix: str) -> None:
    command = [str(FFPROBE), "-v", "error", "-show_chapters", "-of", "json"]
    told = subprocess.check_output([*command, str(folder / f"sound{suffix}")])
    found = json.loads(told)["chapters"]
    assert [each["tags"]["title"] for each in found] == [each.title for each in CHAPTERS]
    for each, chapter in zip(found, CHAPTERS, strict=True):
        assert abs(float(each["start_time"]) - chapter.first / RATE) <= 0.001


@pytest.mark.parametrize("suffix", [".mp3", ".opus", ".m4b"])
def test_the_same_sound_makes_the_same_file(folder: Path, tmp_path: Path, suffix: str) -> None:
    again = tmp_path / f"again{suffix}"
    write(again, format_of(again), blocks(clicks(), 7_001), RATE, LABEL, CHAPTERS, FRAMES)
    assert again.read_bytes() == (folder / f"sound{suffix}").read_bytes()
