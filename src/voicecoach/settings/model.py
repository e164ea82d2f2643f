"""What can be set: a table of keys, each with what it means and what may stand behind it."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voicecoach.core.intents import Intent
from voicecoach.core.key_names import KEY_NAMES, sent_by
from voicecoach.core.preferences import (
    FASTEST_WPM,
    LOUDEST_DB,
    QUIETEST_DB,
    SLOWEST_WPM,
    Detail,
)
from voicecoach.handwritten.text import near, quote
from voicecoach.handwritten.where import Path, Step

RECOGNIZERS = ("moonshine", "sphinx", "vosk", "whisper", "faster-whisper")
LONGEST_TEXT = 100
QUIETEST_VOICE_DB = -12
"""What it says when something is wrong must still be heard."""
MOST_ITEMS = 50

OwnWords = Mapping[Intent, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set; None, or nothing, where it was left as it comes."""

    emergency_number: str | None = None
    region: str | None = None
    voice: str | None = None
    rate: int | None = None
    voice_level: float | None = None
    tone_level: float | None = None
    music: str | None = None
    recognizer: str | None = None
    input: str | None = None
    output: str | None = None
    stop_keys: tuple[str, ...] = ()
    words: OwnWords = field(default_factory=dict)
    name: str | None = None
    volume: float | None = None
    talk: str | None = None
    tones: str | None = None
    screen_reader: str | None = None
    one_switch: str | None = None

    @property
    def is_read(self) -> bool | None:
        """Whether a screen reader reads the screen out; None where the user leaves it open."""
        return None if self.screen_reader is None else self.screen_reader == "on"


class Unfit(Exception):  # noqa: N818 - a finding about somebody's value, told with its place
    """A value that cannot be used: what is wrong, the mend, and the path to it within the value.

    `in_key`: it is the key at the end of the path that is wrong.
    """

    def __init__(self, found: str, mend: str, path: Path = (), *, in_key: bool = False) -> None:
        super().__init__(found)
        self.found, self.mend, self.path, self.in_key = found, mend, path, in_key

    def within(self, *path: Step) -> "Unfit":
        """The same, seen from what is around it."""
        return Unfit(self.found, self.mend, (*path, *self.path), in_key=self.in_key)


@dataclass(frozen=True, slots=True)
class Key:
    """A setting: what it means, an example of a value, and the reading of what was written.

    `read` takes text, a list or a mapping with text in it, and raises Unfit, or a group of them.
    `is_list` tells whether several values stand behind it.
    """

    about: str
    example: str
    read: Callable[[object], Any]
    is_list: bool = False


def _text(value: object) -> str:
    if isinstance(value, list | dict):
        raise Unfit("One text is needed here.", "Write it behind the colon.")
    text = " ".join(str(value).split())
    if not text:
        raise Unfit("Nothing stands here.", "Write a value, or take the line out.")
    if len(text) > LONGEST_TEXT:
        raise Unfit(f"This text is too long: over {LONGEST_TEXT} letters.", "Say it shorter.")
    return text


def _number(value: object) -> str:
    digits = re.sub(r"[\s.-]", "", _text(value))
    if not re.fullmatch(r"\+?\d{2,15}", digits, re.ASCII):
        raise Unfit(
            f"`{quote(value)}` is no number to call.", "Write its digits: `emergency_number: 112`."
        )
    return digits


def _region(value: object) -> str:
    code = _text(value).upper()
    code = {"UK": "GB"}.get(code, code)
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise Unfit(f"`{quote(value)}` is no region.", "Write its two letters: `region: GB`.")
    return code


def _rate(value: object) -> int:
    text = _text(value)
    if not text.isascii() or not text.isdecimal():
        raise Unfit("`rate` is one whole number in digits.", "Write `rate: 150`, words a minute.")
    if not SLOWEST_WPM <= int(text[:9]) <= FASTEST_WPM:
        raise Unfit(
            f"No voice speaks {quote(text)} words a minute.",
            f"Write a number from {SLOWEST_WPM} to {FASTEST_WPM}.",
        )
    return int(text)


def _level(least: int, most: int, *, off: bool = False) -> Callable[[object], float]:
    """A number of decibels; with `off`, the word for none as well."""

    def read(value: object) -> float:
        text = _text(value).casefold().removesuffix("db").strip()
        if off and text == "off":
            return -math.inf
        if not re.fullmatch(r"[+-]?\d{1,3}", text, re.ASCII) or not least <= int(text) <= most:
            raise Unfit(
                f"`{quote(value)}` is no level that can be set.",
                f"Write decibels from {least} to {most}" + ", or `off`." * off + "." * (not off),
            )
        return float(text)

    return read


def _volume(value: object) -> float:
    text = _text(value)
    if not re.fullmatch(r"-?\d{1,2}(\.\d{1,3})?", text, re.ASCII):
        raise Unfit("`volume` is a number of decibels.", "Write `volume: -8`; 0 is the loudest.")
    if not QUIETEST_DB <= float(text) <= LOUDEST_DB:
        raise Unfit(
            f"A volume of {quote(text)} cannot be heard, or is too much.",
            f"Write a number from {QUIETEST_DB:g} to {LOUDEST_DB:g}.",
        )
    return float(text)


def _one_of(key: str, *choices: str) -> Callable[[object], str]:
    """One of a few words."""

    def read(value: object) -> str:
        word = _text(value).casefold()
        word = {"yes": "on", "true": "on", "no": "off", "false": "off"}.get(word, word)
        if word not in choices:
            raise Unfit(f"`{key}` is no `{quote(value)}`.", f"Write {' or '.join(choices)}.")
        return word

    return read


def _music(value: object) -> str:
    text = _text(value).casefold()
    if text not in {"lower", "leave"}:
        raise Unfit(
            f"`{quote(value)}` is nothing to do with music.",
            "Write `music: leave` to leave it as loud as it is, or `music: lower`.",
        )
    return text


def _recognizer(value: object) -> str:
    name = _text(value).casefold().replace("_", "-")
    if name not in RECOGNIZERS:
        meant = near(name.replace("-", "_"), RECOGNIZERS)
        raise Unfit(
            f"There is no recognizer `{quote(value)}`.",
            f"Did you mean `{meant}`?" if meant else f"Write one of: {', '.join(RECOGNIZERS)}.",
        )
    return name


def _key_name(value: object) -> str:
    name = _text(value).casefold()
    name = name if len(name) == 1 else name.replace(" ", "_").replace("-", "_")
    if not sent_by(name):
        meant = near(name, KEY_NAMES)
        raise Unfit(
            f"No key is called `{quote(value)}`.",
            f"Did you mean `{meant}`?"
            if meant
            else f"Write a letter, or one of: {', '.join(KEY_NAMES)}.",
        )
    return name


def _list_of(read: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """A list, or one value alone, each read by `read`; every mistake in it is told."""

    def read_all(value: object) -> tuple[str, ...]:
        if isinstance(value, dict):
            raise Unfit("A list is needed here.", "Write it in square brackets: `[one, two]`.")
        if not isinstance(value, list):
            return (read(value),)
        if len(value) > MOST_ITEMS:
            raise Unfit("This list is too long.", f"Keep it to {MOST_ITEMS} or fewer.")
        items, wrong = [], []
        for place, item in enumerate(value):
            try:
                items.append(read(item))
            except Unfit as unfit:
                wrong.append(unfit.within(place))
        if wrong:
            raise ExceptionGroup("list", wrong)
        return tuple(dict.fromkeys(items))

    return read_all


def _words(value: object) -> OwnWords:
    if not isinstance(value, dict):
        raise Unfit(
            "`words` holds commands, and your words behind each.", "Write `words: {stop: [basta]}`."
        )
    found: dict[Intent, tuple[str, ...]] = {}
    wrong: list[Exception] = []
    for name, own in value.items():
        if name not in set(Intent):
            meant = near(name, Intent)
            mend = f"Did you mean `{meant}`?" if meant else f"Write one of: {', '.join(Intent)}."
            wrong.append(Unfit(f"`{quote(name)}` is no command.", mend, (name,), in_key=True))
            continue
        try:
            found[Intent(name)] = _list_of(_text)(own)
        except* Unfit as group:
            wrong += [unfit.within(name) for unfit in unfits(group)]
    if wrong:
        raise ExceptionGroup("words", wrong)
    return found


def unfits(error: BaseException) -> list[Unfit]:
    """All findings in an Unfit, or in a group of them."""
    if isinstance(error, BaseExceptionGroup):
        return [unfit for each in error.exceptions for unfit in unfits(each)]
    return [error] if isinstance(error, Unfit) else []


KEYS: Mapping[str, Key] = {
    "emergency_number": Key("Whom to call in an emergency; said digit by digit.", "999", _number),
    "region": Key(
        "Where you live, in two letters: it decides the emergency number.", "GB", _region
    ),
    "voice": Key("The voice that speaks, by its name.", "English (Great Britain)", _text),
    "rate": Key("How fast it speaks, in words a minute.", "180", _rate),
    "voice_level": Key(
        "How much louder the voice is than usual, in decibels; 6 less is half as strong.",
        "-3",
        _level(QUIETEST_VOICE_DB, 6),
    ),
    "tone_level": Key("The same for the tones, or `off`.", "-6", _level(-30, 12, off=True)),
    "music": Key(
        "Whether what other programs play is turned down meanwhile: `lower` or `leave`.",
        "leave",
        _music,
    ),
    "recognizer": Key("What listens.", "moonshine", _recognizer),
    "input": Key("The microphone: its number or a part of its name.", "USB", _text),
    "output": Key("The speaker: its number or a part of its name.", "Headphones", _text),
    "stop_keys": Key(
        "Keys that always stop: those that your headset, switch or presenter sends.",
        "[page_down, enter]",
        _list_of(_key_name),
        is_list=True,
    ),
    "name": Key("What the coach calls you.", "Sam", _text),
    "volume": Key("How loud it speaks, in decibels; 0 is the loudest.", "-8", _volume),
    "talk": Key(
        "How much it tells of an exercise: full, or in short.",
        "short",
        _one_of("talk", Detail.FULL, Detail.SHORT),
    ),
    "tones": Key("Tones that show what it hears.", "on", _one_of("tones", "on", "off")),
    "screen_reader": Key(
        "Whether a screen reader runs: then what is spoken is not printed as well.",
        "on",
        _one_of("screen_reader", "on", "off"),
    ),
    "one_switch": Key(
        "The one key that does everything, where you have only one.", "space", _key_name
    ),
    "words": Key(
        "Your own words for commands, beside those that there are.",
        "{stop: [basta, enough already]}",
        _words,
    ),
}
"""Every setting, by the name that it has in the file and in `Settings`."""
