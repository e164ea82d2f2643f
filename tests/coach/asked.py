"""What tests of questions share: a session that asks many, and what was answered."""

from tests.coach.stage import LINES, Stage

from voicecoach.core.actions import Answered
from voicecoach.plan.opening import usual

QUESTIONS, LEADS = LINES.ladder.questions, LINES.ladder.leads

SCREENED = """\
version: 1
title: Screened
screening: [recent_accident, fever]
blocks:
  - title: Main
    exercises:
      - name: Bridge
        start_position: supine
        sets: 3
        reps: 2
        pain_check: between_sets
        easier: tilt
      - name: Curl
        sides: left_then_right
        reps: 2
        pain_check: between_sets
      - name: Tilt
        id: tilt
        start_position: sitting
        reps: 2
"""
ASKED = usual()
READY = "Say ready when you want to begin."


def answered(stage: Stage) -> list[tuple[str, str, float | None]]:
    kept = [thing for thing, _ in stage.log if isinstance(thing, Answered)]
    return [(thing.question, thing.value, thing.amount) for thing in kept]


def listen_until_ready(stage: Stage) -> None:
    """Until the coach has begun to say what it waits for."""
    stage.run_until_ready()
    stage.run_on(0.1)
