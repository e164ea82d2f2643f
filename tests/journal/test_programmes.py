"""The command that says what today is for, by the real journal."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.coach.stage import TWO_EXERCISES
from tests.journal.session import BEGAN, Diary

from voicecoach.authoring import checkup
from voicecoach.cli.programme import programme
from voicecoach.core.clock import ManualClock
from voicecoach.core.intents import Intent
from voicecoach.programmes import Due, due

PROGRAMME = """\
version: 1
title: Two weeks
weeks:
  - title: Gently
    times: 2
    days: [{day: 1, session: a.yaml}, {day: 3, session: b.yaml}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TWO_EXERCISES.replace("Two exercises", f"Session {name[0]}"))
    path = tmp_path / "programme.yaml"
    path.write_text(PROGRAMME)
    return path


def on(file: Path, day: int) -> Due:
    return due(file, clock=ManualClock(began=BEGAN + timedelta(days=day)))


def do(diary: Diary, file: Path, day: int) -> None:
    """Do a session to its end."""
    with diary.session(
        file.read_text(), file=str(file), began=BEGAN + timedelta(days=day)
    ) as stage:
        for _ in range(2):
            stage.run_until_ready()
            stage.say(Intent.READY)
        stage.run()


@pytest.mark.usefixtures("diary")
def test_the_first_session_is_due_and_how_to_do_it_is_told(file: Path) -> None:
    found = on(file, 0)
    assert found.file == file.with_name("a.yaml")
    assert found.text.splitlines() == [
        "Two weeks: session 1 of 4. Week 1 (Gently), day 1.",
        "Today: Session a.",
        f"To do it: voicecoach run {found.file}",
    ]


def test_a_day_of_rest_tells_when_it_goes_on(diary: Diary, file: Path) -> None:
    do(diary, file.with_name("a.yaml"), 0)
    found = on(file, 0)
    assert found.file is None
    assert found.text.splitlines()[:2] == [
        "Two weeks: session 2 of 4. Week 1 (Gently), day 3.",
        "Today is for rest. It goes on in 2 days, on Wednesday.",
    ]
    assert "It goes on tomorrow." in on(file, 1).text
    assert on(file, 2).file == file.with_name("b.yaml")


def test_a_session_that_was_left_does_not_count(diary: Diary, file: Path) -> None:
    session = file.with_name("a.yaml")
    with diary.session(session.read_text(), file=str(session)) as stage:
        stage.to_rep("rep1")
        stage.say(Intent.FINISH)
        stage.run()
    assert on(file, 1).file == session


def test_after_the_last_session_it_is_over(diary: Diary, file: Path) -> None:
    for name, day in (("a", 0), ("b", 2), ("a", 7), ("b", 9)):
        do(diary, file.with_name(f"{name}.yaml"), day)
    assert on(file, 9).text.startswith("You have done all 4 sessions of: Two weeks.\n")


def test_after_a_long_break_it_says_that_the_week_begins_anew(diary: Diary, file: Path) -> None:
    do(diary, file.with_name("a.yaml"), 0)
    assert "this week begins anew" in on(file, 30).text


@pytest.mark.usefixtures("diary")
def test_the_command_tells_it_and_check_takes_a_programme(file: Path) -> None:
    told = CliRunner().invoke(programme, [str(file)])
    assert told.exit_code == 0
    assert "Today: Session a." in told.output
    assert checkup.check(file)[1] == ()
    file.write_text(PROGRAMME.replace("b.yaml", "c.yaml"))
    assert "There is no file `c.yaml`" in str(checkup.check(file)[1][0])
