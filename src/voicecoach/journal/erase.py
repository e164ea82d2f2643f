"""Forgetting: every file of the journal is overwritten and deleted."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from voicecoach.core.problems import Problem
from voicecoach.journal.schema import BUSY_S, NAME, code, files, is_unreadable

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased. `sessions` is None where the log was broken and could not be counted."""

    sessions: int | None
    files: tuple[Path, ...]


def erase(where: Path) -> Erased:
    """Erase the journal in the folder `where`.

    Raises Problem while a session is running, and where a file cannot be erased.
    """
    path = where / NAME
    if not files(where):
        return Erased(0, ())
    try:
        sessions = _count_alone(path) if path.exists() else 0
        found = tuple(files(where))
        for file in found:
            _overwrite(file)
        for file in found:
            file.unlink()
    except (sqlite3.Error, OSError) as error:
        raise Problem(
            f"The log in {where} cannot be erased ({error}).",
            f"See that you may write there, or delete the folder {where} yourself.",
        ) from error
    return Erased(sessions, found)


def _count_alone(path: Path) -> int | None:
    """How many sessions there are. Raises Problem while anybody else has the database open."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)) as connection:
            # Only who is alone may leave the write-ahead log; all of it is in the file then.
            connection.execute("PRAGMA journal_mode = DELETE")
            if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return 0
            count: int = connection.execute("SELECT count(*) FROM session").fetchone()[0]
            return count
    except sqlite3.Error as error:
        if is_unreadable(error):
            return None
        if code(error) == sqlite3.SQLITE_BUSY:
            raise Problem(
                "The log is in use: a session is running.", "End the session first."
            ) from error
        raise


def _overwrite(file: Path) -> None:
    with file.open("r+b", buffering=0) as stream:
        left = stream.seek(0, os.SEEK_END)
        stream.seek(0)
        while left > 0:
            left -= stream.write(bytes(min(left, _CHUNK)))
        os.fsync(stream.fileno())


def told(erased: Erased) -> str:
    """What was erased, in lines for people."""
    sessions = "an unknown number of sessions, since the log was broken"
    if erased.sessions is not None:
        sessions = f"{erased.sessions} session{'' if erased.sessions == 1 else 's'}"
    names = "\n".join(str(file) for file in erased.files)
    return f"Erased: {sessions}.\nNo earlier session is known any more.\n{names}"
