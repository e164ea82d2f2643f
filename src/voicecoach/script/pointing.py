"""Exercises that point at others: `easier` and `harder` lead somewhere, and not back."""

import re
from collections.abc import Iterator, Mapping, Sequence

from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Located, Path
from voicecoach.script.text import ID_PATTERN, slug
from voicecoach.script.wording import similar

Finding = tuple[Path, str, str]
"""The path, what was found, and the mend."""

WAYS = ("easier", "harder")


def pointing(exercises: Sequence[Located], forms: Sequence[Located]) -> Iterator[Finding]:
    """Find ids that are there twice, and ways that lead nowhere, back, or to what is not done."""
    every = (*exercises, *forms)
    lines: dict[str, int] = {}
    for exercise in every:
        own = own_id(exercise)
        if own in lines and ("id" in exercise or any(exercise is form for form in forms)):
            yield (
                (*exercise.path, "id" if "id" in exercise else "name"),
                f"`{quote(own)}` is already the id of the exercise on line {lines[own]}.",
                "Give this one another: `id: ...`.",
            )
        if own:
            lines.setdefault(own, exercise.places.value(exercise.path).line)
    for way in WAYS:
        yield from _leading(every, way, lines)
    wanted = [exercise.get(way) for exercise in every for way in WAYS] if forms else []
    for form in forms:
        own = own_id(form)
        if own and own not in wanted:
            yield (
                form.path,
                f"No exercise leads to `{quote(own)}`, so that it is never done.",
                f"Write `easier: {own}` in another one, or move it to `exercises`.",
            )


def own_id(exercise: Located) -> str:
    """The id of an exercise, given or made of its name; "" if it has neither."""
    given = exercise.get("id", exercise.get("name"))
    if isinstance(given, Located):  # by language: the first decides
        given = next(iter(given.values()), None)
    return "" if not isinstance(given, str) else given if "id" in exercise else slug(given)


def _leading(every: Sequence[Located], way: str, lines: Mapping[str, int]) -> Iterator[Finding]:
    pointing_on = [
        (exercise, own_id(exercise), target)
        for exercise in every
        if isinstance(target := exercise.get(way), str) and re.fullmatch(ID_PATTERN, target)
    ]
    # Of two exercises with one id, the first is meant.
    circles = _circles({own: target for _, own, target in reversed(pointing_on)})
    known = {id_.replace("-", "_"): id_ for id_ in lines}
    for exercise, own, target in pointing_on:
        path = (*exercise.path, way)
        if target not in lines:
            meant = similar(target, known)
            mend = f"Did you mean `{quote(known[meant])}`?" if meant else "Write the `id` of one."
            yield path, f"There is no exercise `{quote(target)}` in this file.", mend
        elif own in circles:
            yield (
                path,
                f"`{own}` leads back to itself through `{way}`.",
                f"Let each `{way}` lead to something {way}, and the last have none.",
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
