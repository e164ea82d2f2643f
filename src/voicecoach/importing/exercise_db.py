"""Exercises of the Free Exercise DB (JSON, public domain): one, a list, or the whole collection.

An exercise has a name, instructions in sentences, pictures, and words such as `level`; it has no
dose and no position of its own. Both are looked for in the sentences.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicecoach.core.problems import Problem
from voicecoach.importing.draft import (
    LONGEST,
    MOST_STEPS,
    Block,
    Draft,
    Exercise,
    is_named,
    range_of,
)
from voicecoach.language.wording import Wording
from voicecoach.lint.prose import sentences

TITLE = "Free Exercise DB"
URL = "https://github.com/yuhonas/free-exercise-db"

MOST = 1_500
"""Exercises in a file: the whole collection has less than a thousand."""
MOST_COMMAS = 200_000
"""They part values, and stand in sentences: four times as many as the whole collection has."""
LONGEST_EXERCISE = 20_000
"""Letters: the longest there has less than a fifth of it."""
USUAL_REPS = "8"
NOT_KEPT = ("force", "level", "mechanic", "category", "primaryMuscles", "secondaryMuscles")
NOTHING_NEEDED = frozenset({None, "body only", "none", "other"})

_RANGE = r"(\d{1,3})(?:\s*(?:-|\u2013|to)\s*(\d{1,3}))?"
_REPS = re.compile(_RANGE + r"\s+(?:\w+\s+)?(?:times|reps|repetitions)\b", re.IGNORECASE)
_HOLD = re.compile(
    r"\s*(?:\bfor\s+)?(?:\b(?:about|around|at least|up to)\s+)?"
    + _RANGE
    + r"(?:\s+or more)?\s*-?\s*(seconds?|minutes?)\b",
    re.IGNORECASE,
)
_HOLDING = re.compile(r"\b(hold(ing)?|stay|keep|pause|remain|squeeze)\b", re.IGNORECASE)
_REPEAT = re.compile(r"\brepeat\b", re.IGNORECASE)
_OTHER_SIDE = re.compile(
    r"\b(other|opposite) (side|leg|arm|foot|hand)\b|\b(switch|change) (sides|legs|arms)\b",
    re.IGNORECASE,
)
_SHORT = 8
"""Words. A shorter sentence says nothing but the dose, or the change of sides."""
_START = re.compile(r"\b(this|that) (is|will be) (your|the) start(ing)? position\b", re.IGNORECASE)


def fits(text: str) -> bool:
    """Whether this looks like a file of it."""
    return text.lstrip()[:1] in {"[", "{"} and '"instructions"' in text


def draft(text: str, only: Sequence[str], wording: Wording) -> Draft:
    """What can be made of it; `only` are parts of the names of the exercises that are wanted.

    Raises Problem for what is no such file.
    """
    made = Draft(TITLE, TITLE, URL)
    block = Block("Exercises")
    for part in _objects(text):
        if is_named(str(part.data.get("name", "")), only):
            block.exercises.append(_exercise(made, part, wording))
    made.blocks = [block] if block.exercises else []
    if len(block.exercises) == 1:
        made.title = block.exercises[0].name
    return made


@dataclass(frozen=True, slots=True)
class _Part:
    """One exercise in the file: its data, and its text to find lines in."""

    data: Mapping[str, Any]
    text: str
    line: int

    def line_of(self, written: str) -> int:
        """The line on which something of it is written, or else the one on which it begins."""
        at = self.text.find(json.dumps(written, ensure_ascii=False)[1:-1])
        return self.line + self.text.count("\n", 0, max(at, 0))


def _objects(text: str) -> Iterator[_Part]:
    """Each exercise of the file. Raises Problem."""
    decoder, at = json.JSONDecoder(), len(text) - len(text.lstrip())
    at += text[at : at + 1] == "["
    line, counted, parts = 1, 0, 0
    if text.count(",") > MOST_COMMAS:
        raise Problem("It holds too many values.", "Choose a smaller part of it.")
    try:
        while (at := _next(text, at)) < len(text) and text[at] != "]":
            data, end = decoder.raw_decode(text, at)
            line, counted, parts = line + text.count("\n", counted, at), at, parts + 1
            if parts > MOST:
                raise Problem(f"It holds over {MOST:,} exercises.", "Choose a smaller part of it.")
            if end - at > LONGEST_EXERCISE:
                what = f"The exercise in line {line} is far too long."
                raise Problem(what, f"Take a file of the {TITLE}.")
            if not isinstance(data, dict) or not _is_exercise(data):
                raise Problem(f"Line {line} begins no exercise.", f"Take a file of the {TITLE}.")
            yield _Part(data, text[at:end], line)
            at = end
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem(f"This is no JSON: {where}.", "Get the file again.") from None
    except ValueError:  # a number of thousands of digits
        raise Problem("A number in it is far too long.", f"Take a file of the {TITLE}.") from None
    except RecursionError:
        raise Problem("This is nested too deeply.", f"Take a file of the {TITLE}.") from None


def _is_exercise(data: Mapping[str, Any]) -> bool:
    told = data.get("instructions")
    return isinstance(told, list) and all(isinstance(each, str) for each in told)


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in ", \t\r\n":
        at += 1
    return at


def _exercise(made: Draft, part: _Part, wording: Wording) -> Exercise:
    data = part.data
    exercise = Exercise(str(data.get("name", "")))
    name = exercise.name
    for key in NOT_KEPT:
        if data.get(key):
            made.lose(part.line_of(key), f"{name}: `{key}` is left out ({_said(data[key])}).")
    if data.get("images"):
        made.lose(
            part.line_of("images"), f"{name}: pictures are left out. Say in words what they show."
        )
    thing = data.get("equipment")
    if thing not in NOTHING_NEEDED and thing not in made.equipment:
        made.equipment.append(str(thing))
    told = [sentence for each in data["instructions"] for sentence in _sentences(each)]
    _position(made, part, exercise, told, wording)
    for sentence in told:
        _step(made, part, exercise, sentence)
    _limit(made, part, exercise)
    if not exercise.reps and not exercise.hold_s:
        exercise.reps = USUAL_REPS
        made.lose(part.line, f"{name}: nothing says how often. `reps: {USUAL_REPS}` is a guess.")
    made.lose(part.line, f"{name}: nothing says when not to go on. Add `stop_if`.")
    return exercise


def _limit(made: Draft, part: _Part, exercise: Exercise) -> None:
    """What a session has no room for."""
    for text in exercise.steps:
        if len(text) > LONGEST:
            made.lose(
                part.line_of(text), f"{exercise.name}: a step is cut after {LONGEST} letters."
            )
    for text in exercise.steps[MOST_STEPS:]:
        made.lose(part.line_of(text), f'{exercise.name}: "{text}" is one step too many.')


def _said(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _sentences(text: str) -> list[str]:
    """The sentences of an instruction, each with its full stop."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+", text.strip()) if part.strip()]


def _position(
    made: Draft, part: _Part, exercise: Exercise, told: list[str], wording: Wording
) -> None:
    """Take the first sentence that says how to lie, sit or stand for the set-up."""
    for number, text in enumerate(told):
        found = _named(text, wording)
        if found:
            exercise.position = found
            if len(whole := " ".join(told[: number + 1])) <= LONGEST:
                exercise.setup = whole
                del told[: number + 1]
            made.lose(
                part.line_of(text),
                f'{exercise.name}: `start_position: {found}` is a guess: "{text}"',
            )
            return
    exercise.position = "standing"
    made.lose(
        part.line,
        f"{exercise.name}: nothing says how to begin. `start_position: standing` is a guess.",
    )


def _named(text: str, wording: Wording) -> str | None:
    first: tuple[int, str] | None = None
    for sentence in sentences(text):
        spans = wording.spans(sentence.words)
        for names, patterns in wording.positions.items():
            for span in patterns.find(sentence.words, spans):
                here = (sentence.place(span.start), names.split()[-1])
                first = min(first or here, here)
    return first[1] if first else None


def _step(made: Draft, part: _Part, exercise: Exercise, text: str) -> None:
    """One sentence: a step, or what the keys say better."""
    became, kept = [], text
    again = _REPEAT.search(text) or re.search(r"\b(switch|change)", text, re.IGNORECASE)
    if again and _OTHER_SIDE.search(text):
        exercise.sides, kept = "left_then_right", ""
        became.append("sides: left_then_right")
    if reps := _REPS.search(text):
        exercise.reps = range_of([int(count) for count in reps.groups() if count])
        became.append(f"reps: {exercise.reps}")
        kept = ""
    hold = _HOLD.search(text)
    if hold and _HOLDING.search(text):
        unit = 60 if hold[3].lower().startswith("m") else 1
        exercise.hold_s = min(600.0, max(1.0, float(hold[1]) * unit))
        became.append(f"hold: {exercise.hold_s:g}s")
        kept = kept and _HOLD.sub("", kept)
    is_dose = became or _REPEAT.search(text) or _START.search(text)
    if kept and not (is_dose and len(kept.split()) <= _SHORT):
        exercise.steps.append(kept)
    elif not became:
        made.lose(part.line_of(text), f'{exercise.name}: "{text}" is left out.')
    if became:
        keys = "`, `".join(became)
        made.lose(part.line_of(text), f'{exercise.name}: "{text}" became `{keys}`.')
