"""A session that somebody still has to finish: what another file gave, and what it lacked."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from voicecoach.core.problems import Problem
from voicecoach.handwritten.text import is_hidden
from voicecoach.script.schema import LINE
from voicecoach.script.text import LONGEST_WORD
from voicecoach.script.wording import length

MOST_EXERCISES = 40
MOST_STEPS = 20
LONGEST = 400
"""Letters of a text."""

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD}}}(?=\S)")
_ROUND = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "<": " ", ">": " ", "\\": " "})


@dataclass(frozen=True, slots=True, order=True)
class Loss:
    """What could not be taken over as it was, and what came of it. Lines count from 1."""

    line: int
    text: str


@dataclass(slots=True)
class Exercise:
    """An exercise as far as it is known. `reps` may be a range: "8-12"."""

    name: str
    position: str | None = None
    setup: str = ""
    steps: list[str] = field(default_factory=list)
    sides: str = ""
    sets: int = 1
    reps: str = ""
    hold_s: float = 0.0
    rest_s: float = 0.0
    notes: list[str] = field(default_factory=list)
    """For the author, as comments."""


@dataclass(slots=True)
class Block:
    """Exercises under one heading."""

    title: str
    exercises: list[Exercise] = field(default_factory=list)
    is_superset: bool = False


@dataclass(slots=True)
class Draft:
    """A whole session, and all that was lost on the way to it."""

    title: str
    source: str
    url: str = ""
    equipment: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, line: int, text: str) -> None:
        """Note what was lost."""
        self.losses.append(Loss(line, text))

    @property
    def exercises(self) -> list[Exercise]:
        """All of them, in order."""
        return [exercise for block in self.blocks for exercise in block.exercises]


def plain(text: str, most: int) -> str:
    """A text as a session can have it: in one line, without signs that voices obey."""
    seen = "".join(" " if is_hidden(c) else c for c in text).translate(_ROUND)
    return " ".join(_LONG_WORD.sub(r"\g<0> ", seen).split())[:most].strip()


def as_text(draft: Draft) -> str:
    """The session file. Raises Problem for one that would hold nothing, or too much."""
    count = len(draft.exercises)
    if not count:
        raise Problem("There is no exercise in it.", "Choose another file or name.")
    if count > MOST_EXERCISES:
        raise Problem(
            f"There are {count} exercises in it, and a session has {MOST_EXERCISES} at most.",
            "Choose some by name: --only bridge --only plank.",
        )
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    yield LINE
    yield "# Made from another format. `voicecoach check` tells what is still missing."
    yield "version: 1"
    yield f"title: {_quoted(draft.title, 100)}"
    yield "source:"
    yield f"  title: {_quoted(draft.source, 100)}"
    yield from ([f"  url: {_quoted(draft.url, 300)}"] if draft.url else [])
    yield "reviewed_by: null"
    if draft.equipment:
        yield f"equipment: [{', '.join(_quoted(each, 100) for each in draft.equipment)}]"
    yield "blocks:"
    for block in draft.blocks:
        yield f"  - title: {_quoted(block.title, 100)}"
        yield from (["    order: superset"] if block.is_superset else [])
        yield "    exercises:"
        for exercise in block.exercises:
            yield from _exercise(exercise, in_superset=block.is_superset)


def _exercise(exercise: Exercise, *, in_superset: bool) -> Iterator[str]:
    yield f"      - name: {_quoted(exercise.name, 100)}"
    for note in exercise.notes:
        yield f"        # {plain(note, 200)}"
    values: dict[str, object] = {
        "start_position": exercise.position,
        "setup": exercise.setup and _quoted(exercise.setup, LONGEST),
    }
    yield from _keys(values)
    if exercise.steps:
        yield "        steps:"
        yield from (f"          - {_quoted(step, LONGEST)}" for step in exercise.steps[:MOST_STEPS])
    else:
        yield "        # steps: say what to do, one movement a step"
    rests = exercise.rest_s and not in_superset and exercise.sets > 1 and not exercise.hold_s
    values = {
        "sides": exercise.sides,
        "sets": exercise.sets if exercise.sets > 1 else None,
        "reps": exercise.reps,
        "hold": exercise.hold_s and length(exercise.hold_s),
        "rest": rests and length(exercise.rest_s),
    }
    yield from _keys(values)


def _keys(values: dict[str, object]) -> Iterator[str]:
    return (f"        {key}: {value}" for key, value in values.items() if value)


def _quoted(text: str, most: int) -> str:
    return json.dumps(plain(text, most) or "?", ensure_ascii=False)


def range_of(numbers: Sequence[int]) -> str:
    """How many reps, where sets differ: `8`, or `8-12`."""
    least, most = (min(max(1, number), 100) for number in (min(numbers), max(numbers)))
    return str(least) if least >= most else f"{least}-{most}"


def is_named(name: str, only: Sequence[str]) -> bool:
    """Whether it is one of those that were asked for; all are, if none was."""
    folded = _folded(name)
    return not only or any(_folded(each) in folded for each in only)


def _folded(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text.casefold()).strip()
