"""Reading: the entries of each session, folded into what a person wants to know of it."""

import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from voicecoach.core.actions import Outcome
from voicecoach.core.problems import Problem
from voicecoach.journal.entries import What
from voicecoach.journal.schema import COMPANIONS, code, is_unreadable, open_database

PAUSED = "paused"
INTERLUDES = frozenset({"answering", "doubting"})
"""States of the conductor that lead back to the one they interrupted."""
_UNWRITABLE = frozenset(
    {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
)


class Ending(StrEnum):
    """Why a session ended. The first seven are the outcomes of `core.actions`."""

    FINISHED = "finished"
    ENDED_BY_USER = "ended_by_user"
    PAIN = "pain"
    EMERGENCY = "emergency"
    NOT_TODAY = "not_today"
    NO_SOUND = "no_sound"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The system ended the program: Ctrl-C, a closed terminal, a shutdown."""
    CUT_OFF = "cut_off"
    """No end was written: the program was killed, the power failed, or it still runs."""


GRAVE = frozenset({Ending.PAIN, Ending.EMERGENCY})


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a session. Numbers count from 1, 0 means none; `side` as in the plan."""

    exercise: str
    number: int
    set: int
    rep: int
    side: str


@dataclass(frozen=True, slots=True)
class PainReport:
    """Pain ("pain") or a red flag ("emergency"), and where; None outside the exercises."""

    at_s: float
    kind: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: a name, a number, or both."""

    at_s: float
    question: str
    value: str
    amount: float | None


@dataclass(frozen=True, slots=True)
class Done:
    """How much of an exercise was done; `held_s` is the time of all holds together."""

    exercise: str
    number: int
    reps: int
    holds: int
    held_s: float


@dataclass(frozen=True, slots=True)
class Record:
    """One session as it was. `last_cue` is the id of the cue that began last."""

    began: datetime
    ended: datetime
    title: str
    file: str
    sha256: str
    ending: Ending
    done: tuple[Done, ...]
    pauses: int
    paused_s: float
    heard: Mapping[str, int]
    answers: tuple[Answer, ...]
    pain: tuple[PainReport, ...]
    last_cue: str
    exercised: bool

    @property
    def seconds(self) -> float:
        return (self.ended - self.began).total_seconds()

    @property
    def reps(self) -> int:
        return sum(done.reps for done in self.done)

    @property
    def holds(self) -> int:
        return sum(done.holds for done in self.done)

    @property
    def held_s(self) -> float:
        return sum(done.held_s for done in self.done)


def records(path: Path, last: int | None = None) -> list[Record]:
    """The sessions in the database at `path`, the newest first; only the `last` so many.

    None where nothing was kept yet. Raises Problem where it cannot be read.
    """
    return list(latest(path, last))


def latest(path: Path, last: int | None = None) -> Iterator[Record]:
    """The same one by one: a session is read only when it is asked for."""
    if not path.exists():
        return
    try:
        with reading(path) as connection:
            query = "SELECT * FROM session ORDER BY id DESC LIMIT ?"
            for session in connection.execute(query, (-1 if last is None else last,)).fetchall():
                yield _record(connection, session)
    except (sqlite3.Error, OSError) as error:
        raise _unreadable(path, error) from error


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, up to date: even to read it, SQLite wants to write beside it.

    On a full disk it is opened alone, and where nothing can be written, a copy of it.
    """
    with ExitStack() as stack:
        connection = _open(path, alone=False) or _open(path, alone=True)
        if connection is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="voicecoach-"))
            connection = open_database(_copy(path, Path(folder)))
        stack.enter_context(closing(connection))
        connection.row_factory = sqlite3.Row
        yield connection


def _open(path: Path, *, alone: bool) -> sqlite3.Connection | None:
    """The database; None if it needs to be written to and cannot. Raises what else goes wrong."""
    try:
        return open_database(path, alone=alone)
    except sqlite3.OperationalError as error:
        if code(error) in _UNWRITABLE:
            return None
        raise


def _copy(path: Path, folder: Path) -> Path:
    for companion in COMPANIONS:
        part = path.with_name(path.name + companion)
        if part.exists() and companion != "-shm":
            shutil.copyfile(part, folder / part.name)
    return folder / path.name


def _unreadable(path: Path, error: Exception) -> Problem:
    if is_unreadable(error):
        return Problem(
            f"The log of your sessions at {path} is broken ({error}).",
            "The next session keeps it under another name and begins a new one.",
        )
    return Problem(
        f"The log of your sessions at {path} cannot be read ({error}).",
        "See that you may read it, and that no other program holds it.",
    )


# -- folding


def _record(connection: sqlite3.Connection, session: sqlite3.Row) -> Record:
    which = (session["id"],)
    names = dict(connection.execute("SELECT number, name FROM exercise WHERE session = ?", which))
    query = "SELECT * FROM entry WHERE session = ? ORDER BY number"
    entries = connection.execute(query, which).fetchall()
    began = datetime.fromisoformat(session["began"])
    pauses, paused_s = _pauses(entries)
    last_s = entries[-1]["at_s"] if entries else 0.0
    ends = [entry for entry in entries if entry["what"] == What.ENDED]
    cues = [entry for entry in entries if entry["what"] == What.CUE]
    return Record(
        began=began,
        ended=datetime.fromisoformat(ends[-1]["value"]) if ends else _after(began, last_s),
        title=session["title"],
        file=session["file"],
        sha256=session["sha256"],
        ending=_ending(entries),
        done=tuple(_done(entries, names)),
        pauses=pauses,
        paused_s=paused_s,
        heard=dict(Counter(e["name"] for e in entries if e["what"] in {What.HEARD, What.PRESSED})),
        answers=tuple(
            Answer(entry["at_s"], entry["name"], entry["value"], entry["amount"])
            for entry in entries
            if entry["what"] == What.ANSWER
        ),
        pain=tuple(
            PainReport(entry["at_s"], entry["name"], _place(entry, names))
            for entry in entries
            if entry["what"] == What.PAIN
        ),
        last_cue=cues[-1]["cue"] if cues else "",
        exercised=any(entry["exercise"] for entry in cues),
    )


def _after(began: datetime, seconds: float) -> datetime:
    return began + timedelta(seconds=seconds)


def _ending(entries: Iterable[sqlite3.Row]) -> Ending:
    """Pain weighs most, however the program ended afterwards."""
    names = {what: {e["name"] for e in entries if e["what"] == what} for what in What}
    grave = (names[What.PAIN] | names[What.ENDED]) & GRAVE
    if grave:
        return Ending.EMERGENCY if Ending.EMERGENCY in grave else Ending.PAIN
    if not names[What.ENDED]:
        return Ending.CUT_OFF
    outcome = names[What.ENDED].pop()
    if outcome == Outcome.ENDED_BY_USER and "interrupted" in names[What.FAULT]:
        return Ending.INTERRUPTED
    return Ending(outcome)


def _done(entries: Iterable[sqlite3.Row], names: Mapping[int, str]) -> Iterator[Done]:
    """One for each exercise of which anything was done, in the order of the plan."""
    reps: Counter[int] = Counter()
    holds: Counter[int] = Counter()
    held_s: Counter[int] = Counter()
    for entry in entries:
        number = entry["exercise"]
        if entry["what"] == What.REP:
            reps[number] += 1
        elif entry["what"] == What.HOLD:
            holds[number] += 1
            held_s[number] += entry["amount"] or 0
    for number in sorted(reps | holds):
        yield Done(names.get(number, ""), number, reps[number], holds[number], held_s[number])


def _place(entry: sqlite3.Row, names: Mapping[int, str]) -> Place | None:
    number = entry["exercise"]
    if not number:
        return None
    return Place(names.get(number, ""), number, entry["set_number"], entry["rep"], entry["side"])


def _pauses(entries: Iterable[sqlite3.Row]) -> tuple[int, float]:
    """How often and how long it was paused; to ask something in a pause does not end it."""
    count, total_s, since, at_s = 0, 0.0, None, 0.0
    for entry in entries:
        at_s = entry["at_s"]
        if entry["what"] == What.STATE and entry["name"] not in INTERLUDES:
            if entry["name"] == PAUSED and since is None:
                count, since = count + 1, at_s
            elif entry["name"] != PAUSED and since is not None:
                total_s, since = total_s + at_s - since, None
    return count, total_s + (0.0 if since is None else at_s - since)
