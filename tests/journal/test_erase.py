import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.journal.session import BEGAN, Diary
from tests.journal.test_privacy import bytes_of

from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.journal.entries import About, Entry, What
from voicecoach.journal.erase import erase, told
from voicecoach.journal.schema import files
from voicecoach.journal.writer import Journal

KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from voicecoach.journal.entries import About, Entry, What
from voicecoach.journal.writer import Journal
about = About("A secret title", "a.yaml", "", (), {})
with Journal(Path(sys.argv[1]), about, datetime.now(UTC)) as journal:
    journal.write(Entry(What.HEARD, 1.0, "pain"))
    assert journal.flush(20)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def a_session(diary: Diary) -> None:
    with diary.session() as stage:
        stage.to_rep("left.rep2")
        stage.say(Intent.PAIN)
        stage.run()


def test_forgetting_leaves_no_file_and_no_byte_in_one_that_was_linked(
    diary: Diary, tmp_path: Path
) -> None:
    a_session(diary)
    link = tmp_path / "link.db"
    link.hardlink_to(diary.path)
    assert b"Knee to chest" in link.read_bytes()
    erased = erase(diary.folder)
    assert erased.sessions == 1
    assert erased.files == (diary.path,)
    assert list(diary.folder.iterdir()) == []
    assert set(link.read_bytes()) == {0}
    assert diary.records() == []


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_what_a_killed_session_left_behind_is_forgotten_too(diary: Diary) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(diary.path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(files(diary.folder)) > 1
    assert b"A secret title" in bytes_of(diary.folder)
    assert erase(diary.folder).sessions == 1
    assert list(diary.folder.iterdir()) == []


def test_a_broken_log_is_forgotten_although_nobody_can_count_it(diary: Diary) -> None:
    diary.folder.mkdir()
    diary.path.write_bytes(b"some bytes that are no database " * 100)
    with Journal(diary.path, About("A", "a", "", (), {}), BEGAN) as journal:
        journal.write(Entry(What.HEARD, 1.0, "pain"))  # sets the broken one aside
    diary.path.write_bytes(b"other bytes that are no database " * 100)
    erased = erase(diary.folder)
    assert erased.sessions is None
    assert len(erased.files) == 2
    assert "unknown number" in told(erased)
    assert list(diary.folder.iterdir()) == []


def test_a_session_that_is_running_is_not_pulled_away(diary: Diary) -> None:
    with Journal(diary.path, About("A", "a", "", (), {}), BEGAN) as journal:
        journal.write(Entry(What.HEARD, 1.0, "pain"))
        assert journal.flush(20)
        with pytest.raises(Problem, match="running"):
            erase(diary.folder)
        journal.write(Entry(What.HEARD, 2.0, "stop"))
        assert journal.flush(20)
    assert diary.last.heard == {"pain": 1, "stop": 1}


def test_there_may_be_nothing_to_forget(diary: Diary) -> None:
    assert erase(diary.folder).files == ()


def test_a_log_that_was_only_begun_holds_no_session(diary: Diary) -> None:
    diary.folder.mkdir()
    with closing(sqlite3.connect(diary.path)):
        pass
    assert erase(diary.folder).sessions == 0
    assert list(diary.folder.iterdir()) == []


def test_other_files_in_the_folder_are_left_alone(diary: Diary) -> None:
    a_session(diary)
    (diary.folder / "settings.yaml").write_text("rate: 150")
    erase(diary.folder)
    assert [file.name for file in diary.folder.iterdir()] == ["settings.yaml"]
