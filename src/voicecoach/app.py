"""The wiring of one session: its plan, its log and its conductor, on a stage."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TextIO

from voicecoach.coach.conductor import Conductor
from voicecoach.core.actions import Outcome
from voicecoach.core.preferences import Detail
from voicecoach.hearing.ears import FALLBACK
from voicecoach.language import load
from voicecoach.logbook import (
    lines_for_mode,
    logbook,
    opening,
    past,
    times_finished,
    usual_detail,
)
from voicecoach.plan.cues import Plan
from voicecoach.plan.opening import Opening
from voicecoach.plan.planner import plan
from voicecoach.plan.progress import grown
from voicecoach.running.options import Options
from voicecoach.running.record import record
from voicecoach.running.stage import LoadingVoice, OpenHearing, Stage, open_hearing, open_stage
from voicecoach.script.model import Session


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
    with (
        record(show, options.events, options.screen_reader) as written,
        open_stage(language, options, written, open_hearing, voice) as stage,
    ):
        return perform(session, stage)


def perform(session: Session, stage: Stage) -> Outcome:
    """Run `session` to its end on a stage that is open, and in its language."""
    plans, detail = plans_for(session, stage)
    clips = stage.clips({t: s for each in plans.values() for t, s in each.said_as.items()})
    stage.prepare(clips, texts_of(plans))
    conductor = Conductor(
        *(plans[detail], stage.lines, lambda text: stage.spoken_s(clips, text)),
        *(stage.preferences, plans),
    )
    with logbook(session, plans[Detail.FULL], conductor.key_means) as log:
        return stage.perform(conductor, clips, log)


def plans_for(session: Session, stage: Stage) -> tuple[dict[Detail, Plan], Detail]:
    """The plans for today, by how much they tell, and which of them it is."""
    session = grown(session, past(session))
    times = times_finished(session)
    asked = _opening(session, stage, times)
    plans = {detail: _plan(session, stage, detail, asked) for detail in Detail}
    return plans, stage.options.talk or usual_detail(times)


def texts_of(plans: Mapping[Detail, Plan]) -> list[str]:
    """All that they may say."""
    return [text for each in plans.values() for text in each.texts()]


def _opening(session: Session, stage: Stage, times: int) -> Opening:
    """What is asked and told before a session that was finished so often."""
    options, lines = stage.options, stage.lines
    asked = opening(
        *(session, lines),
        begin=options.begin,
        keyboard=stage.preferences.keyboard,
        tones=options.tones and stage.recognizer is not None,
    )
    told = None if options.talk or options.begin else lines_for_mode(times, lines)
    return replace(asked, name=options.name, told=told)


def _plan(session: Session, stage: Stage, detail: Detail, asked: Opening) -> Plan:
    """The plan, with what is asked and what has to be known before it."""
    options, lines = stage.options, stage.lines
    less = stage.recognizer == FALLBACK and not options.recognizer
    notices = [lines.say("hears_less")] if less else []
    notices += [lines.say("one_switch")] if options.one_switch else []
    return plan(
        *(session, lines),
        wait=not options.begin,
        notices=notices,
        opening=asked,
        detail=detail,
    )
