"""Parts and processes that fail in a session; bench/faults.py tries every one in every state."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.end_to_end.coach import share_heard, transcribe
from tests.faults.rig import CLOCK, Trouble, trouble
from tests.virtual_sound import missing

from voicecoach.journal.history import Ending, records
from voicecoach.journal.schema import NAME
from voicecoach.language import load
from voicecoach.running.faults import FaultLines

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason="needs PulseAudio"),
    pytest.mark.real_time,
]

LINES = load("en").lines
FAULTS = FaultLines("en", LINES)


def said(at: Trouble, from_s: float) -> str:
    """What the coach, or whoever speaks for it, has said since a moment of the recording."""
    return " ".join(transcribe(at.sound.recording(from_s).speaker))


@pytest.mark.parametrize(
    ("fault", "happen"),
    [
        ("microphone_gone", lambda at: at.cut_off("source-outputs")),
        ("recognizer_failed", lambda at: at.call_up("crash")),
    ],
)
def test_who_cannot_hear_any_more_pauses_and_says_so_and_says_when_it_hears_again(
    tmp_path: Path,
    fault: str,
    happen: Callable[[Trouble], None],
    record_property: Callable[[str, object], None],
) -> None:
    with trouble(tmp_path) as at:
        at.wait_s(6)
        at_s, here_s = CLOCK.now(), at.sound.now_s
        happen(at)
        at.wait_for(lambda: at.first(at_s, "Deaf"))
        record_property("halted_after_s", (at.first(at_s, "Silence") or 0.0) - at_s)
        at.wait_for(lambda: at.first(at_s, "Armed"))
        assert at.state == "paused"
        sentence = LINES.say("cannot_hear", reason=FAULTS.reason(fault))
        assert share_heard([sentence], said(at, here_s)) >= 0.4


def test_a_mistake_of_the_program_ends_the_session_aloud_and_the_journal_has_it(
    tmp_path: Path,
) -> None:
    with trouble(tmp_path) as at:
        here_s = at.sound.now_s
        at.signal(signal.SIGUSR2)
        assert at.process.wait(20) == 1
        assert share_heard([LINES.say("failed")], said(at, here_s)) >= 0.4
    (record,) = records(tmp_path / "data" / NAME)
    assert record.ending is Ending.FAILED


def test_a_session_that_is_stopped_is_ended_and_the_watchdog_says_so(tmp_path: Path) -> None:
    with trouble(tmp_path) as at:
        here_s = at.sound.now_s
        at.signal(signal.SIGSTOP)
        assert at.process.wait(20) == -signal.SIGKILL
        at.wait_s(5)
        assert share_heard([FAULTS.watchdog()[0]], said(at, here_s)) >= 0.4
