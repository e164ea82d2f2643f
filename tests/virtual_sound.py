"""Real sound without hardware: a speaker and a microphone made by a private PulseAudio.

The program under test runs in its own process and opens them like any other device. Both are
channels of one null sink, and one recorder takes both, so that what the coach says and what is
said to it share a timeline, to the sample.

    stage (null sink) --- channel 0: "speaker" <-- the program plays
                      \\-- channel 1: "room" <----- say()
                                        \\--------> "microphone" --> the program records
"""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import numpy as np
import numpy.typing as npt

from voicecoach.core.clip import Clip

RATE = 48_000
"""Frames a second of everything here."""

Samples = npt.NDArray[np.float32]

_NEEDED = ("pulseaudio", "pacat", "parec")
_PATIENCE_S = 20.0
_NO_MUSIC = "--property=media.role=test"
"""A voice in the room is not turned down, as music from another program is."""
_FRAME = np.dtype((np.float32, 2))

_SERVER = """
load-module module-null-sink sink_name=stage rate={rate} format=float32le channels=2 \
channel_map=aux0,aux1 norewinds=1
load-module module-remap-sink sink_name=speaker master=stage channels=1 \
channel_map=mono master_channel_map=aux0 remix=no
load-module module-remap-sink sink_name=room master=stage channels=1 \
channel_map=mono master_channel_map=aux1 remix=no
load-module module-remap-source source_name=microphone master=stage.monitor channels=1 \
channel_map=mono master_channel_map=aux1 remix=no
set-default-sink speaker
set-default-source microphone
{echo}
load-module module-native-protocol-unix socket={folder}/native auth-anonymous=1
"""

_ECHO = """
load-module module-remap-sink sink_name=echo master=stage channels=1 \
channel_map=mono master_channel_map=aux1 remix=no
set-sink-volume echo {volume}
load-module module-loopback source=speaker.monitor sink=echo latency_msec=40
"""

# Only the sound server, under both of the names that programs ask for: the machine's own
# configuration may know other devices.
_ALSA = """
pcm.!default { type pulse hint { show on description "The virtual room" } }
ctl.!default { type pulse }
pcm.pulse { type pulse }
ctl.pulse { type pulse }
"""


def missing() -> list[str]:
    """The programs that a virtual room needs and this machine does not have."""
    return [name for name in _NEEDED if shutil.which(name) is None]


@dataclass(frozen=True, slots=True)
class Recording:
    """What the speaker played and what was said in the room, on one timeline.

    Mono float32 in -1..1 at `RATE`; index 0 is the moment when the recording began.
    """

    speaker: Samples
    room: Samples

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.speaker) / RATE


class Saying:
    """Somebody speaks in the room, until `wait` returns or `stop` is called."""

    def __init__(self, player: "subprocess.Popen[bytes]") -> None:
        self._player = player

    def wait(self) -> None:
        """Return when it was played to its end."""
        try:
            code = self._player.wait(_PATIENCE_S + 60)
        except subprocess.TimeoutExpired:
            self.stop()
            raise
        if code != 0:
            raise RuntimeError(f"pacat could not play into the room (it returned {code})")

    def stop(self) -> None:
        """Fall silent at once."""
        self._player.kill()
        self._player.wait()


class VirtualSound:
    """A room with a speaker and a microphone, for as long as the `with` block lasts.

    `echo_db` leads the speaker back into the microphone at this gain (a negative number of
    decibels), some tens of milliseconds late. `hiss_db` is the microphone's own noise, since one
    that gives nothing but zeros is broken or muted. Several rooms may exist at once. Raises
    RuntimeError where PulseAudio is missing or does not start.
    """

    def __init__(self, *, echo_db: float | None = None, hiss_db: float | None = -80.0) -> None:
        self._echo_db = echo_db
        self._hiss_db = hiss_db
        self._heard = bytearray()
        self._news = threading.Condition()
        self._recording = False
        self._processes: list[subprocess.Popen[bytes]] = []
        self._readers: list[threading.Thread] = []
        self._log: list[str] = []

    def __enter__(self) -> Self:
        if absent := missing():
            raise RuntimeError(f"a virtual room needs {', '.join(absent)} (Debian: pulseaudio)")
        # A socket's path may be 107 bytes long, and some temporary folders are deep.
        self._folder = Path(tempfile.mkdtemp(prefix="room-", dir="/tmp"))
        try:
            self._start_server()
            self._start_recorder()
            self._start_hiss()
        except BaseException:
            self._tear_down()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._tear_down()

    @property
    def environment(self) -> dict[str, str]:
        """The environment for a process that shall use this speaker and microphone."""
        return _without_other_sound() | {
            "HOME": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_SERVER": f"unix:{self._folder}/native",
            "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
            "JACK_NO_START_SERVER": "1",
        }

    def say(self, sound: Clip, *, db: float = 0.0) -> Saying:
        """Begin to play a clip into the microphone, `db` decibels louder than it is."""
        pcm = np.frombuffer(sound.pcm, np.float32) * np.float32(10 ** (db / 20))
        return self.play(pcm, "room", sound.rate)

    def play(self, pcm: Samples, sink: str, rate: int = RATE) -> Saying:
        """Begin to play samples into a sink of the room: mono, or a column a channel of `stage`."""
        channels = 1 if pcm.ndim == 1 else pcm.shape[1]
        map_ = {1: "mono", 2: "aux0,aux1"}[channels]
        command = ["pacat", "--playback", f"--device={sink}", "--raw", "--latency-msec=20"]
        command += ["--format=float32le", f"--rate={rate}", f"--channels={channels}", _NO_MUSIC]
        with tempfile.TemporaryFile() as file:
            file.write(pcm.astype("<f4").tobytes())
            file.seek(0)
            player = self.start([*command, f"--channel-map={map_}"], stdin=file)
        return Saying(player)

    def start(
        self,
        command: Sequence[str],
        *,
        stdin: IO[bytes] | int | None = subprocess.DEVNULL,
        stdout: IO[bytes] | int | None = None,
        stderr: IO[bytes] | int | None = None,
    ) -> "subprocess.Popen[bytes]":
        """Start a process in this room, ahead of others where that is allowed.

        A busy machine starves sound that waits its turn like everybody else; desktops give sound
        a higher priority too. Whatever still runs when the room is left is killed.
        """
        process = subprocess.Popen(
            [*_ahead_of_others(), *command],
            env=self.environment,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )
        self._processes.append(process)
        return process

    @property
    def now_s(self) -> float:
        """How much has been recorded, in seconds: the present moment on the timeline."""
        return len(self._heard) // _FRAME.itemsize / RATE

    def wait_until(self, at_s: float) -> None:
        """Return as soon as the recording is `at_s` seconds long."""
        with self._news:
            while self.now_s < at_s:
                if not self._news.wait(_PATIENCE_S):
                    raise RuntimeError("the sound server stands still: " + self._complaints)
                if not self._recording:
                    raise RuntimeError("the recorder has ended: " + self._complaints)

    def recording(self, from_s: float = 0.0) -> Recording:
        """Everything since `from_s` until now; what came before is left out."""
        start = round(from_s * RATE) * _FRAME.itemsize
        with self._news:
            end = len(self._heard) // _FRAME.itemsize * _FRAME.itemsize
            frames = np.frombuffer(bytes(self._heard[start:end]), np.float32).reshape(-1, 2)
        return Recording(frames[:, 0].copy(), frames[:, 1].copy())

    @property
    def _complaints(self) -> str:
        return " / ".join(self._log[-5:])

    def _start_server(self) -> None:
        echo = ""
        if self._echo_db is not None:
            # PulseAudio's volumes are cubic, and 65536 is full.
            echo = _ECHO.format(volume=round(65_536 * 10 ** (self._echo_db / 60)))
        script = self._folder / "server.pa"
        script.write_text(_SERVER.format(rate=RATE, folder=self._folder, echo=echo))
        (self._folder / "asound.conf").write_text(_ALSA)
        # It ends by itself when nobody is connected any more, even if this process was killed.
        server = self.start(
            [
                *("pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--disable-shm=yes"),
                *("--exit-idle-time=10", "--log-level=info", "--log-target=stderr"),
                f"--file={script}",
            ],
            stderr=subprocess.PIPE,
        )
        assert server.stderr is not None
        ready = threading.Event()
        self._read(self._read_log, server.stderr, ready)
        if not ready.wait(_PATIENCE_S) or not (self._folder / "native").exists():
            raise RuntimeError("PulseAudio does not start: " + self._complaints)

    def _start_recorder(self) -> None:
        # Without a reader that asks for little latency a null sink works in long blocks.
        recorder = self.start(
            [
                *("parec", "--device=stage.monitor", "--raw", "--latency-msec=10"),
                *("--format=float32le", f"--rate={RATE}"),
                *("--channels=2", "--channel-map=aux0,aux1"),
            ],
            stdout=subprocess.PIPE,
        )
        assert recorder.stdout is not None
        self._recording = True
        self._read(self._read_sound, recorder.stdout)
        self.wait_until(0.1)

    def _start_hiss(self) -> None:
        if self._hiss_db is None:
            return
        hisser = self.start(
            [
                *("pacat", "--playback", "--device=room", "--raw", "--format=float32le"),
                *(f"--rate={RATE}", "--channels=1", _NO_MUSIC),
            ],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        noise = np.random.default_rng(0).standard_normal(RATE * 4) * 10 ** (self._hiss_db / 20)
        self._read(self._hiss, hisser.stdin, noise.astype("<f4").tobytes())

    def _hiss(self, pipe: IO[bytes], noise: bytes) -> None:
        """Write until nobody reads any more."""
        with suppress(OSError), pipe:
            while True:
                pipe.write(noise)

    def _read(self, reader: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=reader, args=arguments, daemon=True)
        thread.start()
        self._readers.append(thread)

    def _read_log(self, stream: IO[bytes], ready: threading.Event) -> None:
        with stream:
            for line in stream:
                self._log.append(line.decode(errors="replace").strip())
                if b"startup complete" in line:
                    ready.set()
        ready.set()

    def _read_sound(self, stream: IO[bytes]) -> None:
        with stream:
            while chunk := os.read(stream.fileno(), 1 << 16):
                with self._news:
                    self._heard += chunk
                    self._news.notify_all()
        with self._news:
            self._recording = False
            self._news.notify_all()

    def _tear_down(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for thread in self._readers:
            thread.join()
        shutil.rmtree(self._folder)


def _ahead_of_others() -> list[str]:
    return ["nice", "-n", "-10"] if os.geteuid() == 0 else []


def _without_other_sound() -> dict[str, str]:
    strange = ("PULSE_", "ALSA_", "JACK_", "PIPEWIRE_", "DBUS_", "DISPLAY", "WAYLAND_", "XDG_")
    return {name: value for name, value in os.environ.items() if not name.startswith(strange)}


def speak(text: str, voice: str = "en-gb", wpm: int = 160) -> Clip:
    """A line in one of eSpeak NG's voices, such as `en-gb+f3`, or flite's, as `flite:slt`."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        engine, _, name = voice.rpartition(":")
        if engine == "flite":
            command = ["flite", "-voice", name, "-t", text, "-o", file.name]
        else:
            command = ["espeak-ng", "-v", voice, "-s", str(wpm), "-w", file.name, text]
        subprocess.run(command, check=True, timeout=_PATIENCE_S)
        return read_wav(Path(file.name))


def read_wav(path: Path) -> Clip:
    """A 16-bit WAV file as a mono clip."""
    import soundfile  # noqa: PLC0415 - the rest works without it

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return Clip(samples.mean(axis=1).astype(np.float32).tobytes(), rate)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of sound: when it begins and ends, in seconds."""

    start_s: float
    end_s: float


def level_db(samples: Samples, window_s: float = 0.01) -> npt.NDArray[np.float64]:
    """The RMS level of each window of sound, against full scale; -120 at the least."""
    window = round(window_s * RATE)
    whole = samples[: len(samples) // window * window].reshape(-1, window).astype(np.float64)
    return np.asarray(10 * np.log10(np.maximum(np.mean(whole**2, axis=1), 1e-12)))


def stretches(
    samples: Samples, *, above_db: float = -50.0, gap_s: float = 0.3, window_s: float = 0.01
) -> list[Stretch]:
    """Where there is sound. Silences shorter than `gap_s` do not part two stretches."""
    loud = np.flatnonzero(level_db(samples, window_s) > above_db)
    if not len(loud):
        return []
    breaks = np.flatnonzero(np.diff(loud) * window_s > gap_s + window_s)
    starts = loud[np.concatenate(([0], breaks + 1))]
    ends = loud[np.concatenate((breaks, [len(loud) - 1]))] + 1
    return [
        Stretch(float(start) * window_s, float(end) * window_s)
        for start, end in zip(starts, ends, strict=True)
    ]


def silent_from(
    samples: Samples, after_s: float, *, for_s: float = 1.0, above_db: float = -50.0
) -> float | None:
    """When a silence of at least `for_s` begins that is not over at `after_s`.

    `after_s` itself where it is silent already; None where no such silence is.
    """
    at_s = after_s
    for stretch in stretches(samples, above_db=above_db):
        if stretch.end_s <= after_s:
            continue
        if stretch.start_s - at_s >= for_s:
            return at_s
        at_s = max(after_s, stretch.end_s)
    return at_s if len(samples) / RATE - at_s >= for_s else None
