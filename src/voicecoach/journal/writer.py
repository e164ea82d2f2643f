"""The writer: a thread that alone waits for the disk, and never gives up what it was given."""

import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self
from uuid import uuid4

from voicecoach.core.problems import Problem
from voicecoach.journal.entries import About, Entry, name_only
from voicecoach.journal.schema import code, is_unreadable, open_database, set_aside

RETRY_S = 5.0
"""How often it tries again what could not be written, if nothing new comes."""
CLOSE_S = 2.0
"""How long the program waits at its end for what is not written yet."""
MOST_WAITING = 20_000
"""Entries kept in memory while the disk fails, about ten hours of a session; then the oldest go."""

_MENDS = {
    sqlite3.SQLITE_FULL: "Make room on the disk.",
    sqlite3.SQLITE_READONLY: "See that you may write to {folder}.",
    sqlite3.SQLITE_CANTOPEN: "See that you may write to {folder}.",
    sqlite3.SQLITE_BUSY: "Another program holds {path}: end it.",
    sqlite3.SQLITE_LOCKED: "Another program holds {path}: end it.",
}
_INSERT = """INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (session, number) DO NOTHING"""
_USUAL_MEND = "See that the disk with {folder} works."


class JournalFailed(Problem):
    """What happens is not being kept. The session goes on."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    entry: Entry


class Journal:
    """Writes down one session in the database at `path`; `began` is when, with an offset from UTC.

    `write` never waits. The thread commits every entry as it comes; while the disk fails it keeps
    them, and tries again. Use it in a `with` block: its end waits `CLOSE_S` at most.
    """

    def __init__(self, path: Path, about: About, began: datetime) -> None:
        self._path = path
        self._about = about
        self._began = began
        self._key = uuid4().hex  # makes an entry that is written twice the same entry
        self._queue: SimpleQueue[_Numbered | None] = SimpleQueue()
        self._news = threading.Condition()
        self._written = 0
        self._tried = 0
        self._committed = 0
        self._trouble: Problem | None = None
        self._told = False
        self._connection: sqlite3.Connection | None = None
        self._session = 0
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._queue.put(None)
        self._thread.join(CLOSE_S)

    @property
    def written(self) -> int:
        """How many entries it was given."""
        return self._written

    def write(self, entry: Entry) -> None:
        """Have `entry` written, in the order of the calls. For one thread only; never waits."""
        self._written += 1
        self._queue.put(_Numbered(self._written, entry))

    def flush(self, timeout_s: float) -> bool:
        """Wait until all that was written is on the disk, or could not be put there.

        Waits at most `timeout_s` seconds; returns whether it is on the disk, to stay there
        through a power cut.
        """
        last = self._written
        with self._news:
            self._news.wait_for(lambda: self._tried >= last, timeout_s)
            return self._committed >= last

    def trouble(self) -> Problem | None:
        """What went wrong, the first time that somebody asks after it did; then None for ever."""
        with self._news:
            if self._trouble is None or self._told:
                return None
            self._told = True
            return self._trouble

    # -- on the thread

    def _run(self) -> None:
        waiting: deque[_Numbered] = deque(maxlen=MOST_WAITING)
        try:
            while self._take(waiting):
                self._try(waiting)
            self._try(waiting)
        finally:
            self._report(tried=self._written)
            self._disconnect()

    def _take(self, waiting: "deque[_Numbered]") -> bool:
        """Move what has come to `waiting`; whether there may be more."""
        try:
            item = self._queue.get(timeout=RETRY_S if waiting else None)
            while item is not None:
                waiting.append(item)
                item = self._queue.get_nowait()
        except Empty:
            return True
        return False

    def _try(self, waiting: "deque[_Numbered]") -> None:
        """Commit all that waits, or keep it and tell why not."""
        if not waiting:
            return
        last, trouble = waiting[-1].number, None
        for _ in range(2):  # a broken database is set aside, and a new one begun
            try:
                self._commit(waiting)
            except (sqlite3.Error, OSError, Problem) as error:
                self._disconnect()
                aside = self._set_aside() if is_unreadable(error) else None
                trouble = trouble or self._problem(error, aside)
                if aside is None:
                    break
            else:
                waiting.clear()
                self._report(tried=last, committed=last, trouble=trouble)
                return
        self._report(tried=last, trouble=trouble)

    def _commit(self, waiting: Sequence[_Numbered]) -> None:
        connection = self._connection or self._connect()
        connection.execute("BEGIN IMMEDIATE")
        rows = [self._row(item) for item in waiting]
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        """Open the database, with this session in it. Raises as `open_database` does."""
        self._connection = connection = open_database(self._path)
        about = self._about
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT OR IGNORE INTO session (key, began, title, file, sha256)"
            " VALUES (?, ?, ?, ?, ?)",
            (self._key, self._began.isoformat(), about.title, about.file, about.sha256),
        )
        (self._session,) = connection.execute(
            "SELECT id FROM session WHERE key = ?", (self._key,)
        ).fetchone()
        connection.executemany(
            "INSERT OR IGNORE INTO exercise VALUES (?, ?, ?)",
            [(self._session, number, name) for number, name in enumerate(about.exercises, 1)],
        )
        connection.execute("COMMIT")
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sqlite3.Error):  # what was committed is safe; the rest is in memory
                connection.close()

    def _set_aside(self) -> Path | None:
        try:
            return set_aside(self._path, self._key[:8])
        except OSError:
            return None

    def _row(self, item: _Numbered) -> tuple[object, ...]:
        entry, step = item.entry, item.entry.step
        place = (step.exercise, step.set, step.rep, step.side) if step else (0, 0, 0, "")
        names = (entry.what.value, name_only(entry.name), name_only(entry.value))
        at_s = round(entry.at_s, 3)
        return (
            *(self._session, item.number, at_s, *names),
            *(entry.amount, name_only(entry.cue), *place),
        )

    def _problem(self, error: Exception, aside: Path | None) -> Problem:
        if aside is not None:
            return JournalFailed(
                f"The log of your sessions is broken ({error}).",
                f"I kept it as {aside}, and begin a new one.",
            )
        if isinstance(error, Problem):
            return JournalFailed(f"I cannot keep a log of this session. {error.what}", error.mend)
        reason = error.strerror if isinstance(error, OSError) else str(error)
        mend = _MENDS.get(code(error), _USUAL_MEND).format(
            folder=self._path.parent, path=self._path
        )
        return JournalFailed(
            f"I cannot keep a log of this session ({reason}).", f"The session goes on. {mend}"
        )

    def _report(
        self, *, tried: int, committed: int | None = None, trouble: Problem | None = None
    ) -> None:
        with self._news:
            self._tried = tried
            self._committed = self._committed if committed is None else committed
            self._trouble = self._trouble or trouble
            self._news.notify_all()
