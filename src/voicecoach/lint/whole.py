"""Rules about the session as a whole: where it comes from, its order, its things, its names."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from voicecoach.lint.findings import Found
from voicecoach.lint.page import Page, every_exercise
from voicecoach.script.exercise import Exercise


def origin(page: Page) -> Iterator[Found]:
    """Where the exercises come from."""
    if page.session.source is None:
        yield Found("no-source", page.session.where_of("title"))


def screening(page: Page) -> Iterator[Found]:
    """Signs to ask for before the first exercise."""
    if not page.session.screening:
        yield Found("no-screening", page.session.where_of("title"))


def order(page: Page) -> Iterator[Found]:
    """More changes of position than there are positions to change to."""
    turns = [e for b in page.session.blocks for _ in range(b.turns) for e in b.exercises]
    changed = [
        after
        for before, after in pairwise(turns)
        if before.start_position is not after.start_position
    ]
    needed = len({each.start_position for each in turns}) - 1
    if len(changed) > needed:
        back = _first_return(turns)
        yield page.at(
            back, "position-changes", "start_position", changes=len(changed), needed=needed
        )


def _first_return(turns: list[Exercise]) -> Exercise:
    """The first exercise for which a position is taken that was left before."""
    left, position = set(), turns[0].start_position
    for exercise in turns:
        if exercise.start_position is not position:
            left.add(position)
            position = exercise.start_position
            if position in left:
                return exercise
    return turns[0]


def names(page: Page) -> Iterator[Found]:
    """Two exercises that cannot be told apart by their names."""
    known: dict[str, Exercise] = {}
    for exercise in every_exercise(page.session):
        first = known.setdefault(exercise.name.casefold(), exercise)
        if first is not exercise:
            line = first.where_of("name").line
            yield page.at(exercise, "same-name", "name", text=exercise.name, line=line)


def things(page: Page) -> Iterator[Found]:
    """Things that the user would have to fetch."""
    wording = page.wording
    if wording is None:
        return
    listed = [text for text in page.texts if text.key == "equipment"]
    for thing, patterns in wording.things.items():
        if any(True for text in listed for _ in text.find(patterns)):
            continue
        for text in page.texts:
            if text.exercise is None or text.key in {"expect", "stop_if"}:
                continue
            fine = list(text.find(wording.no_things))
            compared = [s for s, _ in text.listed("comparison")]
            used = (
                (sentence, span)
                for sentence, span in text.find(patterns)
                if sentence not in compared
                and not any(s is sentence and f.start <= span.start < f.end for s, f in fine)
            )
            found = next(used, None)
            if found:
                yield text.found_words("unlisted-thing", *found, thing=thing)
                break


OF_A_SESSION: tuple[Callable[[Page], Iterator[Found]], ...] = (
    origin,
    screening,
    order,
    names,
    things,
)
