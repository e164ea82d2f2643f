import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.journal.session import BEGAN, Diary

from voicecoach.journal import writer
from voicecoach.journal.entries import About, Entry, What
from voicecoach.journal.history import Ending
from voicecoach.journal.schema import UNREADABLE
from voicecoach.journal.writer import Journal

ABOUT = About("A title", "a.yaml", "", ("An exercise",), {})
PATIENCE_S = 20.0


def entry(number: int) -> Entry:
    return Entry(What.HEARD, float(number), f"word_{number}")


@contextmanager
def held_by_another(path: Path) -> Iterator[None]:
    """Another program is in the middle of writing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


def names(diary: Diary) -> list[str]:
    return list(diary.last.heard)


def test_what_is_flushed_is_read_by_others_while_the_session_goes_on(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert journal.flush(PATIENCE_S)
        assert names(diary) == ["word_1"]
        journal.write(entry(2))
        assert journal.flush(PATIENCE_S)
        assert names(diary) == ["word_1", "word_2"]
        assert journal.trouble() is None


def test_the_end_of_a_session_waits_for_what_is_not_written_yet(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        for number in range(500):
            journal.write(entry(number))
    assert names(diary) == [f"word_{number}" for number in range(500)]


def test_a_session_in_which_nothing_happened_leaves_no_file(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN):
        pass
    assert not diary.folder.exists()


def test_a_journal_that_cannot_be_written_is_told_once_and_does_not_hold_anybody_up(
    diary: Diary,
) -> None:
    diary.folder.write_text("a file where the folder should be")
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert not journal.flush(PATIENCE_S)
        problem = journal.trouble()
        journal.write(entry(2))
        assert not journal.flush(PATIENCE_S)
        assert journal.trouble() is None
    assert problem is not None
    assert "The session goes on" in str(problem)
    assert str(diary.folder) in str(problem)


def test_what_could_not_be_written_is_written_when_it_can_be(diary: Diary) -> None:
    diary.folder.write_text("a file where the folder should be")
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert not journal.flush(PATIENCE_S)
        diary.folder.unlink()
        journal.write(entry(2))
        assert journal.flush(PATIENCE_S)
    assert names(diary) == ["word_1", "word_2"]


def test_it_tries_again_by_itself(diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "RETRY_S", 0.01)
    diary.folder.write_text("a file where the folder should be")
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert not journal.flush(PATIENCE_S)
        diary.folder.unlink()
        while not journal.flush(0.01):
            pass
    assert names(diary) == ["word_1"]


def test_another_program_that_holds_the_log_costs_nothing_but_time(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert journal.flush(PATIENCE_S)
        with held_by_another(diary.path):
            journal.write(entry(2))
            assert not journal.flush(0.05)
            assert not journal.flush(PATIENCE_S)
            problem = journal.trouble()
        journal.write(entry(3))
        assert journal.flush(PATIENCE_S)
    assert "Another program" in str(problem)
    assert names(diary) == ["word_1", "word_2", "word_3"]


def test_a_broken_log_is_kept_under_another_name_and_a_new_one_begun(diary: Diary) -> None:
    rubbish = b"no database at all, but some bytes " * 200
    diary.folder.mkdir()
    diary.path.write_bytes(rubbish)
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert journal.flush(PATIENCE_S)
        problem = journal.trouble()
    (kept,) = diary.folder.glob(f"{UNREADABLE}-*")
    assert kept.read_bytes() == rubbish
    assert str(kept) in str(problem)
    assert names(diary) == ["word_1"]


def test_a_log_that_breaks_in_the_middle_of_a_session_does_not_end_it(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
    content = diary.path.read_bytes()
    page = 4096
    diary.path.write_bytes(content[:page] + os.urandom(len(content) - page))
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(2))
        assert journal.flush(PATIENCE_S)
    assert names(diary) == ["word_2"]
    assert len(list(diary.folder.glob(f"{UNREADABLE}-*"))) == 1


def test_a_log_of_a_later_version_is_left_as_it_is(diary: Diary) -> None:
    with diary.session() as stage:
        stage.run_until_ready()
    with closing(sqlite3.connect(diary.path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = diary.path.read_bytes()
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert not journal.flush(PATIENCE_S)
        assert "later version" in str(journal.trouble())
    assert diary.path.read_bytes() == before


def test_two_sessions_at_once_are_both_kept(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as one, Journal(diary.path, ABOUT, BEGAN) as other:
        for number in range(50):
            one.write(entry(number))
            other.write(entry(number))
        assert one.flush(PATIENCE_S)
        assert other.flush(PATIENCE_S)
    assert [len(record.heard) for record in diary.records()] == [50, 50]
    assert {record.ending for record in diary.records()} == {Ending.CUT_OFF}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_nobody_else_may_read_the_log(diary: Diary) -> None:
    with Journal(diary.path, ABOUT, BEGAN) as journal:
        journal.write(entry(1))
        assert journal.flush(PATIENCE_S)
        files = list(diary.folder.iterdir())
        modes = {stat.S_IMODE(file.stat().st_mode) for file in files}
    assert len(files) > 1
    assert modes == {0o600}
    assert stat.S_IMODE(diary.folder.stat().st_mode) == 0o700
