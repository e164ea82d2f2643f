"""Where the coach is in the plan, and what to play from there."""

from collections.abc import Collection, Mapping

from voicecoach.coach.table import Signal, Trigger
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail
from voicecoach.core.score import Measure
from voicecoach.plan.cues import Cue, CueKind, Form, Plan

_MOVING = frozenset({CueKind.COUNT, CueKind.HOLD})
_IN_A_SET = _MOVING | {CueKind.REST}

PACE_STEP = 1.15
SLOWEST, FASTEST = 2.0, 0.5


class Playhead:
    """A place in a plan. `at` is the index of the cue that began last.

    No way leads past `gates`, questions that have to be answered first. `plans` tell more or less
    of the same exercises.
    """

    def __init__(
        self,
        plan: Plan,
        gates: Collection[int] = (),
        plans: Mapping[Detail, Plan] | None = None,
    ) -> None:
        self.plan = plan
        self._plans = plans or {}
        self._gates = set(gates)
        self.at = 0
        self.pace = 1.0
        """How many times as slow as planned the counts are."""

    @property
    def cue(self) -> Cue:
        return self.plan.cues[self.at]

    @property
    def is_moving(self) -> bool:
        """Whether a rep is under way."""
        return self.cue.kind in _MOVING

    @property
    def is_exercising(self) -> bool:
        """Whether the user moves to the count, rests or gets set: "slower" means the count."""
        return self.cue.place is not None and self.cue.place.set > 0

    def measure(self, index: int) -> Measure:
        """What to play for the cue at `index`, at the present pace. Holds are never scaled."""
        cue = self.plan.cues[index]
        return cue.measure.scaled(self.pace) if cue.kind is CueKind.COUNT else cue.measure

    def tell_in(self, detail: Detail) -> None:
        """Tell as much as that, from the next exercise on."""
        if detail in self._plans:
            self.plan = self.plan.continued_by(self._plans[detail], self.plan.turn(self.at))

    def change_pace(self, slower: bool) -> None:
        """One step slower or faster, within limits."""
        factor = PACE_STEP if slower else 1 / PACE_STEP
        self.pace = min(SLOWEST, max(FASTEST, self.pace * factor))

    def rest_of(self, cue: int, elapsed_s: float) -> Measure:
        """What is left of a hold or rest of which `elapsed_s` seconds are over."""
        return self.plan.cues[cue].measure.after(elapsed_s)

    def rep_start(self) -> int:
        """The index of the first cue of the rep that is under way, or of the current cue."""
        index = self.at
        while self.is_moving and index and self._same_rep(self.plan.cues[index - 1]):
            index -= 1
        return index

    def _same_rep(self, cue: Cue) -> bool:
        return cue.kind in _MOVING and cue.place == self.cue.place

    def told_from(self) -> int | None:
        """Where to go back to so that what was told last is told again; None in mid-exercise.

        Before the exercises that is one sentence; in an exercise all that was said since the
        user was to be ready.
        """
        if self.is_exercising:
            return None
        index = self.at
        while index and self._told_together(self.plan.cues[index - 1]):
            index -= 1
            if self.cue.place is None:
                break
        return index

    def _told_together(self, cue: Cue) -> bool:
        return cue.kind is CueKind.SAY and cue.place == self.cue.place

    def skip(self) -> int | None:
        """Go to the next exercise, or behind the last; return its number, None behind the last."""
        number = self.plan.turn(self.at) + 1
        if number > len(self.plan.exercises):
            self.at = len(self.plan.cues) - 1
            return None
        return self._go_to(number)

    def back(self) -> int:
        """Go to the exercise before, or to the first; return its number."""
        return self._go_to(max(1, self.plan.turn(self.at) - 1))

    def _go_to(self, number: int) -> int:
        """To the exercise, or to a question that has to be answered before."""
        first = self.plan.exercises[number - 1].first
        self.at = min((gate for gate in self._gates if gate < first), default=first)
        return number

    def answered(self) -> None:
        """The question at this cue is answered."""
        self._gates.discard(self.at)

    def past_next(self) -> int:
        """The index of the cue behind the next one, whose question needs no answer any more."""
        self._gates.discard(self.at + 1)
        return self.at + 2

    def resume(self) -> int:
        """The index of the cue at which to go on with what was cut off the last time."""
        self._gates.clear()
        number = self.plan.resume_at or 1
        return self.plan.exercises[number - 1].first

    def behind(self) -> int:
        """The index of the first cue behind this exercise."""
        return self.plan.behind(self.plan.turn(self.at))

    @property
    def has_easier(self) -> bool:
        """Whether there is an easier form of this exercise."""
        return self.signal_for(Intent.EASIER) is not None

    def ease(self) -> int:
        """Put the easier form in the place of what is left; the index of its first cue."""
        return self._take(self.plan.exercises[self.plan.turn(self.at) - 1].easier)

    def harden(self) -> int:
        """The same with the harder form."""
        return self._take(self.plan.exercises[self.plan.turn(self.at) - 1].harder)

    def _take(self, form: Form | None) -> int:
        if form:
            self.plan = self.plan.with_form(self.at, form)
        return self.at + 1

    def set_end(self) -> int | None:
        """The index of the first cue behind this set, if enough of its range is done."""
        place = self.cue.place
        if place is not None and self.cue.kind is CueKind.FOLLOW:
            total = int(self.plan.exercises[place.exercise - 1].reps)
            return self.at + total - place.rep + 1 if place.rep > 1 else None
        if place is None or not place.set or self.cue.kind not in _IN_A_SET:
            return None
        reps = self.plan.exercises[place.exercise - 1].reps
        if not reps.is_range or place.rep < reps.least:
            return None
        last = index = self.at
        while self.plan.cues[index].kind in _IN_A_SET:
            last = index if self.plan.cues[index].kind in _MOVING else last
            index += 1
        return last + 1 if last > self.at or self.is_moving else None

    def signal_for(self, trigger: Trigger) -> Signal | None:
        """What a word means here, if that is more than it means anywhere else."""
        exercise = self.plan.exercises[self.cue.place.exercise - 1] if self.cue.place else None
        meant: dict[Trigger, tuple[Signal, object]] = {
            Intent.REPEAT: (Signal.TELL_AGAIN, self.told_from() is not None),
            Intent.EASIER: (Signal.EASIER_FORM, exercise is not None and exercise.easier),
            Intent.HARDER: (Signal.HARDER_FORM, exercise is not None and exercise.harder),
            Intent.DONE: (Signal.SET_DONE, self.set_end() is not None),
        }
        signal, applies = meant.get(trigger, (None, False))
        return signal if applies else None
