"""What an author can write: the session, its blocks and exercises, typed and frozen.

The same classes check a file, hold what was read, and describe the format to editors and to
`docs/session-format.md`. Lengths of time are in seconds. Every node knows where it stands.
"""

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, PrivateAttr, Strict, field_validator, model_validator
from pydantic_core import PydanticCustomError

from voicecoach.script import text
from voicecoach.script.node import Node
from voicecoach.script.values import (
    SHORTEST_REP_S,
    Advance,
    BlockKind,
    BreathText,
    Cue,
    Dose,
    ExerciseFile,
    Given,
    Id,
    Language,
    MessageText,
    Movement,
    Name,
    Order,
    PainCheck,
    Reason,
    Reps,
    RepsText,
    Screening,
    Seconds,
    Sides,
    Spelling,
    StartPosition,
    Target,
    TempoText,
    Term,
    Title,
    Url,
    Words,
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


class Allowance(Node):
    """A finding of `voicecoach check` that the author has thought about and keeps."""

    code: Id = Field(
        description="The code of the finding, as `voicecoach check` prints it.",
        examples=["long-sentence"],
    )
    because: Reason = Field(
        description="Why it is right here.", examples=["It is one movement in two halves."]
    )


class Message(Node):
    """Words for a certain moment of an exercise."""

    at: Annotated[Seconds, Field(ge=1, le=3600)] = Field(
        description="When: the time since the hold began, or the first rep of the set. It is said "
        "there, or as soon after as no count is in the way.",
        examples=["10s"],
    )
    say: MessageText = Field(description="What to say.", examples=["Let your shoulders sink."])


class Progression(Node):
    """How an exercise grows over the weeks."""

    add: Dose = Field(
        description="What comes to each set when it went well: reps, or a length of time to the "
        "hold.",
        examples=[2, "5s"],
    )
    up_to: Dose = Field(description="The most that it grows to.", examples=[14, "30s"])
    after: Annotated[int, Strict()] = Field(
        3,
        ge=1,
        le=50,
        description="How often it has to go well before more is added.",
        examples=[3],
    )


class Exercise(Node):
    """One exercise, with all that somebody who sees nothing needs to do it."""

    name: Title = Field(description="What it is called.", examples=["Single knee to chest"])
    id: Id = Field(
        default_factory=lambda known: text.slug(known["name"]),
        description="A short name for `easier` to point at; made from `name` if you leave it out.",
        examples=["single-knee-to-chest"],
    )
    use: Given[ExerciseFile] = Field(
        None,
        description="An exercise file in the session's own folder. What it says holds, but for the "
        "keys that stand beside `use`.",
        examples=["exercises/pelvic-tilt.yaml"],
    )
    start_position: Given[StartPosition] = Field(
        None,
        description="How to lie, sit or stand. When it changes, the coach waits for the user. "
        "Left out, it stays as it was; the first exercise needs it.",
        examples=["supine"],
    )
    setup: Given[Words] = Field(
        None,
        description="The start position in full, down to the feet.",
        examples=["Lie on your back, knees bent, feet flat on the floor."],
    )
    steps: tuple[Words, ...] = Field(
        (),
        max_length=20,
        description="What to do, one movement a step.",
        examples=[["Bring one knee towards your chest.", "Hold it with both hands."]],
    )
    cue: Given[Words] = Field(
        None, description="The short form, from the second time on.", examples=["Knee in."]
    )
    breathing: Given[Words] = Field(
        None,
        description="When to breathe in and out.",
        examples=["Breathe out as the knee comes in."],
    )
    expect: Given[Words] = Field(
        None,
        description="What is normal to feel, in a few words.",
        examples=["a mild stretch"],
    )
    stop_if: tuple[Words, ...] = Field(
        (),
        max_length=10,
        description='When not to go on. Each completes "If ...".',
        examples=[["pain spreads down the leg"]],
    )
    sides: Sides = Field(
        Sides.BOTH,
        description="Which side works.",
        examples=["left_then_right"],
    )
    sets: Annotated[int, Strict()] = Field(
        1, ge=1, le=20, description="How many sets.", examples=[2]
    )
    reps: RepsText = Field(
        1,
        validate_default=True,
        description="How many reps in each set. In a range, the user may say done from the lower "
        "number on.",
        examples=[10, "8-12"],
    )
    hold: Given[Annotated[Seconds, Field(ge=1, le=600)]] = Field(
        None, description="How long each rep is held.", examples=["20s"]
    )
    rest: Annotated[Seconds, Field(ge=0, le=600)] = Field(
        0.0,
        description="The rest after each hold, or without holds after each set; "
        "not after the last on a side.",
        examples=["10s"],
    )
    tempo: Given[TempoText] = Field(
        None,
        description="The seconds of one rep: eccentric, pause, concentric, pause.",
        examples=["3-1-2-0"],
    )
    phases: Given[Annotated[tuple[Cue, ...], Field(min_length=4, max_length=4)]] = Field(
        None,
        description="The four words to say, in the order of the tempo.",
        examples=[["release", "rest", "flatten", "stay"]],
    )
    breathing_pattern: Given[BreathText] = Field(
        None,
        description="How one breath goes: its parts and their seconds. The coach says each part "
        "on its beat: each rep is one breath, or a hold is filled with breaths.",
        examples=["in 4, hold 2, out 6"],
    )
    messages: tuple[Message, ...] = Field(
        (), max_length=10, description="What to say at a certain time while the user is at it."
    )
    starts_with: Movement = Field(
        Movement.ECCENTRIC,
        description="The phase that a rep begins with.",
        examples=["concentric"],
    )
    easier: Given[Target] = Field(
        None,
        description="The `id` of an exercise in this file, or an exercise file, offered when this "
        "one is too hard.",
        examples=["pelvic-tilt-seated"],
    )
    harder: Given[Target] = Field(
        None,
        description="The same for when the user says that this one is too easy.",
        examples=["bridge-on-one-leg"],
    )
    advance: Advance = Field(
        Advance.AUTO,
        description="Whether the next exercise follows by itself, or waits until the user says "
        "that they are ready.",
        examples=["on_ready"],
    )
    progression: Given[Progression] = Field(
        None, description="What is added over the weeks, when it goes well."
    )
    pain_check: Given[PainCheck] = Field(
        None,
        description="When to ask for the pain from 0 to 10: up to 3 goes on; at 4 and 5 the "
        "`easier` exercise is offered, or the rest is left out; 6 and more ends the session.",
        examples=["between_sets"],
    )
    allow: tuple[Allowance, ...] = Field(
        (),
        max_length=20,
        description="What `voicecoach check` need not warn of in this exercise, and why.",
    )

    _grown_by: int | float = PrivateAttr(0)

    def grown(self, more: int | float) -> Self:
        """The same with so many reps more, or with so many seconds more to hold."""
        now = {"hold": (self.hold or 0.0) + more} if isinstance(more, float) else {}
        reps = self.reps
        grown = self.model_copy(
            update=now or {"reps": Reps(reps + int(more), reps.least + int(more))}
        )
        grown._grown_by = more
        return grown

    @property
    def grown_by(self) -> int | float:
        """How much of it has been added over the weeks: reps, or seconds in a float."""
        return self._grown_by

    @property
    def least_s(self) -> float:
        """The shortest time that one round of it can take when it has grown, without a word."""
        up_to = self.progression.up_to if self.progression else 0
        breath = sum(breath.seconds for breath in self.breathing_pattern or ())
        rep = self.hold or (sum(self.tempo) if self.tempo else breath or SHORTEST_REP_S)
        if isinstance(up_to, float):
            return self.sides_done * self.sets * self.reps * max(rep, up_to)
        return self.sides_done * self.sets * max(self.reps, up_to) * rep

    @property
    def sides_done(self) -> int:
        """How often all its sets are done, one side after the other."""
        return 2 if self.sides is Sides.LEFT_THEN_RIGHT else 1


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
