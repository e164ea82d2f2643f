"""What the coach says when it is asked where it is: text from the plan and the place in it."""

from collections.abc import Sequence

from voicecoach.core.intents import Intent
from voicecoach.core.score import Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, Place, Plan, Side

_SIDES = {Side.LEFT: "side_is_left", Side.RIGHT: "side_is_right", Side.BOTH: "side_is_both"}


class Orientation:
    """Answers from a plan, the lines to say them in, and when each cue begins (seconds)."""

    def __init__(self, plan: Plan, lines: Lines, starts_s: Sequence[float]) -> None:
        self._plan = plan
        self._lines = lines
        self._starts_s = starts_s
        self._answers = {
            Intent.HOW_MANY_LEFT: self._how_many_left,
            Intent.HOW_LONG_LEFT: self._how_long_left,
            Intent.WHICH_SIDE: self._which_side,
            Intent.WHERE_AM_I: self._where_am_i,
            Intent.REPEAT: self._repeat,
        }

    def answer(self, question: Intent, at: int) -> tuple[str, ...]:
        """What to say to `question` when the cue with index `at` is the current one."""
        cue = self._plan.cues[at]
        return self._answers[question](cue, at)

    def _how_many_left(self, cue: Cue, _at: int) -> tuple[str, ...]:
        place = cue.place
        if place is None:
            return (self._lines.say("before_first"),)
        exercise = self._plan.exercises[place.exercise - 1]
        said = []
        if place.rep:
            left = exercise.reps - place.rep
            said.append(self._lines.say("reps_left", n=left) if left else self._last_rep())
        if place.set and exercise.sets > place.set:
            said.append(self._lines.say("sets_left", n=exercise.sets - place.set))
        return (*said, self._exercises_left(place)) if not said else tuple(said)

    def _last_rep(self) -> str:
        return self._lines.say("last_rep")

    def _exercises_left(self, place: Place) -> str:
        left = len(self._plan.exercises) - place.exercise
        if left:
            return self._lines.say("exercises_left", n=left)
        return self._lines.say("last_exercise")

    def _how_long_left(self, _cue: Cue, at: int) -> tuple[str, ...]:
        seconds = self._starts_s[-1] - self._starts_s[at]
        if seconds < 60:
            return (self._lines.say("seconds_left"),)
        return (self._lines.say("minutes_left", n=round(seconds / 60)),)

    def _which_side(self, cue: Cue, _at: int) -> tuple[str, ...]:
        if cue.place is None:
            return (self._lines.say("no_side_yet"),)
        return (self._lines.say(_SIDES[cue.place.side]),)

    def _where_am_i(self, cue: Cue, _at: int) -> tuple[str, ...]:
        place = cue.place
        if place is None:
            return (self._lines.say("before_first"),)
        exercise = self._plan.exercises[place.exercise - 1]
        said = [
            self._lines.say(
                "you_are_at", n=place.exercise, total=len(self._plan.exercises), name=exercise.name
            )
        ]
        if place.side is not Side.BOTH:
            said.append(self._lines.say(_SIDES[place.side]))
        if place.set and exercise.sets > 1:
            said.append(self._lines.say("set_of", n=place.set, total=exercise.sets))
        if place.rep:
            said.append(self._lines.say("rep_of", n=place.rep, total=exercise.reps))
        return tuple(said)

    def _repeat(self, cue: Cue, _at: int) -> tuple[str, ...]:
        """The exercise's description; outside the exercises, what was said last."""
        if cue.place is not None:
            return self._plan.exercises[cue.place.exercise - 1].description
        return tuple(note.text for note in cue.measure.notes if isinstance(note, Spoken))
