"""The plan: one cue behind the other, each a measure of sound with its place in the session."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from voicecoach.core.score import Measure, Spoken
from voicecoach.script.model import Sides


class CueKind(StrEnum):
    """What a cue asks of the user."""

    SAY = "say"
    """Listen."""
    LEAD_IN = "lead_in"
    """Get set: the beats before the first rep."""
    COUNT = "count"
    """Move, with the count."""
    HOLD = "hold"
    """Stay still, with the count."""
    REST = "rest"
    """Nothing, for a known time."""
    CHECKPOINT = "checkpoint"
    """Say when you are ready: the coach waits behind this cue."""


class Side(StrEnum):
    """The side of the body that works."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the session a cue stands. Numbers count from 1; 0 means not yet."""

    exercise: int
    set: int = 0
    rep: int = 0
    side: Side = Side.BOTH


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing that is said or counted. `place` is None outside the exercises."""

    kind: CueKind
    measure: Measure
    place: Place | None = None

    @property
    def id(self) -> str:
        """The same in every run of the same session."""
        return self.measure.id


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One turn of an exercise in the plan; a second round makes a second turn.

    `first` is the index of its first cue; `description` the sentences that describe it.
    """

    name: str
    first: int
    sets: int
    reps: int
    sides: Sides
    description: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole session as cues.

    `ears_from` is the index of the first cue for which the user must be heard.
    """

    title: str
    cues: tuple[Cue, ...]
    exercises: tuple[PlannedExercise, ...]
    ears_from: int = 0

    def turn(self, index: int) -> int:
        """The number of the exercise that the cue at `index` belongs to.

        0 before the first, one more than there are behind the last.
        """
        place = self.cues[index].place
        if place is not None:
            return place.exercise
        return 0 if index < self.exercises[0].first else len(self.exercises) + 1

    def texts(self) -> Iterator[str]:
        """Every text that is spoken, once, in order."""
        spoken = (note for cue in self.cues for note in cue.measure.notes)
        yield from dict.fromkeys(note.text for note in spoken if isinstance(note, Spoken))

    def starts_s(self, spoken_s: Callable[[str], float]) -> tuple[float, ...]:
        """When each cue begins, in seconds, and last when the plan ends.

        `spoken_s` tells how long a text takes to say. Waiting for the user is not in it.
        """
        return tuple(accumulate((cue.measure.seconds(spoken_s) for cue in self.cues), initial=0.0))
