from pathlib import Path

import pytest

from voicecoach.core.problems import Problem
from voicecoach.starting.entries import Entry, File, Folders, System, at_login
from voicecoach.starting.installing import command, environment, install, remove


def entry(folder: Path, *, on: tuple[tuple[str, ...], ...] = ()) -> Entry:
    made = at_login(System.XDG, ("/x/voicecoach",), Folders(folder, folder, folder, folder), {})
    return Entry(made.files, on, (("false",),))


def test_it_tells_what_it_wrote_and_undoes_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    told = list(install(entry(folder, on=(("true",),))))
    assert told == [f"Wrote {folder / 'voicecoach.desktop'}", "Ran true"]
    # What cannot be switched off, because it is off, is no failure.
    assert list(remove(entry(folder))) == [f"Removed {folder / 'voicecoach.desktop'}"]
    assert not list(folder.iterdir())
    assert not list(remove(entry(folder)))


def test_to_install_it_twice_is_to_install_it_once(tmp_path: Path) -> None:
    first = list(install(entry(tmp_path)))
    assert list(install(entry(tmp_path))) == first


def test_a_file_of_somebody_else_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    theirs = tmp_path / "voicecoach.desktop"
    theirs.write_text("mine\n")
    for does in (install, remove):
        with pytest.raises(Problem, match="was not written by me"):
            list(does(entry(tmp_path)))
    assert theirs.read_text() == "mine\n"


def test_a_command_that_fails_is_told_with_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"`ls /nowhere/at/all` failed: .*nowhere"):
        list(install(entry(tmp_path, on=(("ls", "/nowhere/at/all"),))))
    with pytest.raises(Problem, match="no-such-program"):
        list(install(entry(tmp_path, on=(("no-such-program",),))))


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    blocked = Entry((File(tmp_path / "file" / "below", "x"),))
    with pytest.raises(Problem, match="cannot be written"):
        list(install(blocked))


def test_the_program_that_is_started_is_this_one_and_finds_the_same_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VOICECOACH_DATA", "/d")
    monkeypatch.setenv("VOICECOACH_CONFIG", "")
    assert Path(command("remind")[0]).is_absolute()
    assert command("remind", "--speak")[-2:] == ("remind", "--speak")
    assert environment() == {"VOICECOACH_DATA": "/d"}
