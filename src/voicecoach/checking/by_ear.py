"""The check by ear, of the first run and of `voicecoach doctor`: sound, voice and ears together.

What is said and asked, and what the figures mean, is decided in `doctor`, which is pure.
"""

import contextlib
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from typing import Any

from voicecoach.audio import measuring
from voicecoach.audio.bars import BarMaker, ClipOf
from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.measuring import Moment
from voicecoach.audio.mixer import Mixer, Samples
from voicecoach.checking.devices import Sound, find_sound
from voicecoach.checking.kept import keep, keep_microphone
from voicecoach.coach.advice import Advice
from voicecoach.core.actions import Enqueue, Outcome
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import (
    Armed,
    Began,
    Deaf,
    Ended,
    Event,
    Mute,
)
from voicecoach.core.intents import Intent
from voicecoach.core.measured import Checkup, Echo, Finding, Room
from voicecoach.core.measured import Ended as How
from voicecoach.core.problems import NoSound, Problem
from voicecoach.core.score import Measure, Sounded, Spoken, Tone, Words
from voicecoach.doctor.answer import Answer, leaves
from voicecoach.doctor.by_ear import Ask, ByEar, Quiet, Reply, Say, Speak, Step
from voicecoach.doctor.telling import Telling
from voicecoach.hearing.ears import recognizer_for
from voicecoach.hearing.listener import Clean, Hearing, Listener
from voicecoach.language import Language, load
from voicecoach.language.lines import lines_of
from voicecoach.running.faults import FaultLines
from voicecoach.running.options import Options
from voicecoach.running.record import Record
from voicecoach.running.stage import let_it_ring, open_hearing
from voicecoach.running.supervisor import Supervisor
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import voice_called
from voicecoach.terminal import keyboard

TURN_S = 0.1
GAP_S = 0.35
"""Between two lines."""
BEFORE_TONE_S, AFTER_TONE_S = 0.8, 0.15
"""So long after its own words the coach may take a word for its own."""
LOADING_S = 40.0
"""The recognizer may take so long to load on a slow machine."""
LAST_WORD_S = 1.0
"""So long it waits for more, once it has heard what was asked for."""


OUTCOMES = {
    How.DONE: Outcome.FINISHED,
    How.BY_USER: Outcome.ENDED_BY_USER,
    How.PAIN: Outcome.PAIN,
    How.EMERGENCY: Outcome.EMERGENCY,
}


def check(
    options: Options,
    written: Record,
    found: Sequence[Finding] = (),
    *,
    code: str = "en",
    first: bool = False,
) -> Checkup:
    """Check by ear, from beginning to end, and keep what came of it.

    `code` is the language; `found` was found before; `first` greets somebody who is here for the
    first time. It opens microphone and speaker itself and has closed them when it returns. However
    the check ends, a Checkup tells how far it got. Raises NoSound without a speaker or a voice.
    """
    language = load(code, options.words)
    recognizer = recognizer_for(language.code, options.recognizer)
    with contextlib.ExitStack() as stack:
        voice = stack.enter_context(voice_called(options.voice, language=language.code))
        stack.enter_context(quiet_libraries())
        sound = find_sound(options.source, options.sink)
        if sound.speaker is None:
            raise NoSound("There is no speaker.", "Plug one in, or switch it on.")
        unknown = () if recognizer else (Finding("no-language"),)
        telling = Telling(lines_of(language.code, "doctor"))
        check = ByEar(
            telling,
            (*found, *sound.findings, *unknown),
            listens=sound.alive and recognizer is not None,
            first=first,
        )
        clips = Clips(CachedVoice(voice, ClipCache()))
        stage = _Stage(
            language,
            options,
            lambda text, speed: clips.clip(text, round(options.wpm * speed)),
            written,
            stack,
            sound,
        )
        ended = How.DONE
        try:
            stage.open(recognizer if sound.alive else None)
            stage.follow(check)
        except Left as left:
            ended = left.how
            stage.take_leave(ended, telling)
        findings = check.findings if ended is How.DONE else (*check.findings, Finding("not-tried"))
        checkup = Checkup(
            SystemClock().wall().isoformat(timespec="seconds"),
            sound.microphone,
            sound.speaker,
            usual_source=sound.source is None,
            usual_sink=sound.sink is None,
            by_ear=True,
            ended=ended,
            room=check.room,
            echo=check.echo,
            phrases=check.phrases,
            findings=findings,
        )
        if sound.source != options.source and sound.source is not None and ended is How.DONE:
            with contextlib.suppress(Problem):  # then it is found again the next time
                keep_microphone(sound.source)
                stage.perform(Say((telling.words.say("input_kept"),)))
        stage.ring_out()
    keep(checkup)
    return checkup


class Left(Exception):  # noqa: N818 - somebody goes, which is no error
    """The user has ended the check, or something hurts."""

    def __init__(self, how: How) -> None:
        super().__init__(how)
        self.how = how


class _Tap:
    """Stands between the echo canceller and the ear, and keeps what somebody measures."""

    def __init__(self) -> None:
        self._kept: list[Moment] | None = None
        self.hears_itself = False

    def on(self, clean: Clean) -> Clean:
        """`clean`, with every block kept while somebody measures."""

        def cleaned(microphone: Samples, played: Samples) -> Samples:
            left = clean(microphone, played)
            if (kept := self._kept) is not None:
                kept.append(Moment(microphone, played, left))
            return left

        return cleaned

    def keep(self) -> list[Moment]:
        """Keep what comes from now on, in the list that is returned."""
        kept: list[Moment] = []
        self._kept = kept
        return kept

    def let_go(self) -> None:
        self._kept = None

    def hears(self, itself: bool) -> None:
        """The canceller is found not to help, or to help again."""
        self.hears_itself = itself


class _Stage:
    """Carries out steps with real sound."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that it brings together
        self,
        language: Language,
        options: Options,
        clip_of: ClipOf,
        written: Record,
        stack: contextlib.ExitStack,
        sound: Sound,
    ) -> None:
        self._language = language
        self._options = options
        self._record = written
        self._stack = stack
        self._inbox: SimpleQueue[Event] = SimpleQueue()
        self._mixer = Mixer(RATE)
        self._bars = BarMaker(RATE, clip_of)
        self._duplex = Duplex(self._mixer, self._inbox.put, sound.source, sound.sink)
        self._tap = _Tap()
        self._ears: Listener | None = None
        self._lines: dict[str, tuple[Words, ...]] = {}
        self._numbers = 0
        self._listens = False
        self._deaf = False
        self._clock = SystemClock()
        self._do: dict[type, Callable[[Any], Any]] = {
            Say: lambda step: self._say(step.lines),
            Quiet: self._be_quiet,
            Speak: self._speak,
            Ask: self._ask,
        }

    def open(self, recognizer: str | None) -> None:
        """Begin to play, and to listen with `recognizer`. Raises NoSound."""
        self._stack.callback(self._duplex.close)
        self._duplex.open()
        faults = FaultLines(self._language.code, self._language.lines)
        if recognizer and self._duplex.deaf_because is None:

            def make() -> tuple[Clean, Hearing]:
                clean, ear = open_hearing(self._language, recognizer, self._tap.hears)
                return self._tap.on(clean), ear

            self._ears = Listener(self._duplex.blocks, make, self._inbox.put)
            self._stack.callback(self._ears.close)
            self._ears.start()
        self._stack.enter_context(
            Supervisor(self._duplex, self._ears, faults.reason, self._inbox.put)
        )
        if keyboard.is_there():
            self._stack.enter_context(keyboard.keys(self._inbox.put, self._options.stop_keys))

    def follow(self, check: ByEar) -> None:
        """Do all the steps of a check. Raises Left where the user ends it."""
        steps = check.steps()
        result: Any = None
        with contextlib.suppress(StopIteration):
            while True:
                result = self.perform(steps.send(result))

    def perform(self, step: Step) -> Any:
        """Do one step; what came of it."""
        return self._do[type(step)](step)

    def take_leave(self, how: How, telling: Telling) -> None:
        """Silence first; then what has to be said."""
        self._mixer.silence()
        advice = Advice(self._language.lines, self._options.emergency_number)
        said = advice.for_outcome(OUTCOMES[how]) or (telling.words.say("left"),)
        with contextlib.suppress(Left):  # whoever says stop once more has silence
            self._say(said)
            return
        self._mixer.silence()
        for line in said:
            self._record.show(line)

    def ring_out(self) -> None:
        """Let the last sounds reach the air."""
        let_it_ring(self._duplex, self._mixer)

    # -- the steps

    def _say(self, lines: Sequence[str]) -> None:
        last = ""
        for line in lines:
            last = self._enqueue(Measure(self._id(), (Spoken(line),), tail_s=GAP_S))
        self._until(lambda event: isinstance(event, Ended) and event.measure == last)

    def _be_quiet(self, step: Quiet) -> Room | None:
        self._say(step.lines)
        self._wait_for_ears()
        if self._ears is None or self._ears.failure is not None:
            return None
        kept = self._tap.keep()
        self._pass(step.seconds)
        self._tap.let_go()
        return measuring.room(kept, RATE)

    def _speak(self, step: Speak) -> Echo:
        kept = self._tap.keep()
        self._say(step.lines)
        self._tap.let_go()
        return measuring.echo(kept, RATE, step.noise_db, stays=self._tap.hears_itself)

    def _ask(self, step: Ask) -> Reply:
        """Say what is asked, and listen until an answer is there or the time is over."""
        for line in step.lines[:-1]:
            self._enqueue(Measure(self._id(), (Spoken(line),), tail_s=GAP_S))
        gap_s = BEFORE_TONE_S if step.tone else GAP_S
        last = self._enqueue(Measure(self._id(), (Spoken(step.lines[-1]),), tail_s=gap_s))
        self._until(lambda event: isinstance(event, Ended) and event.measure == last, step.expects)
        notes = (Sounded(Tone.LEAD_IN),) if step.tone else ()
        opens_s = AFTER_TONE_S if step.tone else 0.0
        window = self._enqueue(Measure(self._id(), notes, length_s=opens_s + step.seconds))
        kept = self._tap.keep()
        answer = Answer(step.expects, anything=step.anything)
        self._until(
            lambda event: (
                (isinstance(event, Ended) and event.measure == window) or answer.is_complete(event)
            ),
            answer.expects,
        )
        self._mixer.silence()
        if answer.spoke:
            # What was begun is heard to its end: it may be more than its first word.
            self._pass(LAST_WORD_S, answer.take, answer.expects)
        self._tap.let_go()
        return Reply(
            answer.intent,
            answer.certainty,
            answer.spoke,
            measuring.speech(kept, RATE) if answer.spoke else None,
            measuring.clipped(kept, RATE) if answer.spoke else 0.0,
        )

    # -- waiting

    def _id(self) -> str:
        self._numbers += 1
        return f"check-{self._numbers}"

    def _enqueue(self, measure: Measure) -> str:
        bar = self._bars.bar(measure)
        self._lines[measure.id] = self._bars.words(measure)
        self._record.write(Enqueue(measure))
        self._mixer.enqueue(bar)
        return measure.id

    def _pass(
        self,
        seconds: float,
        take: Callable[[Event], None] = lambda _: None,
        expects: frozenset[Intent] = frozenset(),
    ) -> None:
        """Let so much silence pass: a measure like any other."""
        silence = self._enqueue(Measure(self._id(), length_s=seconds))

        def over(event: Event) -> bool:
            take(event)
            return isinstance(event, Ended) and event.measure == silence

        self._until(over, expects)

    def _wait_for_ears(self) -> None:
        """The models take a second to load, or ten; then the room is measured."""
        give_up = self._clock.now() + LOADING_S
        while not (self._listens or self._deaf) and self._clock.now() < give_up:
            self._pass(TURN_S)

    def _until(
        self, done: Callable[[Event], bool], expects: frozenset[Intent] = frozenset()
    ) -> None:
        """Follow what happens until `done`. Raises Left for a stop, NoSound for a dead speaker."""
        while True:
            if self._ears is None:
                self._drain()
            try:
                event = self._inbox.get(timeout=TURN_S)
            except Empty:
                continue
            self._note(event)
            if (how := leaves(event, expects)) is not None:
                raise Left(how)
            if done(event):
                return

    def _drain(self) -> None:
        with contextlib.suppress(Empty):
            while True:
                self._duplex.blocks.get_nowait()

    def _note(self, event: Event) -> None:
        self._record.write(event)
        match event:
            case Began():
                words = self._lines.get(event.measure, ())
                for each in words:
                    self._record.spoken(each.text)
                self._tell_ears(words)
            case Ended():
                self._lines.pop(event.measure, None)
                self._tell_ears(())
            case Armed():
                self._listens = True
            case Deaf():
                self._deaf = True
            case Mute():
                raise NoSound(event.reason, "Look at your speaker.")
            case _:
                pass

    def _tell_ears(self, words: Sequence[Words]) -> None:
        if self._ears is not None:
            self._ears.coach_says(words)
