"""The only wiring: it builds the parts, owns the inbox, and runs one session."""

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO

from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.front_end import FrontEnd
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.advice import Advice
from voicecoach.coach.conductor import Conductor
from voicecoach.core.actions import Outcome
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Deaf, Event, Interrupted, Notice, OwnVoice
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import USUAL_WPM, Preferences
from voicecoach.faults import FaultLines
from voicecoach.hearing.ears import FALLBACK, open_ear, recognizer_for
from voicecoach.hearing.listener import Clean, Hearing, Listener
from voicecoach.language import Language, load
from voicecoach.language.lines import Lines
from voicecoach.logbook import logbook, opening, past
from voicecoach.performance import Performance
from voicecoach.plan.cues import Plan
from voicecoach.plan.planner import plan
from voicecoach.plan.progress import grown
from voicecoach.record import record
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice
from voicecoach.speech.voice import VoiceFailed
from voicecoach.supervisor import Supervisor
from voicecoach.terminal import keyboard
from voicecoach.watchdog.leash import Leash, Siren

TURN_S = 0.1
"""How long the loop waits for an event before it comes round again, to be seen alive."""
VOICE_S = 0.4
"""How long a session waits for the voice, should a line not be ready."""
CHARACTERS_A_S = 14.0
"""What a voice says, where it cannot be asked."""
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


OpenHearing = Callable[[Language, str, Callable[[bool], None]], tuple[Clean, Hearing]]


def open_hearing(
    language: Language, recognizer: str, hears_itself: Callable[[bool], None]
) -> tuple[Clean, Hearing]:
    """What takes the echo out, and what understands the rest. Takes a second."""

    def hears_the_coach(late_s: float | None) -> None:
        ear.hears_the_coach(late_s)
        hears_itself(late_s is not None)

    front_end = FrontEnd(RATE, hears_the_coach)
    ear = open_ear(language, recognizer, hindsight=front_end.recall)
    return front_end.process, ear


def run(
    session: Session,
    options: Options,
    show: TextIO,
    open_hearing: OpenHearing = open_hearing,
) -> Outcome:
    """Run `session` to its end, printing lines to `show`. Raises Problem if it cannot begin."""
    language = load(session.language, options.words)
    session = grown(session, past(session))
    recognizer = recognizer_for(language.code, options.recognizer)
    lines = language.lines if recognizer else language.lines.for_keys()
    faults = FaultLines(language.code, lines)
    deaf = None if recognizer else faults.reason("no_recognizer")
    planned = _plan(session, options, lines, recognizer)
    with contextlib.ExitStack() as stack:
        voice = stack.enter_context(Pyttsx3Voice(options.voice, language=language.code))
        stack.enter_context(quiet_libraries())
        prompt = PromptVoice(CachedVoice(voice, ClipCache()))
        clips = Clips(prompt, planned.said_as)
        inbox: SimpleQueue[Event] = SimpleQueue()
        log = stack.enter_context(
            # The conductor is made later.
            logbook(session, planned, lambda key: conductor.key_means(key))  # noqa: PLW0108
        )
        performance = Performance(
            rate=RATE,
            clip_of=clips.clip,
            wpm=options.wpm,
            record=stack.enter_context(record(show, options.events)),
            log=log,
            post=inbox.put,
            voice_failed=faults.reason("voice_failed"),
        )
        # First of all, since devices take their time, and the models load in a thread.
        duplex = Duplex(
            *(performance.mixer, inbox.put, options.source, options.sink), listens=deaf is None
        )
        stack.callback(duplex.close)
        duplex.open()
        ears: Listener | None = None
        if recognizer and duplex.deaf_because is None:
            hears_itself = _tells_of_itself(inbox.put, faults.reason("hears_itself"))
            ears = Listener(
                duplex.blocks,
                lambda: open_hearing(language, recognizer, hears_itself),
                inbox.put,
            )
            stack.callback(ears.close)
            ears.start()
            performance.coach_says = ears.coach_says
            performance.expect_numbers = ears.expect_numbers
        else:
            inbox.put(Deaf(deaf or duplex.deaf_because or ""))
        supervisor = Supervisor(duplex, ears, faults.reason, inbox.put)
        leash = stack.enter_context(
            Leash(
                Siren(
                    faults.siren(lambda text: clips.clip(text, options.wpm)),
                    "\n".join(faults.watchdog()),
                    options.sink,
                ),
                lambda: supervisor.looks,
                lambda: duplex.frames_played,
            )
        )
        # All that is known to be said: a safety line must never wait for the voice.
        advice = Advice(lines, options.emergency_number).texts()
        fixed = [*faults.texts(), *lines.fixed()]
        clips.prepare([*planned.texts(), *advice, *fixed], options.wpm)
        prompt.patience_s = VOICE_S
        conductor = Conductor(
            planned,
            lines,
            lambda text: _spoken_s(clips, text, options.wpm),
            Preferences(
                wpm=options.wpm,
                emergency_number=options.emergency_number,
                keyboard=keyboard.is_there(),
            ),
        )
        stack.enter_context(_signals(inbox))
        stack.enter_context(_threads_end_quietly())
        if keyboard.is_there():
            stack.enter_context(keyboard.keys(inbox.put, options.stop_keys))
        stack.enter_context(supervisor)
        try:
            outcome = _conduct(conductor, performance, inbox, leash)
            if performance.is_mute:
                leash.alarm()
            else:
                let_it_ring(duplex, performance.mixer, leash.turn)
        except Exception:
            _fail(performance, duplex, leash, lines.say("failed"))
            raise
        return outcome


def _plan(session: Session, options: Options, lines: Lines, recognizer: str | None) -> Plan:
    """The plan, with what is asked and what has to be known before it."""
    less = recognizer == FALLBACK and not options.recognizer
    notices = [lines.say("hears_less")] if less else []
    asked = opening(session, lines, begin=options.begin, keyboard=keyboard.is_there())
    return plan(session, lines, wait=not options.begin, notices=notices, opening=asked)


def _tells_of_itself(post: Callable[[Event], None], words: str) -> Callable[[bool], None]:
    """Post that the coach hears its own voice, and what is to be said about it."""

    def hears_itself(heard: bool) -> None:
        post(OwnVoice(heard))
        if heard:
            post(Notice(words))

    return hears_itself


def _conduct(
    conductor: Conductor, performance: Performance, inbox: "SimpleQueue[Event]", leash: Leash
) -> Outcome:
    """Follow what happens until the session has ended."""
    clock = SystemClock()
    leash.watch()
    performance.carry_out(conductor.start(clock.now()), conductor.state)
    while performance.outcome is None:
        leash.turn()
        try:
            event = inbox.get(timeout=TURN_S)
        except Empty:
            continue
        performance.note(event)
        performance.carry_out(conductor.handle(event, clock.now()), conductor.state)
    return performance.outcome


def _fail(performance: Performance, duplex: Duplex, leash: Leash, words: str) -> None:
    """End a session in which the program made a mistake, in the coach's words or another's."""
    try:
        performance.fail(words)
        let_it_ring(duplex, performance.mixer, leash.turn)
    except Exception:  # noqa: BLE001 - there is no other way left
        leash.alarm()


def _spoken_s(clips: Clips, text: str, wpm: int) -> float:
    try:
        return clips.clip(text, wpm).seconds
    except VoiceFailed:
        return len(text) / CHARACTERS_A_S


def let_it_ring(duplex: Duplex, mixer: Mixer, turn: Callable[[], None] = lambda: None) -> None:
    """Let the last sounds be played, and reach the air; `turn` is called again and again."""
    clock, patience = SystemClock(), threading.Event()
    give_up = clock.now() + RING_S
    while mixer.busy and clock.now() < give_up:
        turn()
        patience.wait(0.02)
    last = duplex.frames_played + int((TAIL_S + duplex.latency_s) * RATE)
    give_up = clock.now() + 2 * TAIL_S
    while duplex.frames_played < last and clock.now() < give_up:
        turn()
        patience.wait(0.02)


@contextlib.contextmanager
def _threads_end_quietly() -> Iterator[None]:
    """A thread that fails is missed by whoever counts what it does; nobody reads its traceback."""
    before = threading.excepthook
    if not os.environ.get("VOICECOACH_DEBUG"):
        threading.excepthook = lambda _: None
    try:
        yield
    finally:
        threading.excepthook = before


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
