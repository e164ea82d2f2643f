"""What of a programme is due today, by what of it has been done. Pure: days are plain numbers.

A programme does not run by the calendar but by what was done: each session is due so many days
behind the one before it as the author has put between them. Who misses a day does not have to catch
up, and who was away for longer begins the week anew.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from voicecoach.script.programme import Programme

LONG_BREAK_DAYS = 14
"""After so many days without a session, nobody goes on in the middle of a week."""


@dataclass(frozen=True, slots=True)
class Step:
    """One session of a programme: its file, and its week and day. Numbers count from 1.

    `title` is that of the week, or "". `on` is its day since the first day of the programme.
    """

    number: int
    session: str
    week: int
    day: int
    title: str
    on: int


@dataclass(frozen=True, slots=True)
class Today:
    """The next step, or None where all are done; in how many days it is due, 0 for today.

    `again`: its week begins anew, after a long break.
    """

    step: Step | None
    of: int
    due_in_days: int = 0
    again: bool = False


def steps(programme: Programme) -> Iterator[Step]:
    """Every session of a programme, in order."""
    week = number = 0
    for each in programme.weeks:
        for _ in range(each.times):
            week += 1
            for day in each.days:
                number += 1
                on = 7 * (week - 1) + day.day - 1
                yield Step(number, day.session, week, day.day, each.title or "", on)


def today(programme: Programme, done: Iterable[tuple[int, str]], now: int) -> Today:
    """What is due on the day `now`.

    `done` are the sessions that were finished, the oldest first: the day, and the name of the file.
    Days are counted from any day on.
    """
    every = tuple(steps(programme))
    at, last = 0, None
    for day, file in done:
        if last is not None:
            at = _resumed(every, at, day - last)
        following = at % len(every)  # behind the last, it begins anew
        if _is(every[following], file) and not _is_extra(every, following, day, last):
            at, last = following + 1, day
    if at == len(every):
        return Today(None, len(every))
    if last is None:
        return Today(every[at], len(every))
    resumed = _resumed(every, at, now - last)
    if resumed != at or not at:
        return Today(every[resumed], len(every), again=resumed != at)
    return Today(every[at], len(every), max(0, last + _days_before(every, at) - now))


def _is(step: Step, file: str) -> bool:
    return step.session.rpartition("/")[2] == file


def _is_extra(every: Sequence[Step], at: int, day: int, last: int | None) -> bool:
    """Whether a session was done once more on a day, rather than in its turn."""
    return last is not None and day == last and _days_before(every, at) > 0


def _days_before(every: Sequence[Step], at: int) -> int:
    """How many days lie between a step and the one before it."""
    return every[at].on - every[at - 1].on if at else 1


def _resumed(every: Sequence[Step], at: int, days: int) -> int:
    """Where to go on after so many days: after a long break, where the week began."""
    if days <= LONG_BREAK_DAYS or at == len(every):
        return at
    return next(i for i, step in enumerate(every) if step.week == every[at].week)
