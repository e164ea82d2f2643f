"""Where the coach is in the plan, and what to play from there."""

from collections.abc import Callable, Iterator

from voicecoach.core.score import Measure
from voicecoach.plan.cues import Cue, CueKind, Plan

_MOVING = frozenset({CueKind.COUNT, CueKind.HOLD})
_TIMED = frozenset({CueKind.HOLD, CueKind.REST})

PACE_STEP = 1.15
SLOWEST, FASTEST = 2.0, 0.5


class Playhead:
    """A place in a plan. `at` is the index of the cue that began last."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.at = 0
        self.pace = 1.0
        """How many times as slow as planned the counts are."""

    @property
    def cue(self) -> Cue:
        return self.plan.cues[self.at]

    @property
    def is_counting(self) -> bool:
        """Whether the user moves to the count, so that "slower" means the count."""
        return self.cue.kind in _MOVING or self.cue.kind is CueKind.LEAD_IN

    def measure(self, index: int) -> Measure:
        """What to play for the cue at `index`, at the present pace. Holds are never scaled."""
        cue = self.plan.cues[index]
        return cue.measure.scaled(self.pace) if cue.kind is CueKind.COUNT else cue.measure

    def change_pace(self, slower: bool) -> None:
        """One step slower or faster, within limits."""
        factor = PACE_STEP if slower else 1 / PACE_STEP
        self.pace = min(SLOWEST, max(FASTEST, self.pace * factor))

    def rest_of(self, cue: int, elapsed_s: float) -> tuple[Measure, float] | None:
        """What is left of a hold or rest of which `elapsed_s` are over, and from where."""
        if self.plan.cues[cue].kind not in _TIMED:
            return None
        return self.plan.cues[cue].measure.after(elapsed_s), elapsed_s

    def rep_start(self) -> int:
        """The index of the first cue of the rep that is under way, or of the current cue."""
        index = self.at
        if self.cue.kind in _MOVING:
            while index and self._same_rep(self.plan.cues[index - 1]):
                index -= 1
        return index

    def _same_rep(self, cue: Cue) -> bool:
        return cue.kind in _MOVING and cue.place == self.cue.place

    def next_exercise(self) -> int | None:
        """The number of the exercise that follows, or None at the last one."""
        return next(self._firsts(lambda first: first > self.at), None)

    def previous_exercise(self) -> int:
        """The number of the exercise before the current one, or the first."""
        began = list(self._firsts(lambda first: first <= self.at))
        return began[-2] if len(began) > 1 else 1

    def _firsts(self, wanted: Callable[[int], bool]) -> Iterator[int]:
        for number, exercise in enumerate(self.plan.exercises, 1):
            if wanted(exercise.first):
                yield number

    def move_to(self, exercise: int | None) -> None:
        """Go to the first cue of an exercise, or behind the last exercise."""
        if exercise is not None:
            self.at = self.plan.exercises[exercise - 1].first
            return
        after = [i for i, cue in enumerate(self.plan.cues) if cue.place is not None]
        self.at = min(after[-1] + 1 if after else 0, len(self.plan.cues) - 1)
