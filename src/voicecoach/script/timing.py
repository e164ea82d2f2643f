"""When the counted words of a rep or a hold fall, and where between them there is room for more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from voicecoach.handwritten.where import Where
from voicecoach.script.exercise import Exercise, Message
from voicecoach.script.model import Session
from voicecoach.script.values import Breath, Movement

PLAIN_REP_S = 4.0
"""A rep for which the author gave neither tempo nor hold."""
WORD_S = 1.0
"""For one number or word of a count."""
COUNTDOWN_S = 3
SHORTEST_COUNTED_HOLD_S = 8.0
BREATHS_FROM_S = 2.0
"""How long a hold lasts before the first breath in it is paced."""

FEWEST_LETTERS = 4
"""No message is shorter."""

_LETTERS_A_S = 13.0
_BREATH_S = 0.3


def about_s(words: str) -> float:
    """How long words take to say at the usual rate, rather more than less."""
    return _BREATH_S + len(words) / _LETTERS_A_S


@dataclass(frozen=True, slots=True)
class Told:
    """A message between the counts: `at_s` seconds into a rep or hold, over by `until_s`.

    `rep` is the rep of the set, or 0 for every hold.
    """

    text: str
    rep: int
    at_s: float
    until_s: float


def parts_s(exercise: Exercise) -> tuple[float, ...]:
    """The seconds of each part of a rep that is counted in parts, in the order of doing."""
    if exercise.tempo:
        order = (0, 1, 2, 3) if exercise.starts_with is Movement.ECCENTRIC else (2, 3, 0, 1)
        return tuple(exercise.tempo[part] for part in order)
    return tuple(breath.seconds for breath in exercise.breathing_pattern or ())


def rep_s(exercise: Exercise) -> float:
    """How long a rep lasts, or the hold in it."""
    return exercise.hold or sum(parts_s(exercise)) or PLAIN_REP_S


def counts_down_from(hold_s: float) -> float:
    """When the last seconds of a hold begin to be counted; its end, if they are not."""
    return hold_s - COUNTDOWN_S if hold_s >= SHORTEST_COUNTED_HOLD_S else hold_s


def breaths(exercise: Exercise) -> Iterator[tuple[Breath, float]]:
    """Every part of a breath in a hold and when it begins: whole breaths, as many as there fit."""
    pattern = exercise.breathing_pattern or ()
    whole_s = sum(breath.seconds for breath in pattern)
    start, end = BREATHS_FROM_S, counts_down_from(exercise.hold or 0.0)
    while pattern and start + whole_s <= end:
        for breath in pattern:
            yield breath, start
            start += breath.seconds


def words_at(exercise: Exercise) -> tuple[float, ...]:
    """When words are counted in a rep or hold, its middle left out."""
    if exercise.hold:
        last = range(COUNTDOWN_S if counts_down_from(exercise.hold) < exercise.hold else 0, 0, -1)
        paced = (start for _, start in breaths(exercise))
        return (0.0, *paced, *(exercise.hold - left for left in last))
    parts = parts_s(exercise)
    starts = accumulate(parts, initial=0.0)
    return tuple(start for start, part in zip(starts, parts, strict=False) if part) or (0.0,)


def between_the_counts(exercise: Exercise) -> tuple[tuple[Told, ...], tuple[Message, ...]]:
    """Each message where there is room for it from its time on, and those with no room at all."""
    told: list[Told] = []
    homeless: list[Message] = []
    free_from = 0.0
    rooms = list(_rooms(exercise))
    for message in sorted(exercise.messages, key=lambda message: message.at):
        needs_s, at = about_s(message.say), max(message.at, free_from)
        room = next((r for r in rooms if max(r[1], at) + needs_s <= r[2]), None)
        if room is None:
            homeless.append(message)
            continue
        rep, start, end = room
        start, rep_start = max(start, at), max(0, rep - 1) * rep_s(exercise)
        if told and told[-1].rep == rep:
            told[-1] = replace(told[-1], until_s=min(told[-1].until_s, start - rep_start))
        told.append(Told(message.say, rep, start - rep_start, end - rep_start))
        free_from = start + needs_s
    return tuple(told), tuple(homeless)


def _rooms(exercise: Exercise) -> Iterator[tuple[int, float, float]]:
    """Every stretch without a counted word: the rep, and from when to when since the first."""
    length, starts = rep_s(exercise), words_at(exercise)
    for rep in (0,) if exercise.hold else range(1, exercise.reps + 1):
        base = max(0, rep - 1) * length
        for start, end in zip(starts, (*starts[1:], length), strict=True):
            yield rep, base + start + WORD_S, base + end


def unsaid(session: Session) -> Iterator[tuple[Where, str, str]]:
    """Find what the times of an exercise leave no room for: the place, what is wrong, the mend."""
    for exercise in (*session.exercises, *session.forms):
        if exercise.breathing_pattern and exercise.hold and not tuple(breaths(exercise)):
            yield (
                exercise.where_of("breathing_pattern"),
                "Not one breath fits into the hold, its beginning and its countdown.",
                f"Write a shorter breath, or `hold: {_hold_for_a_breath(exercise):.0f}s`.",
            )
        _, homeless = between_the_counts(exercise)
        for message in homeless:
            yield (
                message.where_of("say"),
                "This message finds no room between the counts from its time on.",
                _mend_of(exercise, message),
            )


def _hold_for_a_breath(exercise: Exercise) -> float:
    pattern = exercise.breathing_pattern or ()
    needs_s = BREATHS_FROM_S + sum(breath.seconds for breath in pattern) + COUNTDOWN_S
    return max(SHORTEST_COUNTED_HOLD_S, -(-needs_s // 1))


def _mend_of(exercise: Exercise, message: Message) -> str:
    whole_s = rep_s(exercise) * (1 if exercise.hold else exercise.reps)
    if message.at >= whole_s:
        what = "hold" if exercise.hold else "set"
        return f"Write a time before the end of the {what}, at {whole_s:g} seconds."
    longest = max((end - start for _, start, end in _rooms(exercise)), default=0.0)
    letters = int((longest - _BREATH_S) * _LETTERS_A_S)
    if letters < FEWEST_LETTERS:
        return "Say it in the `steps`: these counts leave no room for words."
    if len(message.say) > letters:
        return f"Say it in {letters} letters or fewer."
    return "Write an earlier time."
