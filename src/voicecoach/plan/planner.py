"""Session to plan. What is said comes from the session and from the coach's lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from voicecoach.core.score import Measure, Note, Sounded, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Easier, Place, Plan, PlannedExercise, Side
from voicecoach.plan.opening import Opening
from voicecoach.plan.sentences import call, duration, how_much, how_to_begin, how_to_move
from voicecoach.script.model import Block, Exercise, Session
from voicecoach.script.values import Movement, PainCheck, Sides, StartPosition, Tempo

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
CHANGE_SIDES_S = 5.0
"""To change sides without getting up or turning over, the words for it included."""
_SET_S = 3.0
"""For "Set 2 of 3", before the beats of the lead-in."""
_WORD_S = 1.0
"""For one number or word of a call."""
_SHORTEST_ANNOUNCED_REST_S = 4.0
_SHORTEST_REST_S = 1.0
_COUNTDOWN_S = 3
_SHORTEST_COUNTED_HOLD_S = 8.0
_SHORTEST_HALVED_HOLD_S = 16.0

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


def plan(
    session: Session,
    lines: Lines,
    *,
    wait: bool = True,
    notices: Sequence[str] = (),
    opening: Opening | None = None,
) -> Plan:
    """The cues of `session`.

    Without `wait` nothing waits for the user to be ready: a change of position gets
    `POSITION_S` seconds. `notices` are said before the session, and `opening` is asked.
    """
    return _Planner(session, lines, wait, opening or Opening()).plan(notices)


class _Planner:
    def __init__(self, session: Session, lines: Lines, wait: bool, opening: Opening) -> None:
        self._session = session
        self._lines = lines
        self._wait = wait
        self._first = opening
        self._cues: list[Cue] = []
        self._ids: Counter[str] = Counter()
        self._exercises: list[PlannedExercise] = []
        self._total = sum(block.rounds * len(block.exercises) for block in session.blocks)
        self._place: Place | None = None
        self._position: StartPosition | None = None
        self._lies_as: str | None = None
        self._is_easier = False

    def plan(self, notices: Sequence[str]) -> Plan:
        self._introduce(notices)
        ears_from = len(self._cues)
        self._ask_first()
        self._invite()
        for block in self._session.blocks:
            for turn in range(1, block.rounds + 1):
                self._round(block, turn)
        self._place = None
        self._say(self._lines.say("session_done"))
        cues, exercises = tuple(self._cues), tuple(self._exercises)
        return Plan(self._session.title, cues, exercises, ears_from, self._first.resume_at)

    # -- before the first exercise

    def _introduce(self, notices: Sequence[str]) -> None:
        session, say = self._session, self._lines.say
        self._say(say("welcome", title=session.title))
        self._say(say("general_guidance"))
        if session.reviewed_by:
            self._say(say("reviewed", name=session.reviewed_by))
        else:
            self._say(say("not_reviewed"))
        if session.screening and not self._first.screening:
            self._say(say("screening_intro"))
            for reason in self._reasons():
                self._say(reason)
        if session.equipment:
            self._say(say("equipment", things=", ".join(session.equipment)))
        for notice in notices:
            self._say(notice)

    def _reasons(self) -> Iterator[str]:
        return (self._lines.one_of("screening", reason) for reason in self._session.screening)

    def _ask_first(self) -> None:
        """What has to be known before anything is done."""
        opening = self._first
        if opening.after_pain:
            self._ask(opening.after_pain)
        if opening.resume_at is not None:
            turns = (block.exercises * block.rounds for block in self._session.blocks)
            names = [exercise.name for turn in turns for exercise in turn]
            self._ask("resume", n=opening.resume_at, name=names[opening.resume_at - 1])
        if opening.screening and self._session.screening:
            if opening.screened:
                self._ask("screening_again")
            self._ask("screening", *self._reasons())

    def _invite(self) -> None:
        self._say(self._lines.say("how_it_counts"))
        self._say(self._lines.say("normal"))
        self._say(self._lines.say("how_to_halt"))
        if self._first.rehearsal:
            self._ask(self._first.rehearsal)
        if self._wait:
            self._add(CueKind.CHECKPOINT, (Spoken(self._lines.say("ready_to_begin")),))
        self._say(self._lines.say("beginning"))

    # -- the exercises

    def _round(self, block: Block, turn: int) -> None:
        heading = [self._lines.say("block", title=block.title)] if turn == 1 else []
        if block.rounds > 1:
            heading.append(self._lines.say("round", n=turn, total=block.rounds))
        for exercise in block.exercises:
            self._exercise(exercise, heading, first_time=turn == 1)
            heading = []

    def _exercise(self, exercise: Exercise, heading: Sequence[str], *, first_time: bool) -> None:
        lines, number = self._lines, len(self._exercises) + 1
        setup = how_to_begin(exercise, lines)
        movement, dose = tuple(how_to_move(exercise, lines)), tuple(how_much(exercise, lines))
        description = (*([setup] if setup else []), *movement, *dose)
        first, sets, reps = len(self._cues), exercise.sets, exercise.reps
        self._exercises.append(
            PlannedExercise(exercise.name, first, sets, reps, exercise.sides, description)
        )
        self._place = Place(number)
        for sentence in heading:
            self._say(sentence)
        self._say(lines.say("exercise", n=number, total=self._total, name=exercise.name))
        if number == self._first.resume_at:  # nobody knows how the user lies by then
            self._position = self._lies_as = None
        self._take_position(exercise, setup)
        short = (exercise.cue,) if exercise.cue and not exercise.hold else ()
        for sentence in (*(movement if first_time else short), *dose):
            self._say(sentence)
        if exercise.pain_check is PainCheck.BEFORE:
            self._ask("pain_level")
        self._work(exercise)
        if exercise.pain_check and exercise.easier:
            form = self._easier(exercise, self._session.exercise(exercise.easier))
            self._exercises[-1] = replace(self._exercises[-1], easier=form)

    def _work(self, exercise: Exercise) -> None:
        """All of its reps."""
        for side in _SIDES[exercise.sides]:
            self._side(exercise, side)
        done = (Sounded(Tone.DONE), Spoken(self._lines.say("exercise_done"), BREATH_S))
        self._add(CueKind.SAY, done, tail_s=BREATH_S)

    def _easier(self, exercise: Exercise, form: Exercise) -> Easier:
        """The easier form, to be done instead; behind it the user is where the session goes on."""
        before, self._cues, self._is_easier = self._cues, [], True
        self._place = Place(len(self._exercises))
        setup = how_to_begin(form, self._lines)
        told = (*how_to_move(form, self._lines), *how_much(form, self._lines))
        self._say(self._lines.say("easier_form", name=form.name))
        self._take_position(form, setup)
        for sentence in told:
            self._say(sentence)
        self._work(form)
        if self._position is not exercise.start_position:
            self._take_position(exercise, how_to_begin(exercise, self._lines))
        cues, self._cues, self._is_easier = tuple(self._cues), before, False
        description = (*([setup] if setup else []), *told)
        return Easier(form.name, form.sets, form.reps, form.sides, description, cues)

    def _take_position(self, exercise: Exercise, setup: str | None) -> None:
        """Say how to lie, and give time to get there if that is somewhere else than before."""
        moves = exercise.start_position is not self._position
        if setup and (moves or (exercise.setup and setup != self._lies_as)):
            self._say(setup)
            self._position, self._lies_as = exercise.start_position, setup
        else:
            self._say(self._lines.say("stay"))
        if moves:
            self._wait_for_position()

    def _wait_for_position(self, *before: str) -> None:
        line = "in_position" if self._wait else "change_position"
        notes = (Spoken(" ".join((*before, self._lines.say(line)))),)
        if self._wait:
            self._add(CueKind.CHECKPOINT, notes)
        else:
            self._add(CueKind.REST, notes, length_s=POSITION_S)

    def _side(self, exercise: Exercise, side: Side) -> None:
        """All sets on one side."""
        number = len(self._exercises)
        self._place = Place(number, 1, 0, side)
        between = exercise.pain_check is PainCheck.BETWEEN_SETS
        if between and side is not _SIDES[exercise.sides][0]:
            self._ask("pain_level")
        if exercise.sides is Sides.LEFT_THEN_RIGHT:
            self._announce_side(exercise, side)
        for turn in range(1, exercise.sets + 1):
            self._place = Place(number, turn, 0, side)
            if between and turn > 1:
                self._ask("pain_level")
            self._lead_in(exercise, turn, side)
            for rep in range(1, exercise.reps + 1):
                self._place = Place(number, turn, rep, _rep_side(exercise, rep, side))
                self._rep(exercise, self._place)
                if exercise.hold and rep < exercise.reps:
                    self._rest(exercise.rest, exercise.rest if rep == 1 else None)
            if turn < exercise.sets:  # the next set's lead-in is a part of the rest
                self._rest(exercise.rest - _SET_S - (LEAD_IN.length_s or 0.0), exercise.rest)

    def _announce_side(self, exercise: Exercise, side: Side) -> None:
        if side is Side.LEFT:
            self._say(self._lines.say(_SIDE_LINES[side]))
            return
        other = self._lines.say("other_side")
        if exercise.start_position in _TURNED_OVER:
            self._wait_for_position(other)
        else:
            self._add(CueKind.REST, (Spoken(other),), length_s=CHANGE_SIDES_S)

    def _lead_in(self, exercise: Exercise, turn: int, side: Side) -> None:
        """The beats; before them, which set it is, and where that has to be told, which side."""
        if exercise.sets == 1:
            self._add(CueKind.LEAD_IN, LEAD_IN.notes, LEAD_IN.length_s)
            return
        words = [self._lines.say("set", n=turn, total=exercise.sets)]
        if turn > 1 and exercise.sides is Sides.LEFT_THEN_RIGHT:
            words.append(self._lines.say(_SIDE_LINES[side]))
        later = LEAD_IN.later(_SET_S)
        self._add(CueKind.LEAD_IN, (Spoken(" ".join(words)), *later.notes), later.length_s)

    # -- reps

    def _rep(self, exercise: Exercise, place: Place) -> None:
        if exercise.hold:
            words = call(exercise, place.rep, place.side, exercise.cue, self._lines)
            self._add(CueKind.COUNT, (Spoken(" ".join(words)),), tail_s=MOVE_S)
            self._hold(exercise.hold)
            self._add(CueKind.COUNT, (Spoken(self._lines.say("release")),), tail_s=MOVE_S)
        elif exercise.tempo and exercise.phases:
            notes = tuple(self._phases(exercise, exercise.tempo, exercise.phases, place))
            self._add(CueKind.COUNT, notes, length_s=sum(exercise.tempo))
        else:
            words = call(exercise, place.rep, place.side, None, self._lines)
            self._add(CueKind.COUNT, (Spoken(" ".join(words)),), length_s=PLAIN_REP_S)

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

    def _phases(
        self, exercise: Exercise, tempo: Tempo, words: Sequence[str], place: Place
    ) -> Iterator[Note]:
        """One rep to the tempo: a word begins each phase, a beat marks each second in it."""
        order = (0, 1, 2, 3) if exercise.starts_with is Movement.ECCENTRIC else (2, 3, 0, 1)
        starts = accumulate((tempo[phase] for phase in order), initial=0.0)
        for phase, start in zip(order, starts, strict=False):
            word, length = words[phase], tempo[phase]
            if not length:
                continue
            yield Spoken(word if start else self._opening(exercise, place, word, length), start)
            for beat in range(1, _seconds_begun(length)):
                yield Sounded(Tone.BEAT, start + beat)

    def _opening(self, exercise: Exercise, place: Place, word: str, room_s: float) -> str:
        """What begins a rep, as far as there is room: first the word gives way, then the number."""
        said = call(exercise, place.rep, place.side, word, self._lines)
        while len(said) > max(1, int(room_s / _WORD_S)):
            said.pop(-1 if said[-1] == word else 0)
        return " ".join(said)

    def _rest(self, length_s: float, told_s: float | None) -> None:
        """Nothing for `length_s`, if that is long enough; `told_s` is how long the user is told."""
        if length_s < _SHORTEST_REST_S:
            return
        line = self._lines.say("rest_briefly")
        if told_s is not None and length_s >= _SHORTEST_ANNOUNCED_REST_S:
            line = self._lines.say("rest", time=duration(told_s, self._lines))
        self._add(CueKind.REST, (Spoken(line),), length_s=length_s)

    # -- cues

    def _ask(self, question: str, /, *parts: str, **values: object) -> None:
        """A question of the safety ladder; `parts` are said behind it."""
        text = self._lines.ladder.questions[question].ask.format(**values)
        self._add(CueKind.ASK, (Spoken(" ".join((text, *parts))),), tail_s=BREATH_S, asks=question)

    def _say(self, text: str) -> None:
        self._add(CueKind.SAY, (Spoken(text),), tail_s=BREATH_S)

    def _add(
        self,
        kind: CueKind,
        notes: tuple[Note, ...],
        length_s: float | None = None,
        tail_s: float = 0.0,
        asks: str = "",
    ) -> None:
        measure = Measure(self._id(kind), notes, length_s, tail_s)
        self._cues.append(Cue(kind, measure, self._place, asks))

    def _id(self, kind: CueKind) -> str:
        """A name that says where the cue stands, and is the same in every run."""
        place = self._place
        if place is None:
            parts = ["outro" if self._exercises else "intro"]
        else:
            parts = [f"e{place.exercise}", *(["easier"] if self._is_easier else [])]
            parts += [f"set{place.set}"] if place.set else []
            parts += [] if place.side is Side.BOTH else [place.side]
            parts += [f"rep{place.rep}"] if place.rep else []
        stem = ".".join([*parts, kind])
        self._ids[stem] += 1
        return f"{stem}-{self._ids[stem]}"


def _rep_side(exercise: Exercise, rep: int, side: Side) -> Side:
    if exercise.sides is not Sides.ALTERNATING:
        return side
    return Side.LEFT if rep % 2 else Side.RIGHT


def _seconds_begun(length_s: float) -> int:
    """So many that a beat falls on each but the first."""
    return int(-(-length_s // 1))
