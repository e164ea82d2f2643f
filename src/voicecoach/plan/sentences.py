"""An exercise in sentences: how to lie, what to do, how often, on which side, how long."""

from collections.abc import Iterator

from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Side
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Block, Session
from voicecoach.script.values import BlockKind, Order, Sides

_LONG_S = 120.0
_TURN_LINES = {Side.LEFT: "left", Side.RIGHT: "right"}


def announces(session: Session, lines: Lines) -> Iterator[bool]:
    """For each block whether it is told what it is for: where that changes, if its title does not.

    Nobody is told that the main part begins where there was no other.
    """
    before = BlockKind.MAIN
    for block in session.blocks:
        kind = lines.one_of("block_kinds", block.kind)
        yield block.kind is not before and _letters(kind) != _letters(block.title)
        before = block.kind


def heading(block: Block, number: int, is_announced: bool, lines: Lines) -> Iterator[str]:
    """What begins a round of a block; the first says which block it is, and of what kind."""
    if number == 1:
        if is_announced:
            yield lines.one_of("block_kinds", block.kind)
        yield lines.say("block", title=block.title)
        if block.order is Order.SUPERSET:
            yield lines.say("superset")
    if block.rounds > 1:
        yield lines.say("round", n=number, total=block.rounds)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalpha())


def how_to_begin(exercise: Exercise, lines: Lines) -> str | None:
    """The start position, in the author's words if there are any."""
    if exercise.setup or exercise.start_position is None:
        return exercise.setup
    return lines.one_of("positions", exercise.start_position)


def how_to_move(exercise: Exercise, lines: Lines) -> Iterator[str]:
    """What to do, what it feels like and when not to go on."""
    yield from exercise.steps
    if exercise.breathing:
        yield exercise.breathing
    if exercise.expect:
        yield lines.say("expect", what=exercise.expect.rstrip("."))
    yield from warnings(exercise, lines)


def warnings(exercise: Exercise, lines: Lines) -> Iterator[str]:
    """When not to go on."""
    for sign in exercise.stop_if:
        yield lines.say("tell_me_if", what=sign.rstrip("."))


def how_much(exercise: Exercise, lines: Lines) -> Iterator[str]:
    """How often, on which side, how long."""
    reps = exercise.reps
    many = lines.say("range", n=reps.least, total=int(reps)) if reps.is_range else int(reps)
    if reps > 1 and exercise.sets > 1:
        yield lines.say("sets_of_reps", n=exercise.sets, reps=many)
    elif exercise.sets > 1:
        yield lines.say("sets", n=exercise.sets)
    elif reps > 1:
        yield lines.say("reps", n=many)
    elif not exercise.hold:
        yield lines.say("once")
    if exercise.sides is not Sides.BOTH:
        yield lines.one_of("sides", exercise.sides)
    if exercise.hold:
        yield lines.say("hold_each", time=duration(exercise.hold, lines))
    if more := exercise.grown_by:
        if isinstance(more, float):
            yield lines.say("longer_than_at_first", time=duration(more, lines))
        else:
            yield lines.say("more_than_at_first", n=more)
    if reps.is_range:
        yield lines.say("say_done", n=reps.least)


def call(exercise: Exercise, rep: int, side: Side, word: str | None, lines: Lines) -> list[str]:
    """What can be said as a rep begins, in the order of speaking: its number, side and movement.

    The side is named where it changes from rep to rep. There is always something.
    """
    said = []
    if exercise.reps > 1:
        said.append(lines.say("count", n=rep))
    if exercise.sides is Sides.ALTERNATING:
        said.append(lines.say(_TURN_LINES[side]))
    if word:
        said.append(word)
    return said or [lines.say("now")]


def duration(seconds: float, lines: Lines) -> str:
    """A length of time as one would say it: 20 seconds, not 20.0, and minutes from two on."""
    if seconds >= _LONG_S and seconds % 60 == 0:
        return lines.say("minutes", n=int(seconds // 60))
    return lines.say("seconds", n=int(seconds) if seconds == int(seconds) else f"{seconds:g}")
