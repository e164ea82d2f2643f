"""The plan: one cue behind the other, each a measure of sound with its place in the session."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import accumulate
from typing import Self

from voicecoach.core.score import Measure, Spoken
from voicecoach.script.values import Reps, Sides


class CueKind(StrEnum):
    """What a cue asks of the user."""

    SAY = "say"
    """Listen."""
    LEAD_IN = "lead_in"
    """Get set: the beats before the first rep."""
    COUNT = "count"
    """Move, with the count."""
    FOLLOW = "follow"
    """Move at your own pace and count aloud: the coach waits behind this cue for the number."""
    HOLD = "hold"
    """Stay still, with the count."""
    REST = "rest"
    """Nothing, for a known time."""
    CHECKPOINT = "checkpoint"
    """Say when you are ready: the coach waits behind this cue."""
    ASK = "ask"
    """Answer: the coach waits for it behind this cue, and for no longer."""


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
    """One thing that is said or counted. `place` is None outside the exercises.

    `asks` is the name of a question in the safety ladder.
    """

    kind: CueKind
    measure: Measure
    place: Place | None = None
    asks: str = ""

    @property
    def id(self) -> str:
        """The same in every run of the same session."""
        return self.measure.id


@dataclass(frozen=True, slots=True)
class Form:
    """Another form of an exercise, which is done only if the user wants it instead.

    `description` are the sentences that describe it. `easier` and `harder` lead on from there.
    """

    name: str
    sets: int
    reps: Reps
    sides: Sides
    description: tuple[str, ...]
    cues: tuple[Cue, ...]
    easier: "Form | None" = None
    harder: "Form | None" = None


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    """One turn of an exercise in the plan; a second round makes a second turn.

    `first` is the index of its first cue; `description` the sentences that describe it.
    """

    name: str
    first: int
    sets: int
    reps: Reps
    sides: Sides
    description: tuple[str, ...]
    easier: Form | None = None
    harder: Form | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole session as cues.

    `ears_from` is the index of the first cue for which the user must be heard; `resume_at` the
    number of the exercise to go on with, if the user wants to. `said_as` has the texts that are to
    be given to the voice in another spelling.
    """

    title: str
    cues: tuple[Cue, ...]
    exercises: tuple[PlannedExercise, ...]
    ears_from: int = 0
    resume_at: int | None = None
    said_as: Mapping[str, str] = field(default_factory=dict)

    def turn(self, index: int) -> int:
        """The number of the exercise that the cue at `index` belongs to.

        0 before the first, one more than there are behind the last.
        """
        place = self.cues[index].place
        if place is not None:
            return place.exercise
        return 0 if index < self.exercises[0].first else len(self.exercises) + 1

    def all_cues(self) -> Iterator[Cue]:
        """The cues, and those of all other forms."""
        yield from self.cues
        forms = [form for e in self.exercises for form in (e.easier, e.harder) if form]
        while forms:
            form = forms.pop(0)
            yield from form.cues
            forms += [further for further in (form.easier, form.harder) if further]

    def behind(self, number: int) -> int:
        """The index of the first cue behind exercise `number`."""
        if number < len(self.exercises):
            return self.exercises[number].first
        last = (i for i, cue in reversed(tuple(enumerate(self.cues))) if cue.place is not None)
        return next(last) + 1

    def with_form(self, at: int, form: Form) -> Self:
        """The plan in which `form` follows the cue at `at`, instead of what is left."""
        number = self.turn(at)
        exercise, behind = self.exercises[number - 1], self.behind(number)
        longer_by = at + 1 + len(form.cues) - behind
        instead = PlannedExercise(
            *(form.name, exercise.first, form.sets, form.reps, form.sides, form.description),
            *(form.easier, form.harder),
        )
        later = (replace(e, first=e.first + longer_by) for e in self.exercises[number:])
        return replace(
            self,
            cues=(*self.cues[: at + 1], *form.cues, *self.cues[behind:]),
            exercises=(*self.exercises[: number - 1], instead, *later),
        )

    def continued_by(self, other: "Plan", number: int) -> "Plan":
        """The plan up to exercise `number`, and behind it what `other` tells of the same ones."""
        if number >= len(self.exercises):
            return self
        behind, first = self.exercises[number].first, other.exercises[number].first
        later = (replace(e, first=e.first + behind - first) for e in other.exercises[number:])
        return replace(
            self,
            cues=(*self.cues[:behind], *other.cues[first:]),
            exercises=(*self.exercises[:number], *later),
        )

    def texts(self) -> Iterator[str]:
        """Every text that is spoken, once, in order."""
        spoken = (note for cue in self.all_cues() for note in cue.measure.notes)
        words = (note for note in spoken if isinstance(note, Spoken))
        yield from dict.fromkeys(text for note in words for text in (note.text, *note.shorter))

    def starts_s(self, spoken_s: Callable[[str], float]) -> tuple[float, ...]:
        """When each cue begins, in seconds, and last when the plan ends.

        `spoken_s` tells how long a text takes to say. Waiting for the user is not in it.
        """
        return tuple(accumulate((cue.measure.seconds(spoken_s) for cue in self.cues), initial=0.0))
