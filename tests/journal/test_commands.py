import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from tests.end_to_end.coach import share_heard, transcribe
from tests.journal.session import BEGAN, Diary
from tests.pseudo_terminal import open_pair
from tests.virtual_sound import VirtualSound, missing

from voicecoach.core.intents import Intent

PROGRAM = [sys.executable, "-m", "voicecoach"]


def run(*words: str, stdin: int | None = subprocess.DEVNULL) -> "subprocess.CompletedProcess[str]":
    """Run the program as a user does, with the journal in the test's folder."""
    return subprocess.run([*PROGRAM, *words], capture_output=True, text=True, stdin=stdin)  # noqa: PLW1510 - looked at by each test


@pytest.fixture
def two_sessions(diary: Diary) -> Diary:
    for day in range(2):
        with diary.session(began=BEGAN + timedelta(days=day)) as stage:
            stage.to_rep("right.rep2")
            if day:
                stage.say(Intent.PAIN)
                stage.run()
    return diary


def test_history_is_plain_lines(two_sessions: Diary) -> None:
    done = run("history")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[:3] == ["2 sessions.", "", "Tuesday 4 March 2025, 9:30."]
    assert lines.count("Two exercises.") == 2
    assert "\x1b" not in done.stdout
    assert two_sessions.path.exists()


@pytest.mark.usefixtures("two_sessions")
def test_history_of_the_last_session_only() -> None:
    assert run("history", "--last", "1").stdout.startswith("1 session.\n")


@pytest.mark.usefixtures("two_sessions")
def test_the_summary_is_for_a_physiotherapist() -> None:
    done = run("history", "--summary")
    assert "It is no diagnosis." in done.stdout
    assert "Right side, set 1, rep 2." in done.stdout


@pytest.mark.usefixtures("two_sessions")
def test_history_for_other_programs() -> None:
    sessions = json.loads(run("history", "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run("history", "--csv").stdout)))
    assert [session["ending"] for session in sessions] == ["pain", "cut_off"]
    assert [row["ending"] for row in rows] == ["pain", "cut_off"]


@pytest.mark.parametrize(
    "options", [("--json", "--csv"), ("--json", "--spoken"), ("--csv", "--summary")]
)
def test_only_one_form_at_a_time(options: Sequence[str]) -> None:
    assert run("history", *options).returncode == 2


@pytest.mark.usefixtures("diary")
def test_before_the_first_session_history_makes_no_file(tmp_path: Path) -> None:
    assert run("history").stdout == "No sessions yet.\n"
    assert json.loads(run("history", "--json").stdout) == []
    assert list(tmp_path.iterdir()) == []


def test_a_broken_log_is_told_with_the_mend(diary: Diary) -> None:
    diary.folder.mkdir()
    diary.path.write_bytes(b"some bytes that are no database " * 100)
    done = run("history")
    assert done.returncode == 1
    assert "is broken" in done.stderr
    assert "The next session" in done.stderr


def test_forget_erases_and_says_what(two_sessions: Diary) -> None:
    done = run("forget", "--yes")
    assert done.returncode == 0
    assert done.stdout.startswith("Erased: 2 sessions.\n")
    assert str(two_sessions.path) in done.stdout
    assert list(two_sessions.folder.iterdir()) == []
    assert run("forget", "--yes").stdout == "There is nothing to erase.\n"


def test_forget_does_nothing_where_nobody_can_be_asked(two_sessions: Diary) -> None:
    done = run("forget")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert len(two_sessions.records()) == 2


@pytest.mark.parametrize(("answer", "left"), [("n", 2), ("y", 0)])
def test_forget_asks_first_on_a_terminal(two_sessions: Diary, answer: str, left: int) -> None:
    ours, terminal = open_pair()
    os.write(ours, f"{answer}\n".encode())
    done = run("forget", stdin=terminal)
    os.close(ours)
    os.close(terminal)
    assert "for ever?" in done.stdout
    assert len(two_sessions.records()) == left


@pytest.mark.real_time
@pytest.mark.skipif(bool(missing()), reason="needs PulseAudio")
def test_spoken_history_is_heard_and_opens_no_microphone(diary: Diary) -> None:
    with diary.session() as stage:
        stage.run_until_ready()
        stage.say(Intent.FINISH)
        stage.run()
    with VirtualSound() as sound:
        before, recorders = listening(sound), set()
        words = ["history", "--spoken", "--rate", "160"]
        process = sound.start([*PROGRAM, *words], stdout=subprocess.PIPE)
        while process.poll() is None:
            recorders.add(listening(sound))
            sound.wait_until(sound.now_s + 0.2)
        assert process.stdout is not None
        with process.stdout as stdout:
            shown = stdout.read().decode()
        said = " ".join(transcribe(sound.recording().speaker))
    assert process.returncode == 0
    assert shown.splitlines()[1:4] == [
        "Monday 3 March 2025, 9:30.",
        "Two exercises.",
        "You ended it.",
    ]
    assert recorders == {before}
    assert share_heard(shown.splitlines(), said) > 0.5, said


def listening(sound: VirtualSound) -> int:
    """How many record from the microphone or the room."""
    listed = subprocess.run(
        ["pactl", "list", "short", "source-outputs"],
        env=sound.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return len(listed.stdout.splitlines())
