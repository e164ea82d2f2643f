import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from tests.journal.session import Diary

from voicecoach.journal.export import as_json
from voicecoach.journal.schema import MIGRATIONS, migrate, open_database

VERSIONS = Path(__file__).with_name("versions")
"""A dump of the database as each version wrote it, and what its history was then."""


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_the_log_of_every_version_is_still_read(diary: Diary, version: int) -> None:
    diary.folder.mkdir()
    with closing(sqlite3.connect(diary.path, isolation_level=None)) as connection:
        connection.executescript((VERSIONS / f"{version}.sql").read_text("utf-8"))
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
    now = json.loads(as_json(diary.records()))
    then = json.loads((VERSIONS / f"{version}.json").read_text("utf-8"))
    assert [{key: new[key] for key in old} for new, old in zip(now, then, strict=True)] == then


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS) + 1))
def test_sessions_can_be_added_to_the_log_of_every_version(diary: Diary, version: int) -> None:
    diary.folder.mkdir()
    with closing(sqlite3.connect(diary.path, isolation_level=None)) as connection:
        connection.executescript((VERSIONS / f"{version}.sql").read_text("utf-8"))
    before = len(diary.records())
    with diary.session() as stage:
        stage.to_rep("left.rep2")
    assert len(diary.records()) == before + 1
    assert diary.last.reps == 1


def test_a_migration_that_fails_changes_nothing(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep2")
    bad = (*MIGRATIONS, ("ALTER TABLE session ADD COLUMN mood TEXT", "ALTER TABLE nothing"))
    before = as_json(diary.records())
    with closing(open_database(diary.path)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection, bad)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(session)")]
    assert "mood" not in columns
    assert as_json(diary.records()) == before


def test_several_migrations_are_done_in_one_go(tmp_path: Path) -> None:
    more = (*MIGRATIONS, ("ALTER TABLE session ADD COLUMN mood TEXT",), ("DROP TABLE exercise",))
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None)) as connection:
        migrate(connection, more)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        assert connection.execute("PRAGMA user_version").fetchone() == (len(more),)
    assert {"session", "entry"} <= tables
    assert "exercise" not in tables


def test_many_may_be_the_first_at_once(tmp_path: Path) -> None:
    def begin(_: int) -> int:
        with closing(open_database(tmp_path / "data" / "new.db")) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(begin, range(8))) == [len(MIGRATIONS)] * 8
