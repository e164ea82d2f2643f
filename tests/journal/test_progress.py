"""What the journal tells of how a session went before, so that it can grow."""

from pathlib import Path

import pytest
from tests.coach.stage import Stage
from tests.journal.session import Diary

from voicecoach.core.intents import Intent
from voicecoach.logbook import past
from voicecoach.plan.progress import Amount, grown
from voicecoach.script.reader import read

SESSION = """\
version: 1
title: Two exercises
blocks:
  - title: Main
    exercises:
      - name: Bridge
        start_position: supine
        reps: 2
        progression: {add: 1, up_to: 5, after: 1}
        easier: tilt
        pain_check: before
      - name: Hold
        hold: 5s
        reps: 2
        progression: {add: 5s, up_to: 20s, after: 2}
forms:
  - {name: Tilt, reps: 2}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "session.yaml"
    path.write_text(SESSION, "utf-8")
    return path


def do(diary: Diary, file: Path, pain: Intent, *, until: str = "") -> None:
    """Do the session as it stands in the file; leave it where a cue begins."""
    with diary.session(file.read_text(), file=str(file)) as stage:
        ready(stage)
        stage.say(pain)
        if pain is Intent.LEVEL_4:
            stage.run_until_asked()
            stage.say(Intent.YES)
        if until:
            stage.to_rep(until)
            stage.say(Intent.PAIN if until == "e2.set1.rep2" else Intent.FINISH)
        stage.run()


def ready(stage: Stage) -> None:
    for _ in range(2):
        stage.run_until_ready()
        stage.say(Intent.READY)
    stage.run_until_asked()


def today(file: Path) -> list[tuple[int, float | None]]:
    session = read(file)
    return [(int(e.reps), e.hold) for e in grown(session, past(session)).exercises]


def test_what_was_done_comes_back_by_the_names_of_the_exercises(diary: Diary, file: Path) -> None:
    assert past(read(file)) == []
    do(diary, file, Intent.LEVEL_1)
    (once,) = past(read(file))
    assert once.done == {"Bridge": Amount(2, 0.0), "Hold": Amount(2, 10.0)}
    assert (once.hurt, once.was_hard) == (False, False)
    assert today(file) == [(3, None), (2, 5.0)]
    do(diary, file, Intent.LEVEL_1)
    assert today(file) == [(3, None), (2, 10.0)]


def test_what_was_left_early_counts_for_what_was_done(diary: Diary, file: Path) -> None:
    do(diary, file, Intent.LEVEL_1, until="e2.set1.rep1")
    assert today(file) == [(3, None), (2, 5.0)]


def test_an_easier_form_or_pain_above_3_is_not_going_well(diary: Diary, file: Path) -> None:
    do(diary, file, Intent.LEVEL_4)
    assert past(read(file))[0].was_hard
    assert today(file) == [(2, None), (2, 5.0)]


def test_pain_begins_anew(diary: Diary, file: Path) -> None:
    do(diary, file, Intent.LEVEL_1)
    do(diary, file, Intent.LEVEL_1, until="e2.set1.rep2")
    assert [each.hurt for each in past(read(file))] == [False, True]
    assert today(file) == [(2, None), (2, 5.0)]


def test_another_session_has_a_past_of_its_own(diary: Diary, file: Path) -> None:
    do(diary, file, Intent.LEVEL_1)
    other = file.with_name("other.yaml")
    other.write_text(SESSION)
    assert past(read(other)) == []
    file.write_text(SESSION.replace("Two exercises", "Other exercises"))
    assert past(read(file)) == []
