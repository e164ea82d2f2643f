"""The coach by ear: the lobby, the sessions that are chosen in it, and a check of the sound."""

from collections.abc import Callable
from typing import TextIO

from voicecoach import app
from voicecoach.checking import by_ear
from voicecoach.core.actions import Outcome
from voicecoach.core.problems import Problem
from voicecoach.language import load
from voicecoach.language.choosing import Choosing, has_choosing, load_choosing
from voicecoach.lobby.lobby import Lobby
from voicecoach.lobby.visit import Here, Visit
from voicecoach.logbook import Unbegun
from voicecoach.repertoire import Repertoire, repertoire
from voicecoach.running.faults import FALTERING, HEARING
from voicecoach.running.options import Options
from voicecoach.running.record import Record, record
from voicecoach.running.stage import OpenHearing, Stage, open_hearing, open_stage
from voicecoach.script import reader
from voicecoach.speech.clips import Clips

PATIENCE_S = 1.5
"""How long a talk waits for the voice, should a line not be ready: nobody is moving meanwhile."""
_GOES_ON = frozenset({Outcome.FINISHED, Outcome.ENDED_BY_USER})
"""After anything else, nobody is asked what they would like next."""

Check = Callable[[Options, Record, str], Outcome]
"""Tries microphone and speaker, in a language, with nothing else open; how that ended."""


def spoken(language: str | None) -> str:
    """The language to talk in: the one that is wanted, if it has the words for it."""
    return language if language and has_choosing(language) else "en"


def check_by_ear(options: Options, written: Record, code: str) -> Outcome:
    """The check of `voicecoach doctor`, for somebody who comes from the lobby."""
    return by_ear.OUTCOMES[by_ear.check(options, written, code=code).ended]


def receive(  # noqa: PLR0913, PLR0917 - what differs between a run, a test and a fault
    language: str,
    options: Options,
    show: TextIO,
    check: Check = check_by_ear,
    check_is_due: bool = False,
    open_hearing: OpenHearing = open_hearing,
) -> Outcome:
    """Talk with the user until they leave, and do what they choose. Raises Problem.

    Where a check is due it is offered first; it has the sound to itself.
    """
    choosing = load_choosing(language)
    visit = Visit.FIRST if check_is_due else Visit.USUAL
    with record(show, options.events, options.screen_reader) as written:
        while True:
            there = repertoire(language)
            titles = (choice.title for choice in there.choices)
            known = load(language, options.words).letting_choose(choosing.phrases(titles))
            with open_stage(known, options, written, open_hearing) as stage:
                end = _stay(stage, choosing, there, visit)
            if end is not None:
                return end
            if (outcome := check(options, written, language)) is not Outcome.FINISHED:
                return outcome
            visit = Visit.AFTER


def _stay(stage: Stage, choosing: Choosing, there: Repertoire, visit: Visit) -> Outcome | None:
    """One talk and session after the other; None where the user wants the sound to be tried."""
    while True:
        lobby, outcome = _talk(stage, choosing, there, visit)
        if lobby.wants_check:
            return None
        if lobby.chosen is None:
            return outcome
        session = reader.read(there.files[lobby.chosen.name], stage.language.code)
        outcome = app.perform(session, stage)
        if outcome not in _GOES_ON or stage.interrupted:
            return outcome
        there, visit = repertoire(stage.language.code), Visit.AFTER


def _talk(
    stage: Stage, choosing: Choosing, there: Repertoire, visit: Visit
) -> tuple[Lobby, Outcome]:
    """One talk in the lobby."""
    clips = stage.clips()
    lobby = Lobby(
        Here(there.choices, there.done, visit, there.progress),
        stage.language,
        choosing,
        lambda text: stage.spoken_s(clips, text),
        stage.preferences,
    )
    reasons = ([stage.faults.reason(each) for each in group] for group in (FALTERING, HEARING))
    stage.prepare(clips, lobby.texts(*reasons), patience_s=PATIENCE_S)
    ahead = _Ahead(lobby, stage, there, clips)
    with Unbegun(lobby.title, lobby.key_means) as log:
        return lobby, stage.perform(lobby, clips, log, ahead.work)


class _Ahead:
    """Has made ready what will probably be said next: the session that is offered.

    Clips are kept in the cache: the session that is chosen finds them there, and begins at once.
    """

    def __init__(self, lobby: Lobby, stage: Stage, there: Repertoire, clips: Clips) -> None:
        self._lobby = lobby
        self._stage = stage
        self._there = there
        self._name: str | None = None
        stage.prepare_ahead(clips, lobby.later_texts())

    def work(self) -> bool:
        """Look what is offered; whether there is more to do."""
        likely = self._lobby.likely
        if likely is None or likely.name == self._name:
            return False
        self._name = likely.name
        try:
            session = reader.read(self._there.files[likely.name], self._stage.language.code)
        except Problem:  # it was there a moment ago; whoever chooses it will be told
            return False
        plans, detail = app.plans_for(session, self._stage)
        planned = plans[detail]
        self._stage.prepare_ahead(self._stage.clips(planned.said_as), planned.texts())
        return True
