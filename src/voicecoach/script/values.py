"""What can stand behind a key: words from a list, texts, numbers and lengths of time.

Lengths of time are in seconds.
"""

import re
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, NamedTuple, Self, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError, PydanticKnownError

from voicecoach.script import text

SHORTEST_REP_S = 1.0
MOST_REPS = 100
MOST_COUNTED_ALOUD = 10
"""Numbers that the coach understands."""
SHORTEST_BREATH_S, LONGEST_BREATH_S = 2.0, 20.0
MOST_BREATH_PHASES = 4
_LONGEST_FORM = 100
"""Letters of a tempo, a range or a breath: more is none, and is not even looked at."""


class StartPosition(StrEnum):
    """How the user is to be before an exercise begins."""

    SUPINE = "supine"
    PRONE = "prone"
    SIDE_LYING = "side_lying"
    HANDS_AND_KNEES = "hands_and_knees"
    KNEELING = "kneeling"
    HALF_KNEELING = "half_kneeling"
    LONG_SITTING = "long_sitting"
    SITTING = "sitting"
    STANDING = "standing"


class Sides(StrEnum):
    """Which side of the body works."""

    BOTH = "both"
    """Both at once, or neither in particular: no side is named."""
    LEFT = "left"
    RIGHT = "right"
    ALTERNATING = "alternating"
    """Left, right, left, right: each rep is one side's, so ten reps are five a side."""
    LEFT_THEN_RIGHT = "left_then_right"
    """All sets and reps on the left, then as many on the right: few changes of position."""


class Movement(StrEnum):
    """The two moving phases of a rep."""

    ECCENTRIC = "eccentric"
    """The muscle lengthens under load: lowering, letting go."""
    CONCENTRIC = "concentric"
    """The muscle shortens: lifting, pressing, curling."""


class PainCheck(StrEnum):
    """When the coach asks how strong the pain is, from 0 to 10."""

    BEFORE = "before"
    """When the user lies ready for the first rep."""
    BETWEEN_SETS = "between_sets"
    """Before each further set, and before the other side."""


class BlockKind(StrEnum):
    """What a block is for."""

    WARM_UP = "warm_up"
    MAIN = "main"
    COOL_DOWN = "cool_down"


class Order(StrEnum):
    """In which order the sets of a block are done."""

    STRAIGHT = "straight"
    """All sets of an exercise, then the next exercise."""
    SUPERSET = "superset"
    """A set of each exercise in turn, until all sets are done."""


class Advance(StrEnum):
    """How the session goes on behind an exercise."""

    AUTO = "auto"
    ON_READY = "on_ready"
    """The coach waits until the user says that they are ready."""


class Counting(StrEnum):
    """Who counts the reps."""

    BY_COACH = "by_coach"
    ON_VOICE = "on_voice"
    """The user, aloud; the coach waits for each number, however long it takes."""


class BreathPhase(StrEnum):
    """A part of a breath."""

    IN = "in"
    HOLD = "hold"
    OUT = "out"


class Breath(NamedTuple):
    """A part of a breath and its seconds."""

    phase: BreathPhase
    seconds: float


class Reps(int):
    """How many reps; with a range this is the most, and `least` of them will do."""

    least: int

    def __new__(cls, most: int, least: int | None = None) -> Self:
        """So many; without `least`, exactly so many."""
        reps = super().__new__(cls, most)
        reps.least = most if least is None else least
        return reps

    @property
    def is_range(self) -> bool:
        """Whether the user may end the set before the last of them."""
        return self.least < self

    def __str__(self) -> str:
        """As a session file has it."""
        return f"{self.least}-{int(self)}" if self.is_range else f"{int(self)}"


class Screening(StrEnum):
    """Signs to have looked at before any exercise. The coach asks for all before it begins."""

    RECENT_ACCIDENT = "recent_accident"
    RECENT_SURGERY = "recent_surgery"
    BLADDER_BOWEL = "bladder_bowel"
    SADDLE_NUMBNESS = "saddle_numbness"
    BOTH_LEGS = "both_legs"
    CHEST_PAIN = "chest_pain"
    FEVER = "fever"
    WEIGHT_LOSS = "weight_loss"
    CANCER = "cancer"
    NIGHT_PAIN = "night_pain"
    OSTEOPOROSIS = "osteoporosis"
    PREGNANCY = "pregnancy"
    DIZZINESS = "dizziness"


class Tempo(NamedTuple):
    """The seconds of one rep, in the order in which the field writes them."""

    eccentric: float
    pause_after_eccentric: float
    concentric: float
    pause_after_concentric: float


def _short(value: object) -> str:
    """A text in which something is looked for; none where it is another value, or a long one."""
    return value if isinstance(value, str) and len(value) <= _LONGEST_FORM else ""


def _tempo(value: object) -> Tempo:
    """Read a tempo: `3-1-2-0`."""
    parts = _short(value).split("-")
    try:
        tempo = Tempo(*(float(part) for part in parts))
    except (TypeError, ValueError):
        raise PydanticCustomError("tempo_form", "form") from None
    if not all(0 <= part <= 30 for part in tempo):
        raise PydanticCustomError("tempo_range", "range")
    if sum(tempo) < SHORTEST_REP_S or tempo.eccentric + tempo.concentric == 0:
        raise PydanticCustomError("tempo_short", "short")
    return tempo


def _reps(value: object) -> Reps:
    """Read how many reps: `10`, or a range, `8-12`."""
    if isinstance(value, Reps):
        return value
    if found := re.fullmatch(text.REPS_PATTERN, _short(value).strip()):
        least, most = int(found[1]), int(found[2])
        if least >= most:
            raise PydanticCustomError("reps_order", "order", {"least": most, "most": least})
        return Reps(_limited(most), _limited(least))
    if isinstance(value, float):
        raise PydanticKnownError("int_from_float")
    if not isinstance(value, int) or isinstance(value, bool):
        raise PydanticKnownError("int_type")
    return Reps(_limited(value))


def _limited(count: int) -> int:
    if count < 1:
        raise PydanticKnownError("greater_than_equal", {"ge": 1})
    if count > MOST_REPS:
        raise PydanticKnownError("less_than_equal", {"le": MOST_REPS})
    return count


def _dose(value: object) -> int | float:
    """Read how much more: a number of reps, or a length of time in seconds."""
    if isinstance(value, str) and not value.strip().isdigit():
        return text.seconds(value)
    if isinstance(value, str | float | bool) or not isinstance(value, int):
        raise PydanticCustomError("dose_form", "form")
    return _limited(value)


def _breaths(value: object) -> tuple[Breath, ...]:
    """Read how one breath goes: `in 4, hold 2, out 6`."""
    found = [re.fullmatch(text.BREATH_PATTERN, part.strip()) for part in _short(value).split(",")]
    breaths = tuple(Breath(BreathPhase(part[1]), float(part[2])) for part in found if part)
    phases = [breath.phase for breath in breaths]
    if len(breaths) != len(found) or not {BreathPhase.IN, BreathPhase.OUT} <= set(phases):
        raise PydanticCustomError("breath_form", "form")
    if len(phases) > MOST_BREATH_PHASES or any(a == b for a, b in pairwise(phases)):
        raise PydanticCustomError("breath_form", "form")
    if not all(SHORTEST_BREATH_S <= breath.seconds <= LONGEST_BREATH_S for breath in breaths):
        raise PydanticCustomError("breath_range", "range")
    return breaths


T = TypeVar("T")
Given = Annotated[T | None, BeforeValidator(text.given)]
"""May be left out, but not left empty."""


class Heard:
    """Marks text that the user hears: it may be in several languages, and said otherwise."""


def _text(longest: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=longest)


Title = Annotated[str, _text(100), AfterValidator(text.spoken), Heard()]
Words = Annotated[str, _text(400), AfterValidator(text.spoken), Heard()]
MessageText = Annotated[str, _text(80), AfterValidator(text.spoken), Heard()]
Cue = Annotated[str, _text(30), AfterValidator(text.spoken), Heard()]
Name = Annotated[str, _text(100), AfterValidator(text.spoken)]
"""A name is the same in every language."""
Term = Annotated[str, _text(40), AfterValidator(text.term)]
Spelling = Annotated[str, _text(100), AfterValidator(text.spoken)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Id = Annotated[str, StringConstraints(max_length=64, pattern=text.ID_PATTERN)]
ExerciseFile = Annotated[str, StringConstraints(max_length=200, pattern=text.FILE_PATTERN)]
Target = Annotated[
    Id,
    WithJsonSchema(
        {"type": "string", "anyOf": [{"pattern": text.ID_PATTERN}, {"pattern": text.FILE_PATTERN}]}
    ),
]
"""Another exercise: its id, or the file that it is in, which becomes its id when it is read."""
Url = Annotated[
    str,
    StringConstraints(max_length=300, pattern=r"^https?://[^\s/]+\S*$"),
    AfterValidator(text.shown),
]
Language = Annotated[
    str,
    StringConstraints(pattern=text.LANGUAGE_PATTERN),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": text.LANGUAGE_PATTERN},
                {
                    "type": "array",
                    "items": {"type": "string", "pattern": text.LANGUAGE_PATTERN},
                    "minItems": 1,
                    "uniqueItems": True,
                },
            ]
        }
    ),
]
"""The language of a session. A file may name several, of which one is chosen when it is read."""
Seconds = Annotated[
    float,
    BeforeValidator(text.seconds),
    WithJsonSchema({"type": "string", "pattern": text.DURATION_PATTERN}),
]
TempoText = Annotated[
    Tempo,
    BeforeValidator(_tempo),
    WithJsonSchema({"type": "string", "pattern": text.TEMPO_PATTERN}),
]
RepsText = Annotated[
    Reps,
    PlainValidator(_reps),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_REPS},
                {"type": "string", "pattern": f"^{text.REPS_PATTERN}$"},
            ]
        }
    ),
]
BreathText = Annotated[
    tuple[Breath, ...],
    PlainValidator(_breaths),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^{text.BREATH_PATTERN}(\s*,\s*{text.BREATH_PATTERN}){{1,3}}$",
        }
    ),
]
Dose = Annotated[
    int | float,
    PlainValidator(_dose),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1, "maximum": MOST_REPS},
                {"type": "string", "pattern": text.DURATION_PATTERN},
            ]
        }
    ),
]
"""So many reps, as an int, or so long, as seconds in a float."""
