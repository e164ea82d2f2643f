"""How much of each exercise is due today, by how it went before. Pure: the past comes as data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from voicecoach.script.exercise import Exercise, Progression
from voicecoach.script.model import Session

_ROUNDING_S = 0.5


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of an exercise was done in a session, all its sets, sides and rounds together."""

    reps: int = 0
    held_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier time that the session was done, with the exercises of which anything was done.

    `hurt`: it ended for pain. `was_hard`: an easier form was taken, or the pain was above 3.
    """

    done: Mapping[str, Amount] = field(default_factory=dict)
    hurt: bool = False
    was_hard: bool = False


def grown(session: Session, past: Sequence[Past]) -> Session:
    """The session with what its progressions add by now; `past` begins with the oldest.

    An exercise went well when all of it was done, the whole of a range, and the session was not
    hard. After a session that ended for pain, everything begins anew.
    """
    blocks = []
    for block in session.blocks:
        exercises = tuple(
            _grown(exercise, block.rounds, past) if exercise.progression else exercise
            for exercise in block.exercises
        )
        blocks.append(block.model_copy(update={"exercises": exercises}))
    return session.model_copy(update={"blocks": tuple(blocks)})


def _grown(exercise: Exercise, rounds: int, past: Iterable[Past]) -> Exercise:
    progression = exercise.progression
    if progression is None:
        return exercise
    now, in_a_row = exercise, 0
    for each in past:
        done = each.done.get(exercise.name)
        if each.hurt:
            now, in_a_row = exercise, 0
        elif done is not None:
            in_a_row = in_a_row + 1 if not each.was_hard and _is_all(now, rounds, done) else 0
            if in_a_row == progression.after:
                now, in_a_row = _more(exercise, now, progression), 0
    return now


def _more(exercise: Exercise, now: Exercise, progression: Progression) -> Exercise:
    """A step further, and no further than the author says."""
    first = exercise.hold if isinstance(progression.add, float) else int(exercise.reps)
    most = progression.up_to - (first or 0)
    return exercise.grown(min(now.grown_by + progression.add, most))


def _is_all(exercise: Exercise, rounds: int, done: Amount) -> bool:
    reps = rounds * exercise.sides_done * exercise.sets * exercise.reps
    held = not exercise.hold or done.held_s >= reps * exercise.hold - _ROUNDING_S
    return done.reps >= reps and held
