"""Settings from the command line, as a user gives them."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VOICECOACH_CONFIG", str(tmp_path))
    return tmp_path


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "voicecoach", *words]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)  # noqa: PLW1510 - looked at by each test


def test_settings_tell_where_they_are_what_holds_and_why(folder: Path) -> None:
    assert "(there is none yet)" in run("settings").stdout
    assert run("set", "emergency_number", "999").stdout == "emergency_number: 999 (your settings)\n"
    lines = run("settings").stdout.splitlines()
    assert lines[0] == f"Settings file: {folder / 'settings.yaml'}"
    assert lines[1] == "emergency_number: 999 (your settings)"
    held = json.loads(run("settings", "--json").stdout)
    assert held["settings"]["emergency_number"] == {"value": "999", "because": "your settings"}


@pytest.mark.usefixtures("folder")
def test_a_value_that_cannot_be_used_is_told_with_the_mend() -> None:
    done = run("set", "rate", "quick")
    assert done.returncode != 0
    assert "Write `rate: 150`" in done.stderr


@pytest.mark.usefixtures("folder")
def test_a_value_or_its_removal_must_be_asked_for() -> None:
    assert run("set", "rate").returncode == 2
    assert run("set", "rate", "150", "--default").returncode == 2


def test_mistakes_in_the_file_keep_a_session_from_beginning_and_are_told(folder: Path) -> None:
    (folder / "settings.yaml").write_text("rate: 9\n", "utf-8")
    for command in (["settings"], ["understand", "stop"], ["plan", "sessions/none.yaml"]):
        done = run(*command)
        assert done.returncode == 2
        assert f"{folder / 'settings.yaml'}:1:7: No voice speaks 9 words" in done.stderr


def test_the_mistakes_can_be_mended_from_the_command_line(folder: Path) -> None:
    (folder / "settings.yaml").write_text("rate: 9\n", "utf-8")
    assert run("set", "rate", "--default").returncode == 0
    assert run("settings").returncode == 0


@pytest.mark.usefixtures("folder")
def test_own_words_mean_what_they_are_set_to() -> None:
    assert run("understand", "basta").stdout == "none: basta\n"
    run("set", "words.stop", "basta", "enough already")
    assert run("understand", "basta").stdout == "stop: basta (stop)\n"
    assert run("understand", "Enough, already!").stdout.startswith("stop:")


@pytest.mark.usefixtures("folder")
def test_a_voice_that_is_not_here_is_told_at_once() -> None:
    done = run("set", "voice", "english (great britian)")
    assert 'There is no voice called "english (great britian)". Did you mean' in done.stderr
    assert run("set", "voice", "English (Great Britain)").stderr == ""


@pytest.mark.usefixtures("folder")
def test_a_microphone_that_is_not_plugged_in_is_told_at_once() -> None:
    done = run("set", "input", "no such microphone")
    assert "microphone" in done.stderr
    assert done.stdout == "input: no such microphone (your settings)\n"
