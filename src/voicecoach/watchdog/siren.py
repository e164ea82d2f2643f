"""Plays a ready-made sound by whatever way this machine has left."""

import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from voicecoach.core.clock import SystemClock

TIMES, PAUSE_S = 2, 2.0
"""How often it is said, and the silence in between: nobody who was surprised hears it at once."""
STALLED_S = 1.0
"""So long without progress, and another way is tried."""
LONGEST_S = 40.0
PLAYERS = (
    ("paplay",),
    ("pw-play",),
    ("aplay", "-q"),
    ("afplay",),
)
"""Programs that play a file, with what they are told before its name."""
_PIECE = 1024


def sound_it(wav: bytes, sink: str | None) -> None:
    """Play `wav` `TIMES` times, to the device `sink` or the usual one; returns when it is over."""
    with wave.open(io.BytesIO(wav)) as file:
        rate, pcm = file.getframerate(), file.readframes(file.getnframes())
    pause = b"\0" * (int(PAUSE_S * rate) * 2)
    # A moment of silence first: some devices swallow the beginning.
    whole = b"\0" * (rate // 20 * 2) + pause.join([pcm] * TIMES) + b"\0" * (rate // 2 * 2)
    if not _through_portaudio(whole, rate, sink):
        _through_a_program(wav)


class _Playing:
    """One try through PortAudio, in a thread, since a device may block for ever."""

    def __init__(self, pcm: bytes, rate: int, sink: str | None) -> None:
        self.pieces = 0
        self.over = threading.Event()
        self.done = False
        self._pcm, self._rate, self._sink = pcm, rate, sink
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        with suppress(Exception):
            self._play()
        self.over.set()

    def _play(self) -> None:
        with _quietly():
            import pyaudio  # noqa: PLC0415 - and where it fails to load, there are other ways

            portaudio = pyaudio.PyAudio()
            stream = portaudio.open(
                rate=self._rate,
                channels=1,
                format=pyaudio.paInt16,
                output=True,
                frames_per_buffer=_PIECE,
                output_device_index=_index(portaudio, self._sink),
            )
            step = _PIECE * 2
            for at in range(0, len(self._pcm), step):
                stream.write(self._pcm[at : at + step])
                self.pieces += 1
            stream.stop_stream()
            self.done = True


def _through_portaudio(pcm: bytes, rate: int, sink: str | None) -> bool:
    playing = _Playing(pcm, rate, sink)
    playing.thread.start()
    clock, before, moved = SystemClock(), 0, SystemClock().now()
    while not playing.over.wait(0.05):
        if playing.pieces != before:
            before, moved = playing.pieces, clock.now()
        if clock.now() - moved > STALLED_S:
            return False
    return playing.done


def _index(portaudio: Any, sink: str | None) -> int | None:
    """The number of the device called `sink`; None, for the usual one, if it is gone."""
    if sink is None:
        return None
    if sink.isdecimal():
        return int(sink)
    for index in range(portaudio.get_device_count()):
        info = portaudio.get_device_info_by_index(index)
        if info["maxOutputChannels"] and sink.casefold() in info["name"].casefold():
            return index
    return None


def _through_a_program(wav: bytes) -> None:
    if sys.platform == "win32":
        import winsound  # noqa: PLC0415

        with suppress(RuntimeError):
            winsound.PlaySound(wav, winsound.SND_MEMORY)
        return
    with tempfile.TemporaryDirectory(prefix="voicecoach-") as folder:
        path = Path(folder) / "alarm.wav"
        path.write_bytes(wav)
        for program, *options in PLAYERS:
            if shutil.which(program) is None:
                continue
            with suppress(OSError, subprocess.TimeoutExpired):
                done = subprocess.run(  # noqa: S603 - a fixed list, no shell
                    [program, *options, str(path)],
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    timeout=LONGEST_S,
                    check=False,
                )
                if done.returncode == 0:
                    return


@contextmanager
def _quietly() -> Iterator[None]:
    """Without what PortAudio prints."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
