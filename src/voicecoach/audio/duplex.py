"""The one stream to the sound device: the mixer's frames out, the microphone's frames in.

PortAudio's own thread calls back for every block. What it does there is short and takes no lock:
frames from the mixer, reports and microphone blocks onto queues that others read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

import numpy as np
import pyaudio

from voicecoach.audio.devices import Device
from voicecoach.audio.mixer import Mixer, Samples
from voicecoach.core.events import Began, CutOff, Ended
from voicecoach.core.problems import NoSound

RATE = 48_000
"""Three times the rate of hearing, and what nearly every device runs at."""
BLOCK = 480
"""Frames a callback: 10 ms."""


@dataclass(frozen=True, slots=True)
class Block:
    """What the microphone heard while the speaker was given `played`: BLOCK frames each."""

    microphone: Samples
    played: Samples


class Duplex:
    """Plays a mixer, and records while it plays.

    `report` is called with what the mixer reports. `blocks` receives what the microphone hears.
    Without a microphone (`source` None) it only plays.
    """

    def __init__(
        self,
        portaudio: Any,
        mixer: Mixer,
        report: Callable[[Began | Ended | CutOff], None],
        *,
        source: Device | None,
        sink: Device,
    ) -> None:
        self._portaudio = portaudio
        self._mixer = mixer
        self._report = report
        self._source = source
        self._sink = sink
        self._stream: Any = None
        self.blocks: SimpleQueue[Block] = SimpleQueue()
        self.frames = 0
        """Frames played so far. PortAudio may stall and still call itself active: this tells."""
        self.failure: Exception | None = None

    def open(self) -> None:
        """Begin to play and record. Raises NoSound."""
        source = {} if self._source is None else {"input_device_index": self._source.index}
        try:
            self._stream = self._portaudio.open(
                rate=self._mixer.rate,
                channels=1,
                format=pyaudio.paFloat32,
                frames_per_buffer=BLOCK,
                output=True,
                output_device_index=self._sink.index,
                input=self._source is not None,
                stream_callback=self._call_back,
                **source,
            )
        except (OSError, ValueError) as error:
            used = (
                self._sink.name
                if self._source is None
                else (f"{self._source.name} and {self._sink.name}")
            )
            raise NoSound(
                f"The sound device does not work: {used} ({error}).",
                "Look whether another program uses it, or choose one of `voicecoach devices` "
                "with --input and --output.",
            ) from error

    def close(self) -> None:
        """Stop at once; frames on their way to the speaker are dropped."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    @property
    def latency_s(self) -> float:
        """How long a frame takes from the mixer to the air, as far as PortAudio knows."""
        return 0.0 if self._stream is None else float(self._stream.get_output_latency())

    def _call_back(
        self, recorded: bytes | None, frames: int, _times: object, _flags: int
    ) -> tuple[bytes | None, int]:
        try:
            played, reports = self._mixer.take(frames)
            if recorded is not None:
                self.blocks.put(Block(np.frombuffer(recorded, np.float32), played))
            self.frames += frames
            for report in reports:
                self._report(report)
        except Exception as error:  # noqa: BLE001 - an exception here would vanish in C
            self.failure = error
            return None, int(pyaudio.paAbort)
        return played.tobytes(), int(pyaudio.paContinue)
