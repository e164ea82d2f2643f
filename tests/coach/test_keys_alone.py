"""A session in a language that no recognizer knows: keys do all, and nothing pretends to listen."""

import re

from tests.coach.stage import Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Outcome
from voicecoach.core.events import Deaf
from voicecoach.core.preferences import Preferences
from voicecoach.language import load
from voicecoach.plan.opening import usual

GERMAN = load("de").lines
SESSION = """\
version: 1
title: Eine Probe
language: de
screening: [fever]
blocks:
  - title: Haupt
    exercises:
      - name: Becken kippen
        start_position: supine
        setup: Legen Sie sich auf den Rücken.
        steps: [Spannen Sie den Bauch an.]
        stop_if: [Schmerz ins Bein ausstrahlt]
        reps: 2
        tempo: 2-0-2-0
        phases: [lösen, ruhen, drücken, bleiben]
"""
WHY = "Hier ist nichts installiert, das Deutsch versteht."


def deaf(*, keyboard: bool = True) -> Stage:
    stage = Stage(
        SESSION,
        armed=False,
        preferences=Preferences(keyboard=keyboard),
        opening=usual(keyboard),
        lines=GERMAN.for_keys(),
    )
    stage.tell(Deaf(WHY))
    return stage


def test_it_says_at_once_that_it_cannot_hear_and_why() -> None:
    stage = deaf()
    stage.run_on(20)
    assert stage.state is State.PAUSED
    assert f"Ich kann Sie nicht hören. {WHY} Deshalb ist jetzt Pause." in stage.said()


def test_a_whole_session_goes_by_keys_and_no_line_asks_to_be_told_anything() -> None:
    stage = deaf()
    stage.press(" ")
    stage.run_until_asked()
    stage.press("n")
    for _ in range(2):
        stage.run_until_ready()
        stage.press("\n")
    stage.run()
    assert stage.outcome is Outcome.FINISHED
    said = " ".join(stage.said())
    assert "Ich höre nicht zu." in said
    assert "Drücken Sie Y für ja" in said
    assert not re.search(r"[Ss]agen Sie (?:bereit|Pause|weiter|jetzt Stopp|ja|es mir)", said)


def test_h_ends_it_for_pain_with_the_german_question() -> None:
    stage = deaf()
    stage.press(" ")
    stage.run_on(2)
    stage.press("h")
    stage.run_on(30)
    assert any("Neue Taubheit zwischen den Beinen" in line for line in stage.said())


def test_without_a_keyboard_it_ends_before_anything_is_done() -> None:
    stage = deaf(keyboard=False)
    stage.run()
    assert stage.outcome is Outcome.NO_SOUND
