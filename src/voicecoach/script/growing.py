"""Progressions that cannot be: what they add to and where they end has to fit the exercise."""

from collections.abc import Iterator

from voicecoach.handwritten.where import Where
from voicecoach.script.exercise import Exercise, Progression
from voicecoach.script.model import Session
from voicecoach.script.wording import length

LONGEST_HOLD_S = 600.0


def ungrown(session: Session) -> Iterator[tuple[Where, str, str]]:
    """Find the progressions that lead nowhere: the place, what is wrong, and the mend."""
    for exercise in (*session.exercises, *session.forms):
        if exercise.progression:
            yield from _of(exercise, exercise.progression)


def _of(exercise: Exercise, progression: Progression) -> Iterator[tuple[Where, str, str]]:
    add, up_to = progression.add, progression.up_to
    now = exercise.hold if isinstance(add, float) else exercise.reps
    if isinstance(add, float) is not isinstance(up_to, float):
        yield (
            progression.where_of("up_to"),
            "One of `add` and `up_to` is reps, and the other a length of time.",
            "Write both as numbers, or both with their unit: `add: 5s`, `up_to: 30s`.",
        )
    elif now is None:
        yield (
            progression.where_of("add"),
            "There is no `hold` that could get longer.",
            "Write a number of reps: `add: 2`, or give the exercise a `hold`.",
        )
    elif up_to <= now:
        much = length(now) if isinstance(up_to, float) else str(int(now))
        yield (
            progression.where_of("up_to"),
            f"The exercise begins with {much}, so that nothing can be added.",
            "Write more than that, or take `progression` out.",
        )
    elif isinstance(up_to, float) and up_to > LONGEST_HOLD_S:
        found = "`up_to` is too long."
        yield progression.where_of("up_to"), found, f"Write {length(LONGEST_HOLD_S)} or less."
