"""The database: where it is, how it is opened, and how older ones are brought up to date."""

import os
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import platformdirs

from voicecoach.core.problems import Problem

NAME = "journal.db"
UNREADABLE = "journal-unreadable"
COMPANIONS = ("", "-wal", "-shm", "-journal")
"""SQLite's files for one database, by what stands behind its name."""
BUSY_S = 1.0
"""How long another program may hold the database before that counts as a failure."""

_AGAIN_S = 0.02

Migration = Sequence[str]

MIGRATIONS: tuple[Migration, ...] = (
    (
        """CREATE TABLE session (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            began TEXT NOT NULL,
            title TEXT NOT NULL,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL
        )""",
        """CREATE TABLE exercise (
            session INTEGER NOT NULL REFERENCES session (id),
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            PRIMARY KEY (session, number)
        ) WITHOUT ROWID""",
        """CREATE TABLE entry (
            session INTEGER NOT NULL REFERENCES session (id),
            number INTEGER NOT NULL,
            at_s REAL NOT NULL,
            what TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            amount REAL,
            cue TEXT NOT NULL,
            exercise INTEGER NOT NULL,
            set_number INTEGER NOT NULL,
            rep INTEGER NOT NULL,
            side TEXT NOT NULL,
            PRIMARY KEY (session, number)
        ) WITHOUT ROWID""",
    ),
)
"""Each brings the database from the version that is its index to the next. Never change one that
was released: add another, and a dump of the version before it to `tests/journal/versions`."""

SETTINGS: tuple[str, ...] = (
    # One fsync a commit, and who reads never blocks who writes. Where the file system cannot do
    # that, SQLite keeps its older way, which the next line makes just as safe.
    "PRAGMA journal_mode = WAL",
    # A commit has reached the disk when it returns, and so has the folder's entry.
    "PRAGMA synchronous = EXTRA",
    # On a Mac only this goes through the drive's own cache.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA trusted_schema = OFF",
)


class TooNew(Problem):
    """The database was written by a later version of the program."""


def folder() -> Path:
    """Where the journal is kept: VOICECOACH_DATA, or the platform's folder for user data."""
    told = os.environ.get("VOICECOACH_DATA")
    return Path(told) if told else platformdirs.user_data_path("voicecoach", appauthor=False)


def open_database(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Open the database at `path`, made or brought up to date if need be; commits are explicit.

    With `alone`, nobody else can open it meanwhile; that needs no room on a full disk, where the
    usual way needs 32 KiB for what processes share. Raises sqlite3.Error, OSError, and TooNew.
    """
    _make(path)
    connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        if alone:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        for setting in SETTINGS:
            _patiently(connection, setting)
        migrate(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _patiently(connection: sqlite3.Connection, statement: str) -> None:
    """Execute a statement for which SQLite itself does not wait: the change to WAL."""
    nobody = threading.Event()
    for _ in range(round(BUSY_S / _AGAIN_S)):
        try:
            connection.execute(statement)
        except sqlite3.OperationalError as error:
            if code(error) != sqlite3.SQLITE_BUSY:
                raise
            nobody.wait(_AGAIN_S)
        else:
            return
    connection.execute(statement)


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the database up to date, each step whole or not at all. Raises TooNew."""
    if _version(connection) == len(migrations):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Asked again, since another process may have been first.
        for migration in _missing(_version(connection), migrations):
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _missing(version: int, migrations: Sequence[Migration]) -> Sequence[Migration]:
    if version > len(migrations):
        raise TooNew(
            "The log was written by a later version of this program.",
            "Install the newest version.",
        )
    return migrations[version:]


def code(error: Exception) -> int:
    """SQLite's primary result code, or 0."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_unreadable(error: Exception) -> bool:
    """Whether `error` says that the file is broken, and not only out of reach."""
    return code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def set_aside(path: Path, stem: str) -> Path:
    """Give a broken database another name, `stem` in it, and keep it. Raises OSError."""
    aside = path.with_name(f"{UNREADABLE}-{stem}.db")
    # Its companions first: left alone with a new database they would be taken for that one's.
    for companion in reversed(COMPANIONS):
        old = path.with_name(path.name + companion)
        if old.exists():
            old.replace(aside.with_name(aside.name + companion))
    return aside


def files(where: Path) -> list[Path]:
    """Every file of the journal in the folder `where`."""
    found = [where / (NAME + companion) for companion in COMPANIONS]
    return [path for path in (*found, *sorted(where.glob(f"{UNREADABLE}-*"))) if path.exists()]


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _make(path: Path) -> None:
    """An empty file that only the user can read, in a folder that survives a power cut."""
    missing = [each for each in (path.parent, *path.parent.parents) if not each.exists()]
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for made in missing:
        _sync_folder(made.parent)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _sync_folder(path: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
