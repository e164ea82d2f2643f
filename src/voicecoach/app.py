"""The only wiring: it builds the parts, owns the inbox, and runs one session."""

import contextlib
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TextIO

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.front_end import FrontEnd
from voicecoach.audio.mixer import Mixer
from voicecoach.audio.pulse import Pulse
from voicecoach.coach.advice import Advice
from voicecoach.coach.conductor import Conductor
from voicecoach.coach.keys import meaning
from voicecoach.coach.table import State
from voicecoach.core import jsonlines
from voicecoach.core.actions import (
    Action,
    Chime,
    Duck,
    End,
    Enqueue,
    Outcome,
    SetRate,
    SetVolume,
    Show,
    Silence,
    Withdraw,
)
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Began, CutOff, Deaf, Ended, Event, Interrupted, Mute
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import USUAL_WPM, Preferences
from voicecoach.core.problems import Problem
from voicecoach.core.score import Measure, Spoken
from voicecoach.hearing.ears import BEST, open_ear, usual_recognizer
from voicecoach.hearing.listener import Listener
from voicecoach.journal.log import Log
from voicecoach.language import load
from voicecoach.logbook import logbook
from voicecoach.plan.planner import plan
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice
from voicecoach.speech.voice import VoiceFailed
from voicecoach.terminal import keyboard

LOOK_EVERY_S = 0.25
"""How often the loop looks whether the sound is still alive."""
RING_S = 8.0
"""No last line is longer."""
TAIL_S = 0.3
"""What is still on its way to the air when the last measure has ended."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line and the settings say. Devices are a number or a part of a name.

    `stop_keys` are names of keys that always stop, `words` the user's own words for commands.
    """

    begin: bool = False
    voice: str | None = None
    wpm: int = USUAL_WPM
    recognizer: str | None = None
    source: str | None = None
    sink: str | None = None
    events: Path | None = None
    emergency_number: str | None = None
    stop_keys: tuple[str, ...] = ()
    words: Mapping[Intent, Sequence[str]] = field(default_factory=dict)


def run(session: Session, options: Options, show: TextIO) -> Outcome:
    """Run `session` to its end, printing lines to `show`. Raises Problem if it cannot begin."""
    language = load(session.language, options.words)
    recognizer = options.recognizer or usual_recognizer()
    less = recognizer != BEST and options.recognizer is None
    notices = [language.lines.say("hears_less")] if less else []
    planned = plan(session, language.lines, wait=not options.begin, notices=notices)
    with contextlib.ExitStack() as stack:
        voice = stack.enter_context(Pyttsx3Voice(options.voice, language=language.code))
        stack.enter_context(quiet_libraries())
        clips = Clips(CachedVoice(voice, ClipCache()))
        inbox: SimpleQueue[Event] = SimpleQueue()
        record = stack.enter_context(_record(show, options.events))
        log = stack.enter_context(
            logbook(session, planned, lambda key: meaning(key, conductor.state is State.PAUSED))
        )
        performance = _Performance(clips, options.wpm, inbox, record, log)
        # First of all, since devices take their time, and the models load in a thread.
        duplex = Duplex(performance.mixer, inbox.put, options.source, options.sink)
        stack.callback(duplex.close)
        duplex.open()
        if duplex.deaf_because is None:
            performance.listener = Listener(
                duplex.blocks,
                FrontEnd(RATE).process,
                lambda: open_ear(language, recognizer),
                inbox.put,
            )
            stack.callback(performance.listener.close)
            performance.listener.start()
        else:
            inbox.put(Deaf(duplex.deaf_because))
        # All that is known to be said: a safety line must never wait for the voice.
        advice = Advice(language.lines, options.emergency_number).texts()
        clips.prepare([*planned.texts(), *advice, *language.lines.fixed()], options.wpm)
        conductor = Conductor(
            planned,
            language.lines,
            lambda text: clips.clip(text, options.wpm).seconds,
            Preferences(
                wpm=options.wpm,
                emergency_number=options.emergency_number,
                keyboard=keyboard.is_there(),
            ),
        )
        stack.enter_context(_signals(inbox))
        if keyboard.is_there():
            stack.enter_context(keyboard.keys(inbox.put, options.stop_keys))
        try:
            outcome = _conduct(conductor, performance, inbox, Pulse(duplex, SystemClock()))
        except Exception:
            performance.say_last(language.lines.say("failed"))
            let_it_ring(duplex, performance.mixer)
            raise
        if outcome is not Outcome.NO_SOUND:
            let_it_ring(duplex, performance.mixer)
        return outcome


def _conduct(
    conductor: Conductor,
    performance: "_Performance",
    inbox: "SimpleQueue[Event]",
    pulse: Pulse,
) -> Outcome:
    """Follow what happens until the session has ended."""
    clock = SystemClock()
    performance.carry_out(conductor.start(clock.now()), conductor.state)
    while performance.outcome is None:
        try:
            event = inbox.get(timeout=LOOK_EVERY_S)
        except Empty:
            if (reason := pulse.check()) is None:
                continue
            event = Mute(reason)
        performance.note(event)
        performance.carry_out(conductor.handle(event, clock.now()), conductor.state)
    return performance.outcome


def let_it_ring(duplex: Duplex, mixer: Mixer) -> None:
    """Let the last sounds be played, and reach the air."""
    clock, patience = SystemClock(), threading.Event()
    give_up = clock.now() + RING_S
    while mixer.busy and clock.now() < give_up:
        patience.wait(0.02)
    last = duplex.frames_played + int((TAIL_S + duplex.latency_s) * RATE)
    give_up = clock.now() + 2 * TAIL_S
    while duplex.frames_played < last and clock.now() < give_up:
        patience.wait(0.02)


class _Performance:
    """Carries out what the conductor wants: the only one who touches the mixer's commands."""

    def __init__(
        self, clips: Clips, wpm: int, inbox: "SimpleQueue[Event]", record: "_Record", log: Log
    ) -> None:
        self.mixer = Mixer(RATE)
        self.listener: Listener | None = None
        self.outcome: Outcome | None = None
        self._wpm = wpm
        self._inbox = inbox
        self._record = record
        self._log = log
        self._bars = BarMaker(RATE, lambda text: clips.clip(text, self._wpm))
        self._texts: dict[str, str] = {}
        self._do: dict[type, Callable[[Any], None]] = {
            Enqueue: lambda action: self._enqueue(action.measure),
            Silence: lambda _: self._silence(),
            Withdraw: lambda action: self.mixer.withdraw(action.measure),
            Chime: lambda action: self.mixer.overlay(self._bars.tone(action.tone)),
            Duck: lambda action: self.mixer.duck(action.on),
            SetVolume: lambda action: self.mixer.set_volume(action.db),
            SetRate: lambda action: setattr(self, "_wpm", action.wpm),
            Show: lambda action: record.show(action.text),
            End: lambda action: self._end(action.outcome),
        }

    def carry_out(self, actions: Iterable[Action], state: State) -> None:
        """Do all of it, in order; `state` is what the conductor is in now."""
        self._log.state(state)
        for action in actions:
            self._record.write(action)
            self._do[type(action)](action)
        if (problem := self._log.trouble()) is not None:
            self._record.show(str(problem))

    def say_last(self, text: str) -> None:
        """Say one more thing, whatever state the rest is in."""
        self._record.show(text)
        self.mixer.silence()
        self._enqueue(Measure("last", (Spoken(text),)))

    def note(self, event: Event) -> None:
        """Keep the log, the screen and the ear up to date with what happened."""
        self._record.write(event)
        self._log.event(event)
        if isinstance(event, Began):
            text = self._texts.get(event.measure, "")
            if text:
                self._record.show(text)
            self._tell_ear(text or None)
        elif isinstance(event, Ended | CutOff):
            self._texts.pop(event.measure, None)
            self._tell_ear(None)

    def _silence(self) -> None:
        """Silence first, and never waiting; what is said next may wait for the log a little."""
        self.mixer.silence()
        self._log.settle()

    def _end(self, outcome: Outcome) -> None:
        self._log.end(outcome)
        self.outcome = outcome

    def _enqueue(self, measure: Measure) -> None:
        self._texts[measure.id] = " ".join(n.text for n in measure.notes if isinstance(n, Spoken))
        try:
            self.mixer.enqueue(self._bars.bar(measure))
        except VoiceFailed as failure:
            self._inbox.put(Mute(str(failure)))

    def _tell_ear(self, text: str | None) -> None:
        if self.listener is not None:
            self.listener.coach_says(text)


class _Record:
    """The screen, and the log of events if one was asked for."""

    def __init__(self, screen: TextIO, log: TextIO | None) -> None:
        self._screen = screen
        self._log = log
        self._clock = SystemClock()

    def show(self, text: str) -> None:
        """Append a line to the screen."""
        print(text, file=self._screen, flush=True)

    def write(self, thing: Event | Action) -> None:
        """Append a line to the log."""
        if self._log is not None:
            self._log.write(jsonlines.to_json(thing, self._clock.now()) + "\n")


@contextlib.contextmanager
def _record(screen: TextIO, path: Path | None) -> Iterator[_Record]:
    if path is None:
        yield _Record(screen, None)
        return
    try:
        file = path.open("w", encoding="utf-8", buffering=1)
    except OSError as error:
        raise Problem(
            f"{path} cannot be written ({error.strerror}).", "Give another path."
        ) from error
    with file:
        yield _Record(screen, file)


@contextlib.contextmanager
def _signals(inbox: "SimpleQueue[Event]") -> Iterator[None]:
    """Ctrl-C, a closed terminal and a shutdown end the session as a user would."""
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {
        number: signal.signal(number, lambda *_: inbox.put(Interrupted())) for number in numbers
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
