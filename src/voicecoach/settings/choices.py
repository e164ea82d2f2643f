"""What holds for each setting, and why: the file, the region, or as the program comes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voicecoach.core.preferences import USUAL_WPM, Preferences
from voicecoach.settings.model import KEYS, OwnWords, Settings
from voicecoach.settings.region import emergency_numbers, region

_AS_IT_COMES = {
    "voice": "the system's usual voice",
    "rate": str(USUAL_WPM),
    "voice_level": "0",
    "tone_level": "0",
    "music": "lower",
    "recognizer": "the best that is installed",
    "input": "the system's usual microphone",
    "output": "the system's usual speaker",
    "stop_keys": "every key that has no other meaning",
    "words": "no words of your own",
    "name": "no name",
    "volume": f"{Preferences().volume_db:+g} dB",
    "talk": "in full the first time, in short when you have done a session three times",
    "tones": "on",
    "screen_reader": "on where one is found",
    "one_switch": "none; there is a key for everything",
}
_UNKNOWN_REGION = "not known; set it, or the emergency number"
_UNKNOWN_NUMBER = 'not known; I would say "your emergency number". Please set it'


@dataclass(frozen=True, slots=True)
class Choice:
    """What holds for one setting: its key, its value in words, and where that comes from."""

    key: str
    value: str
    because: str

    def __str__(self) -> str:
        return f"{self.key}: {self.value}" + f" ({self.because})" * bool(self.because)


def completed(settings: Settings) -> Settings:
    """`settings` with the region and the emergency number that the system tells."""
    told = region()
    code = settings.region or (told[0] if told else None)
    number = settings.emergency_number or emergency_numbers().get(code or "")
    return replace(settings, region=code, emergency_number=number)


def choices(settings: Settings) -> Iterator[Choice]:
    """Every setting as it holds, in the order of the table."""
    full, told = completed(settings), region()
    for key in KEYS:
        own, value = getattr(settings, key), getattr(full, key)
        if own not in (None, (), {}):
            yield Choice(key, _shown(own), "your settings")
        elif key == "region":
            yield Choice(key, value or _UNKNOWN_REGION, told[1] if told else "")
        elif key == "emergency_number":
            yield Choice(key, value or _UNKNOWN_NUMBER, f"region {full.region}" if value else "")
        else:
            yield Choice(key, _AS_IT_COMES[key], "as it comes")


def _shown(value: str | float | tuple[str, ...] | OwnWords) -> str:
    if isinstance(value, float):
        return "off" if math.isinf(value) else f"{value:+g} dB"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, str | int):
        return str(value)
    return "; ".join(f"{intent}: {', '.join(own)}" for intent, own in value.items())
