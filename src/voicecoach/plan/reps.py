"""What is heard in a rep, a hold and a lead-in: words and beats at their times."""

from collections.abc import Iterable, Iterator

from voicecoach.core.score import Measure, Note, Priority, Sounded, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Place
from voicecoach.plan.sentences import call
from voicecoach.script.exercise import Exercise
from voicecoach.script.timing import WORD_S, Told, about_s, breaths, parts_s, words_at
from voicecoach.script.values import Movement

LEAD_IN = Measure(
    "lead-in", tuple(Sounded(Tone.LEAD_IN, float(second)) for second in range(3)), length_s=3.0
)
"""Three beats before the first rep of a set, and before one that begins again."""
_SHORTEST_HALVED_HOLD_S = 16.0


def hold(exercise: Exercise, told: Iterable[Told], lines: Lines) -> Iterator[Note]:
    """A hold: how it begins, its breaths or its middle, its messages, and its last seconds."""
    hold_s, told = exercise.hold or 0.0, list(told)
    paced = {start: breath.phase for breath, start in breaths(exercise)}
    for start in words_at(exercise):
        if not start:
            yield on_the_beat(lines.say("hold"))
        elif start in paced:
            yield on_the_beat(lines.one_of("breaths", paced[start]), start)
        else:
            yield on_the_beat(lines.say("count", n=round(hold_s - start)), start)
    middle = hold_s / 2
    is_halved = hold_s >= _SHORTEST_HALVED_HOLD_S and not paced
    if is_halved and not any(
        each.at_s < middle + WORD_S and each.at_s + about_s(each.text) > middle for each in told
    ):
        yield Spoken(lines.say("halfway"), middle)
    yield from messages(told)


def messages(told: Iterable[Told]) -> Iterator[Note]:
    """What the author has to say between the counts."""
    return (Spoken(each.text, each.at_s, each.until_s, Priority.MESSAGE) for each in told)


def on_the_beat(text: str, at_s: float = 0.0) -> Spoken:
    """A word that is counted."""
    return Spoken(text, at_s, priority=Priority.COUNT)


def phases(exercise: Exercise, place: Place, lines: Lines) -> Iterator[Note]:
    """One rep in parts: a word begins each of them, a beat marks each second in it."""
    start = 0.0
    for word, length in zip(_words(exercise, lines), parts_s(exercise), strict=True):
        if not length:
            continue
        said = [word] if start else _openings(exercise, place, word, length, lines)
        yield Spoken(said[0], start, priority=Priority.COUNT, shorter=tuple(said[1:]))
        for beat in range(1, _seconds_begun(length)):
            yield Sounded(Tone.BEAT, start + beat)
        start += length


def _words(exercise: Exercise, lines: Lines) -> tuple[str, ...]:
    """The word for each part of a rep, in the order of doing."""
    if exercise.phases is None:
        pattern = exercise.breathing_pattern or ()
        return tuple(lines.one_of("breaths", breath.phase) for breath in pattern)
    if exercise.starts_with is Movement.ECCENTRIC:
        return exercise.phases
    return (*exercise.phases[2:], *exercise.phases[:2])


def _openings(
    exercise: Exercise, place: Place, word: str, room_s: float, lines: Lines
) -> list[str]:
    """What can begin a rep, the longest for which there is room first.

    First the word gives way, then the number.
    """
    said = call(exercise, place.rep, place.side, word, lines)
    ways = [said]
    while len(said) > 1:
        said = said[:-1] if said[-1] == word else said[1:]
        ways.append(said)
    room = max(1, int(room_s / WORD_S))
    return [" ".join(way) for way in ways if len(way) <= room]


def _seconds_begun(length_s: float) -> int:
    """So many that a beat falls on each but the first."""
    return int(-(-length_s // 1))
