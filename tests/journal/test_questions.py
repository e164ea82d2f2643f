from datetime import timedelta

import pytest
from tests.coach.stage import Stage
from tests.journal.session import BEGAN, Diary

from voicecoach.core.events import Interrupted, Mute
from voicecoach.core.intents import Intent
from voicecoach.journal.history import Ending
from voicecoach.journal.questions import Unfinished, stopped_for_pain, unfinished

ANOTHER = """\
version: 1
title: Another session
blocks:
  - title: Main
    exercises:
      - {name: Knee lift, start_position: standing, steps: [Lift one knee.], reps: 3}
"""


def finished(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.run()


def cut_off(stage: Stage) -> None:
    stage.to_rep("rep2")


def closed(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.tell(Interrupted())


def lost_its_voice(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.tell(Mute("The speaker is gone."))


def ended_by_the_user(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.say(Intent.FINISH)
    stage.run()


def pain(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.say(Intent.PAIN)
    stage.run()


def emergency(stage: Stage) -> None:
    stage.to_rep("rep2")
    stage.say(Intent.EMERGENCY)


def not_begun(stage: Stage) -> None:
    stage.run_until_ready()


@pytest.mark.parametrize("end", [cut_off, closed, lost_its_voice])
def test_a_session_that_was_cut_off_tells_where_it_was(diary: Diary, end) -> None:  # type: ignore[no-untyped-def]
    with diary.session() as stage:
        end(stage)
    when = BEGAN + timedelta(seconds=stage.now)
    found = unfinished(diary.path)
    assert found == Unfinished(
        diary.last.ended, "Two exercises", "session.yaml", "", "e1.set1.left.rep2.count-1"
    )
    assert abs(found.when - when) < timedelta(seconds=1)
    assert found.cue in {cue.id for cue in stage.plan.cues}


@pytest.mark.parametrize("end", [finished, ended_by_the_user, pain, emergency, not_begun])
def test_other_sessions_are_not_gone_on_with(diary: Diary, end) -> None:  # type: ignore[no-untyped-def]
    with diary.session() as stage:
        end(stage)
    assert unfinished(diary.path) is None


def test_there_is_nothing_to_go_on_with_before_the_first_session(diary: Diary) -> None:
    assert unfinished(diary.path) is None
    assert stopped_for_pain(diary.path) is None


def test_a_later_session_of_another_file_does_not_hide_it_from_its_own(diary: Diary) -> None:
    with diary.session() as stage:
        cut_off(stage)
    with diary.session(ANOTHER) as stage:
        ended_by_the_user(stage)
    assert unfinished(diary.path) is None
    assert unfinished(diary.path, sha256="") is None  # both have no file here, so no hash


def test_after_pain_nothing_before_it_is_gone_on_with(diary: Diary) -> None:
    with diary.session() as stage:
        cut_off(stage)
    with diary.session(ANOTHER) as stage:
        pain(stage)
    assert unfinished(diary.path) is None


def test_a_session_that_did_not_get_to_the_exercises_changes_nothing(diary: Diary) -> None:
    with diary.session() as stage:
        cut_off(stage)
    with diary.session() as stage:
        not_begun(stage)
    assert unfinished(diary.path) is not None


@pytest.mark.parametrize(("end", "ending"), [(pain, Ending.PAIN), (emergency, Ending.EMERGENCY)])
def test_the_next_start_knows_that_the_last_session_ended_for_pain(  # type: ignore[no-untyped-def]
    diary: Diary, end, ending: Ending
) -> None:
    with diary.session() as stage:
        end(stage)
    with diary.session() as again:
        not_begun(again)
    found = stopped_for_pain(diary.path)
    assert found is not None
    assert found.ending is ending
    assert found.reports[0].place is not None
    assert found.reports[0].place.exercise == "Knee to chest"


def test_a_session_without_pain_settles_it(diary: Diary) -> None:
    with diary.session() as stage:
        pain(stage)
    with diary.session() as stage:
        cut_off(stage)
    assert stopped_for_pain(diary.path) is None
