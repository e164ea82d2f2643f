"""One exercise, and what stands in it. Lengths of time are in seconds."""

from typing import Annotated, Self

from pydantic import Field, PrivateAttr, Strict

from voicecoach.script import text
from voicecoach.script.node import Node
from voicecoach.script.values import (
    SHORTEST_REP_S,
    Advance,
    BreathText,
    Counting,
    Cue,
    Dose,
    ExerciseFile,
    Given,
    Id,
    MessageText,
    Movement,
    PainCheck,
    Reason,
    Reps,
    RepsText,
    Seconds,
    Sides,
    StartPosition,
    Target,
    TempoText,
    Title,
    Words,
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
    count: Counting = Field(
        Counting.BY_COACH,
        description="Who counts: the coach at an even pace, or the user aloud at their own. Then "
        "the coach waits for each number, and for `done`.",
        examples=["on_voice"],
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
