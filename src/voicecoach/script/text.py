"""What a value may look like in a session file: words, lengths of time, tempos, ids."""

import re
import unicodedata

from pydantic_core import PydanticCustomError

from voicecoach.handwritten.text import is_hidden

LONGEST_WORD = 60
"""Letters. No language has as many in a word; over some a voice sits for seconds, and fails."""
MARKUP = "<>[]{}\\"
"""Voices take these for commands: SAPI reads tags, macOS reads [[...]]."""

_SECONDS = r"(?P<seconds>\d{1,6}(?:\.\d{1,3})?)\s*(?:s|secs?|seconds?)"
_MINUTES = r"(?P<minutes>\d{1,6}(?:\.\d{1,3})?)\s*(?:m|mins?|minutes?)"
_DURATION = re.compile(rf"(?:{_MINUTES})?\s*(?:{_SECONDS})?", re.ASCII)

DURATION_PATTERN = (
    r"^(?=\d)(\d+(\.\d+)?\s*(m|mins?|minutes?))?\s*(\d+(\.\d+)?\s*(s|secs?|seconds?))?$"
)
"""The same for editors, in the regular expressions of JSON Schema."""

TEMPO_PATTERN = r"^\d{1,2}(\.\d)?(-\d{1,2}(\.\d)?){3}$"
REPS_PATTERN = r"(\d{1,3})(?:\s*-\s*|\s+to\s+)(\d{1,3})"
BREATH_PATTERN = r"(in|hold|out)\s+(\d{1,2}(?:\.\d)?)(?:\s*s)?"
FILE_PATTERN = r"^\w[\w .-]*(/\w[\w .-]*){0,4}\.ya?ml$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Z]{2})?$"
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def spoken(value: str) -> str:
    """`value` in one line, or an error where it holds what no voice should be given."""
    line = shown(value)
    if any(len(word) > LONGEST_WORD for word in line.split(" ")):
        raise PydanticCustomError("long_word", "long word", {"most": LONGEST_WORD})
    return line


def shown(value: str) -> str:
    """`value` in one line, or an error where it holds what nobody should be shown."""
    for character in value:
        if is_hidden(character) and character not in "\n\r\t":
            raise PydanticCustomError(
                "hidden_character", "hidden", {"code": f"U+{ord(character):04X}"}
            )
        if character in MARKUP:
            raise PydanticCustomError("markup", "markup", {"character": character})
    return " ".join(value.split())


def term(value: str) -> str:
    """A word or name, or an error where it is nothing that stands between two words."""
    value = spoken(value)
    if not value or not (value[0].isalnum() and value[-1].isalnum()):
        raise PydanticCustomError("term", "term")
    return value


def given(value: object) -> object:
    """`value`, or an error where a key stands with nothing behind it."""
    if value is None:
        raise PydanticCustomError("no_value", "no value")
    return value


def seconds(value: object) -> float:
    """Read a length of time as seconds: `20s`, `1m30s` or `2 min`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise PydanticCustomError("duration_unit", "unit", {"number": f"{value:g}"})
    if not isinstance(value, str):
        raise PydanticCustomError("duration_type", "type")
    text = value.strip()
    if clock := re.fullmatch(r"(\d{1,3}):(\d{1,2})", text, re.ASCII):
        raise PydanticCustomError(
            "duration_clock", "clock", {"minutes": int(clock[1]), "seconds": int(clock[2])}
        )
    found = _DURATION.fullmatch(text.lower())
    if not found or not found.group():
        raise PydanticCustomError("duration_form", "form")
    return 60 * float(found["minutes"] or 0) + float(found["seconds"] or 0)


def slug(name: str) -> str:
    """Make an id of a name: "Single knee to chest" is `single-knee-to-chest`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-") or "exercise"
