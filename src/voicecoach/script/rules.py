"""What no single value shows: keys that need each other, and exercises that point at others.

The rules read the plain data, so that one wrong value does not hide what else is wrong.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Set

from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Located, Path
from voicecoach.script.text import ID_PATTERN, slug
from voicecoach.script.wording import similar

Finding = tuple[Path, str, str]
"""The path, what was found, and the mend."""
Keys = Set[str]

_TEMPO_KEYS = ("phases", "starts_with")


def broken(data: object, meant: Set[Path] = frozenset()) -> Iterator[Finding]:
    """Find every rule that a session breaks.

    `meant` holds the paths of keys that stand there misspelt: that is told already.
    """
    exercises = list(_exercises(data))
    for exercise in exercises:
        keys = exercise.keys() | {str(path[-1]) for path in meant if path[:-1] == exercise.path}
        for rule in _OF_AN_EXERCISE:
            yield from rule(exercise, keys)
        if exercise is exercises[0] and "start_position" not in keys:
            yield (
                exercise.path,
                "The first exercise has no `start_position`.",
                "Add `start_position: supine`, or how else the user begins. Later ones keep it.",
            )
    yield from _ids(exercises)


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


def _holds_or_moves(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if {"hold", "tempo"} <= keys:
        yield (
            (*exercise.path, "tempo"),
            "An exercise has a `hold` or a `tempo`, not both.",
            "Take one out. A pause in a tempo is its second or fourth number.",
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


def _asks_between(exercise: Located, keys: Keys) -> Iterator[Finding]:
    if exercise.get("pain_check") != "between_sets" or "pain_check" not in keys:
        return
    if exercise.get("sets", 1) == 1 and exercise.get("sides") != "left_then_right":
        yield (
            (*exercise.path, "pain_check"),
            "There is nothing to ask between: one set, and no other side.",
            "Write `pain_check: before`, or add `sets: 2`.",
        )


def _own_id(exercise: Located) -> str:
    given = exercise.get("id", exercise.get("name"))
    return "" if not isinstance(given, str) else given if "id" in exercise else slug(given)


def _ids(exercises: list[Located]) -> Iterator[Finding]:
    lines: dict[str, int] = {}
    for exercise in exercises:
        own = _own_id(exercise)
        if own in lines and "id" in exercise:
            yield (
                (*exercise.path, "id"),
                f"`{quote(own)}` is already the id of the exercise on line {lines[own]}.",
                "Give this one another.",
            )
        if own:
            lines.setdefault(own, exercise.places.value(exercise.path).line)
    pointing = [
        (exercise, _own_id(exercise), target)
        for exercise in exercises
        if isinstance(target := exercise.get("easier"), str) and re.fullmatch(ID_PATTERN, target)
    ]
    # Of two exercises with one id, the first is meant.
    circles = _circles({own: target for _, own, target in reversed(pointing)})
    known = {id_.replace("-", "_"): id_ for id_ in lines}
    for exercise, own, target in pointing:
        path = (*exercise.path, "easier")
        if target not in lines:
            meant = similar(target, known)
            mend = f"Did you mean `{quote(known[meant])}`?" if meant else "Write the `id` of one."
            yield path, f"There is no exercise `{quote(target)}` in this file.", mend
        elif own in circles:
            yield (
                path,
                f"`{own}` leads back to itself through `easier`.",
                "Let each `easier` lead to something easier, and the last have none.",
            )


def _circles(following: Mapping[str, str]) -> set[str]:
    """Find everything that leads back to itself."""
    circles: set[str] = set()
    done: set[str] = set()
    for here in following:
        trail: list[str] = []
        at: str | None = here
        while at is not None and at not in done:
            done.add(at)
            trail.append(at)
            at = following.get(at)
        if at in trail:
            circles.update(trail[trail.index(at) :])
    return circles


_OF_AN_EXERCISE: tuple[Callable[[Located, Keys], Iterator[Finding]], ...] = (
    _has_a_dose,
    _holds_or_moves,
    _names_its_phases,
    _rests_between,
    _asks_between,
)
