"""Session to plan. What is said comes from the session and from the coach's lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voicecoach.core.preferences import Detail
from voicecoach.core.score import Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import CueKind, Form, Place, Plan, PlannedExercise
from voicecoach.plan.introduction import Introduction
from voicecoach.plan.opening import Opening
from voicecoach.plan.pronouncing import pronouncing, respelt, said_as
from voicecoach.plan.sentences import (
    announces,
    heading,
    how_much,
    how_to_begin,
    how_to_move,
    warnings,
)
from voicecoach.plan.work import Lies, Work
from voicecoach.plan.writer import Writer
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import MOST_FORMS, Block, Session
from voicecoach.script.values import Advance, Order, PainCheck


def plan(  # noqa: PLR0913 - one a thing that is to be said otherwise
    session: Session,
    lines: Lines,
    *,
    wait: bool = True,
    notices: Sequence[str] = (),
    opening: Opening | None = None,
    detail: Detail = Detail.USUAL,
) -> Plan:
    """The cues of `session`.

    Without `wait` nothing waits for the user to be ready: a change of position gets
    `POSITION_S` seconds. `notices` are said before the session, and `opening` is asked. `detail`
    is how much is told of an exercise; whatever it is, the exercises are the same.
    """
    opening = opening or Opening()
    announced = tuple(announces(session, lines))
    planned = _Planner(session, lines, wait, opening, announced, detail=detail).plan(notices)
    if not session.pronunciations:
        return planned
    say = pronouncing(session.pronunciations)
    spelt = respelt(session, say)
    said = _Planner(spelt, lines, wait, opening, announced, detail=detail).plan(notices)
    return replace(planned, said_as=said_as(planned, said, session, say, lines))


@dataclass(frozen=True, slots=True)
class _Turn:
    """One turn of an exercise: these of its sets, and what is said before it.

    `in_short`: it was told in full before. `again`: and how much of it there is to do, too.
    """

    exercise: Exercise
    sets: tuple[int, ...]
    heading: tuple[str, ...] = ()
    in_short: bool = False
    again: bool = False
    rest_s: float = 0.0


def _turns(block: Block, is_announced: bool, lines: Lines) -> Iterator[_Turn]:
    """What a block comes to: its exercises round by round, or their sets in turn."""
    superset = block.order is Order.SUPERSET
    for number in range(1, block.turns + 1):
        exercises = [e for e in block.exercises if not superset or e.sets >= number]
        said = tuple(heading(block, number, is_announced, lines))
        for exercise in exercises:
            sets = (number,) if superset else tuple(range(1, exercise.sets + 1))
            rests = exercise is exercises[-1] and number < block.turns
            yield _Turn(
                exercise,
                sets,
                said,
                in_short=number > 1,
                again=superset and number > 1,
                rest_s=block.rest_between_rounds if rests else 0.0,
            )
            said = ()


class _Planner:
    def __init__(  # noqa: PLR0913 - as in `plan`
        self,
        session: Session,
        lines: Lines,
        wait: bool,
        opening: Opening,
        announced: Sequence[bool],
        *,
        detail: Detail,
    ) -> None:
        self._detail = detail
        self._session = session
        self._lines = lines
        self._wait = wait
        self._opening = opening
        self._writer = Writer(lines)
        self._work = Work(lines, self._writer, wait)
        self._exercises: list[PlannedExercise] = []
        self._turns: list[_Turn] = []
        for block, is_announced in zip(session.blocks, announced, strict=True):
            self._turns += _turns(block, is_announced, lines)

    def plan(self, notices: Sequence[str]) -> Plan:
        writer = self._writer
        introduction = Introduction(self._session, self._lines, writer, self._opening)
        introduction.introduce(notices)
        ears_from = len(writer.cues)
        introduction.ask([turn.exercise.name for turn in self._turns])
        introduction.invite(wait=self._wait)
        for turn in self._turns:
            self._turn(turn)
        writer.place, writer.around = None, "outro"
        writer.say(self._lines.say("session_done"))
        cues, exercises = tuple(writer.cues), tuple(self._exercises)
        return Plan(self._session.title, cues, exercises, ears_from, self._opening.resume_at)

    def _turn(self, turn: _Turn) -> None:
        writer, lines, exercise = self._writer, self._lines, turn.exercise
        number = len(self._exercises) + 1
        setup = how_to_begin(exercise, lines)
        movement, dose = tuple(how_to_move(exercise, lines)), tuple(how_much(exercise, lines))
        first = len(writer.cues)
        writer.place = Place(number)
        for sentence in turn.heading:
            writer.say(sentence)
        writer.say(lines.say("exercise", n=number, total=len(self._turns), name=exercise.name))
        if number == self._opening.resume_at:  # nobody knows how the user lies by then
            self._work.lies = (None, None)
        self._work.take_position(exercise, setup)
        told = (*self._movement(turn), *(() if turn.again else dose))
        for sentence in told:
            writer.say(sentence)
        if self._detail is Detail.FULL and self._wait and not turn.in_short:
            writer.add(CueKind.CHECKPOINT, (Spoken(lines.say("say_when_ready")),))
        if exercise.pain_check is PainCheck.BEFORE:
            writer.ask("pain_level")
        self._work.do(exercise, number, turn.sets)
        self._end(turn)
        description = (*([setup] if setup else []), *movement, *dose)
        lies = self._work.lies
        easier = self._form(turn, exercise, "easier", lies)
        harder = self._form(turn, exercise, "harder", lies)
        self._exercises.append(
            PlannedExercise(
                *(exercise.name, first, exercise.sets, exercise.reps, exercise.sides, description),
                *(easier, harder),
            )
        )

    def _movement(self, turn: _Turn) -> tuple[str, ...]:
        """What to do, as much of it as is to be told; its warnings are told in every first turn."""
        exercise = turn.exercise
        short = (exercise.cue,) if exercise.cue and not exercise.hold else ()
        if turn.in_short:
            return short
        if self._detail is Detail.SHORT:
            return (*short, *warnings(exercise, self._lines))
        return tuple(how_to_move(exercise, self._lines))

    def _end(self, turn: _Turn) -> None:
        """What comes between this exercise and the next."""
        if turn.rest_s:
            self._work.rest(turn.rest_s, turn.rest_s)
        if self._wait and turn.exercise.advance is Advance.ON_READY and turn is not self._turns[-1]:
            ready = Spoken(self._lines.say("say_when_ready"))
            self._writer.add(CueKind.CHECKPOINT, (ready,))

    def _form(self, turn: _Turn, of: Exercise, way: str, home: Lies) -> Form | None:
        """Another form, to be done instead; behind it the user lies as `home` says."""
        name = of.easier if way == "easier" else of.harder
        if name is None or len(self._writer.forms) == MOST_FORMS:
            return None
        form, sets = self._form_of(turn, name)
        setup = how_to_begin(form, self._lines)
        told = (*how_to_move(form, self._lines), *how_much(form, self._lines))
        number, lies = len(self._exercises) + 1, self._work.lies
        with self._writer.aside(way) as cues:
            self._writer.place = Place(number)
            self._writer.say(self._lines.say("easier_form", name=form.name))
            self._work.take_position(form, setup)
            for sentence in told:
                self._writer.say(sentence)
            self._work.do(form, number, sets)
            further = self._form(turn, form, way, home)
            if self._work.lies != home:
                self._work.take_position(turn.exercise, how_to_begin(turn.exercise, self._lines))
            self._end(turn)
        self._work.lies = lies
        description = (*([setup] if setup else []), *told)
        return Form(
            *(form.name, form.sets, form.reps, form.sides, description, tuple(cues)),
            easier=further if way == "easier" else None,
            harder=further if way == "harder" else None,
        )

    def _form_of(self, turn: _Turn, name: str) -> tuple[Exercise, tuple[int, ...]]:
        """What to do instead in this turn, and how many sets of it."""
        form = self._session.exercise(name)
        position = form.start_position or turn.exercise.start_position
        sets = 1 if len(turn.sets) == 1 else form.sets
        form = form.model_copy(update={"start_position": position, "sets": sets})
        return form, tuple(range(1, sets + 1))
