"""The log of a session: events and states in, entries out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from voicecoach.core.actions import Outcome
from voicecoach.core.clock import WallClock
from voicecoach.core.events import (
    Began,
    Deaf,
    Ended,
    Event,
    Faltered,
    Heard,
    Interrupted,
    Mute,
    Pressed,
)
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.problems import Problem
from voicecoach.journal.entries import About, Entry, Step, What
from voicecoach.journal.writer import Journal

SETTLE_S = 0.3
"""How long advice may wait for the log; a healthy disk takes a few milliseconds."""

CHECKING, ADVISING, DOUBTING = "checking", "advising", "doubting"
"""States of the conductor that mean something here: the exercises are over for pain; or for good,
and for a red flag if it was not asked about first; something was half heard."""

_URGENT = frozenset({Intent.EMERGENCY, Intent.HELP})


class Log:
    """Writes down what happens in one session.

    `key_means` tells what a key is taken for. What is said, shown or half understood is no part
    of an entry: only names of intents and states, ids of cues, and numbers.
    """

    def __init__(
        self,
        journal: Journal,
        about: About,
        clock: WallClock,
        key_means: Callable[[str], Intent],
    ) -> None:
        self._journal = journal
        self._steps = about.steps
        self._clock = clock
        self._began_s = clock.now()
        self._key_means = key_means
        self._step: Step | None = None
        self._state = ""
        self._doubted: Intent | None = None
        self._grave = False
        self._counted: tuple[Step, int] | None = None
        self._do: dict[type, Callable[[Any], None]] = {
            Began: self._cue_began,
            Ended: self._cue_ended,
            Heard: self._heard,
            Pressed: lambda event: self._meant(What.PRESSED, self._key_means(event.key)),
            Deaf: lambda _: self._write(What.FAULT, "deaf"),
            Mute: lambda _: self._write(What.FAULT, "mute"),
            Faltered: lambda _: self._write(What.FAULT, "faltered"),
            Interrupted: lambda _: self._write(What.FAULT, "interrupted"),
        }

    def event(self, event: Event) -> None:
        """Write down what happened, before anything is done about it."""
        if do := self._do.get(type(event)):
            do(event)

    def state(self, state: str) -> None:
        """Write down what the coach does now, if that changed."""
        if state == self._state:
            return
        before, self._state = self._state, state
        self._write(What.STATE, state)
        if state == CHECKING:
            self._report(Outcome.PAIN)
        elif state == ADVISING and (before != CHECKING or self._doubted in _URGENT):
            self._report(Outcome.EMERGENCY)
        if state != DOUBTING:
            self._doubted = None

    def _report(self, kind: Outcome) -> None:
        self._grave = True
        self._write(What.PAIN, kind, self._step)

    def answer(self, question: str, value: str = "", amount: float | None = None) -> None:
        """Write down the answer to a question, such as `("pain_level", amount=4)`.

        `question` and `value` are names; a sentence would be kept as "other".
        """
        entry = Entry(What.ANSWER, self._now_s, question, value, amount, step=self._step)
        self._journal.write(entry)

    def counted(self, reps: int) -> None:
        """Write down each rep of this set that the user has counted, once."""
        if self._step is None:
            return
        here = replace(self._step, rep=0)
        done = self._counted[1] if self._counted and self._counted[0] == here else 0
        for rep in range(done + 1, reps + 1):
            self._write(What.REP, step=replace(self._step, rep=rep))
        self._counted = (here, max(done, reps))

    def end(self, outcome: Outcome) -> None:
        """Write down why the session ended, and when."""
        date = self._clock.wall().isoformat()
        self._journal.write(Entry(What.ENDED, self._now_s, outcome, date))

    def settle(self) -> None:
        """Once pain was reported, have it on the disk before anything more is said.

        To be called when the coach has fallen silent; waits `SETTLE_S` at most.
        """
        if self._grave:
            self._journal.flush(SETTLE_S)

    def trouble(self) -> Problem | None:
        """Why the log cannot be kept, told once."""
        return self._journal.trouble()

    def _cue_began(self, event: Began) -> None:
        cue = _cue(event.measure)
        if (step := self._steps.get(cue)) is not None:
            self._step = step
            self._journal.write(Entry(What.CUE, self._now_s, cue=cue, step=step))

    def _cue_ended(self, event: Ended) -> None:
        step = self._steps.get(_cue(event.measure))
        if step is not None and step.done is not None:
            self._write(step.done, step=step, amount=step.seconds or None)

    def _heard(self, heard: Heard) -> None:
        clear = heard.certainty is Certainty.CLEAR
        self._meant(What.HEARD if clear else What.DOUBTED, heard.intent)

    def _meant(self, what: What, intent: Intent) -> None:
        if intent in _URGENT or intent is Intent.PAIN:
            self._doubted = intent
        self._write(what, intent)

    def _write(
        self, what: What, name: str = "", step: Step | None = None, amount: float | None = None
    ) -> None:
        self._journal.write(Entry(what, self._now_s, name, amount=amount, step=step))

    @property
    def _now_s(self) -> float:
        return self._clock.now() - self._began_s


def _cue(measure: str) -> str:
    """The id of the cue that a measure plays: a cue that is played twice gets a number each."""
    return measure.partition("#")[0]
