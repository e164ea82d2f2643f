"""Where a conversation with the user takes place: voice, speaker, microphone, ears and keys.

All of it is opened once, and one piece after the other is performed on it: whoever decides what
is said (a session's conductor, say) hands the stage to the next without a pause.
"""

import contextlib
import math
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from queue import Empty, SimpleQueue
from typing import Protocol

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.front_end import FrontEnd
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.advice import Advice
from voicecoach.core.actions import Action, Outcome
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Armed, Deaf, Event, Interrupted, Notice, OwnVoice
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Spoken
from voicecoach.hearing.ears import open_ear, recognizer_for
from voicecoach.hearing.listener import Clean, Hearing, Listener
from voicecoach.language import Language
from voicecoach.music.lowered import Lowered
from voicecoach.running.faults import FaultLines
from voicecoach.running.interruption import end_by_signal, threads_end_quietly
from voicecoach.running.keeper import Keeper
from voicecoach.running.options import Options
from voicecoach.running.performance import Log, Performance
from voicecoach.running.record import Record
from voicecoach.running.revoicing import ClipOf, Revoicing
from voicecoach.running.supervisor import Supervisor
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import Engine, voice_called
from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.voice import VoiceFailed
from voicecoach.terminal import keyboard
from voicecoach.watchdog.leash import Leash, Siren

TURN_S = 0.1
"""How long the loop waits for an event before it comes round again, to be seen alive."""
FIRST_LINES = 12
"""Of a piece: ready before its first word, so that the rest can follow while these are spoken."""
VOICE_S = 0.4
"""How long a piece waits for the voice, should a line not be ready."""
SILENT_S, FEW_LINES = 6.0, 20
"""So long it makes its lines ready without a word, and so few may then be left without one."""
CHARACTERS_A_S = 14.0
"""What a voice says, where it cannot be asked."""
RING_S = 8.0
"""No last line is longer."""
TAIL_S = 0.3
"""What is still on its way to the air when the last measure has ended."""


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


LoadingVoice = Engine
"""A voice that whoever opens the stage has started already."""


class Piece(Protocol):
    """Who decides what is said and done: `coach.conductor.Conductor`, say."""

    @property
    def state(self) -> str: ...

    def start(self, now: float) -> Sequence[Action]: ...

    def handle(self, event: Event, now: float) -> Sequence[Action]: ...


class Stage:
    """One piece after the other is performed here. `open_stage` makes it.

    `lines` are those for who can be heard or, where nobody can, for keys alone. `recognizer` is
    None where no recognizer knows the language.
    """

    def __init__(  # noqa: PLR0913 - one a part that it holds
        self,
        *,
        language: Language,
        options: Options,
        recognizer: str | None,
        faults: FaultLines,
        prompt: PromptVoice,
        written: Record,
    ) -> None:
        self.language = language
        self.options = options
        self.recognizer = recognizer
        self.lines = language.lines if recognizer else language.lines.for_keys()
        self.faults = faults
        self.preferences = Preferences(
            wpm=options.wpm,
            emergency_number=options.emergency_number,
            keyboard=keyboard.is_there(),
            tones=options.tones,
            switch=options.one_switch is not None,
            **({} if options.volume_db is None else {"volume_db": options.volume_db}),
        )
        self.mixer = Mixer(RATE)
        self.inbox: SimpleQueue[Event] = SimpleQueue()
        self.duplex = Duplex(
            *(self.mixer, self.inbox.put, options.source, options.sink),
            listens=recognizer is not None,
        )
        self.ears: Listener | None = None
        self.leash: Leash
        self._prompt = prompt
        self._keeper = Keeper(self.inbox.put)
        self.closing = contextlib.ExitStack()
        self.closing.callback(self._keeper.close)
        self._record = written
        self._lasting: dict[type, Event] = {}
        """What was told of the ears last, and holds for the next piece as well."""
        self.performing = False
        """Whether whoever wants to end it is heard by a piece."""
        self.interrupted = False
        """Whether the system has asked the program to end."""
        self._begun = False
        self._to_prepare: Iterator[tuple[Clips, str]] = iter(())
        self._preparing: tuple[Clips, str] | None = None

    def interrupt(self) -> None:
        """The system asks for the end."""
        if not self.performing:
            raise KeyboardInterrupt
        self.inbox.put(Interrupted())

    # -- what there is to say

    def clips(self, said_as: Mapping[str, str] | None = None) -> Clips:
        """The clips of a piece, none of them ready. `said_as`: as `Clips` has it."""
        return Clips(self._prompt, said_as)

    def prepare(self, clips: Clips, texts: Iterable[str], *, patience_s: float = VOICE_S) -> None:
        """Have ready all that is said when something is wrong, and the first of `texts`.

        A safety line must never wait for the voice; from here on nobody waits for it for long. The
        rest of the texts follow while the first are spoken.
        """
        advice = Advice(self.lines, self.options.emergency_number).texts()
        fixed = [*self.faults.texts(), *self.lines.fixed()]
        texts = iter(texts)
        first = islice(texts, FIRST_LINES)
        self._prompt.patience_s = None
        every = (*advice, *fixed, *first)
        clips.prepare(every, self.preferences.wpm, self._tells_to_wait(clips))
        self._prompt.patience_s = patience_s
        self._to_prepare, self._preparing = ((clips, text) for text in texts), None

    def prepare_ahead(self, clips: Clips, texts: Iterable[str]) -> None:
        """Have `texts` made ready next, when nothing else is to be done: they will be said soon."""
        self._to_prepare = chain(((clips, text) for text in texts), self._to_prepare)

    def _prepare_one(self) -> bool:
        """Have one more text made ready; whether there may be more. Waits for no slow voice."""
        if self._preparing is None:
            self._preparing = next(self._to_prepare, None)
        if self._preparing is None:
            return False
        clips, text = self._preparing
        try:
            if clips.ahead(text, self.preferences.wpm, self._prompt.ahead):
                self._preparing = None
        except VoiceFailed:  # told when the line is due
            self._preparing = None
        return True

    def _tells_to_wait(self, clips: Clips) -> Callable[[int, int], None]:
        """Say once that it takes its time, where it does: nobody waits for minutes in silence."""
        clock = SystemClock()
        tell_at = clock.now() + SILENT_S

        def progress(done: int, total: int) -> None:
            nonlocal tell_at
            self.leash.turn()
            if clock.now() > tell_at and total - done > FEW_LINES:
                tell_at = math.inf
                text = self.lines.say("getting_ready")
                bars = BarMaker(RATE, lambda text, _: clips.clip(text, self.preferences.wpm))
                for _, samples in bars.bar(Measure("getting ready", (Spoken(text),))).notes:
                    self.mixer.overlay(samples)
                self._record.show(text)

        return progress

    def spoken_s(self, clips: Clips, text: str) -> float:
        """How long `text` takes to say."""
        try:
            return clips.seconds(text, self.preferences.wpm)
        except VoiceFailed:
            return len(text) / CHARACTERS_A_S

    # -- performing

    def perform(
        self, piece: Piece, clips: Clips, log: Log, idle: Callable[[], bool] = lambda: False
    ) -> Outcome:
        """Follow what happens until the piece has ended.

        `idle` does a little of what is due where nothing else is, and tells whether more is left.
        """
        performance = Performance(
            mixer=self.mixer,
            clip_of=clips.clip,
            wpm=self.preferences.wpm,
            record=self._record,
            log=log,
            post=self.inbox.put,
            voice_failed=self.faults.reason("voice_failed"),
            levels=self.options.levels,
            keep=self._wished,
        )
        if self.ears is not None:
            performance.coach_says = self.ears.coach_says
            performance.expect = self.ears.expect
        performance.another_voice = self._another_voice(performance, clips)
        for event in self._lasting.values() if self._begun else ():
            self.inbox.put(event)
        self._begun = True
        self.performing = True
        try:
            outcome = self._conduct(piece, performance, lambda: idle() or clips.pack())
            if performance.is_mute:
                self.leash.alarm()
            else:
                let_it_ring(self.duplex, self.mixer, self.leash.turn)
        except Exception:
            self._fail(performance)
            raise
        finally:
            self.performing = False
        self._keep(performance)
        return outcome

    def _wished(self, key: str, value: str) -> None:
        """Have what is wished for hold in the pieces that follow, and in the next run."""
        self.options = self.options.wishing(key, value)
        self.preferences = replace(
            self.preferences,
            emergency_number=self.options.emergency_number,
            tones=self.options.tones,
        )
        self._keeper.keep(key, value)

    def _keep(self, performance: Performance) -> None:
        """What the user has turned up or down holds for the next piece as well."""
        volume_db = performance.volume_db
        if volume_db is None:
            volume_db = self.preferences.volume_db
        self.preferences = replace(self.preferences, wpm=performance.wpm, volume_db=volume_db)

    def _another_voice(self, performance: Performance, clips: Clips) -> Callable[[], None]:
        """What gets another voice, which then speaks in the performance and in the next."""

        def ready(clip_of: ClipOf, prompt: PromptVoice, name: str) -> None:
            performance.clip_of = clip_of
            self._prompt = prompt
            self._keeper.keep("voice", name)

        def none() -> None:
            self.inbox.put(Notice(self.lines.say("no_other_voice")))

        revoicing = Revoicing(self.language.code, ready, none)
        self.closing.callback(revoicing.close)
        return lambda: revoicing.look(clips, self._prompt, self.preferences.wpm)

    def _conduct(self, piece: Piece, performance: Performance, idle: Callable[[], bool]) -> Outcome:
        clock = SystemClock()
        self.leash.watch()
        performance.carry_out(piece.start(clock.now()), piece.state)
        more = True
        while performance.outcome is None:
            self.leash.turn()
            try:
                event = self.inbox.get(timeout=None if more else TURN_S, block=not more)
            except Empty:
                more = self._prepare_one() or idle()
                continue
            self._remember(event)
            performance.note(event)
            performance.carry_out(piece.handle(event, clock.now()), piece.state)
            more = True
        return performance.outcome

    def _remember(self, event: Event) -> None:
        if isinstance(event, Armed | Deaf):
            self._lasting.pop(Armed, None)
            self._lasting.pop(Deaf, None)
        self.interrupted = self.interrupted or isinstance(event, Interrupted)
        if isinstance(event, Armed | Deaf | OwnVoice):
            self._lasting[type(event)] = event

    def _fail(self, performance: Performance) -> None:
        """End a piece in which the program made a mistake, in the coach's words or another's."""
        try:
            performance.fail(self.lines.say("failed"))
            let_it_ring(self.duplex, self.mixer, self.leash.turn)
        except Exception:  # noqa: BLE001 - there is no other way left
            self.leash.alarm()


@contextlib.contextmanager
def open_stage(
    language: Language,
    options: Options,
    written: Record,
    open_hearing: OpenHearing = open_hearing,
    voice: LoadingVoice | None = None,
) -> Iterator[Stage]:
    """Open it; `written` has its screen and log. `voice` may be loading already, and stays open.

    Raises Problem without a voice or a speaker.
    """
    recognizer = recognizer_for(language.code, options.recognizer)
    with contextlib.ExitStack() as stack:
        if voice is None:
            voice = stack.enter_context(voice_called(options.voice, language=language.code))
        stack.enter_context(quiet_libraries())
        stage = Stage(
            language=language,
            options=options,
            recognizer=recognizer,
            faults=FaultLines(
                language.code, language.lines if recognizer else language.lines.for_keys()
            ),
            prompt=PromptVoice(CachedVoice(voice, ClipCache())),
            written=written,
        )
        if not options.leaves_music:
            stack.enter_context(Lowered())
        # First of all, since devices take their time, and the models load in a thread.
        stack.callback(stage.duplex.close)
        stage.duplex.open()
        stack.callback(stage.closing.close)
        _listen(stage, stack, open_hearing)
        supervisor = Supervisor(stage.duplex, stage.ears, stage.faults.reason, stage.inbox.put)
        clips = stage.clips()
        stage.leash = stack.enter_context(
            Leash(
                Siren(
                    stage.faults.siren(lambda text: clips.clip(text, options.wpm)),
                    "\n".join(stage.faults.watchdog()),
                    options.sink,
                ),
                lambda: supervisor.looks,
                lambda: stage.duplex.frames_played,
            )
        )
        stack.enter_context(end_by_signal(stage.interrupt))
        stack.enter_context(threads_end_quietly())
        if keyboard.is_there():
            stack.enter_context(
                keyboard.keys(stage.inbox.put, options.stop_keys, options.one_switch)
            )
        stack.enter_context(supervisor)
        yield stage


def _listen(stage: Stage, stack: contextlib.ExitStack, open_hearing: OpenHearing) -> None:
    """Begin to listen, or say why nobody can be heard."""
    duplex, post, recognizer = stage.duplex, stage.inbox.put, stage.recognizer
    if recognizer and duplex.deaf_because is None:
        hears_itself = _tells_of_itself(post, stage.faults.reason("hears_itself"))
        stage.ears = Listener(
            duplex.blocks,
            lambda: open_hearing(stage.language, recognizer, hears_itself),
            post,
        )
        stack.callback(stage.ears.close)
        stage.ears.start()
        return
    deaf = None if recognizer else stage.faults.reason("no_recognizer")
    post(Deaf(deaf or duplex.deaf_because or ""))


def _tells_of_itself(post: Callable[[Event], None], words: str) -> Callable[[bool], None]:
    """Post that the coach hears its own voice, and what is to be said about it."""

    def hears_itself(heard: bool) -> None:
        post(OwnVoice(heard))
        if heard:
            post(Notice(words))

    return hears_itself


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
