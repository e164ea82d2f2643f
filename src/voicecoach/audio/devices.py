"""The microphones and speakers that PortAudio knows, and which of them is meant."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import pyaudio

from voicecoach.core.problems import NoSound

Kind = Literal["input", "output"]
_NAMES = {"input": "microphone", "output": "speaker"}


@dataclass(frozen=True, slots=True)
class Device:
    """A device as PortAudio numbers it."""

    index: int
    name: str
    inputs: int
    outputs: int
    is_default_input: bool = False
    is_default_output: bool = False

    def channels(self, kind: Kind) -> int:
        """How many channels it has of this kind."""
        return self.inputs if kind == "input" else self.outputs

    def is_default(self, kind: Kind) -> bool:
        """Whether the system uses it where nobody chooses."""
        return self.is_default_input if kind == "input" else self.is_default_output


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Send what C libraries print on file descriptor 2 nowhere; Python's own errors stay.

    PortAudio prints some eighty lines when it starts, and one for every block that was late.
    """
    sys.stderr.flush()
    kept, screen = os.dup(2), sys.stderr
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    with os.fdopen(os.dup(kept), "w", encoding="utf-8", buffering=1, errors="replace") as python:
        sys.stderr = python
        try:
            yield
        finally:
            sys.stderr = screen
            os.dup2(kept, 2)
            os.close(kept)


def all_devices() -> list[Device]:
    """Every device of this machine, for a program that does not play yet."""
    with quiet_libraries():
        portaudio = pyaudio.PyAudio()
        try:
            return devices(portaudio)
        finally:
            portaudio.terminate()


def devices(portaudio: Any) -> list[Device]:
    """Every device that can record or play, as `portaudio`, a pyaudio.PyAudio, knows them."""
    default_input = _default(portaudio.get_default_input_device_info)
    default_output = _default(portaudio.get_default_output_device_info)
    infos = map(portaudio.get_device_info_by_index, range(portaudio.get_device_count()))
    return [
        Device(
            info["index"],
            info["name"],
            info["maxInputChannels"],
            info["maxOutputChannels"],
            info["index"] == default_input,
            info["index"] == default_output,
        )
        for info in infos
    ]


def choose(found: list[Device], kind: Kind, wanted: str | None) -> Device:
    """The device that `wanted` means: its number, a part of its name, or None for the default.

    Raises NoSound with what there is instead.
    """
    usable = [device for device in found if device.channels(kind)]
    name = _NAMES[kind]
    if not usable:
        raise NoSound(
            f"There is no {name}.",
            "Plug one in, or switch on the sound service of this system, and look whether "
            "`voicecoach devices` lists it.",
        )
    if wanted is None:
        return next((device for device in usable if device.is_default(kind)), usable[0])
    if wanted.isdecimal():
        matching = [device for device in usable if device.index == int(wanted)]
    else:
        matching = [device for device in usable if device.name.casefold() == wanted.casefold()]
        matching = matching or [d for d in usable if wanted.casefold() in d.name.casefold()]
    if not matching:
        listed = ", ".join(f"{device.index} {device.name}" for device in usable)
        raise NoSound(f'No {name} is called "{wanted}".', f"There are: {listed}.")
    return matching[0]


def _default(ask: Any) -> int | None:
    try:
        return int(ask()["index"])
    except OSError:
        return None
