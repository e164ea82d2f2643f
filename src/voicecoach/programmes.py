"""What a programme has for today, by the log of what was done."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from voicecoach.core.clock import SystemClock, WallClock
from voicecoach.core.problems import Problem
from voicecoach.journal.history import Ending, latest
from voicecoach.journal.schema import NAME, folder
from voicecoach.plan.today import Today, steps, today
from voicecoach.script import reader
from voicecoach.script.programme import Programme

LOOK_BACK = 500
"""Sessions. A programme of two years has fewer."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be done, in words, and the session file if that is today."""

    text: str
    file: Path | None = None


def due(path: Path, language: str | None = None, clock: WallClock | None = None) -> Due:
    """What the programme in the file at `path` has for today. Raises BadFile."""
    programme = reader.read_programme(path, language)
    found, now = stand(programme, clock), _today(clock)
    if found.step is None:
        first = path.parent / next(steps(programme)).session
        told = f"You have done all {found.of} sessions of: {programme.title}."
        return Due(f"{told}\nTo do it once more, begin with: voicecoach run {first}")
    file = path.parent / found.step.session
    lines = [_where(programme, found), *([_AGAIN] if found.again else [])]
    if found.due_in_days:
        lines += [_rest(now, found.due_in_days), f"If you want to, all the same: {_run(file)}"]
        return Due("\n".join(lines))
    title = reader.read(file, language).title
    lines += [f"Today: {title}.", f"To do it: {_run(file)}"]
    return Due("\n".join(lines), file)


def stand(programme: Programme, clock: WallClock | None = None) -> Today:
    """Where one is in a programme today, by what was done."""
    return today(programme, _done(), _today(clock).toordinal())


def _today(clock: WallClock | None) -> date:
    return (clock or SystemClock()).wall().astimezone().date()


_AGAIN = "You were away for a while, so this week begins anew."


def _done() -> list[tuple[int, str]]:
    """The sessions that were finished, the oldest first: the day, and the name of the file."""
    try:
        records = list(latest(folder() / NAME, LOOK_BACK))
    except Problem:  # `voicecoach history` tells
        return []
    return [
        (record.began.astimezone().date().toordinal(), record.file)
        for record in reversed(records)
        if record.ending is Ending.FINISHED
    ]


def _where(programme: Programme, found: Today) -> str:
    step = found.step
    if step is None:
        return ""
    title = f" ({step.title})" if step.title else ""
    place = f"Week {step.week}{title}, day {step.day}."
    return f"{programme.title}: session {step.number} of {found.of}. {place}"


def _rest(now: date, days: int) -> str:
    if days == 1:
        return "Today is for rest. It goes on tomorrow."
    on = now + timedelta(days=days)
    return f"Today is for rest. It goes on in {days} days, on {on:%A}."


def _run(file: Path) -> str:
    return f"voicecoach run {file}"
