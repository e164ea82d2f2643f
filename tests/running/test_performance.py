"""What is done when a part fails that the conductor's wishes need."""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.coach.stage import LINES, TWO_EXERCISES
from tests.journal.session import BEGAN
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.table import State
from voicecoach.core.actions import Enqueue, Outcome, Show
from voicecoach.core.clip import Clip
from voicecoach.core.clock import ManualClock
from voicecoach.core.events import Event, Faltered, Mute, Notice
from voicecoach.core.intents import Intent
from voicecoach.core.score import Measure, Spoken
from voicecoach.journal.history import Ending, records
from voicecoach.journal.log import Log
from voicecoach.journal.writer import Journal
from voicecoach.logbook import about
from voicecoach.plan.planner import plan
from voicecoach.running.performance import Performance
from voicecoach.running.record import BELL, Record
from voicecoach.script.reader import read_text
from voicecoach.speech.voice import VoiceFailed

VOICE_FAILED = "My voice failed for a moment."


class Screen(io.StringIO):
    """A terminal, or a file."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


@dataclass
class Voice:
    """Says everything, or nothing but what it `knows`."""

    knows: set[str] | None = None

    def clip(self, text: str, _wpm: int) -> Clip:
        if self.knows is not None and text not in self.knows:
            raise VoiceFailed("The voice does not answer.", "It is being started again.")
        return Clip(np.full(4800, 0.1, np.float32).tobytes(), 48_000)


@dataclass
class Session:
    performance: Performance
    voice: Voice
    screen: Screen
    posted: list[Event] = field(default_factory=list)

    def say(self, *texts: str) -> None:
        said = [Enqueue(Measure(text, (Spoken(text),))) for text in texts]
        self.performance.carry_out(said, State.COACHING)


@contextmanager
def session(path: Path, *, is_terminal: bool = False) -> Iterator[Session]:
    read = read_text(TWO_EXERCISES, "session.yaml")
    what, voice = about(read, plan(read, LINES)), Voice()
    screen, posted = Screen(is_terminal=is_terminal), list[Event]()
    with Journal(path, what, BEGAN) as journal:
        performance = Performance(
            mixer=Mixer(48_000),
            clip_of=voice.clip,
            wpm=150,
            record=Record(screen, None),
            log=Log(journal, what, ManualClock(), lambda _: Intent.STOP),
            post=posted.append,
            voice_failed=VOICE_FAILED,
        )
        yield Session(performance, voice, screen, posted)


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


def test_a_line_that_the_voice_cannot_say_pauses_the_session(journal: Path) -> None:
    with session(journal) as at:
        at.voice.knows = set()
        at.say("Two more after this one.")
    assert at.posted == [Faltered(VOICE_FAILED)]


def test_a_voice_that_cannot_even_say_so_ends_the_session(journal: Path) -> None:
    with session(journal) as at:
        at.voice.knows = set()
        at.say(f"{VOICE_FAILED} I have paused.")
    assert [type(event) for event in at.posted] == [Mute]


def test_what_cannot_be_heard_now_stands_on_the_screen_and_rings_a_terminal(journal: Path) -> None:
    for is_terminal, shown in ((False, "Gone.\n"), (True, f"Gone.{BELL}\n")):
        with session(journal, is_terminal=is_terminal) as at:
            at.performance.note(Faltered("Gone."))
        assert at.screen.getvalue() == shown


def test_a_screen_that_is_gone_changes_nothing(journal: Path) -> None:
    with session(journal) as at:
        at.screen.close()
        at.performance.carry_out([Show("Nobody sees this.")], State.COACHING)


def test_a_journal_that_cannot_be_written_is_a_notice_once(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.mkdir()
    with session(path) as at:
        at.say("One.")
        at.performance._log.settle()
        for text in ("Two.", "Three."):
            wait_for_the_disk(at)
            at.say(text)
    (notice,) = at.posted
    assert isinstance(notice, Notice)
    assert notice.text.startswith("I cannot keep a log of this session")


def wait_for_the_disk(at: Session) -> None:
    """The journal has tried to write what it was given."""
    log = at.performance._log
    assert isinstance(log, Log)
    log._journal.flush(20)


def test_a_program_that_fails_says_so_and_the_journal_has_its_end(journal: Path) -> None:
    with session(journal) as at:
        at.say("One.")
        at.performance.fail("Something in me failed.")
        heard, _ = at.performance.mixer.take(4800)
    assert np.abs(heard).max() > 0
    assert "Something in me failed." in at.screen.getvalue()
    (record,) = records(journal)
    assert record.ending is Ending.FAILED
    with closing(sqlite3.connect(journal)) as found:
        (name,) = found.execute("SELECT name FROM entry WHERE what = 'ended'").fetchone()
    assert name == Outcome.FAILED
