"""What there is to choose from: sessions and programmes of a language, and what was done before."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from voicecoach import library, logbook, programmes
from voicecoach.core.clock import SystemClock, WallClock
from voicecoach.core.problems import Problem
from voicecoach.journal.history import GRAVE, Ending, Record, latest
from voicecoach.journal.schema import NAME, folder
from voicecoach.library import Entry
from voicecoach.lobby.finder import Choice, Done, Stand
from voicecoach.plan.today import steps
from voicecoach.script import reader
from voicecoach.script.model import Session

LOOK_BACK = 30
"""Sessions. Nobody asks for one from further back by its day."""
_CUT_OFF = frozenset({Ending.CUT_OFF, Ending.INTERRUPTED, Ending.NO_SOUND})


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What can be chosen, the file of each by its name, and what was done, the newest first."""

    choices: tuple[Choice, ...]
    files: Mapping[str, Path]
    done: tuple[Done, ...]
    progress: tuple[str, ...] = ()


def repertoire(language: str, clock: WallClock | None = None) -> Repertoire:
    """All of it. What cannot be read is left out: `voicecoach check` tells why."""
    clock = clock or SystemClock()
    choices, files = list[Choice](), dict[str, Path]()
    for entry in library.entries():
        session = _session(entry, language)
        if session is not None:
            choices.append(_choice(entry.name, session))
            files[entry.name] = entry.file
    for entry in library.programmes():
        found = _programme(entry, language, clock)
        if found is not None:
            choices.append(found[0])
            files[entry.name] = found[1]
    by_file = {file.name: name for name, file in reversed(files.items())}
    done = tuple(_done(by_file, language, clock))
    return Repertoire(tuple(choices), files, done, tuple(_progress(language, clock)))


def _progress(language: str, clock: WallClock) -> Iterator[str]:
    with suppress(Problem):  # the log of today's session will tell
        for paragraph in logbook.how_it_goes(language, clock):
            yield from paragraph


def _session(entry: Entry, language: str) -> Session | None:
    try:
        session = reader.read(entry.file, language)
    except Problem:
        return None
    return session if session.language == language else None


def _choice(name: str, session: Session) -> Choice:
    exercises = tuple(session.exercises)
    return Choice(
        name=name,
        title=session.title.rstrip("."),
        minutes=max(1, round(library.seconds(session) / 60)),
        exercises=tuple(exercise.name for exercise in exercises),
        blocks=tuple(block.title for block in session.blocks),
        equipment=session.equipment,
        positions=tuple(e.start_position for e in exercises if e.start_position),
        reviewed_by=session.reviewed_by,
    )


def _programme(entry: Entry, language: str, clock: WallClock) -> tuple[Choice, Path] | None:
    """A programme as a choice, and the session that is next in it."""
    try:
        programme = reader.read_programme(entry.file, language)
        found = programmes.stand(programme, clock)
        step = found.step or next(steps(programme))
        file = entry.file.parent / step.session
        session = reader.read(file, language)
    except Problem:
        return None
    if programme.language != language:
        return None
    today = Stand(step.week, step.number, session.title.rstrip("."), found.due_in_days > 0)
    choice = _choice(entry.name, session)
    return replace(choice, title=programme.title.rstrip("."), stand=today), file


def _done(by_file: Mapping[str, str], language: str, clock: WallClock) -> Iterator[Done]:
    try:
        records = list(latest(folder() / NAME, LOOK_BACK))
    except Problem:  # the log of today's session will tell
        return
    words = logbook.report(language)
    now = clock.wall()
    hurt = False
    for number, record in enumerate(records):
        if not record.exercised:
            continue
        days = (now.astimezone().date() - record.began.astimezone().date()).days
        hurt = hurt or record.ending in GRAVE
        cut_off = number == 0 and not hurt and _goes_on(record, now - record.ended)
        name = by_file.get(record.file)
        yield Done(name, record.title.rstrip("."), days, words.ending(record.ending), cut_off)


def _goes_on(record: Record, ago: timedelta) -> bool:
    return record.ending in _CUT_OFF and ago < logbook.RESUME_WITHIN
