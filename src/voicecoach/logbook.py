"""What the journal is told of a session, and in which words it tells of earlier ones."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import yaml

from voicecoach.core.clock import SystemClock, WallClock
from voicecoach.core.intents import Intent
from voicecoach.journal.entries import About, Step, What
from voicecoach.journal.log import Log
from voicecoach.journal.report import Report
from voicecoach.journal.schema import NAME, folder
from voicecoach.journal.writer import Journal
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.script.model import Session

_MOVING = frozenset({CueKind.COUNT, CueKind.HOLD})


@contextmanager
def logbook(
    session: Session,
    plan: Plan,
    key_means: Callable[[str], Intent],
    clock: WallClock | None = None,
) -> Iterator[Log]:
    """The log of a session that begins now, in the user's journal."""
    clock, what = clock or SystemClock(), about(session, plan)
    with Journal(folder() / NAME, what, clock.wall()) as journal:
        yield Log(journal, what, clock, key_means)


def about(session: Session, plan: Plan) -> About:
    """What the journal is to know of a session."""
    path = Path(session.where.file)
    exercises = tuple(exercise.name for exercise in plan.exercises)
    return About(plan.title, path.name, fingerprint(path), exercises, dict(_steps(plan)))


def fingerprint(path: Path) -> str:
    """The hash of a session file, in hexadecimal; "" where it cannot be read any more."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _steps(plan: Plan) -> Iterator[tuple[str, Step]]:
    for cue, following in zip(plan.cues, (*plan.cues[1:], None), strict=True):
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
    words = resources.files("voicecoach.language") / language / "history.yaml"
    return Report(Lines(yaml.safe_load(words.read_text("utf-8"))))
