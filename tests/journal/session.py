"""A session on the stage that is written down: the real conductor and journal, on one clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.coach.stage import TWO_EXERCISES, Stage

from voicecoach.coach.conductor import Conductor
from voicecoach.coach.player import Player
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Answered, End
from voicecoach.core.events import Event
from voicecoach.core.preferences import Preferences
from voicecoach.journal.history import Record, records
from voicecoach.journal.log import Log
from voicecoach.journal.schema import NAME
from voicecoach.journal.writer import Journal
from voicecoach.logbook import about
from voicecoach.plan.opening import Opening
from voicecoach.script.reader import read_text

BEGAN = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)


@dataclass
class StageClock:
    """The time on a stage."""

    stage: Stage
    began: datetime

    def now(self) -> float:
        return self.stage.now

    def wall(self) -> datetime:
        return self.began + timedelta(seconds=self.stage.now)


@dataclass
class Watched:
    """A conductor whose doings are written down, as the app does it."""

    conductor: Conductor
    log: Log

    @property
    def state(self) -> State:
        return self.conductor.state

    @property
    def _player(self) -> Player:
        return self.conductor._player

    def handle(self, event: Event, now: float) -> list[Action]:
        self.log.event(event)
        actions = self.conductor.handle(event, now)
        self.log.state(self.state)
        for action in actions:
            match action:
                case End(outcome):
                    self.log.end(outcome)
                case Answered(question, value, amount):
                    self.log.answer(question, value, amount)
                case _:
                    pass
        return actions


@dataclass
class Diary:
    """A folder with a journal in which sessions are written."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / NAME

    @contextmanager
    def session(
        self,
        text: str = TWO_EXERCISES,
        *,
        began: datetime = BEGAN,
        file: str = "session.yaml",
        opening: Opening | None = None,
    ) -> Iterator[Stage]:
        """A session that is played on a stage and written down."""
        stage = Stage(text, preferences=Preferences(keyboard=True), opening=opening)
        clock, what = StageClock(stage, began), about(read_text(text, file), stage.plan)
        with Journal(self.path, what, began) as journal:
            log = Log(journal, what, clock, stage.conductor.key_means)
            stage.conductor = Watched(stage.conductor, log)  # type: ignore[assignment] # the same to a stage
            yield stage

    def records(self) -> list[Record]:
        return records(self.path)

    @property
    def last(self) -> Record:
        return self.records()[0]
