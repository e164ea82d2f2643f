"""Easier and harder forms when the user asks for them, and sets that end when the user says so."""

import pytest
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Silence
from voicecoach.core.intents import Intent

SESSION = """\
version: 1
title: Forms
blocks:
  - title: Main
    exercises:
      - name: Bridge
        start_position: supine
        reps: 4-6
        sets: 2
        easier: tilt
        harder: one-leg
      - name: Curl
        reps: 2
forms:
  - {name: Tilt, setup: Bend your knees., reps: 3, easier: breath}
  - {name: Breath, start_position: sitting, reps: 1}
  - {name: One leg, reps: 2}
"""


def in_rep(part: str) -> Stage:
    stage = Stage(SESSION)
    stage.to_rep(part)
    stage.run_on(1)
    return stage


@pytest.mark.parametrize(
    ("word", "way", "name"),
    [(Intent.EASIER, "easier", "Tilt"), (Intent.HARDER, "harder", "One leg")],
)
def test_who_asks_for_another_form_is_asked_back_and_gets_it(
    word: Intent, way: str, name: str
) -> None:
    stage = in_rep("e1.set1.rep2.count")
    done = stage.say(word)
    assert done[0] == Silence()
    assert stage.state is State.ASKING
    stage.run_until_asked()
    assert stage.said()[-2:] == [
        LINES.ladder.questions[f"{way}_wished"].ask,
        "Say yes, or no to go on as before.",
    ]
    said = len(stage.heard)
    stage.say(Intent.YES)
    stage.to_rep(f"e1.{way}.set1.rep1")
    assert stage.said(said)[:2] == [f"Then the {way} form.", f"{name}."]
    stage.to_rep("e2.set1.rep1")
    assert "e1.set2" not in " ".join(stage.began[-20:])


def test_a_no_goes_on_with_the_same_rep_after_a_lead_in() -> None:
    stage = in_rep("e1.set1.rep2.count")
    stage.say(Intent.HARDER)
    stage.run_until_asked()
    said = len(stage.heard)
    stage.say(Intent.NO)
    stage.run_on(8)
    assert stage.sounds(said)[:5] == ["Going on.", *["(lead_in)"] * 3, "2."]


def test_no_answer_is_a_pause() -> None:
    stage = in_rep("e1.set1.rep2.count")
    stage.say(Intent.HARDER)
    stage.run(when=lambda: stage.state is State.PAUSED)
    assert stage.state is State.PAUSED


def test_where_there_is_no_other_form_the_coach_says_so_and_goes_on() -> None:
    stage = in_rep("e2.set1.rep1.count")
    stage.say(Intent.HARDER)
    assert stage.state is State.ANSWERING
    stage.run_until_heard("There is no harder form of this one.")
    stage.run(when=lambda: stage.state is State.COACHING)
    stage.say(Intent.EASIER)
    stage.run_until_heard(LINES.say("no_easier"))


def test_an_easier_form_can_have_an_easier_one() -> None:
    stage = in_rep("e1.set1.rep2.count")
    for form in ("easier.set1.rep1", "easier.easier.set1.rep1"):
        stage.say(Intent.EASIER)
        stage.run_until_asked()
        stage.say(Intent.YES)
        stage.to_rep(f"e1.{form}")
    assert stage.conductor._head.plan.exercises[0].name == "Breath"
    stage.to_rep("e2.set1.rep1")
    assert "Lie on your back." in stage.said()[-8:]


def test_before_the_first_rep_another_form_can_be_had_as_well() -> None:
    stage = Stage(SESSION)
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    stage.say(Intent.EASIER)
    stage.run_until_asked()
    stage.say(Intent.YES)
    stage.to_rep("e1.easier.set1.rep1")


def test_a_pause_is_left_with_continue_only() -> None:
    stage = in_rep("e1.set1.rep2.count")
    stage.say(Intent.PAUSE)
    stage.say(Intent.EASIER)
    stage.run_on(30)
    assert stage.state is State.PAUSED


def test_asked_in_the_midst_of_an_answer_it_counts() -> None:
    stage = in_rep("e1.set1.rep2.count")
    stage.say(Intent.HOW_MANY_LEFT)
    stage.say(Intent.EASIER)
    assert stage.state is State.ASKING


# -- ranges


def test_done_ends_a_set_of_which_enough_is_done() -> None:
    stage = in_rep("e1.set1.rep4.count")
    stage.say(Intent.DONE)
    assert stage.state is State.COACHING
    stage.run_until_heard("Set 2 of 2.")
    assert "e1.set1.rep5.count-1" not in " ".join(stage.began)


def test_done_in_the_last_set_ends_the_exercise() -> None:
    stage = in_rep("e1.set2.rep5.count")
    before = len(stage.heard)
    stage.press("d")
    stage.run_on(5)
    assert stage.sounds(before)[:2] == ["(done)", "Done."]


@pytest.mark.parametrize("part", ["e1.set1.rep3.count", "e2.set1.rep2.count"])
def test_done_means_nothing_before_enough_is_done_and_where_there_is_no_range(part: str) -> None:
    stage = in_rep(part)
    before = len(stage.heard)
    assert not [a for a in stage.say(Intent.DONE) if isinstance(a, Silence)]
    stage.run_on(1)
    assert stage.sounds(before) == []


@pytest.mark.parametrize(
    ("part", "answer"),
    [
        ("rep1", "3 more to do after this one, and up to 5."),
        ("rep3", "1 more to do after this one, and up to 3."),
        ("rep4", "Up to 2 more. Say done when you like."),
        ("rep6", "This is the last one."),
    ],
)
def test_how_many_are_left_of_a_range_tells_both_numbers(part: str, answer: str) -> None:
    stage = in_rep(f"e1.set1.{part}.count")
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_until_heard(answer)


HOLDS = SESSION.replace("reps: 4-6", "reps: 2-3\n        hold: 20s\n        rest: 10s")


def test_done_in_a_hold_or_in_the_rest_between_two_ends_the_set() -> None:
    for part in ("e1.set1.rep2.hold", "e1.set1.rep2.rest"):
        stage = Stage(HOLDS)
        stage.to_rep(part)
        stage.say(Intent.DONE)
        stage.run_until_heard("Set 2 of 2.")
        assert "rep3.hold" not in " ".join(stage.began)
