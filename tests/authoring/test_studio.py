"""A session becomes a sound file in which everything is where the plan has it."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.authoring.progress import Progress
from voicecoach.authoring.studio import RATE, Options, Recording, for_recording, record
from voicecoach.core.clock import ManualClock
from voicecoach.core.score import Spoken
from voicecoach.language import load
from voicecoach.plan.cues import CueKind
from voicecoach.render.loudness import MOST_DBTP, TARGET_LUFS, measured
from voicecoach.render.transcript import minutes
from voicecoach.script import reader
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

SHORT = Path(__file__).parents[1] / "end_to_end" / "short.yaml"
OPTIONS = Options(pause_s=5, answer_s=3)
LONGEST_ONSET_S = 0.12
"""From a clip's first sample to where the voice is clearly heard: soft consonants come before."""


@pytest.fixture(scope="module")
def session() -> Session:
    return reader.read(SHORT)


@pytest.fixture(scope="module")
def recording(session: Session, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    path = tmp_path_factory.mktemp("studio") / "short.flac"
    return record(session, path, OPTIONS, Progress(sys.stderr, ManualClock()))


@pytest.fixture(scope="module")
def starts_s(session: Session) -> tuple[float, ...]:
    """Where the plan has each cue, by the lengths that the voice itself gives."""
    planned = for_recording(session, load("en").lines, OPTIONS)
    with Pyttsx3Voice() as engine:
        voice = CachedVoice(engine, ClipCache())
        return planned.starts_s(lambda text: voice.render(text, OPTIONS.wpm).seconds)


def test_the_file_is_as_long_as_the_plan(recording: Recording, starts_s: tuple[float, ...]) -> None:
    info = soundfile.info(str(recording.paths[0]))
    assert info.frames == round(recording.seconds * RATE)
    assert abs(info.frames / info.samplerate - starts_s[-1]) < 0.1


def test_every_cue_is_heard_where_the_plan_has_it(
    session: Session, recording: Recording, starts_s: tuple[float, ...]
) -> None:
    planned = for_recording(session, load("en").lines, OPTIONS)
    sound = np.abs(soundfile.read(str(recording.paths[0]), dtype="float32")[0])
    seen = 0
    for before, (cue, start_s) in pairwise(zip(planned.cues, starts_s, strict=False)):
        quiet_before = before[0].kind is CueKind.SAY and not before[0].measure.length_s
        if not (quiet_before and cue.measure.notes and not cue.measure.notes[0].at_s):
            continue
        start = round(start_s * RATE)
        assert sound[start - RATE // 4 : start - RATE // 100].max() < 0.01, cue
        assert sound[start : start + round(LONGEST_ONSET_S * RATE)].max() > 0.03, cue
        seen += 1
    assert seen > 20


def test_a_silence_is_silent_and_its_tone_ends_it(
    session: Session, recording: Recording, starts_s: tuple[float, ...]
) -> None:
    planned = for_recording(session, load("en").lines, OPTIONS)
    sound = np.abs(soundfile.read(str(recording.paths[0]), dtype="float32")[0])
    silences = [i for i, cue in enumerate(planned.cues) if cue.id.endswith(".silence")]
    assert silences
    for i in silences:
        first, tone = (round((starts_s[i] + s) * RATE) for s in (0.05, OPTIONS.pause_s))
        assert sound[first : tone - RATE // 100].max() < 0.01
        assert sound[tone : tone + RATE // 20].max() > 0.03


def test_it_is_as_loud_as_speech_is_usually_published(recording: Recording) -> None:
    sound = soundfile.read(str(recording.paths[0]), dtype="float32")[0]
    blocks = (sound[at : at + RATE] for at in range(0, len(sound), RATE))
    assert measured(blocks, RATE) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert np.abs(sound).max() < 10 ** (MOST_DBTP / 20)


def test_the_words_beside_it_are_all_that_is_said(session: Session, recording: Recording) -> None:
    planned = for_recording(session, load("en").lines, OPTIONS)
    notes = [note for cue in planned.cues for note in cue.measure.notes]
    said = [note.text for note in notes if isinstance(note, Spoken)]
    vtt, text = (path.read_text("utf-8") for path in recording.paths[1:])
    headings = {f"{each.title} ({minutes(each.start_s)})" for each in recording.sections}
    plain = [line for line in text.splitlines()[2:] if line and line not in headings]
    assert [line for line in plain if not line.startswith("[")] == said
    timed = [block.splitlines()[1] for block in vtt.split("\n\n") if "-->" in block]
    assert [line for line in timed if not line.startswith("[")] == said
    assert "No clinician has reviewed this recording." in text
    assert "[5 seconds of silence]" in timed


def test_the_chapters_are_the_opening_and_each_exercise(recording: Recording) -> None:
    titles = [section.title for section in recording.sections]
    assert titles == ["Before you begin", "1. Single knee to chest"]


# -- from the command line


def render(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "voicecoach", "render", str(SHORT), "--pause", "3", *words]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, stdin=subprocess.DEVNULL, check=False
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_command_makes_the_file_and_says_so_and_never_overwrites(tmp_path: Path) -> None:
    made = render(tmp_path, "-o", "a.opus", "--rate", "300")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Made a.opus: ")
    assert made.stdout.endswith("2 chapters. Its words are in a.vtt and a.txt.\n")
    assert names(tmp_path) == ["a.opus", "a.txt", "a.vtt"]
    before = (tmp_path / "a.opus").read_bytes()
    again = render(tmp_path, "-o", "a.opus")
    assert again.returncode == 2
    assert again.stderr == '"a.opus" is there already. Choose another name, or say --replace.\n'
    assert (tmp_path / "a.opus").read_bytes() == before


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("a.doc", "does not tell which kind"),
        ("no/a.mp3", "There is no folder"),
        (".", "does not tell which kind"),
    ],
)
def test_a_place_that_cannot_be_is_a_mistake_in_the_command(
    tmp_path: Path, path: str, told: str
) -> None:
    made = render(tmp_path, "-o", path)
    assert (made.returncode, made.stdout) == (2, "")
    assert told in made.stderr
    assert names(tmp_path) == []


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mount") is None,
    reason="only root may make a small disk",
)
def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        made = render(tmp_path, "-o", "disk/a.wav")
        assert made.returncode == 1
        assert made.stderr == (
            '"disk/a.wav" was not written: The disk is full. '
            "Make room, or choose another place with -o.\n"
        )
        assert names(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows interrupts a whole group")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_nothing_and_says_so(tmp_path: Path, number: int) -> None:
    command = [sys.executable, "-m", "voicecoach", "render", str(SHORT), "-o", "a.mp3"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not names(tmp_path):
            threading.Event().wait(0.001)
        assert process.poll() is None, "it was over before it could be interrupted"
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
    assert told == "Interrupted. Nothing was written.\n"
    assert process.returncode == 3
    assert names(tmp_path) == []
