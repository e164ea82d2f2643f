"""The wiring of one session: its plan, its log and its conductor, on a stage."""

from typing import TextIO

from voicecoach.coach.conductor import Conductor
from voicecoach.core.actions import Outcome
from voicecoach.hearing.ears import FALLBACK
from voicecoach.language import load
from voicecoach.logbook import logbook, opening, past
from voicecoach.plan.cues import Plan
from voicecoach.plan.planner import plan
from voicecoach.plan.progress import grown
from voicecoach.script.model import Session
from voicecoach.stage import LoadingVoice, OpenHearing, Options, Stage, open_hearing, open_stage


def run(
    session: Session,
    options: Options,
    show: TextIO,
    open_hearing: OpenHearing = open_hearing,
    voice: LoadingVoice | None = None,
) -> Outcome:
    """Run `session` to its end, printing lines to `show`. Raises Problem if it cannot begin.

    `voice` may be loading already.
    """
    language = load(session.language, options.words)
    with open_stage(language, options, show, open_hearing, voice) as stage:
        return perform(session, stage)


def perform(session: Session, stage: Stage) -> Outcome:
    """Run `session` to its end on a stage that is open, and in its language."""
    planned = planned_for(session, stage)
    clips = stage.clips(planned.said_as)
    stage.prepare(clips, planned.texts())
    conductor = Conductor(
        planned, stage.lines, lambda text: stage.spoken_s(clips, text), stage.preferences
    )
    with logbook(session, planned, conductor.key_means) as log:
        return stage.perform(conductor, clips, log)


def planned_for(session: Session, stage: Stage) -> Plan:
    """The plan for today, with what is asked and what has to be known before it."""
    session = grown(session, past(session))
    options, lines = stage.options, stage.lines
    less = stage.recognizer == FALLBACK and not options.recognizer
    notices = [lines.say("hears_less")] if less else []
    keyboard = stage.preferences.keyboard
    asked = opening(session, lines, begin=options.begin, keyboard=keyboard)
    return plan(session, lines, wait=not options.begin, notices=notices, opening=asked)
