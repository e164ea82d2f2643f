"""Recordings are heard as a session hears its microphone, and what is wrong with them is told."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

from voicecoach.audio.duplex import RATE
from voicecoach.core.events import Heard
from voicecoach.hearing.recognizer import Samples
from voicecoach.language import load
from voicecoach.recordings import Listener
from voicecoach.running.stage import open_hearing

Record = Callable[..., Path]


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener("en", None)


@pytest.fixture(scope="module")
def said() -> Samples:
    """A voice that says "stop", waits, and says "how many left", at the rate of a session."""

    def say(text: str) -> Samples:
        speak = ["espeak-ng", "-v", "en-us", "-s", "150", "--stdout", text]
        wav = subprocess.run(speak, check=True, capture_output=True).stdout
        pcm = np.frombuffer(wav[44:], "<i2").astype(np.float32) / 40_000
        sound: Samples = soxr.resample(pcm, 22_050, RATE)
        return sound

    pause = np.random.default_rng(0).normal(0, 3e-4, RATE).astype(np.float32)
    return np.concatenate([pause, say("stop"), pause, pause, say("how many left"), pause, pause])


@pytest.fixture
def record(tmp_path: Path) -> Record:
    def write(sound: Samples, rate: int = RATE, subtype: str = "PCM_24", kind: str = "wav") -> Path:
        path = tmp_path / f"sound.{kind}"
        soundfile.write(path, sound, rate, subtype)
        return path

    return write


def in_a_session(sound: Samples) -> Iterator[Heard]:
    """What a session hears when its devices give this sound, ten milliseconds at a time."""
    clean, ear = open_hearing(load(), "moonshine", lambda _: None)
    block = RATE // 100
    for first, behind in pairwise(range(0, len(sound) + 1, block)):
        heard = clean(sound[first:behind], np.zeros(block, np.float32))
        yield from (event for event in ear.feed(heard, hurry=False) if isinstance(event, Heard))


def test_a_recording_is_heard_exactly_as_in_a_session(
    listener: Listener, said: Samples, record: Record
) -> None:
    found = listener.hear(record(said, subtype="FLOAT")).heard
    session = list(in_a_session(said))
    assert [(e.intent, e.certainty, e.start_s, e.decided_s) for e in session] == [
        (each["intent"], each["certainty"], each["start_s"], each["decided_s"]) for each in found
    ]
    assert [event.intent for event in session] == ["stop", "how_many_left"]


BAD = {
    "dead silence": np.zeros(RATE),
    "no numbers": np.resize([np.nan, np.inf, -np.inf, 0.1], RATE),
    "numbers out of all range": np.resize([1e30, -1e30, 0.0], RATE),
    "an offset": np.full(RATE, 0.6),
    "full scale": np.resize(np.repeat([1.0, -1.0], 60), RATE),
    "clicks": (np.arange(RATE) % 9_000 == 0) * 1.0,
    "a hum": 0.5 * np.sin(np.arange(RATE) * 2 * np.pi * 50 / RATE),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # what overflows there is thrown away
def test_a_session_hears_stop_after_whatever_its_microphone_gave(said: Samples) -> None:
    bad = np.concatenate(list(BAD.values())).astype(np.float32)
    found = list(in_a_session(np.concatenate([bad, said])))
    assert [event.intent for event in found] == ["stop", "how_many_left"]


def heard(listener: Listener, path: Path) -> set[str]:
    return {each["intent"].value for each in listener.hear(path).heard}


BENT: dict[str, Callable[[Samples], Samples]] = {
    "an offset": lambda sound: np.clip(sound + 0.4, -1, 1),
    "overload": lambda sound: np.clip(sound * 12, -1, 1),
    "very quiet": lambda sound: sound * np.float32(0.01),
    "two channels": lambda sound: np.stack([sound, sound], axis=1),
    "only the left channel": lambda sound: np.stack([sound, 0 * sound], axis=1),
    "a channel the other way round": lambda sound: np.stack([sound, -sound], axis=1),
    "gaps that are no number": lambda sound: np.where(np.arange(len(sound)) % 9_999, sound, np.nan),
}


@pytest.mark.parametrize("how", BENT)
def test_stop_is_heard_however_the_sound_is_bent(
    listener: Listener, said: Samples, record: Record, how: str
) -> None:
    path = record(BENT[how](said).astype(np.float32), subtype="FLOAT")
    assert heard(listener, path) == {"stop", "how_many_left"}


@pytest.mark.parametrize(
    ("rate", "kind", "subtype"),
    [
        (8_000, "wav", "ULAW"),
        (16_000, "flac", "PCM_16"),
        (44_100, "wav", "PCM_24"),
        (44_100, "mp3", "MPEG_LAYER_III"),
        (48_000, "ogg", "VORBIS"),
    ],
)
def test_stop_is_heard_in_every_kind_of_file(  # noqa: PLR0917 - each is a column or a fixture
    listener: Listener, said: Samples, record: Record, rate: int, kind: str, subtype: str
) -> None:
    sound = soxr.resample(said, RATE, rate)
    assert "stop" in heard(listener, record(sound, rate, subtype, kind))


NOTES = {
    "There is no sound in this file.": np.zeros(0),
    "There is only silence.": np.zeros(RATE),
    "It is overloaded.": np.resize(np.repeat([1.0, -1.0], 50), RATE),
}


@pytest.mark.parametrize("note", NOTES)
def test_what_is_wrong_with_the_sound_is_told_and_nothing_is_heard(
    listener: Listener, record: Record, note: str
) -> None:
    found = listener.hear(record(NOTES[note]))
    assert found.heard == ()
    assert found.note.startswith(note)
    assert note in found.as_text()


def test_one_bad_file_does_not_hide_what_is_in_the_others(
    tmp_path: Path, said: Samples, record: Record
) -> None:
    (tmp_path / "broken.wav").write_bytes(b"RIFF")
    files = [str(tmp_path / "broken.wav"), str(tmp_path), str(record(said))]
    command = [sys.executable, "-m", "voicecoach", "hear", "--json", *files]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: PLW1510 - looked at below
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2
    (found,) = map(json.loads, done.stdout.splitlines())
    assert (found["heard"][0]["intent"], found["heard"][0]["certainty"]) == ("stop", "clear")
    assert found["note"] == ""
