"""What the program asks its memory when it starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voicecoach.journal.history import GRAVE, Ending, PainReport, Record, latest

LOOK_BACK = 50
"""Sessions. Older ones are no matter for today's."""

_RESUMABLE = frozenset({Ending.INTERRUPTED, Ending.CUT_OFF, Ending.NO_SOUND})


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A session that was cut off: `when`, and the id of the cue where it was.

    `sha256` is the hash of its file: in another version of the file the cue may not exist.
    """

    when: datetime
    title: str
    file: str
    sha256: str
    cue: str


@dataclass(frozen=True, slots=True)
class StoppedForPain:
    """The last session ended for pain or a red flag: which, `when`, and where it was reported."""

    when: datetime
    title: str
    ending: Ending
    reports: tuple[PainReport, ...]


def unfinished(path: Path, sha256: str | None = None) -> Unfinished | None:
    """The last session, if it was cut off in the middle of the exercises.

    With `sha256` the last session of that file. None if it was finished, if the user ended it, or
    if it or any later one ended for pain. Sessions that did not get to the exercises don't count.
    To be asked before a new session begins. Raises Problem where the journal cannot be read.
    """
    for record in _exercised(path):
        if record.ending in GRAVE:
            return None
        if sha256 is None or record.sha256 == sha256:
            if record.ending not in _RESUMABLE:
                return None
            whole = (record.ended, record.title, record.file, record.sha256, record.last_cue)
            return Unfinished(*whole)
    return None


def stopped_for_pain(path: Path) -> StoppedForPain | None:
    """The last session, if it ended for pain or a red flag.

    A later one that did not get to the exercises changes nothing: the question whether it has
    settled is asked again. Raises Problem where the journal cannot be read.
    """
    record = next(_exercised(path), None)
    if record is None or record.ending not in GRAVE:
        return None
    return StoppedForPain(record.ended, record.title, record.ending, record.pain)


def screened(path: Path, sha256: str) -> datetime | None:
    """When all the reasons not to do the session with this file were last answered with "no".

    None if that never was, or if any session ended for pain or a red flag since. Raises Problem
    where the journal cannot be read.
    """
    for record in latest(path, LOOK_BACK):
        if record.ending in GRAVE:
            return None
        answers = {(answer.question, answer.value) for answer in record.answers}
        if record.sha256 == sha256 and ("screening", "no") in answers:
            return record.began
    return None


def _exercised(path: Path) -> Iterator[Record]:
    """The last sessions that got to the exercises, or ended for pain, the newest first."""
    found = latest(path, LOOK_BACK)
    return (record for record in found if record.exercised or record.ending in GRAVE)
