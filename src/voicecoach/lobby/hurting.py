"""Pain and emergencies in the lobby: a conductor with nothing to do but the safety ladder."""

from collections.abc import Callable, Iterable

from voicecoach.coach.conductor import Conductor
from voicecoach.core.actions import Action
from voicecoach.core.events import Event, Heard
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Plan

_NOTHING_TO_DO = Plan("", (Cue(CueKind.SAY, Measure("nothing", length_s=1.0)),), ())


def ladder(lines: Lines, spoken_s: Callable[[str], float], preferences: Preferences) -> Conductor:
    """The whole safety ladder, and no exercises to lead back to."""
    return Conductor(_NOTHING_TO_DO, lines, spoken_s, preferences)


def climb(conductor: Conductor, known: Iterable[Event], grave: Intent, now: float) -> list[Action]:
    """What it does about `grave`, as soon as it is told what is `known` of the ears."""
    actions = conductor.start(now)
    for event in (*known, Heard(grave, grave)):
        actions += conductor.handle(event, now)
    return actions
