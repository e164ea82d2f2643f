"""The log is written before advice is spoken, but silence never waits for the disk."""

import io
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
from tests.coach.stage import LINES, TWO_EXERCISES, spoken_s
from tests.journal.session import BEGAN, Diary

from voicecoach.audio.mixer import Mixer
from voicecoach.coach.conductor import Conductor
from voicecoach.core.clip import Clip
from voicecoach.core.clock import ManualClock
from voicecoach.core.events import Armed, CutOff, Event, Heard
from voicecoach.core.intents import Intent
from voicecoach.journal import log as log_module
from voicecoach.journal.history import records
from voicecoach.journal.log import Log
from voicecoach.journal.writer import Journal
from voicecoach.logbook import about
from voicecoach.plan.planner import plan
from voicecoach.running.performance import Performance
from voicecoach.running.record import Record
from voicecoach.script.reader import read_text

BLOCK = 480


@dataclass
class Voice:
    """Makes a sound of every text, and looks what the log says at that moment."""

    path: Path
    reported_when_made: dict[str, int] = field(default_factory=dict)

    def clip(self, text: str, _wpm: int) -> Clip:
        found = records(self.path, last=1)
        self.reported_when_made[text] = len(found[0].pain) if found else 0
        return Clip(np.full(4800, 0.1, np.float32).tobytes(), 48_000)


@dataclass
class Session:
    """The app without devices: conductor, mixer and journal."""

    conductor: Conductor
    performance: Performance
    voice: Voice

    def tell(self, event: Event) -> None:
        self.performance.note(event)
        actions = self.conductor.handle(event, 1.0)
        self.performance.carry_out(actions, self.conductor.state)


@contextmanager
def under_way(path: Path) -> Iterator[Session]:
    """A session that speaks."""
    session = read_text(TWO_EXERCISES, "session.yaml")
    planned, inbox = plan(session, LINES), SimpleQueue[Event]()
    what, voice = about(session, planned), Voice(path)
    with Journal(path, what, BEGAN) as journal:
        log = Log(journal, what, ManualClock(), lambda _: Intent.STOP)
        performance = Performance(
            mixer=Mixer(48_000),
            clip_of=voice.clip,
            wpm=150,
            record=Record(io.StringIO(), None),
            log=log,
            post=inbox.put,
            voice_failed="My voice failed.",
        )
        conductor = Conductor(planned, LINES, spoken_s)
        performance.carry_out(conductor.start(0.0), conductor.state)
        running = Session(conductor, performance, voice)
        running.tell(Armed())
        _, reports = performance.mixer.take(BLOCK)
        for report in reports:
            running.tell(report)
        assert journal.flush(20)
        yield running


def test_pain_is_in_the_log_before_any_advice_is_so_much_as_made_ready(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "SETTLE_S", 20.0)
    with under_way(diary.path) as session:
        before = set(session.voice.reported_when_made)
        session.tell(Heard(Intent.PAIN, "it hurts"))
        made = session.voice.reported_when_made
    advice = LINES.all_of("pain_advice")
    assert before.isdisjoint(advice)
    assert [made[text] for text in advice] == [1] * len(advice)


def test_the_coach_falls_silent_while_the_disk_hangs_and_advises_all_the_same(
    diary: Diary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "SETTLE_S", 20.0)
    with under_way(diary.path) as session:
        mixer = session.performance.mixer
        with closing(sqlite3.connect(diary.path, isolation_level=None)) as another:
            another.execute("BEGIN IMMEDIATE")
            event = Heard(Intent.PAIN, "it hurts")
            telling = threading.Thread(target=session.tell, args=(event,))
            telling.start()
            silenced: list[object] = []
            while not silenced:
                _, reports = mixer.take(BLOCK)
                silenced = [report for report in reports if isinstance(report, CutOff)]
            assert telling.is_alive()  # it waits for the log, and has been silent since
            telling.join()
        advice = LINES.all_of("pain_advice")
        assert set(advice) <= set(session.voice.reported_when_made)
