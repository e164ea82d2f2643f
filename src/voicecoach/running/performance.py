"""Carries out what the conductor wants: the only one who touches the mixer's commands."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.mixer import Mixer
from voicecoach.core.actions import (
    Action,
    AnotherVoice,
    Answered,
    Chime,
    Counted,
    Duck,
    End,
    Enqueue,
    Expect,
    Keep,
    Outcome,
    SetRate,
    SetVolume,
    Show,
    Silence,
    Withdraw,
)
from voicecoach.core.clip import Clip
from voicecoach.core.events import Began, CutOff, Ended, Event, Faltered, Mute, Notice
from voicecoach.core.preferences import Levels
from voicecoach.core.problems import NoSound, Problem
from voicecoach.core.score import Measure, Spoken, Words
from voicecoach.running.record import Record


class Log(Protocol):
    """What is told of all that happens: `journal.log.Log`."""

    def event(self, event: Event) -> None: ...

    def state(self, state: str) -> None: ...

    def settle(self) -> None: ...

    def answer(self, question: str, value: str, amount: float | None) -> None: ...

    def counted(self, reps: int) -> None: ...

    def end(self, outcome: Outcome) -> None: ...

    def trouble(self) -> Problem | None: ...


class Performance:
    """One session's sound, screen and log.

    `clip_of` gives the clip of a text at a rate, and may raise NoSound; `voice_failed` is what is
    said then, which it must have. `post` puts an event into the inbox; `coach_says` and
    `expect` tell the ear.
    """

    def __init__(  # noqa: PLR0913 - one a part that it drives
        self,
        *,
        mixer: Mixer,
        clip_of: Callable[[str, int], Clip],
        wpm: int,
        record: Record,
        log: Log,
        post: Callable[[Event], None],
        voice_failed: str,
        levels: Levels | None = None,
        keep: Callable[[str, str], None] = lambda _key, _value: None,
    ) -> None:
        self.mixer = mixer
        self.outcome: Outcome | None = None
        self.is_mute = False
        """Whether what was to be said last could not be."""
        self.coach_says: Callable[[Sequence[Words]], None] = lambda _: None
        self.expect: Callable[[bool, bool], None] = lambda _numbers, _choices: None
        self.another_voice: Callable[[], None] = lambda: None
        self.clip_of = clip_of
        self.wpm = wpm
        self.volume_db: float | None = None
        """The level that was set last, if any was."""
        self._record = record
        self._log = log
        self._post = post
        self._voice_failed = voice_failed
        self._bars = BarMaker(
            mixer.rate, lambda text, speed: self.clip_of(text, round(self.wpm * speed)), levels
        )
        self._words: dict[str, Sequence[Words]] = {}
        self._do: dict[type, Callable[[Any], None]] = {
            Enqueue: lambda action: self._enqueue(action.measure),
            Silence: lambda _: self._silence(),
            Withdraw: lambda action: self.mixer.withdraw(action.measure),
            Chime: self._chime,
            Duck: lambda action: self.mixer.duck(action.on),
            SetVolume: lambda action: self._set_volume(action.db),
            SetRate: lambda action: setattr(self, "wpm", action.wpm),
            Show: lambda action: record.show(action.text),
            Expect: lambda action: self.expect(action.numbers, action.choices),
            Counted: lambda action: log.counted(action.reps),
            Answered: lambda action: log.answer(action.question, action.value, action.amount),
            Keep: lambda action: keep(action.key, action.value),
            AnotherVoice: lambda _: self.another_voice(),
            End: lambda action: self._end(action.outcome),
        }

    def carry_out(self, actions: Iterable[Action], state: str) -> None:
        """Do all of it, in order; `state` is what the conductor is in now."""
        self._log.state(state)
        for action in actions:
            self._record.write(action)
            self._do[type(action)](action)
        if (problem := self._log.trouble()) is not None:
            self._record.show(problem.mend)
            self._post(Notice(problem.what))

    def note(self, event: Event) -> None:
        """Keep the log, the screen and the ear up to date with what happened."""
        self._record.write(event)
        self._log.event(event)
        if isinstance(event, Began):
            words = self._words.get(event.measure, ())
            if words:
                self._record.spoken(" ".join(each.text for each in words))
            self.coach_says(words)
        elif isinstance(event, Ended | CutOff):
            self._words.pop(event.measure, None)
            self.coach_says(())
        elif isinstance(event, Mute):
            self.is_mute = True
        elif isinstance(event, Faltered):
            self._record.alarm(event.reason)  # who knows when it can be said

    def fail(self, text: str) -> None:
        """The program made a mistake: say so, whatever state the rest is in, and end."""
        self.mixer.silence()
        self._record.show(text)
        self._log.end(Outcome.FAILED)
        self._enqueue(Measure("last", (Spoken(text),)))

    def _set_volume(self, db: float) -> None:
        self.volume_db = db
        self.mixer.set_volume(db)

    def _silence(self) -> None:
        """Silence first, and never waiting; what is said next may wait for the log a little."""
        self.mixer.silence()
        self._log.settle()

    def _chime(self, chime: Chime) -> None:
        """Sound a tone; a silence cuts it off, and what is still to come of it."""
        before = np.zeros(round(chime.after_s * self.mixer.rate), np.float32)
        self.mixer.overlay(np.concatenate([before, self._bars.tone(chime.tone)]))

    def _end(self, outcome: Outcome) -> None:
        self._log.end(outcome)
        self.outcome = outcome

    def _enqueue(self, measure: Measure) -> None:
        text = " ".join(note.text for note in measure.notes if isinstance(note, Spoken))
        try:
            bar = self._bars.bar(measure)
        except NoSound as failure:
            hopeless = self._voice_failed in text
            self._post(Mute(str(failure)) if hopeless else Faltered(self._voice_failed))
            return
        self._words[measure.id] = self._bars.words(measure)
        self.mixer.enqueue(bar)
