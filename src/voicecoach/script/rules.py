"""What no single value shows: keys that need each other, and exercises that point at others.

The rules read the plain data, so that one wrong value does not hide what else is wrong.
"""

import re
from collections.abc import Callable, Iterator, Set

from voicecoach.handwritten.where import Located, Path
from voicecoach.script.pointing import Finding, pointing
from voicecoach.script.values import MOST_COUNTED_ALOUD

Keys = Set[str]

_TEMPO_KEYS = ("phases", "starts_with")
_TIMED = ("hold", "tempo", "breathing_pattern", "messages")
_SUPERSET = "superset"


def broken(data: object, meant: Set[Path] = frozenset()) -> Iterator[Finding]:
    """Find every rule that a session breaks.

    `meant` holds the paths of keys that stand there misspelt: that is told already.
    """
    exercises, forms = list(_exercises(data)), list(_items(data, "forms"))
    for block in _items(data, "blocks"):
        for about in _OF_A_BLOCK:
            yield from about(block)
    for exercise in (*exercises, *forms):
        keys = exercise.keys() | {str(path[-1]) for path in meant if path[:-1] == exercise.path}
        for rule in _OF_AN_EXERCISE:
            yield from rule(exercise, keys)
        if exercises and exercise is exercises[0] and "start_position" not in keys:
            yield (
                exercise.path,
                "The first exercise has no `start_position`.",
                "Add `start_position: supine`, or how else the user begins. Later ones keep it.",
            )
    yield from pointing(exercises, forms)


def _exercises(data: object) -> Iterator[Located]:
    for block in _items(data, "blocks"):
        yield from _items(block, "exercises")


def _items(data: object, key: str) -> Iterator[Located]:
    found = data.get(key) if isinstance(data, Located) else None
    if isinstance(found, list):
        yield from (item for item in found if isinstance(item, Located))


def _has_a_dose(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if not {"reps", "hold"} & keys:
        yield (
            exercise.path,
            "This exercise does not say how often or how long.",
            "Add `reps: 10`, `hold: 20s`, or both.",
        )


def _alternates(block: Located) -> Iterator[Finding]:
    """A superset needs sets to alternate."""
    exercises = list(_items(block, "exercises"))
    if block.get("order") != _SUPERSET:
        return
    if "rounds" in block:
        yield (
            (*block.path, "rounds"),
            "In a superset, the `sets` of its exercises say how often.",
            "Take `rounds` out, and write `sets` for each exercise.",
        )
    elif len(exercises) < 2:
        yield (
            (*block.path, "order"),
            "There is nothing to take turns: a superset has two exercises or more.",
            "Add an exercise, or take `order` out.",
        )
    elif all(exercise.get("sets", 1) == 1 for exercise in exercises):
        yield (
            (*block.path, "order"),
            "There is nothing to take turns: each exercise has one set.",
            "Write `sets: 3` for each exercise, or `rounds: 3` instead of the superset.",
        )
    for exercise in exercises:
        if "rest" in exercise and "hold" not in exercise:
            yield (
                (*exercise.path, "rest"),
                "In a superset, other exercises come between the sets of this one.",
                "Write `rest_between_rounds` for the block instead.",
            )


def _has_rounds(block: Located) -> Iterator[Finding]:
    key = "rest_between_rounds"
    if key in block and block.get("rounds", 1) == 1 and block.get("order") != _SUPERSET:
        yield (
            (*block.path, key),
            "There is nothing to rest between: one round.",
            f"Take `{key}` out, or add `rounds: 2`.",
        )


def _holds_or_moves(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if {"hold", "tempo"} <= keys:
        yield (
            (*exercise.path, "tempo"),
            "An exercise has a `hold` or a `tempo`, not both.",
            "Take one out. A pause in a tempo is its second or fourth number.",
        )
    if {"breathing_pattern", "tempo"} <= keys:
        yield (
            (*exercise.path, "breathing_pattern"),
            "An exercise is counted by its breath or by its `tempo`, not by both.",
            "Take one out.",
        )


def _names_its_phases(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if "tempo" in keys:
        if "phases" not in keys:
            yield (
                (*exercise.path, "tempo"),
                "A tempo needs the words to say.",
                "Add `phases: [lower, rest, lift, stay]`, in the order of the numbers.",
            )
        return
    for key in _TEMPO_KEYS:
        if key in exercise:
            yield (
                (*exercise.path, key),
                f"`{key}` goes with a `tempo`, and there is none.",
                "Add `tempo: 3-1-2-0`, or take it out.",
            )


def _rests_between(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if "rest" not in exercise or not {"sets", "reps", "hold"} & keys:
        return  # the second is another rule's
    counted = [exercise.get("sets", 1), exercise.get("reps", 1) if "hold" in exercise else 1]
    if counted == [1, 1]:
        yield (
            (*exercise.path, "rest"),
            "There is nothing to rest between: one set, and no second hold.",
            "Take `rest` out, or add `sets: 2`.",
        )


def _counts_aloud(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if exercise.get("count") != "on_voice":
        return
    for key in _TIMED:
        if key in keys:
            yield (
                (*exercise.path, key),
                "With `count: on_voice` the user keeps the time.",
                f"Take `{key}` out, or `count`.",
            )
    growing = exercise.get("progression")
    doses = [((*exercise.path, "reps"), exercise.get("reps", 1))]
    if isinstance(growing, Located):
        doses.append(((*growing.path, "up_to"), growing.get("up_to", 1)))
    for path, dose in doses:
        most = re.search(r"(\d+)\s*$", str(dose), re.ASCII)
        if most and int(most[1][:9]) > MOST_COUNTED_ALOUD:
            yield (
                path,
                f"The coach understands numbers up to {MOST_COUNTED_ALOUD}.",
                f"Write {MOST_COUNTED_ALOUD} or fewer, and more `sets`.",
            )


def _asks_between(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if exercise.get("pain_check") != "between_sets" or "pain_check" not in keys:
        return
    if exercise.get("sets", 1) == 1 and exercise.get("sides") != "left_then_right":
        yield (
            (*exercise.path, "pain_check"),
            "There is nothing to ask between: one set, and no other side.",
            "Write `pain_check: before`, or add `sets: 2`.",
        )


_OF_A_BLOCK: tuple[Callable[[Located], Iterator[Finding]], ...] = (_alternates, _has_rounds)
_OF_AN_EXERCISE: tuple[Callable[[Located, Keys], Iterator[Finding]], ...] = (
    _has_a_dose,
    _holds_or_moves,
    _names_its_phases,
    _rests_between,
    _asks_between,
    _counts_aloud,
)
