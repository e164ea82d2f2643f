"""What is ready before the first word, and what follows while it is spoken."""

import io
import threading
from collections.abc import Sequence
from typing import Any, cast

from voicecoach.coach.advice import Advice
from voicecoach.core.actions import Action, End, Outcome
from voicecoach.core.clip import Clip
from voicecoach.core.events import Event, Interrupted
from voicecoach.core.problems import Problem
from voicecoach.language import load
from voicecoach.running.faults import FaultLines
from voicecoach.running.options import Options
from voicecoach.running.record import Record
from voicecoach.running.stage import FIRST_LINES, Stage
from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.voice import VoiceFailed
from voicecoach.watchdog.leash import Leash

ENGLISH = load("en")
TEXTS = [f"This is line {number}." for number in range(3 * FIRST_LINES)]


class Voice:
    """Says what it is given, until it comes to the text that it cannot say."""

    name = "fake"

    def __init__(self, cannot: str = "") -> None:
        self.asked: list[str] = []
        self._cannot = cannot
        self.may_speak = threading.Event()
        self.may_speak.set()

    def render(self, text: str, wpm: int) -> Clip:  # noqa: ARG002 - a voice's
        self.may_speak.wait(20)
        self.asked.append(text)
        if text == self._cannot:
            raise VoiceFailed("The voice failed.", "Start the program again.")
        return Clip(bytes(400), 1000)

    def close(self) -> None: ...


class NoLeash:
    def watch(self) -> None: ...

    def turn(self) -> None: ...

    def alarm(self) -> None: ...


class NoLog:
    def event(self, event: Event) -> None: ...

    def state(self, state: str) -> None: ...

    def settle(self) -> None: ...

    def counted(self, reps: int) -> None: ...

    def answer(self, question: str, value: str, amount: float | None) -> None: ...

    def end(self, outcome: Outcome) -> None: ...

    def trouble(self) -> Problem | None:
        return None


class Silent:
    """A piece that says nothing, and ends when it is interrupted."""

    state = "coaching"

    def start(self, now: float) -> Sequence[Action]:  # noqa: ARG002 - a piece's
        return []

    def handle(self, event: Event, now: float) -> Sequence[Action]:  # noqa: ARG002 - a piece's
        return [End(Outcome.FINISHED)] if isinstance(event, Interrupted) else []


def stage_with(voice: Voice) -> Stage:
    stage = Stage(
        language=ENGLISH,
        options=Options(),
        recognizer="moonshine",
        faults=FaultLines("en", ENGLISH.lines),
        prompt=PromptVoice(voice),
        written=Record(io.StringIO(), None),
    )
    stage.leash = cast("Leash", NoLeash())
    return stage


def performed(stage: Stage, clips: Any) -> Outcome:
    def idle() -> bool:
        stage.inbox.put(Interrupted())
        return False

    return stage.perform(Silent(), clips, NoLog(), idle)


def test_all_safety_lines_and_the_first_of_a_session_are_ready_before_the_first_word() -> None:
    voice = Voice()
    stage = stage_with(voice)
    stage.prepare(stage.clips(), TEXTS)
    safety = {*Advice(ENGLISH.lines, None).texts(), *stage.faults.texts(), *ENGLISH.lines.fixed()}
    assert set(voice.asked) == safety | set(TEXTS[:FIRST_LINES])


def test_the_rest_follows_in_its_order_where_nothing_else_is_to_be_done() -> None:
    voice = Voice()
    stage = stage_with(voice)
    clips = stage.clips()
    stage.prepare(clips, TEXTS)
    ready = len(voice.asked)
    assert performed(stage, clips) is Outcome.FINISHED
    assert voice.asked[ready:] == TEXTS[FIRST_LINES:]


def test_a_line_that_the_voice_cannot_say_ends_no_session_before_it_is_due() -> None:
    voice = Voice(cannot=TEXTS[20])
    stage = stage_with(voice)
    clips = stage.clips()
    stage.prepare(clips, TEXTS)
    assert performed(stage, clips) is Outcome.FINISHED
    assert voice.asked[-1] == TEXTS[-1]


def test_nobody_waits_for_a_slow_voice_while_there_is_something_else_to_do() -> None:
    voice = Voice()
    stage = stage_with(voice)
    clips = stage.clips()
    stage.prepare(clips, TEXTS)
    voice.may_speak.clear()
    stage.inbox.put(Interrupted())
    assert stage.perform(Silent(), clips, NoLog()) is Outcome.FINISHED
    assert TEXTS[-1] not in voice.asked
    voice.may_speak.set()
