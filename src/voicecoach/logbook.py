"""What the journal is told of a session, and in which words it tells of earlier ones."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Self

from voicecoach.core.actions import Outcome
from voicecoach.core.clock import SystemClock, WallClock
from voicecoach.core.events import Event
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail
from voicecoach.core.problems import Problem
from voicecoach.journal import questions
from voicecoach.journal.entries import About, Step, What
from voicecoach.journal.history import GRAVE, Answer, Ending, Record, latest
from voicecoach.journal.log import ADVISING, CHECKING, Log
from voicecoach.journal.progress import Progress
from voicecoach.journal.report import Report
from voicecoach.journal.schema import NAME, folder
from voicecoach.journal.writer import Journal
from voicecoach.language.lines import Lines, lines_of
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.plan.opening import Opening, usual
from voicecoach.plan.planner import plan
from voicecoach.plan.progress import Amount, Past
from voicecoach.script.model import Session

RESUME_WITHIN = timedelta(hours=24)
"""What was cut off longer ago is begun anew: nobody is warm from it any more."""

SCREENED_FOR = timedelta(days=7)
"""So long it is enough to ask whether anything has changed."""

KNOWN_AFTER = 3
"""So often finished, a session is known."""

MOST_PAIN_TO_GO_ON = 3
"""Of 10: with more, an exercise has not gone well."""

_EASIER = frozenset({"easier", "easier_wished"})
_MOVING = frozenset({CueKind.COUNT, CueKind.HOLD})


@contextmanager
def logbook(
    session: Session,
    planned: Plan,
    key_means: Callable[[str], Intent],
    clock: WallClock | None = None,
) -> Iterator[Log]:
    """The log of a session that begins now, in the user's journal."""
    clock, what = clock or SystemClock(), about(session, planned)
    with Journal(folder() / NAME, what, clock.wall()) as journal:
        yield Log(journal, what, clock, key_means)


class Unbegun:
    """The log of a talk in which nothing is done: it is begun only should something hurt.

    Then the next session asks about it, as after any other.
    """

    def __init__(
        self, title: str, key_means: Callable[[str], Intent], clock: WallClock | None = None
    ) -> None:
        self._about = About(title, "", "", (), {})
        self._key_means = key_means
        self._clock = clock or SystemClock()
        self._log: Log | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def state(self, state: str) -> None:
        """Begin it where the safety ladder has been set foot on."""
        if self._log is None and state in {CHECKING, ADVISING}:
            journal = Journal(folder() / NAME, self._about, self._clock.wall())
            self._stack.enter_context(journal)
            self._log = Log(journal, self._about, self._clock, self._key_means)
        if self._log is not None:
            self._log.state(state)

    def event(self, event: Event) -> None:
        if self._log is not None:
            self._log.event(event)

    def settle(self) -> None:
        if self._log is not None:
            self._log.settle()

    def counted(self, reps: int) -> None:
        """Nobody counts in a talk."""

    def answer(self, question: str, value: str, amount: float | None) -> None:
        if self._log is not None:
            self._log.answer(question, value, amount)

    def end(self, outcome: Outcome) -> None:
        if self._log is not None:
            self._log.end(outcome)

    def trouble(self) -> Problem | None:
        return self._log.trouble() if self._log is not None else None


def about(session: Session, planned: Plan) -> About:
    """What the journal is to know of a session."""
    path = _file(session)
    exercises = tuple(exercise.name for exercise in planned.exercises)
    return About(planned.title, path.name, fingerprint(path), exercises, dict(_steps(planned)))


def _file(session: Session) -> Path:
    return Path(session.where.file)


def fingerprint(path: Path) -> str:
    """The hash of a session file, in hexadecimal; "" where it cannot be read any more."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def opening(  # noqa: PLR0913 - one a thing that is known
    session: Session,
    lines: Lines,
    *,
    begin: bool,
    keyboard: bool,
    tones: bool = False,
    clock: WallClock | None = None,
) -> Opening:
    """What to ask before `session`, by what the journal knows of the last one.

    With `begin` only what may not be left out. `tones`: there are some that have to be explained,
    if this is the first session of all.
    """
    path, file = folder() / NAME, fingerprint(_file(session))
    try:
        hurt = questions.stopped_for_pain(path)
        cut_off = None if hurt else questions.unfinished(path, file)
        screened = questions.screened(path, file)
        is_first = next(latest(path, 1), None) is None
    except Problem:  # the log of today's session will tell
        hurt = cut_off = screened = None
        is_first = False
    after_pain = None
    if hurt is not None:
        after_pain = "cleared" if hurt.ending is Ending.EMERGENCY else "settled"
    if begin:
        return Opening(after_pain)
    now = (clock or SystemClock()).wall()
    recent = cut_off is not None and now - cut_off.when < RESUME_WITHIN
    return replace(
        usual(keyboard=keyboard),
        after_pain=after_pain,
        screened=screened is not None and now - screened < SCREENED_FOR,
        resume_at=_exercise(session, lines, cut_off.cue) if cut_off and recent else None,
        tones=tones and is_first,
    )


def times_finished(session: Session) -> int:
    """How often this session was done to its end, as far as the journal tells."""
    file = _file(session)
    try:
        return sum(
            (record.file, record.title) == (file.name, session.title)
            and record.ending is Ending.FINISHED
            for record in latest(folder() / NAME, questions.LOOK_BACK)
        )
    except Problem:  # the log of today's session will tell
        return 0


def usual_detail(times: int) -> Detail:
    """How much to tell of a session that was done so often: first to learn it, then to do it."""
    if not times:
        return Detail.FULL
    return Detail.SHORT if times >= KNOWN_AFTER else Detail.USUAL


def lines_for_mode(times: int, lines: Lines) -> str | None:
    """What is said about that, each time once."""
    if not times:
        return lines.say("learn_mode")
    return lines.say("do_mode") if times == KNOWN_AFTER else None


def past(session: Session) -> list[Past]:
    """How `session` went before, the oldest time first; nothing where the journal does not tell."""
    path, file = folder() / NAME, _file(session)
    try:
        records = [
            record
            for record in latest(path, questions.LOOK_BACK)
            if (record.file, record.title) == (file.name, session.title)
        ]
    except Problem:  # the log of today's session will tell
        return []
    return [_past(record) for record in reversed(records)]


def _past(record: Record) -> Past:
    done: dict[str, Amount] = {}
    for each in record.done:  # a second round is an exercise of its own there
        before = done.get(each.exercise, Amount())
        done[each.exercise] = Amount(before.reps + each.reps, before.held_s + each.held_s)
    return Past(
        done,
        hurt=record.ending in GRAVE,
        was_hard=any(_was_hard(answer) for answer in record.answers),
    )


def _was_hard(answer: Answer) -> bool:
    if answer.question == "pain_level":
        return answer.amount is None or answer.amount > MOST_PAIN_TO_GO_ON
    return answer.question in _EASIER and answer.value == Intent.YES


def _exercise(session: Session, lines: Lines, cue: str) -> int | None:
    """The number of the exercise that a cue belongs to, if it is not the first."""
    whole = plan(session, lines, detail=Detail.FULL)
    places = (each.place for each in whole.all_cues() if each.id == cue)
    number = next((place.exercise for place in places if place), 1)
    return number if number > 1 else None


def _steps(planned: Plan) -> Iterator[tuple[str, Step]]:
    cues = tuple(planned.all_cues())
    for cue, following in zip(cues, (*cues[1:], None), strict=True):
        place = cue.place
        if place is None:
            yield cue.id, Step()
            continue
        done, seconds = _done(cue, following), 0.0
        if done is What.HOLD:
            seconds = cue.measure.length_s or 0.0
        where = (place.exercise, place.set, place.rep, place.side.value)
        yield cue.id, Step(*where, done=done, seconds=seconds)


def _done(cue: Cue, following: Cue | None) -> What | None:
    """A hold is done with its cue, a rep with the last cue in which one moves for it."""
    if cue.kind is CueKind.HOLD:
        return What.HOLD
    goes_on = following is not None and following.kind in _MOVING and following.place == cue.place
    return What.REP if cue.kind is CueKind.COUNT and not goes_on else None


def report(language: str = "en") -> Report:
    """What tells about earlier sessions in `language`."""
    return Report(lines_of(language, "history"))


def how_it_goes(language: str = "en", clock: WallClock | None = None) -> list[tuple[str, ...]]:
    """What somebody is told who asks how they are doing. Raises Problem for a broken journal."""
    today = (clock or SystemClock()).wall().date()
    found = list(latest(folder() / NAME))
    return list(Progress(lines_of(language, "progress")).told(found, today))


def reminder(language: str = "en", clock: WallClock | None = None) -> tuple[str, ...]:
    """What is said when it is time; nothing where a session was finished today already."""
    today = (clock or SystemClock()).wall().date()
    progress = Progress(lines_of(language, "progress"))
    try:
        return progress.reminder(list(latest(folder() / NAME, questions.LOOK_BACK)), today)
    except Problem:  # the next session tells of it
        return progress.reminder([], today)
