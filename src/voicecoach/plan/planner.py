"""Session to plan. What is said comes from the session and from the coach's lines."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from voicecoach.core.score import Measure, Note, Sounded, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Place, Plan, PlannedExercise, Side
from voicecoach.script.model import Block, Exercise, Movement, Session, Sides, Tempo

LEAD_IN = Measure(
    "lead-in", tuple(Sounded(Tone.LEAD_IN, float(second)) for second in range(3)), length_s=3.0
)
"""Three beats before the first rep of a set, and before one that begins again."""
BREATH_S = 0.6
"""Between two sentences, so that they can be followed."""
MOVE_S = 1.5
"""To get into a hold or out of it, after the words for it have ended."""
PLAIN_REP_S = 4.0
"""A rep for which the author gave neither tempo nor hold."""
POSITION_S = 20.0
"""To change position, when the coach does not wait for the user to say so."""
_COUNTDOWN_S = 3
_SHORTEST_COUNTED_HOLD_S = 8.0
_SHORTEST_HALVED_HOLD_S = 16.0
_ROOM_FOR_NUMBER_AND_WORD_S = 2.0

_SIDES = {
    Sides.BOTH: (Side.BOTH,),
    Sides.LEFT: (Side.LEFT,),
    Sides.RIGHT: (Side.RIGHT,),
    Sides.LEFT_THEN_RIGHT: (Side.LEFT, Side.RIGHT),
    Sides.ALTERNATING: (Side.BOTH,),
}
_SIDE_LINES = {Side.LEFT: "side_left", Side.RIGHT: "side_right"}
_TURN_LINES = {Side.LEFT: "left", Side.RIGHT: "right"}


def plan(session: Session, lines: Lines, *, wait: bool = True, notices: Sequence[str] = ()) -> Plan:
    """The cues of `session`.

    Without `wait` nothing waits for the user to be ready: a change of position gets
    `POSITION_S` seconds. `notices` are said before the session.
    """
    return _Planner(session, lines, wait).plan(notices)


class _Planner:
    def __init__(self, session: Session, lines: Lines, wait: bool) -> None:
        self._session = session
        self._lines = lines
        self._wait = wait
        self._cues: list[Cue] = []
        self._exercises: list[PlannedExercise] = []
        self._total = sum(block.rounds * len(block.exercises) for block in session.blocks)
        self._place: Place | None = None
        self._prefix = "intro"
        self._position: object = None

    def plan(self, notices: Sequence[str]) -> Plan:
        self._introduce(notices)
        for block in self._session.blocks:
            self._block(block)
        self._place, self._prefix = None, "outro"
        self._say(self._lines.say("session_done"))
        return Plan(self._session.title, tuple(self._cues), tuple(self._exercises))

    # -- before the first exercise

    def _introduce(self, notices: Sequence[str]) -> None:
        session, say = self._session, self._lines.say
        self._say(say("welcome", title=session.title))
        self._say(say("general_guidance"))
        if session.reviewed_by:
            self._say(say("reviewed", name=session.reviewed_by))
        else:
            self._say(say("not_reviewed"))
        if session.screening:
            self._say(say("screening_intro"))
            for reason in session.screening:
                self._say(self._lines.one_of("screening", reason))
        if session.equipment:
            self._say(say("equipment", things=", ".join(session.equipment)))
        for notice in notices:
            self._say(notice)
        self._say(say("how_to_halt"))
        if self._wait:
            self._add(CueKind.CHECKPOINT, (Spoken(say("ready_to_begin")),))
        self._say(say("beginning"))

    # -- the exercises

    def _block(self, block: Block) -> None:
        for turn in range(1, block.rounds + 1):
            self._place, self._prefix = None, f"block{len(self._exercises) + 1}"
            if turn == 1:
                self._say(self._lines.say("block", title=block.title))
            if block.rounds > 1:
                self._say(self._lines.say("round", n=turn, total=block.rounds))
            for exercise in block.exercises:
                self._exercise(exercise, first_time=turn == 1)

    def _exercise(self, exercise: Exercise, first_time: bool) -> None:
        number = len(self._exercises) + 1
        self._place, self._prefix = Place(number), f"e{number}"
        description = tuple(self._describe(exercise))
        self._exercises.append(
            PlannedExercise(
                exercise.name, len(self._cues), exercise.sets, exercise.reps, description
            )
        )
        self._say(self._lines.say("exercise", n=number, total=self._total, name=exercise.name))
        self._take_position(exercise, first_time)
        told = description[1:] if exercise.setup else description
        for sentence in told if first_time else self._prescription(exercise):
            self._say(sentence)
        if exercise.sides is Sides.LEFT_THEN_RIGHT:
            for side in _SIDES[exercise.sides]:
                self._sets(exercise, side)
        else:
            self._sets(exercise, _SIDES[exercise.sides][0])
        self._place = Place(number)
        self._tone(Tone.DONE)
        self._say(self._lines.say("exercise_done"))

    def _describe(self, exercise: Exercise) -> Iterator[str]:
        if exercise.setup:
            yield exercise.setup
        yield from exercise.steps
        if exercise.breathing:
            yield exercise.breathing
        if exercise.expect:
            yield self._lines.say("expect", what=exercise.expect.rstrip("."))
        for sign in exercise.stop_if:
            yield self._lines.say("tell_me_if", what=sign.rstrip("."))
        yield from self._prescription(exercise)

    def _prescription(self, exercise: Exercise) -> Iterator[str]:
        if exercise.sets > 1:
            yield self._lines.say("sets", n=exercise.sets)
        one_sided = exercise.sides in {Sides.LEFT_THEN_RIGHT, Sides.ALTERNATING}
        each_side = exercise.sides is Sides.LEFT_THEN_RIGHT
        if exercise.reps > 1 or one_sided:
            yield self._lines.say("reps_each_side" if each_side else "reps", n=exercise.reps)
        if exercise.hold:
            yield self._lines.say("hold_each", n=_number(exercise.hold))

    def _take_position(self, exercise: Exercise, first_time: bool) -> None:
        """Say how to lie, and give time to get there if that is somewhere else than before."""
        moves = exercise.start_position != self._position
        self._position = exercise.start_position
        if exercise.setup and (first_time or moves):
            self._say(exercise.setup)
        if not moves:
            return
        if self._wait:
            self._add(CueKind.CHECKPOINT, (Spoken(self._lines.say("in_position")),))
        else:
            notes = (Spoken(self._lines.say("change_position")),)
            self._add(CueKind.REST, notes, length_s=POSITION_S)

    def _sets(self, exercise: Exercise, side: Side) -> None:
        number = len(self._exercises)
        for turn in range(1, exercise.sets + 1):
            self._place = Place(number, turn, 0, side)
            if exercise.sets > 1:
                self._say(self._lines.say("set", n=turn, total=exercise.sets))
            if side is not Side.BOTH and (turn == 1 or exercise.sets > 1):
                self._say(self._lines.say(_SIDE_LINES[side]))
            self._add(CueKind.LEAD_IN, LEAD_IN.notes, LEAD_IN.length_s)
            for rep in range(1, exercise.reps + 1):
                self._rep(exercise, Place(number, turn, rep, _rep_side(exercise, rep, side)))
            if exercise.rest and not exercise.hold and turn < exercise.sets:
                self._place = Place(number, turn, exercise.reps, side)
                self._rest(exercise.rest)

    # -- reps

    def _rep(self, exercise: Exercise, place: Place) -> None:
        self._place = place
        call = Spoken(self._call(exercise, place))
        if exercise.hold:
            self._add(CueKind.COUNT, (call,), tail_s=MOVE_S)
            self._hold(exercise.hold)
            self._add(CueKind.COUNT, (Spoken(self._lines.say("release")),), tail_s=MOVE_S)
            if exercise.rest and place.rep < exercise.reps:
                self._rest(exercise.rest)
        elif exercise.tempo:
            self._tempo_rep(exercise, exercise.tempo, place)
        else:
            self._add(CueKind.COUNT, (call,), length_s=PLAIN_REP_S)

    def _call(self, exercise: Exercise, place: Place) -> str:
        """What starts a rep: its number, its side where they alternate, and the short form."""
        words = []
        if exercise.sides is Sides.ALTERNATING:
            words.append(self._lines.say(_TURN_LINES[place.side]))
        if exercise.cue:
            words.append(exercise.cue)
        if exercise.reps > 1 or not words:
            words.insert(0, self._lines.say("count", n=place.rep))
        return " ".join(words)

    def _hold(self, hold_s: float) -> None:
        notes: list[Note] = [Spoken(self._lines.say("hold"))]
        if hold_s >= _SHORTEST_HALVED_HOLD_S:
            notes.append(Spoken(self._lines.say("halfway"), hold_s / 2))
        if hold_s >= _SHORTEST_COUNTED_HOLD_S:
            notes += [
                Spoken(self._lines.say("count", n=left), hold_s - left)
                for left in range(_COUNTDOWN_S, 0, -1)
            ]
        self._add(CueKind.HOLD, tuple(notes), length_s=hold_s)

    def _tempo_rep(self, exercise: Exercise, tempo: Tempo, place: Place) -> None:
        """One rep to the tempo: a word begins each phase, a beat marks each second in it."""
        order = (0, 1, 2, 3) if exercise.starts_with is Movement.ECCENTRIC else (2, 3, 0, 1)
        lengths = [tempo[phase] for phase in order]
        notes: list[Note] = []
        for phase, length, start in zip(
            order, lengths, accumulate(lengths, initial=0.0), strict=False
        ):
            if not length:
                continue
            word = exercise.phases[phase] if exercise.phases else self._call(exercise, place)
            if not notes and exercise.phases and length >= _ROOM_FOR_NUMBER_AND_WORD_S:
                word = self._lines.say("count_cue", n=place.rep, cue=word)
            if not notes or exercise.phases:
                notes.append(Spoken(word, start))
            notes += [Sounded(Tone.BEAT, start + beat) for beat in range(1, _whole(length))]
        self._add(CueKind.COUNT, tuple(notes), length_s=sum(lengths))

    def _rest(self, seconds: float) -> None:
        spoken = Spoken(self._lines.say("rest", n=_number(seconds)))
        self._add(CueKind.REST, (spoken,), length_s=seconds)

    # -- cues

    def _say(self, text: str) -> None:
        self._add(CueKind.SAY, (Spoken(text),), tail_s=BREATH_S)

    def _tone(self, tone: Tone) -> None:
        self._add(CueKind.SAY, (Sounded(tone),), tail_s=BREATH_S)

    def _add(
        self,
        kind: CueKind,
        notes: tuple[Note, ...],
        length_s: float | None = None,
        tail_s: float = 0.0,
    ) -> None:
        measure = Measure(self._id(kind), notes, length_s, tail_s)
        self._cues.append(Cue(kind, measure, self._place))

    def _id(self, kind: CueKind) -> str:
        """A name that says where the cue stands, and is the same in every run."""
        parts = [self._prefix]
        if self._place and self._place.set:
            parts += [f"set{self._place.set}"]
            parts += [] if self._place.side is Side.BOTH else [self._place.side]
            parts += [f"rep{self._place.rep}"] if self._place.rep else []
        stem = ".".join([*parts, kind])
        taken = sum(cue.id.rpartition("-")[0] == stem for cue in self._cues[-40:])
        return f"{stem}-{taken + 1}"


def _rep_side(exercise: Exercise, rep: int, side: Side) -> Side:
    if exercise.sides is not Sides.ALTERNATING:
        return side
    return Side.LEFT if rep % 2 else Side.RIGHT


def _whole(seconds: float) -> int:
    """Seconds begun, so that a beat falls on each but the first."""
    return int(-(-seconds // 1))


def _number(seconds: float) -> str | int:
    """As one would say it: 20, not 20.0."""
    return int(seconds) if seconds == int(seconds) else f"{seconds:g}"
