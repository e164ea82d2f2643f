"""What has been handed to the speaker and is not over yet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat

from voicecoach.core.actions import Action, Enqueue, Silence, Withdraw
from voicecoach.core.score import Measure, Spoken

SENTENCE_GAP_S = 0.4
LISTENING_GAP_S = 1.2
"""The same where the coach drowns what is said over its voice: time for a word of the user's."""
BREATH_S = 0.4
"""Silence between what was cut off and what is said instead."""
FAULT_BREATH_S = 0.15
"""The same before the word that a part has failed, which is due within a second of it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A cue that was enqueued: its index, and how many seconds of it were over before."""

    cue: int
    from_s: float


@dataclass(frozen=True, slots=True)
class CutCue:
    """A cue that was cut off: its index, how far it had got, and when that was."""

    cue: int
    at_s: float
    when: float


class Player:
    """Numbers every measure, since a cue may be played twice, and follows what became of it.

    Reports about measures that it does not know, or has given up, change nothing. `name` tells its
    measures from those of another player on the same mixer.
    """

    def __init__(self, name: str = "") -> None:
        self._name = name
        self._serial = 0
        self._outstanding: set[str] = set()
        self._parts: dict[str, _Part] = {}
        self._replaced: dict[str, str] = {}
        self._current: str | None = None
        self.leaves_gaps = False
        """Whether it says less at a time, with gaps to listen in."""
        self.cut: CutCue | None = None
        """The cue that the last silence cut off, until another one begins."""

    def enqueue(self, measure: Measure) -> Enqueue:
        """Play `measure` after all others."""
        self._serial += 1
        numbered = replace(measure, id=f"{measure.id}#{self._name}{self._serial}")
        if self.leaves_gaps and measure.notes and measure.length_s is None:
            numbered = replace(numbered, tail_s=max(measure.tail_s, LISTENING_GAP_S))
        self._outstanding.add(numbered.id)
        return Enqueue(numbered)

    def enqueue_cue(self, cue: int, measure: Measure, from_s: float = 0.0) -> Enqueue:
        """Play the cue with index `cue`, of which `from_s` seconds are over."""
        action = self.enqueue(measure)
        self._parts[action.measure.id] = _Part(cue, from_s)
        return action

    def say(
        self, *texts: str, tail_s: float = SENTENCE_GAP_S, after_s: float = 0.0
    ) -> list[Action]:
        """Say `texts` after all others and `after_s` more, `tail_s` of silence behind each."""
        starts = chain((after_s,), repeat(0.0))
        notes = (Spoken(text, start) for text, start in zip(texts, starts, strict=False))
        return [self.enqueue(Measure("say", (note,), tail_s=tail_s)) for note in notes]

    def leave_gaps(self, *, gaps: bool) -> list[Action]:
        """Say less at a time from now on, or as much as ever; what is enqueued stays as it is."""
        self.leaves_gaps = gaps
        return []

    def wait(self, seconds: float) -> Enqueue:
        """Let time pass, in silence."""
        return self.enqueue(Measure("wait", length_s=seconds))

    def interrupt_with(self, *texts: str, after_s: float = BREATH_S) -> list[Action]:
        """Fall silent at once, so that it is heard to be silent; then say `texts`."""
        return [self.silence(), *self.say(*texts, after_s=after_s)]

    def silence(self) -> Silence:
        """Give up all that was enqueued."""
        self._outstanding.clear()
        self._replaced.clear()
        return Silence()

    def renew(self, made: Callable[[int], Measure]) -> list[Action]:
        """Play the cue that is enqueued and has not begun, if there is one, as it is `made` now.

        What is left of a cue stays as it is. The new one is there before the old one goes, so
        that there is no gap between the two commands; should the old one begin before it can be
        withdrawn, `began` takes the new one back instead.
        """
        known = [each for each in self._parts if each in self._outstanding]
        if not known or known[-1] == self._current or self._parts[known[-1]].from_s:
            return []
        waiting, cue = known[-1], self._parts[known[-1]].cue
        action = self.enqueue_cue(cue, made(cue))
        self._replaced[waiting] = action.measure.id
        return [action, Withdraw(waiting)]

    def began(self, measure: str) -> tuple[int | None, list[Withdraw]]:
        """The index of the cue that begins with `measure`, if it is one, and what to take back."""
        part = self._parts.get(measure)
        if part is None or measure not in self._outstanding:
            return None, []
        self._current, self.cut = measure, None
        late = list(self._replacements(measure))
        self._outstanding.difference_update(late)
        return part.cue, [Withdraw(each) for each in late]

    def _replacements(self, measure: str) -> Iterator[str]:
        """What was to be played instead of `measure`, and instead of that."""
        while (late := self._replaced.pop(measure, None)) is not None:
            yield late
            measure = late

    def ended(self, measure: str) -> bool:
        """Whether nothing is left to play now that `measure` has ended."""
        self._parts.pop(measure, None)
        if measure not in self._outstanding:
            return False
        self._outstanding.remove(measure)
        return not self._outstanding

    def cut_off(self, measure: str, at_s: float, now: float) -> None:
        """Take note that `measure` was silenced `at_s` seconds after it began, or withdrawn."""
        self._outstanding.discard(measure)
        self._replaced.pop(measure, None)
        part = self._parts.pop(measure, None)
        if part is not None and measure == self._current:
            self.cut = CutCue(part.cue, part.from_s + at_s, now)
