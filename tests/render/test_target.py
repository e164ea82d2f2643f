"""Whatever goes wrong, there is a whole file or none, and words for it."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from voicecoach.core.problems import Problem
from voicecoach.render.formats import FORMATS, BadTarget
from voicecoach.render.target import Targets, problem


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    sound, words = tmp_path / "a.mp3", tmp_path / "a.txt"
    with Targets((sound, words), replace=False) as targets:
        targets.part(sound).write_text("sound")
        targets.part(words).write_text("words")
        assert not sound.exists()
        assert not words.exists()
    assert names(tmp_path) == ["a.mp3", "a.txt"]
    assert (sound.read_text(), words.read_text()) == ("sound", "words")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_nothing_is_left_of_what_failed_or_was_interrupted(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "a.mp3"

    def fail() -> None:
        with Targets((target,), replace=False) as targets:
            targets.part(target).write_text("half")
            raise error

    with pytest.raises(error):
        fail()
    assert names(tmp_path) == []


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    sound, words = tmp_path / "a.mp3", tmp_path / "a.txt"
    words.write_text("mine")
    with pytest.raises(BadTarget, match="--replace"), Targets((sound, words), replace=False):
        pytest.fail("it began all the same")
    assert words.read_text() == "mine"
    assert names(tmp_path) == ["a.txt"]


def test_one_that_appears_meanwhile_is_not_overwritten_either(tmp_path: Path) -> None:
    sound, words = tmp_path / "a.mp3", tmp_path / "a.txt"

    def publish() -> None:
        with Targets((sound, words), replace=False) as targets:
            targets.part(sound).write_text("new")
            targets.part(words).write_text("new")
            words.write_text("somebody else's")

    with pytest.raises(BadTarget, match="there already"):
        publish()
    assert names(tmp_path) == ["a.txt"]
    assert words.read_text() == "somebody else's"


def test_with_replace_the_old_one_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.mp3"
    target.write_text("old")
    with pytest.raises(ValueError), Targets((target,), replace=True):  # noqa: PT011
        raise ValueError
    assert target.read_text() == "old"
    with Targets((target,), replace=True) as targets:
        targets.part(target).write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert names(tmp_path) == ["a.mp3"]


@pytest.mark.parametrize(("name", "told"), [("no/a.mp3", "no folder"), ("there", "is a folder")])
def test_a_place_that_cannot_be_is_told_before_anything_is_done(
    tmp_path: Path, name: str, told: str
) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(BadTarget, match=told), Targets((tmp_path / name,), replace=True):
        pytest.fail("it began all the same")
    assert names(tmp_path) == ["there"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Problem, match="may not write"), Targets((tmp_path / "a",), replace=False):
        pytest.fail("it began all the same")


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.ENOSPC, "The disk is full."),
        (errno.EROFS, "Nothing can be written there."),
        (errno.EIO, f"{os.strerror(errno.EIO)}."),
    ],
)
def test_what_the_system_says_becomes_a_sentence_with_a_mend(number: int, why: str) -> None:
    told = problem(Path("a.mp3"), OSError(number, os.strerror(number)))
    assert told.what == f'"a.mp3" was not written: {why}'
    assert told.mend.endswith(".")


_WRITE = """
import resource, sys
from pathlib import Path
import numpy as np
from voicecoach.core.problems import Problem
from voicecoach.render.formats import format_of
from voicecoach.render.target import Targets
from voicecoach.render.writer import Chapter, Label, write
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
path = Path(sys.argv[1])
noise = np.random.default_rng(1).standard_normal(48_000).astype(np.float32) / 8
try:
    with Targets((path,), replace=False) as targets:
        label = Label("T", "A", "C", "eng")
        blocks = (noise for _ in range(40))
        chapters = [Chapter("One", 0)]
        write(targets.part(path), format_of(path), blocks, 48_000, label, chapters, 40 * 48_000)
except Problem as problem:
    print(problem)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_disk_that_takes_no_more_leaves_nothing_and_a_sentence(
    tmp_path: Path, suffix: str
) -> None:
    """A limit on the size of files: the system says no as a full disk does."""
    path = tmp_path / f"a{suffix}"
    told = subprocess.check_output([sys.executable, "-c", _WRITE, str(path)], text=True)
    assert told.startswith(f'"{path}" was not written: The file is larger than')
    assert names(tmp_path) == []
