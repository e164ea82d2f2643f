"""What is kept: one entry for each thing that happened, made of names and numbers only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,63}")


class What(StrEnum):
    """The kinds of entries; what `name`, `value` and `amount` of an entry hold is told here."""

    CUE = "cue"
    """A cue began."""
    REP = "rep"
    """A rep was done to its end."""
    HOLD = "hold"
    """A hold was done to its end; `amount` is its length in seconds."""
    HEARD = "heard"
    """A command or an answer was heard; `name` is the intent."""
    DOUBTED = "doubted"
    """The same, half heard."""
    PRESSED = "pressed"
    """The same, by a key."""
    STATE = "state"
    """What the coach is doing changed; `name` is the conductor's state."""
    PAIN = "pain"
    """Pain or a red flag ended the exercises; `name` is "pain" or "emergency"."""
    ANSWER = "answer"
    """A question was answered: `name` is the question, `value` or `amount` the answer."""
    FAULT = "fault"
    """A part failed, or the system ended the program: `name` is the event's, in lower case."""
    ENDED = "ended"
    """The session ended: `name` is the outcome, `value` the date and time."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a cue is to the journal: where it stands, and what is done when it has ended.

    Numbers count from 1; 0 means none. `done` is REP, HOLD or None; `seconds` a hold's length.
    """

    exercise: int = 0
    set: int = 0
    rep: int = 0
    side: str = "both"
    done: What | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class About:
    """A session before it begins.

    `file` is the file's name without its folder, `sha256` the hash of its bytes in hexadecimal;
    `exercises` are the names in the order of the plan, and `steps` the cues by their ids.
    """

    title: str
    file: str
    sha256: str
    exercises: tuple[str, ...]
    steps: Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, `at_s` seconds after the session began."""

    what: What
    at_s: float
    name: str = ""
    value: str = ""
    amount: float | None = None
    cue: str = ""
    step: Step | None = None


def name_only(text: str) -> str:
    """`text` if it can be a name, and "other" if it could be a sentence.

    The journal's last defence: whatever goes wrong elsewhere, no free speech is kept.
    """
    return text if not text or _NAME.fullmatch(text) else "other"
