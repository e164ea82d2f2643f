"""The sessions that can be called by name: those that come with it, and the user's own."""

import importlib.metadata
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

from voicecoach.core.problems import BadFile, Problem
from voicecoach.handwritten.source import text_of
from voicecoach.handwritten.text import near
from voicecoach.language import load
from voicecoach.language.lines import Lines
from voicecoach.plan.opening import usual
from voicecoach.plan.planner import plan
from voicecoach.script import reader
from voicecoach.script.model import Session

SUFFIXES = (".yaml", ".yml")
FOLDER = "library"
"""The user's own, in the program's folder for data."""

_INSTALLED = "share/voicecoach/sessions"
_BLOCKS, _WEEKS = (
    re.compile(rf"^[\s{{,]*[\"']?{key}[\"']?\s*:", re.MULTILINE) for key in ("blocks", "weeks")
)
_WORDS_A_SECOND = 2.2
"""At the usual rate; no voice is asked, so that a list is there at once."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A session file and the name that it is called by; `own` are those that the user put there."""

    name: str
    file: Path
    own: bool


def own_folder() -> Path:
    """Where the user's own sessions are."""
    told = os.environ.get("VOICECOACH_DATA")
    data = Path(told) if told else platformdirs.user_data_path("voicecoach", appauthor=False)
    return data / FOLDER


@cache
def shipped_folder() -> Path | None:
    """Where those are that come with it: beside the code, or where they were installed."""
    beside = Path(__file__).parents[2] / "sessions"
    if (beside.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    for file in importlib.metadata.files("voicecoach") or ():
        if file.as_posix().endswith(f"{_INSTALLED}/session.schema.json"):
            return Path(str(file.locate())).resolve().parent
    return None


def entries() -> Iterator[Entry]:
    """All sessions by name: those that come with it, then the user's own."""
    for folder, own in _folders():
        yield from entries_in(folder, own=own)


def programmes() -> Iterator[Entry]:
    """All programmes, likewise."""
    for folder, own in _folders():
        for file in _files(folder, _WEEKS):
            name = file.with_suffix("").relative_to(folder).as_posix()
            yield Entry(name, file, own)


def _folders() -> Iterator[tuple[Path, bool]]:
    for folder, own in ((shipped_folder(), False), (own_folder(), True)):
        if folder and folder.is_dir():
            yield folder, own


def entries_in(folder: Path, *, own: bool) -> Iterator[Entry]:
    """The sessions in a folder and the folders in it; a folder with one session is that session."""
    found: dict[Path, list[Path]] = {}
    for file in _files(folder, _BLOCKS):
        found.setdefault(file.parent, []).append(file)
    for parent, files in sorted(found.items()):
        for file in files:
            called = parent if parent != folder and len(files) == 1 else file.with_suffix("")
            yield Entry(called.relative_to(folder).as_posix(), file, own)


def _files(folder: Path, key: re.Pattern[str]) -> Iterator[Path]:
    """The files in a folder, and the folders in it, which have a key that only such files have."""
    for file in sorted(folder.rglob("*.y*ml")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.suffix in SUFFIXES and _has(file, key):
            yield file


def _has(file: Path, key: re.Pattern[str]) -> bool:
    try:
        return bool(key.search(text_of(file, reader.KIND)))
    except BadFile:
        return False


def find(name: str) -> Path:
    """The file of the session called `name`. Raises Problem where there is none."""
    known = {entry.name: entry.file for entry in reversed(list(entries()))}
    if name in known:
        return known[name]
    meant = near(name, [each.replace("-", "_") for each in known])
    mend = (
        f"Did you mean {meant.replace('_', '-')}?"
        if meant
        else "`voicecoach sessions` lists them; for a file, give its name with .yaml."
    )
    raise Problem(f'There is no session called "{name}".', mend)


def about(session: Session) -> str:
    """What one has to know of a session before it begins, in short sentences."""
    minutes = max(1, round(seconds(session) / 60))
    count = sum(block.rounds * len(block.exercises) for block in session.blocks)
    things = ", ".join(session.equipment)
    reviewed = (
        f"It says that {session.reviewed_by} has reviewed it."
        if session.reviewed_by
        else "No clinician has reviewed it."
    )
    return " ".join(
        (
            f"{session.title}.",
            f"About {minutes} minute{'s' * (minutes > 1)}, {count} exercise{'s' * (count > 1)}.",
            f"You need: {things}." if things else "You need nothing.",
            reviewed,
        )
    )


def seconds(session: Session) -> float:
    """About how long it takes, without what the user takes to be ready."""
    planned = plan(session, _lines(session.language), opening=usual())
    return planned.starts_s(lambda text: len(text.split()) / _WORDS_A_SECOND)[-1]


@cache
def _lines(language: str) -> Lines:
    return load(language).lines


def told(entry: Entry, language: str | None = None) -> str:
    """A line about one session, in the user's language if it has that; or why it has none."""
    try:
        return f"{entry.name}: {about(reader.read(entry.file, language))}"
    except BadFile:
        return f"{entry.name}: It has mistakes. `voicecoach check {entry.name}` tells them."
    except Problem as problem:  # a language that is not there
        return f"{entry.name}: {problem}"
