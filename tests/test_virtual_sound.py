import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.virtual_sound import (
    RATE,
    Samples,
    VirtualSound,
    level_db,
    missing,
    silent_from,
    speak,
    stretches,
)
from voicecoach.core.clip import Clip

needs_sound = pytest.mark.skipif(bool(missing()), reason=f"needs {', '.join(missing())}")

# A program like any other, which knows nothing of the room: through PyAudio it plays the default
# speaker what it is given, and writes what it heard from the default microphone meanwhile.
PROGRAM = """
import os, sys, threading
os.environ["PULSE_LATENCY_MSEC"] = "100"  # a busy machine tears nothing apart
import pyaudio

sound = open(sys.argv[1], "rb").read()
played, heard, done = 0, [], threading.Event()

def play(_, frames, *__):
    global played
    piece = sound[played : played + frames * 4]
    played += frames * 4
    return piece + bytes(frames * 4 - len(piece)), pyaudio.paContinue

def hear(pcm, *_):
    heard.append(pcm)
    if len(heard) * 480 > float(sys.argv[3]) * 48000:
        done.set()
    return None, pyaudio.paContinue

portaudio = pyaudio.PyAudio()
format = dict(format=pyaudio.paFloat32, channels=1, rate=48000, frames_per_buffer=480)
microphone = portaudio.open(input=True, stream_callback=hear, **format)
speaker = portaudio.open(output=True, stream_callback=play, **format)
print("open", flush=True)
assert done.wait(30)
open(sys.argv[2], "wb").write(b"".join(heard))
os._exit(0)
"""


@pytest.fixture(scope="module")
def sound() -> Iterator[VirtualSound]:
    with VirtualSound() as room:
        yield room


def sweep(from_hz: float, seconds: float = 0.3) -> Samples:
    """A rising tone: unlike itself at every other delay, so that it is found to the sample."""
    time = np.arange(round(seconds * RATE)) / RATE
    phase = 2 * np.pi * (from_hz * time + 1000 * time**2)
    return (0.5 * np.sin(phase) * np.hanning(len(time))).astype(np.float32)


def several(tone: Samples) -> Samples:
    """A tone eight times over: on a busy machine some may be torn, and one is found whole."""
    return np.tile(np.concatenate([tone, np.zeros_like(tone)]), 8)


def clip(samples: Samples) -> Clip:
    return Clip(samples.tobytes(), RATE)


def found(tone: Samples, heard: Samples) -> tuple[int, float]:
    """Where a tone begins in what was heard, in frames, and how loud it is against the original."""
    size = 1 << (len(heard) + len(tone)).bit_length()
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(tone, size)), size)
    at = int(np.argmax(match[: len(heard)]))
    return at, float(match[at] / np.sum(tone.astype(np.float64) ** 2))


def start(
    sound: VirtualSound, folder: Path, play: Samples, seconds: float
) -> tuple["subprocess.Popen[bytes]", Path]:
    (folder / "play.raw").write_bytes(play.tobytes())
    heard = folder / "heard.raw"
    command = [sys.executable, "-c", PROGRAM, str(folder / "play.raw"), str(heard), str(seconds)]
    process = sound.start(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"open\n"
    return process, heard


@needs_sound
def test_a_program_hears_what_is_said_and_is_heard_in_what_it_plays(
    sound: VirtualSound, tmp_path: Path
) -> None:
    begin_s = sound.now_s
    played, said = sweep(400, 0.05), sweep(2000, 0.05)
    process, heard = start(sound, tmp_path, several(played), seconds=1.8)
    sound.say(clip(several(said))).wait()
    assert process.wait() == 0
    recording = sound.recording(begin_s)
    _, loudness = found(played, recording.speaker)
    assert loudness == pytest.approx(1, abs=0.05)
    _, loudness = found(said, np.fromfile(heard, np.float32))
    assert loudness == pytest.approx(1, abs=0.05)
    assert abs(found(played, recording.room)[1]) < 0.01  # without an echo the coach is not heard


@needs_sound
def test_speaker_and_room_share_a_timeline_to_the_sample(sound: VirtualSound) -> None:
    begin_s = sound.now_s
    both = np.stack([sweep(400), sweep(2000)], axis=1)
    sound.play(both, "stage").wait()
    recording = sound.recording(begin_s)
    assert found(sweep(400), recording.speaker)[0] == found(sweep(2000), recording.room)[0]


@needs_sound
def test_saying_in_the_background_can_be_stopped(sound: VirtualSound) -> None:
    begin_s = sound.now_s
    saying = sound.say(clip(np.full(30 * RATE, 0.1, np.float32)))
    sound.wait_until(begin_s + 0.5)
    saying.stop()
    stopped_s = sound.now_s - begin_s
    sound.wait_until(begin_s + stopped_s + 0.7)
    room = sound.recording(begin_s).room
    assert stretches(room)
    silent_s = silent_from(room, stopped_s, for_s=0.3)
    assert silent_s is not None


@needs_sound
def test_an_echo_is_as_loud_as_asked_for(tmp_path: Path) -> None:
    with VirtualSound(echo_db=-12) as sound:
        tone = sweep(400, 0.05)
        process, heard = start(sound, tmp_path, several(tone), seconds=1.8)
        assert process.wait() == 0
        _, loudness = found(tone, np.fromfile(heard, np.float32))
    assert 20 * np.log10(loudness) == pytest.approx(-12, abs=1)


@needs_sound
def test_rooms_do_not_hear_each_other(sound: VirtualSound) -> None:
    with VirtualSound() as other:
        begin_s = other.now_s
        sound.say(clip(sweep(400))).wait()
        other.wait_until(begin_s + 0.3)
        assert not stretches(other.recording().room)


@needs_sound
def test_nothing_of_a_room_is_left_even_after_an_error() -> None:
    class SomethingWentWrongError(Exception):
        pass

    def fail() -> None:
        with sound:
            programs.append(sound.start(["sleep", "1000"]))
            raise SomethingWentWrongError

    sound = VirtualSound()
    programs: list[subprocess.Popen[bytes]] = []
    with pytest.raises(SomethingWentWrongError):
        fail()
    (program,) = programs
    assert program.returncode is not None
    assert not Path(sound.environment["HOME"]).exists()


@needs_sound
def test_a_room_without_a_sound_server_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match=r"needs pulseaudio, .*\(Debian: pulseaudio\)"):
        VirtualSound().__enter__()


@needs_sound
def test_the_environment_leads_away_from_the_machines_own_sound(
    sound: VirtualSound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SINK", "somewhere else")
    monkeypatch.setenv("ALSA_CARD", "7")
    environment = sound.environment
    assert "PULSE_SINK" not in environment
    assert "ALSA_CARD" not in environment
    assert environment["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize("voice", ["en-gb", "en-us+f3", "flite:slt"])
def test_a_voice_speaks_a_line(voice: str) -> None:
    line = speak("It hurts.", voice)
    assert 0.4 < line.seconds < 2.5
    assert np.abs(np.frombuffer(line.pcm, np.float32)).max() > 0.1


def test_a_level_is_the_root_mean_square_against_full_scale() -> None:
    square = np.tile(np.array([0.5, -0.5], np.float32), RATE // 20)
    assert np.allclose(level_db(square), -6.02, atol=0.01)
    assert np.allclose(level_db(np.zeros(RATE // 10, np.float32)), -120)


def test_a_short_gap_does_not_part_a_stretch_of_sound_and_a_long_one_does() -> None:
    on, short, long = (np.full(RATE // 2, 0.1, np.float32), np.zeros(9600), np.zeros(24_000))
    sounds = np.concatenate([on, short, on, long, on]).astype(np.float32)
    first, second = stretches(sounds, gap_s=0.3)
    assert (first.start_s, first.end_s) == pytest.approx((0, 1.2))
    assert (second.start_s, second.end_s) == pytest.approx((1.7, 2.2))


@given(st.integers(10, 150), st.integers(0, 99), st.integers(100, 200))
def test_silence_begins_where_the_sound_ends(end: int, after: int, length: int) -> None:
    sounds = np.zeros(length * RATE // 100 + RATE, np.float32)
    sounds[: end * RATE // 100] = 0.1
    silent_s = silent_from(sounds, after / 100, for_s=0.2)
    left_s = len(sounds) / RATE - max(end, after) / 100
    assert silent_s == (pytest.approx(max(end, after) / 100) if left_s >= 0.2 else None)


def test_sound_to_the_end_is_no_silence() -> None:
    assert silent_from(np.full(RATE, 0.1, np.float32), 0.0) is None
