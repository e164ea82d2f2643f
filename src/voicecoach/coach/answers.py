"""What the coach says when it is asked where it is: text from the plan and the place in it."""

from collections.abc import Callable, Iterator, Sequence

from voicecoach.core.intents import Intent
from voicecoach.core.score import Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Place, Plan, PlannedExercise, Side
from voicecoach.script.values import Sides

_SIDE_LINES = {Side.LEFT: "side_is_left", Side.RIGHT: "side_is_right"}
_NEXT_LINES = {Side.LEFT: "next_is_left", Side.RIGHT: "next_is_right"}
_TOLD_AGAIN = frozenset({Intent.REPEAT, Intent.SLOWLY})
_MOVING = frozenset({CueKind.COUNT, CueKind.HOLD, CueKind.FOLLOW})


class Orientation:
    """Answers from a plan, the lines to say them in, and when each cue begins (seconds)."""

    def __init__(self, plan: Plan, lines: Lines, starts_s: Sequence[float]) -> None:
        self._plan = plan
        self._lines = lines
        self._starts_s = starts_s
        self._about_the_exercise: dict[
            Intent, Callable[[PlannedExercise, Cue, Place], Iterator[str]]
        ] = {
            Intent.HOW_MANY_LEFT: self._how_many_left,
            Intent.WHICH_SIDE: self._which_side,
            Intent.WHERE_AM_I: self._where_am_i,
            Intent.SLOWLY: lambda exercise, _cue, _place: iter(exercise.description),
            Intent.EASIER: lambda _exercise, _cue, _place: iter((lines.say("no_easier"),)),
            Intent.HARDER: lambda _exercise, _cue, _place: iter((lines.say("no_harder"),)),
            Intent.REPEAT: lambda exercise, _cue, _place: iter(exercise.description),
        }

    def answer(self, question: Intent, at: int) -> tuple[str, ...]:
        """What to say to `question` when the cue with index `at` is the current one."""
        cue = self._plan.cues[at]
        if question is Intent.HOW_LONG_LEFT:
            return (self._how_long_left(at),)
        if question is Intent.WHAT_NEXT:
            return (self._what_next(at),)
        if cue.place is not None:
            exercise = self._plan.exercises[cue.place.exercise - 1]
            return tuple(self._about_the_exercise[question](exercise, cue, cue.place))
        if question in _TOLD_AGAIN:
            return tuple(note.text for note in cue.measure.notes if isinstance(note, Spoken))
        return (self._lines.say("after_last" if self._plan.turn(at) else "before_first"),)

    def _how_long_left(self, at: int) -> str:
        seconds = self._starts_s[-1] - self._starts_s[at]
        if seconds < 60:
            return self._lines.say("seconds_left")
        return self._lines.say("minutes_left", n=round(seconds / 60))

    def _what_next(self, at: int) -> str:
        """The other side, the next set or the next exercise, whichever comes first."""
        now = self._plan.cues[at].place
        for cue in self._plan.cues[at + 1 :]:
            place = cue.place
            if place is None or (now and place.exercise == now.exercise and not now.set):
                continue  # it is being told, and is next itself
            exercise = self._plan.exercises[place.exercise - 1]
            if now is None or place.exercise != now.exercise:
                total = len(self._plan.exercises)
                name = exercise.name
                return self._lines.say("next_is", n=place.exercise, total=total, name=name)
            if place.side is not now.side and exercise.sides is Sides.LEFT_THEN_RIGHT:
                return self._lines.say(_NEXT_LINES[place.side])
            if place.set != now.set:
                return self._lines.say("next_is_set", n=place.set, total=exercise.sets)
        return self._lines.say("nothing_next")

    def _how_many_left(self, exercise: PlannedExercise, cue: Cue, place: Place) -> Iterator[str]:
        left = exercise.reps - place.rep
        later = list(self._later_sets(exercise, place))
        needed = exercise.reps.least - place.rep
        if place.set and cue.kind in _MOVING and exercise.reps.is_range and left:
            if needed > 0:
                yield self._lines.say("reps_left_to_do", n=needed, total=left)
            else:
                yield self._lines.say("reps_if_you_like", n=left)
        elif place.set and cue.kind in _MOVING:
            yield self._lines.say("reps_left", n=left) if left else self._lines.say("last_rep")
        elif place.set and left:
            yield self._lines.say("reps_to_go", n=left)
        elif not later:
            yield self._exercises_left(place)
        yield from later

    def _later_sets(self, exercise: PlannedExercise, place: Place) -> Iterator[str]:
        if place.set and exercise.sets > place.set:
            yield self._lines.say("sets_left", n=exercise.sets - place.set)
        if exercise.sides is Sides.LEFT_THEN_RIGHT and place.side is Side.LEFT:
            yield self._lines.say("then_right")

    def _exercises_left(self, place: Place) -> str:
        left = len(self._plan.exercises) - place.exercise
        if left:
            return self._lines.say("exercises_left", n=left)
        return self._lines.say("last_exercise")

    def _which_side(self, exercise: PlannedExercise, _cue: Cue, place: Place) -> Iterator[str]:
        if place.side is Side.BOTH:
            yield self._lines.one_of("sides", exercise.sides)
        else:
            yield self._lines.say(_SIDE_LINES[place.side])

    def _where_am_i(self, exercise: PlannedExercise, _cue: Cue, place: Place) -> Iterator[str]:
        total = len(self._plan.exercises)
        yield self._lines.say("you_are_at", n=place.exercise, total=total, name=exercise.name)
        if place.side is not Side.BOTH:
            yield self._lines.say(_SIDE_LINES[place.side])
        if place.set and exercise.sets > 1:
            yield self._lines.say("set_of", n=place.set, total=exercise.sets)
        if place.rep and exercise.reps > 1:
            yield self._lines.say("rep_of", n=place.rep, total=exercise.reps)
