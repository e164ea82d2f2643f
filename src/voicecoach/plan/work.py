"""Writes the sides, sets and reps of an exercise, and how to lie for it."""

from collections.abc import Sequence

from voicecoach.core.score import Sounded, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import CueKind, Place, Side
from voicecoach.plan.reps import LEAD_IN, hold, messages, on_the_beat, phases
from voicecoach.plan.sentences import call, duration
from voicecoach.plan.writer import BREATH_S, Writer
from voicecoach.script.exercise import Exercise
from voicecoach.script.timing import PLAIN_REP_S, Told, between_the_counts, parts_s
from voicecoach.script.values import Counting, PainCheck, Sides, StartPosition

MOVE_S = 1.5
"""To get into a hold or out of it, after the words for it have ended."""
POSITION_S = 20.0
"""To change position, when the coach does not wait for the user to say so."""
CHANGE_SIDES_S = 5.0
"""To change sides without getting up or turning over, the words for it included."""
_SET_S = 3.0
"""For "Set 2 of 3", before the beats of the lead-in."""
_SHORTEST_ANNOUNCED_REST_S = 4.0
_SHORTEST_REST_S = 1.0

_SIDES = {
    Sides.BOTH: (Side.BOTH,),
    Sides.LEFT: (Side.LEFT,),
    Sides.RIGHT: (Side.RIGHT,),
    Sides.LEFT_THEN_RIGHT: (Side.LEFT, Side.RIGHT),
    Sides.ALTERNATING: (Side.BOTH,),
}
_SIDE_LINES = {Side.LEFT: "side_left", Side.RIGHT: "side_right"}
_TURNED_OVER = frozenset({StartPosition.SIDE_LYING, StartPosition.HALF_KNEELING})
"""Positions that are another one for the other side."""
Lies = tuple[StartPosition | None, str | None]
"""How the user is: the position, and how it was described."""


class Work:
    """Writes work behind all that is written; `lies` is how the user is after that.

    Without `wait`, nothing waits for the user to be in position.
    """

    def __init__(self, lines: Lines, writer: Writer, wait: bool) -> None:
        self._lines = lines
        self._writer = writer
        self._wait = wait
        self.lies: Lies = (None, None)

    # -- positions

    def take_position(self, exercise: Exercise, setup: str | None) -> None:
        """Say how to lie, and give time to get there if that is somewhere else than before."""
        position, lies_as = self.lies
        moves = exercise.start_position is not position
        if setup and (moves or (exercise.setup and setup != lies_as)):
            self._writer.say(setup)
            self.lies = (exercise.start_position, setup)
        else:
            self._writer.say(self._lines.say("stay"))
        if moves:
            self._wait_for_position()

    def _wait_for_position(self, *before: str) -> None:
        line = "in_position" if self._wait else "change_position"
        notes = (Spoken(" ".join((*before, self._lines.say(line)))),)
        if self._wait:
            self._writer.add(CueKind.CHECKPOINT, notes)
        else:
            self._writer.add(CueKind.REST, notes, length_s=POSITION_S)

    # -- sets

    def do(self, exercise: Exercise, number: int, sets: Sequence[int]) -> None:
        """These of its sets, by their numbers; `number` is that of the exercise in the plan."""
        for side in _SIDES[exercise.sides]:
            self._side(exercise, number, sets, side)
        done = (Sounded(Tone.DONE), Spoken(self._lines.say("exercise_done"), BREATH_S))
        self._writer.add(CueKind.SAY, done, tail_s=BREATH_S)

    def _side(self, exercise: Exercise, number: int, sets: Sequence[int], side: Side) -> None:
        """The sets on one side."""
        writer, is_first = self._writer, side is _SIDES[exercise.sides][0]
        writer.place = Place(number, sets[0], 0, side)
        between = exercise.pain_check is PainCheck.BETWEEN_SETS
        if between and not is_first:
            writer.ask("pain_level")
        if exercise.sides is Sides.LEFT_THEN_RIGHT:
            self._announce_side(exercise, side)
        told, _ = between_the_counts(exercise)
        for turn in sets:
            writer.place = Place(number, turn, 0, side)
            if between and turn > (1 if is_first else sets[0]):
                writer.ask("pain_level")
            told_side = side if turn > sets[0] else None
            if exercise.count is Counting.ON_VOICE:
                self._follow(exercise, turn, side, told_side)
            else:
                self._lead_in(exercise, turn, told_side)
            for rep in range(1, exercise.reps + 1 if exercise.count is Counting.BY_COACH else 1):
                writer.place = Place(number, turn, rep, _rep_side(exercise, rep, side))
                self._rep(exercise, writer.place, [each for each in told if each.rep in {0, rep}])
                if exercise.hold and rep < exercise.reps:
                    self.rest(exercise.rest, exercise.rest if rep == 1 else None)
            if turn < sets[-1]:  # the next set's lead-in is a part of the rest
                self.rest(exercise.rest - _SET_S - (LEAD_IN.length_s or 0.0), exercise.rest)

    def _announce_side(self, exercise: Exercise, side: Side) -> None:
        if side is Side.LEFT:
            self._writer.say(self._lines.say(_SIDE_LINES[side]))
            return
        other = self._lines.say("other_side")
        if exercise.start_position in _TURNED_OVER:
            self._wait_for_position(other)
        else:
            self._writer.add(CueKind.REST, (Spoken(other),), length_s=CHANGE_SIDES_S)

    def _lead_in(self, exercise: Exercise, turn: int, side: Side | None) -> None:
        """The beats; before them, which set it is, and where that has to be told, which side."""
        if exercise.sets == 1:
            self._writer.add(CueKind.LEAD_IN, LEAD_IN.notes, LEAD_IN.length_s)
            return
        words = self._which_set(exercise, turn, side)
        later = LEAD_IN.later(_SET_S)
        self._writer.add(CueKind.LEAD_IN, (Spoken(" ".join(words)), *later.notes), later.length_s)

    def _which_set(self, exercise: Exercise, turn: int, side: Side | None) -> list[str]:
        words = [self._lines.say("set", n=turn, total=exercise.sets)] if exercise.sets > 1 else []
        if side and exercise.sides is Sides.LEFT_THEN_RIGHT:
            words.append(self._lines.say(_SIDE_LINES[side]))
        return words

    def _follow(self, exercise: Exercise, turn: int, side: Side, told: Side | None) -> None:
        """A set that the user counts: what is told comes with the first rep."""
        writer, number = self._writer, self._writer.place.exercise if self._writer.place else 0
        invited = "you_count" if told is None else "you_count_again"
        words = [*self._which_set(exercise, turn, told), self._lines.say(invited)]
        for rep in range(1, exercise.reps + 1):
            writer.place = Place(number, turn, rep, _rep_side(exercise, rep, side))
            writer.add(CueKind.FOLLOW, (Spoken(" ".join(words)),) if rep == 1 else ())

    # -- reps and rests

    def _rep(self, exercise: Exercise, place: Place, told: Sequence[Told]) -> None:
        writer, lines = self._writer, self._lines
        if exercise.hold:
            words = call(exercise, place.rep, place.side, exercise.cue, lines)
            writer.add(CueKind.COUNT, (Spoken(" ".join(words)),), tail_s=MOVE_S)
            notes = tuple(sorted(hold(exercise, told, lines), key=lambda note: note.at_s))
            writer.add(CueKind.HOLD, notes, length_s=exercise.hold)
            writer.add(CueKind.COUNT, (on_the_beat(lines.say("release")),), tail_s=MOVE_S)
            return
        if length_s := sum(parts_s(exercise)):
            notes = tuple(phases(exercise, place, lines))
        else:
            length_s = PLAIN_REP_S
            notes = (on_the_beat(" ".join(call(exercise, place.rep, place.side, None, lines))),)
        notes = tuple(sorted((*notes, *messages(told)), key=lambda note: note.at_s))
        writer.add(CueKind.COUNT, notes, length_s=length_s)

    def rest(self, length_s: float, told_s: float | None) -> None:
        """Nothing for `length_s`, if that is long enough; `told_s` is how long the user is told."""
        if length_s < _SHORTEST_REST_S:
            return
        line = self._lines.say("rest_briefly")
        if told_s is not None and length_s >= _SHORTEST_ANNOUNCED_REST_S:
            line = self._lines.say("rest", time=duration(told_s, self._lines))
        self._writer.add(CueKind.REST, (Spoken(line),), length_s=length_s)


def _rep_side(exercise: Exercise, rep: int, side: Side) -> Side:
    if exercise.sides is not Sides.ALTERNATING:
        return side
    return Side.LEFT if rep % 2 else Side.RIGHT
