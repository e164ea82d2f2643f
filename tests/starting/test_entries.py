import configparser
import os
import plistlib
import re
import shutil
import subprocess
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.starting.entries import (
    MARK,
    Entry,
    Folders,
    System,
    at_login,
    every_day,
)

HERE = PurePath("/f")
FOLDERS = Folders(HERE / "units", HERE / "auto", HERE / "agents", HERE / "startup", 501)
COMMAND = ("/opt/my tools/voicecoach", "remind", "--speak")
AWKWARD = ('/o p/100% "$HOME" `x` \\ Übung/voicecoach', "--voice", "piper:joe")
NOTHING: dict[str, str] = {}


def text(entry: Entry | None, ending: str = "") -> str:
    assert entry is not None
    return next(file.text for file in entry.files if file.path.name.endswith(ending))


@pytest.mark.parametrize("system", System)
def test_every_system_can_start_it_at_log_in_and_knows_its_own_files(system: System) -> None:
    entry = at_login(system, COMMAND, FOLDERS, NOTHING)
    assert len(entry.files) == 1
    assert MARK in entry.files[0].text


@pytest.mark.parametrize("system", [system for system in System if system is not System.XDG])
def test_every_system_with_a_scheduler_can_remind(system: System) -> None:
    entry = every_day(system, COMMAND, FOLDERS, NOTHING, (7, 5))
    assert entry is not None
    told = " ".join(file.text for file in entry.files) + " ".join(sum(entry.on, ()))
    assert any(time in told for time in ("07:05", "<integer>7</integer>"))
    assert entry.off


def test_a_desktop_without_a_scheduler_cannot_remind() -> None:
    assert every_day(System.XDG, COMMAND, FOLDERS, NOTHING, (7, 5)) is None


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_finds_nothing_to_complain_of_in_the_units(tmp_path: Path) -> None:
    program = tmp_path / "a b" / "voicecoach"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    here = Folders(tmp_path, tmp_path, tmp_path, tmp_path)
    told = {"VOICECOACH_CONFIG": "/a b/100%"}
    units = at_login(System.SYSTEMD, (str(program),), here, told)
    timer = every_day(System.SYSTEMD, (str(program), "remind"), here, told, (18, 30))
    assert timer is not None
    paths = []
    for file in (*units.files, *timer.files):
        Path(file.path).write_text(file.text, "utf-8")
        paths.append(str(file.path))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *paths],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_launchd_is_given_what_plistlib_reads_back() -> None:
    told = {"VOICECOACH_DATA": "/d"}
    entry = every_day(System.LAUNCHD, AWKWARD, FOLDERS, told, (18, 30))
    agent = plistlib.loads(text(entry).encode())
    assert agent["ProgramArguments"] == list(AWKWARD)
    assert agent["StartCalendarInterval"] == {"Hour": 18, "Minute": 30}
    assert agent["EnvironmentVariables"] == told
    login = plistlib.loads(text(at_login(System.LAUNCHD, COMMAND, FOLDERS, NOTHING)).encode())
    assert login["RunAtLoad"] is True
    assert login["Label"] != agent["Label"]


def fields(line: str) -> list[str]:
    """What a desktop makes of an `Exec` line: first a string, then arguments, then codes."""
    string = line.replace("\\\\", "\\")
    parts = re.findall(r'"((?:\\.|[^"\\])*)"', string)
    return [re.sub(r"\\(.)", r"\1", part).replace("%%", "%") for part in parts]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)))
def test_a_desktop_gets_every_argument_as_it_is(arguments: list[str]) -> None:
    entry = at_login(System.XDG, ["/x/voicecoach", *arguments], FOLDERS, NOTHING)
    read = configparser.RawConfigParser()
    read.read_string(text(entry))
    assert read["Desktop Entry"]["Terminal"] == "false"
    assert fields(read["Desktop Entry"]["Exec"]) == ["/x/voicecoach", *arguments]


def test_windows_starts_it_minimised_and_leaves_percent_signs_alone() -> None:
    told = text(at_login(System.WINDOWS, (r"C:\100% own\voicecoach.exe",), FOLDERS, NOTHING))
    assert r'start "voicecoach" /min "C:\100%% own\voicecoach.exe"' in told
    entry = every_day(
        System.WINDOWS, (r"C:\a b\voicecoach.exe", "remind"), FOLDERS, NOTHING, (7, 5)
    )
    assert entry is not None
    assert entry.on[0][-2:] == ("/TR", r'"C:\a b\voicecoach.exe" remind')
    assert "07:05" in entry.on[0]
