"""Sound in and out: the mixer's frames to the speaker, the microphone's frames to the listener.

PortAudio's own threads call back for every block. What they do is short and takes no lock:
frames from the mixer, reports and microphone blocks onto queues that others read.

Two streams, one for each direction, although one would do: over ALSA and PulseAudio one in ten
duplex streams died at the start, while two separate ones lived (docs/decisions/0070).
"""

import itertools
import os
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
import pyaudio

from voicecoach.audio.devices import Device, Kind, choose, devices
from voicecoach.audio.mixer import Mixer, Samples
from voicecoach.core.events import Began, CutOff, Ended
from voicecoach.core.problems import NoSound

RATE = 48_000
"""Three times the rate of hearing, and what nearly every device runs at."""
BLOCK = 480
"""Frames a callback: 10 ms."""
PULSE_LATENCY_MS = "60"
"""The buffer between PulseAudio or PipeWire and PortAudio, for which PyAudio has no argument.
What is in it is still heard after a "stop"; with 30 ms streams died and slipped."""
_SLACK = 20
"""Blocks (0.2 s) that the two directions may be apart before the echo's reference is cut."""
MOST_WAITING = 400
"""Blocks (4 s) that wait for a listener; behind one that hangs the oldest go."""
_CLOSING_S = 1.0


@dataclass(frozen=True, slots=True)
class Block:
    """What the microphone heard, and what the speaker was given at about that time."""

    microphone: Samples
    played: Samples


class Duplex:
    """Plays a mixer, and records meanwhile.

    `report` is called with what the mixer reports, from PortAudio's thread. `source` and `sink`
    name the devices as `devices.choose` takes them. Without a microphone it only plays, and
    `deaf_because` says why; if it is not to listen, no microphone is opened at all.
    """

    def __init__(
        self,
        mixer: Mixer,
        report: Callable[[Began | Ended | CutOff], None],
        source: str | None = None,
        sink: str | None = None,
        *,
        listens: bool = True,
    ) -> None:
        self._mixer = mixer
        self._report = report
        self._source = source
        self._sink = sink
        self._listens = listens
        self._portaudio: Any = None
        self._streams: dict[Kind, Any] = {}
        self._numbers = itertools.count()
        self._alive: dict[Kind, int] = {}
        self._played: deque[Samples] = deque(maxlen=_SLACK)
        self._nothing = np.zeros(BLOCK, np.float32)
        self.blocks: SimpleQueue[Block] = SimpleQueue()
        self.deaf_because: str | None = None if listens else "The microphone is not in use."
        self.frames_played = 0
        """PortAudio may stall and still call itself active: these tell."""
        self.frames_heard = 0
        self.frames_alive = 0
        """Heard in blocks that were not mere zeros: what a muted microphone never gives."""
        self.failure: Exception | None = None

    def open(self) -> None:
        """Begin to play, and to record if there is a microphone.

        Raises NoSound without a working speaker, or for a device that was asked for and is not
        there.
        """
        self._open(self._source, self._sink)

    def _open(self, wanted_source: str | None, wanted_sink: str | None) -> None:
        os.environ.setdefault("PULSE_LATENCY_MSEC", PULSE_LATENCY_MS)
        self._portaudio = pyaudio.PyAudio()
        found = devices(self._portaudio)
        sink = choose(found, "output", wanted_sink)
        source: Device | None = None
        try:
            if self._listens:
                source = choose(found, "input", wanted_source)
                self.deaf_because = None
        except NoSound as problem:
            if wanted_source is not None:
                raise
            self.deaf_because = problem.what
        if source is not None:
            self._start("input", source)
        self._start("output", sink)

    def _start(self, kind: Kind, device: Device) -> None:
        number = self._alive[kind] = next(self._numbers)
        call_back = self._hear if kind == "input" else self._play

        def while_alive(*block: Any) -> Any:
            """Not for a stream that was given up, and comes to life again after all."""
            return call_back(*block) if self._alive[kind] == number else (None, pyaudio.paAbort)

        try:
            stream = self._portaudio.open(
                rate=self._mixer.rate,
                channels=1,
                format=pyaudio.paFloat32,
                frames_per_buffer=BLOCK,
                stream_callback=while_alive,
                **{kind: True, f"{kind}_device_index": device.index},
            )
        except (OSError, ValueError) as error:
            raise NoSound(
                f"The sound device {device.name} does not work ({error}).",
                "Look whether another program uses it, or choose one of `voicecoach devices` "
                "with --input and --output.",
            ) from error
        self._streams[kind] = stream

    def close(self) -> None:
        """Stop at once; frames on their way to the speaker are dropped.

        A stream that died may never let itself be closed, so nobody waits for it for long.
        """
        streams, portaudio = list(self._streams.values()), self._portaudio
        self._streams, self._portaudio = {}, None
        self._alive = dict.fromkeys(self._alive, -1)
        _close(streams, portaudio)

    def reopen(self) -> None:
        """Begin anew, where the sound goes on: for devices that went or came. Raises NoSound.

        Any device is better than none, should the one that was asked for be gone.
        """
        self.close()
        self.failure = None
        self._played.clear()
        try:
            self.open()
        except NoSound:
            self.close()
            self._open(None, None)

    def restart(self, kind: Kind) -> None:
        """Begin one direction anew while the other one goes on. Raises NoSound."""
        self._alive[kind] = -1
        if (stream := self._streams.pop(kind, None)) is not None:
            _close([stream])
        if kind == "output":
            self.failure = None
        wanted = self._source if kind == "input" else self._sink
        self._start(kind, choose(devices(self._portaudio), kind, wanted))

    @property
    def latency_s(self) -> float:
        """How long a frame takes from the mixer to the air, as far as PortAudio knows."""
        stream = self._streams.get("output")
        return 0.0 if stream is None else float(stream.get_output_latency())

    def _play(
        self, _recorded: None, frames: int, _times: object, _flags: int
    ) -> tuple[bytes | None, int]:
        try:
            played, reports = self._mixer.take(frames)
            self._played.append(played)
            self.frames_played += frames
            for report in reports:
                self._report(report)
        except Exception as error:  # noqa: BLE001 - an exception here would vanish in C
            self.failure = error
            return None, int(pyaudio.paAbort)
        return played.tobytes(), int(pyaudio.paContinue)

    def _hear(self, recorded: bytes, frames: int, _times: object, _flags: int) -> tuple[None, int]:
        try:
            played = self._played.popleft() if self._played else self._nothing
            samples = np.frombuffer(recorded, np.float32)
            if self.blocks.qsize() >= MOST_WAITING:
                with suppress(Empty):
                    self.blocks.get_nowait()
            self.blocks.put(Block(samples, played))
            self.frames_heard += frames
            if samples.any():
                self.frames_alive += frames
        except Exception:  # noqa: BLE001 - whoever counts the frames will see that it has ended
            return None, int(pyaudio.paAbort)
        return None, int(pyaudio.paContinue)


def _close(streams: list[Any], portaudio: Any = None) -> None:
    """Close what may never let itself be closed, without waiting for it for long."""

    def close_all() -> None:
        for stream in streams:
            with suppress(OSError):
                stream.close()
        if portaudio is not None:
            portaudio.terminate()

    closing = threading.Thread(target=close_all, name="closing sound", daemon=True)
    closing.start()
    closing.join(_CLOSING_S)
