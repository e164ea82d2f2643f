"""Which microphone and speaker are used, and whether the microphone gives anything but zeros."""

import threading
from dataclasses import dataclass

from voicecoach.audio.devices import Device, Kind, all_devices, choose
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.mixer import Mixer
from voicecoach.core.clock import SystemClock
from voicecoach.core.measured import Finding
from voicecoach.core.problems import NoSound

LIFE_S = 1.5
"""So much of a microphone's sound is listened to; noise reduction may fade in slowly."""
OPENING_S = 4.0
"""A device's first frame takes up to 1.9 s."""
MOST_OTHERS = 4
"""Sound systems list one microphone under many names."""
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Sound:
    """What there is. `source` and `sink` are what to open, None for the usual; the rest are names.

    `alive`: the microphone gives more than zeros.
    """

    microphone: str | None
    speaker: str | None
    source: str | None = None
    sink: str | None = None
    alive: bool = False
    findings: tuple[Finding, ...] = ()


def find_sound(source: str | None, sink: str | None) -> Sound:
    """The microphone and the speaker that are meant, or others where those are gone or dead."""
    found = all_devices()
    speaker, sink, no_speaker = _meant(found, "output", sink)
    microphone, source, no_microphone = _meant(found, "input", source)
    findings = (*no_speaker, *no_microphone)
    if speaker is None or microphone is None:
        named = [each.name if each else None for each in (microphone, speaker)]
        return Sound(named[0], named[1], source, sink, False, findings)
    life = _life(source, sink)
    if life:
        return Sound(microphone.name, speaker.name, source, sink, True, findings)
    for other in _others(found, microphone):
        if _life(other.name, sink):
            instead = Finding("other-microphone", {"name": other.name})
            findings = (*findings, instead)
            return Sound(other.name, speaker.name, other.name, sink, True, findings)
    dead = Finding("microphone-stalls" if life is None else "microphone-silent")
    return Sound(microphone.name, speaker.name, source, sink, False, (*findings, dead))


def _meant(
    found: list[Device], kind: Kind, wanted: str | None
) -> tuple[Device | None, str | None, list[Finding]]:
    """The device that is meant, what to ask for it, and what is wrong with it."""
    try:
        return choose(found, kind, wanted), wanted, []
    except NoSound:
        if not any(device.channels(kind) for device in found):
            return None, None, [Finding("no-microphone" if kind == "input" else "no-speaker")]
        gone = Finding("device-gone", {"name": wanted or ""})
        return choose(found, kind, None), None, [gone]


def _others(found: list[Device], microphone: Device) -> list[Device]:
    names = {microphone.name}
    others = []
    for device in found:
        if device.inputs and device.name not in names:
            names.add(device.name)
            others.append(device)
    return others[:MOST_OTHERS]


def _life(source: str | None, sink: str | None) -> bool | None:
    """Whether a microphone gives anything but zeros; None where it gives nothing at all."""
    clock, patience = SystemClock(), threading.Event()
    duplex = Duplex(Mixer(RATE), lambda _: None, source, sink)
    try:
        duplex.open()
        give_up = clock.now() + OPENING_S
        while clock.now() < give_up and duplex.frames_heard < LIFE_S * RATE:
            if duplex.frames_alive:
                return True
            patience.wait(_LOOK_EVERY_S)
    except NoSound:
        return None
    else:
        return False if duplex.frames_heard else None
    finally:
        duplex.close()
