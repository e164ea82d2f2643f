"""What is asked at the beginning, by what is known of the last session."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.coach.stage import LINES, TWO_EXERCISES, Stage
from tests.journal.session import BEGAN, Diary

from voicecoach.core.clock import ManualClock
from voicecoach.core.intents import Intent
from voicecoach.logbook import fingerprint, opening
from voicecoach.plan.opening import Opening, usual
from voicecoach.script.reader import read


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "session.yaml"
    path.write_text(TWO_EXERCISES, "utf-8")
    return path


def asked(file: Path, *, later: timedelta = timedelta(hours=1), begin: bool = False) -> Opening:
    """What is asked before the next session, so much later."""
    clock = ManualClock(began=BEGAN + later)
    return opening(read(file), LINES, begin=begin, keyboard=True, clock=clock)


def hurt(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.say(Intent.PAIN)
    stage.run()


def test_nothing_but_the_usual_is_asked_the_first_time(diary: Diary, file: Path) -> None:
    assert not diary.path.exists()
    assert asked(file) == usual()
    assert asked(file, begin=True) == Opening()


def test_after_pain_it_is_asked_whether_it_has_settled_however_long_ago(
    diary: Diary, file: Path
) -> None:
    with diary.session() as stage:
        hurt(stage)
    assert asked(file).after_pain == "settled"
    assert asked(file, later=timedelta(days=300)).after_pain == "settled"
    assert asked(file, begin=True) == Opening("settled")


def test_after_a_red_flag_it_is_asked_whether_a_doctor_has_agreed(diary: Diary, file: Path) -> None:
    with diary.session() as stage:
        stage.to_rep("rep2")
        stage.say(Intent.PAIN)
        stage.run_until_asked()
        stage.say(Intent.YES)
        stage.run()
    assert asked(file).after_pain == "cleared"


def test_an_answer_that_puts_a_session_off_is_kept_and_the_question_comes_again(
    diary: Diary, file: Path
) -> None:
    with diary.session() as stage:
        hurt(stage)
    with diary.session(opening=asked(file)) as stage:
        stage.run_until_asked()
        stage.say(Intent.NOT_SURE)
        stage.run()
    assert [(a.question, a.value) for a in diary.last.answers] == [("settled", "not_sure")]
    assert diary.last.ending == "not_today"
    assert asked(file).after_pain == "settled"


def test_who_was_well_again_and_exercised_is_not_asked_again(diary: Diary, file: Path) -> None:
    with diary.session() as stage:
        hurt(stage)
    with diary.session(opening=Opening("settled")) as stage:
        stage.run_until_asked()
        stage.say(Intent.YES)
        stage.to_rep("rep2")
        stage.run()
    assert asked(file).after_pain is None


@pytest.mark.parametrize(
    ("later", "number"), [(timedelta(hours=2), 2), (timedelta(hours=30), None)]
)
def test_a_session_that_was_cut_off_is_offered_again_for_a_day(
    diary: Diary, file: Path, later: timedelta, number: int | None
) -> None:
    with diary.session(file=str(file)) as stage:
        stage.to_rep("e2.set1.rep2")
    assert diary.last.sha256 == fingerprint(file)
    assert asked(file, later=later).resume_at == number
    assert asked(file, begin=True).resume_at is None


def test_what_was_cut_off_in_the_first_exercise_is_begun_anew(diary: Diary, file: Path) -> None:
    with diary.session(file=str(file)) as stage:
        stage.to_rep("e1.set1.left.rep2")
    assert asked(file).resume_at is None


@pytest.mark.parametrize(
    ("later", "known"), [(timedelta(days=6), True), (timedelta(days=8), False)]
)
def test_who_said_no_to_all_reasons_is_not_told_all_of_them_again_for_a_week(
    diary: Diary, file: Path, later: timedelta, known: bool
) -> None:
    file.write_text(TWO_EXERCISES.replace("blocks:", "screening: [fever]\nblocks:", 1), "utf-8")
    with diary.session(file.read_text("utf-8"), file=str(file), opening=usual()) as stage:
        stage.run_until_asked()
        stage.say(Intent.NO)
        stage.run_until_asked()
    assert asked(file, later=later).screened is known
    assert asked(file, begin=True) == Opening()
    with diary.session() as stage:
        hurt(stage)
    assert not asked(file, later=later).screened


def test_a_journal_that_cannot_be_read_keeps_nobody_from_exercising(
    diary: Diary, file: Path
) -> None:
    diary.path.parent.mkdir(parents=True, exist_ok=True)
    diary.path.write_bytes(b"no database " * 100)
    assert asked(file) == usual()
