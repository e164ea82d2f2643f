"""What an author can write: the session, its blocks and exercises, typed and frozen.

The same classes check a file, hold what was read, and describe the format to editors and to
`docs/session-format.md`. Lengths of time are in seconds. Every node knows where it stands.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, field_validator, model_validator
from pydantic_core import PydanticCustomError

from voicecoach.script.exercise import Allowance, Exercise, Message, Progression
from voicecoach.script.node import Node
from voicecoach.script.values import (
    BlockKind,
    Given,
    Language,
    Name,
    Order,
    Screening,
    Seconds,
    Spelling,
    StartPosition,
    Term,
    Title,
    Url,
)

LONGEST_SESSION_S = 3 * 60 * 60.0
MOST_INSTEAD = 4
"""So many times as long may be all that can be done instead of it."""
MOST_FORMS = 3
"""So often the user can ask for an easier one, and for one easier than that."""


class Source(Node):
    """Where the exercises come from."""

    title: Name = Field(
        description="The name of the leaflet, page or book.", examples=["Exercises for sciatica"]
    )
    url: Given[Url] = Field(
        None, description="Its web address.", examples=["https://example.org/sciatica"]
    )


class Block(Node):
    """Exercises that belong together, done once or in several rounds."""

    title: Title = Field(description="What it is called.", examples=["Warm up"])
    kind: BlockKind = Field(
        BlockKind.MAIN,
        description="What it is for. The coach says so where it changes.",
        examples=["warm_up"],
    )
    order: Order = Field(
        Order.STRAIGHT,
        description="All sets of an exercise before the next one, or a set of each in turn.",
        examples=["superset"],
    )
    rounds: Annotated[int, Strict()] = Field(
        1, ge=1, le=20, description="How often its exercises are gone through.", examples=[2]
    )
    rest_between_rounds: Annotated[Seconds, Field(ge=0, le=600)] = Field(
        0.0,
        description="The rest before its exercises begin again, in the next round or with their "
        "next sets.",
        examples=["1m"],
    )
    exercises: tuple[Exercise, ...] = Field(
        min_length=1, max_length=60, description="The exercises, in order."
    )

    @property
    def turns(self) -> int:
        """How often one goes through it: its rounds, or as many sets as its exercises have."""
        if self.order is Order.SUPERSET:
            return max(exercise.sets for exercise in self.exercises)
        return self.rounds


class Session(Node):
    """A session as its author wrote it."""

    version: Literal[1] = Field(
        description="The version of this format, so that later ones can still read the file.",
        examples=[1],
    )
    title: Title = Field(
        description="What the session is called.", examples=["Gentle sciatica on the floor"]
    )
    language: Language = Field(
        "en",
        description="The language of the texts, by its code; or several, with each text in all of "
        "them.",
        examples=["en", ["en", "de"]],
    )
    source: Given[Source] = Field(None, description="Where the exercises come from.")
    reviewed_by: Name | None = Field(
        None,
        description="The clinician who has reviewed it. Without one, the coach says so.",
        examples=["Dr A. Name"],
    )
    equipment: tuple[Title, ...] = Field(
        (), max_length=20, description="What to have at hand.", examples=[["mat", "chair"]]
    )
    screening: tuple[Screening, ...] = Field(
        (),
        max_length=20,
        description="Signs that need a doctor first; the coach asks for all of them at once.",
        examples=[["recent_accident", "bladder_bowel"]],
    )
    pronunciations: dict[Term, Spelling] = Field(
        {},
        max_length=100,
        description="Words that the voice says wrongly, and how to spell them for it. They are "
        "shown as they are written.",
        examples=[{"Pilates": "pi lah teez"}],
    )
    blocks: tuple[Block, ...] = Field(
        min_length=1, max_length=40, description="The parts of the session, in order."
    )
    forms: tuple[Exercise, ...] = Field(
        (),
        max_length=60,
        description="Exercises that are done only in place of others, whose `easier` or `harder` "
        "leads to them.",
    )
    allow: tuple[Allowance, ...] = Field(
        (),
        max_length=20,
        description="What `voicecoach check` need not warn of in all of the session, and why.",
    )

    @property
    def exercises(self) -> Iterator[Exercise]:
        """All exercises, in the order of the file."""
        return (exercise for block in self.blocks for exercise in block.exercises)

    def exercise(self, id: str) -> Exercise:  # noqa: A002 - as the file calls it
        """Find what `easier` or `harder` points at. Raises KeyError for an unknown id."""
        for exercise in (*self.exercises, *self.forms):
            if exercise.id == id:
                return exercise
        raise KeyError(id)

    @field_validator("blocks", mode="after")
    @classmethod
    def _complete(cls, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Hand start positions on to the exercises after them, and tell equal names apart."""
        position: StartPosition | None = None
        ids = {e.id for b in blocks for e in b.exercises if "id" in e.model_fields_set}
        whole = []
        for block in blocks:
            exercises = []
            for exercise in block.exercises:
                position = exercise.start_position or position
                name = exercise.id
                if "id" not in exercise.model_fields_set:
                    number = 1
                    while name in ids:
                        number += 1
                        name = f"{exercise.id}-{number}"
                    ids.add(name)
                exercises.append(
                    exercise.model_copy(update={"start_position": position, "id": name})
                )
            whole.append(block.model_copy(update={"exercises": tuple(exercises)}))
        return tuple(whole)

    @field_validator("blocks", mode="after")
    @classmethod
    def _end(cls, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Refuse what would go on for days: the plan is as long as the session."""
        length = sum(b.rounds * sum(e.least_s for e in b.exercises) for b in blocks)
        if length > LONGEST_SESSION_S:
            raise PydanticCustomError("session_long", "long", {"hours": f"{length / 3600:.0f}"})
        return blocks

    def leading_on(self, exercise: Exercise, way: str) -> Iterator[Exercise]:
        """The exercises that `easier` leads to from this one, or `harder`, one after the other."""
        every = {each.id: each for each in (*self.forms, *reversed(tuple(self.exercises)))}
        for _ in range(MOST_FORMS):
            further = exercise.easier if way == "easier" else exercise.harder
            if further not in every:
                return
            exercise = every[further]
            yield exercise

    @model_validator(mode="after")
    def _end_in_any_form(self) -> Self:
        """Refuse it, too, where all that could be done instead would go on for days."""
        ways = (
            block.turns * sum(form.least_s for form in self.leading_on(exercise, way))
            for block in self.blocks
            for exercise in block.exercises
            for way in ("easier", "harder")
        )
        length = sum(ways)
        if length > MOST_INSTEAD * LONGEST_SESSION_S:
            raise PydanticCustomError("forms_long", "long", {"hours": f"{length / 3600:.0f}"})
        return self


NODES: dict[str | None, tuple[str, type[Node]]] = {
    None: ("session", Session),
    "source": ("source", Source),
    "blocks": ("block", Block),
    "exercises": ("exercise", Exercise),
    "forms": ("exercise", Exercise),
    "messages": ("message", Message),
    "progression": ("progression", Progression),
    "allow": ("allowance", Allowance),
}
"""What stands under which key: its name for people, and its class."""

KEYS = frozenset(key for _, node in NODES.values() for key in node.model_fields)
