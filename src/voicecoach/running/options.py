"""What the command line and the settings say of how the coach runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from voicecoach.core.intents import Intent
from voicecoach.core.preferences import USUAL_WPM, Detail, Levels


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the settings say. Devices are a number or a part of a name.

    `stop_keys` are names of keys that always stop, `one_switch` that of the only key that there is;
    `words` the user's own words for commands, `name` what they want to be called. `talk` is how
    much is told, `tones` whether there are any, and with a `screen_reader` no word is printed
    (None: it is looked for).
    `leaves_music`: what other programs play stays as loud as it is.
    """

    begin: bool = False
    voice: str | None = None
    wpm: int = USUAL_WPM
    recognizer: str | None = None
    source: str | None = None
    sink: str | None = None
    events: Path | None = None
    emergency_number: str | None = None
    stop_keys: tuple[str, ...] = ()
    words: Mapping[Intent, Sequence[str]] = field(default_factory=dict)
    levels: Levels = field(default_factory=Levels)
    leaves_music: bool = False
    volume_db: float | None = None
    name: str | None = None
    talk: Detail | None = None
    tones: bool = True
    screen_reader: bool | None = None
    one_switch: str | None = None

    def wishing(self, key: str, value: str) -> Self:
        """The same, with what the user has just wished for; `key` is a setting's name."""
        match key:
            case "talk":
                return replace(self, talk=Detail(value))
            case "tones":
                return replace(self, tones=value == "on")
            case "name":
                return replace(self, name=value)
            case "emergency_number":
                return replace(self, emergency_number=value)
            case _:  # rate, volume and voice are what they are already
                return self
