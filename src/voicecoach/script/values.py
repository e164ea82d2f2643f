"""What can stand behind a key: words from a list, texts, numbers and lengths of time.

Lengths of time are in seconds.
"""

from enum import StrEnum
from typing import Annotated, NamedTuple, TypeVar

from pydantic import AfterValidator, BeforeValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from voicecoach.script import text

SHORTEST_REP_S = 1.0


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


def _tempo(value: object) -> Tempo:
    """Read a tempo: `3-1-2-0`."""
    parts = value.split("-") if isinstance(value, str) else []
    try:
        tempo = Tempo(*(float(part) for part in parts))
    except (TypeError, ValueError):
        raise PydanticCustomError("tempo_form", "form") from None
    if not all(0 <= part <= 30 for part in tempo):
        raise PydanticCustomError("tempo_range", "range")
    if sum(tempo) < SHORTEST_REP_S or tempo.eccentric + tempo.concentric == 0:
        raise PydanticCustomError("tempo_short", "short")
    return tempo


T = TypeVar("T")
Given = Annotated[T | None, BeforeValidator(text.given)]
"""May be left out, but not left empty."""

Title = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(text.spoken)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(text.spoken)]
Cue = Annotated[str, StringConstraints(min_length=1, max_length=30), AfterValidator(text.spoken)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Id = Annotated[str, StringConstraints(max_length=64, pattern=text.ID_PATTERN)]
Url = Annotated[
    str,
    StringConstraints(max_length=300, pattern=r"^https?://[^\s/]+\S*$"),
    AfterValidator(text.spoken),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
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
