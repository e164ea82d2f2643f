"""A session from somebody else, copied, looked at, and only then put into the user's library."""

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from voicecoach import library
from voicecoach.authoring import checkup
from voicecoach.core.problems import BadFile, Problem
from voicecoach.handwritten.source import text_of
from voicecoach.lint.codes import ALLOWABLE
from voicecoach.lint.findings import Finding
from voicecoach.script import reader
from voicecoach.script.model import Session
from voicecoach.script.schema import FILE as SCHEMA_FILE
from voicecoach.script.schema import as_text
from voicecoach.script.text import slug

MOST_FILES = 100
MOST_ENTRIES = 1_000
DEEPEST = 3
"""Folders in folders."""

STRANGER = (
    "It comes from somebody else. It can make the coach say something, and nothing else. "
    "Whether the exercises are good for you is for a physiotherapist to say."
)


@dataclass(frozen=True, slots=True)
class Got:
    """A copy of what somebody sent, not yet in the library: the name that it will have there.

    `sessions` are by their names, without those that have errors.
    """

    name: str
    staged: Path
    sessions: dict[str, Session]
    findings: tuple[Finding, ...]


@contextmanager
def look(source: Path) -> Iterator[Got]:
    """Copy a session file with the exercise files that it uses, or a folder of them, and judge it.

    The copy is what is judged, so that nothing can change in between; it is gone afterwards unless
    `keep` has moved it. Raises Problem for what is neither, for links and for a huge folder.
    """
    shelf = library.own_folder()
    name = slug(source.resolve().name if source.is_dir() else source.stem)
    shelf.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=shelf) as staging:
        try:
            yield _looked_at(source, Path(staging), name)
        except OSError as error:
            raise Problem(f"{source} cannot be copied: {error}.", "Check its disk.") from None


def _looked_at(source: Path, staging: Path, name: str) -> Got:
    try:
        files = list(_yaml_files(source)) if source.is_dir() else _with_its_exercises(source)
    except BadFile as bad:
        return Got(name, staging, {}, tuple(map(Finding, bad.mistakes)))
    base = source if source.is_dir() else source.parent
    alone = len(files) == 1 and not source.is_dir()
    staged = staging / (f"{name}.yaml" if alone else name)
    for file in files:
        target = staged if alone else staged / file.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        write(target, text_of(file, reader.KIND))
    entries = list(library.entries_in(staging, own=True))
    if not entries:
        raise Problem(f"There is no session in {source}.", "Name a session file, or its folder.")
    sessions, findings = {}, list[Finding]()
    names = {entry.file: entry.name for entry in entries}
    for file in (*names, *_programmes(staged)):
        session, found = checkup.check(file)
        findings += [_as_of(each, staged, files[0] if alone else base) for each in found]
        if session:
            sessions[names[file]] = session
    return Got(name, staged, sessions, tuple(findings))


def _programmes(folder: Path) -> list[Path]:
    """The programmes beside the sessions."""
    found = sorted(folder.rglob("*.y*ml")) if folder.is_dir() else []
    return [file for file in found if _is_programme(file)]


def _is_programme(file: Path) -> bool:
    try:
        return reader.is_programme(file)
    except BadFile:  # no session uses it: those that do have told
        return False


def _as_of(finding: Finding, staged: Path, source: Path) -> Finding:
    """The same finding, in the file that the user knows."""
    told = finding.mistake.file.replace(str(staged), str(source), 1)
    return replace(finding, mistake=replace(finding.mistake, file=told))


def _with_its_exercises(file: Path) -> list[Path]:
    """A session file and the exercise files that it uses, all of which lie in its folder.

    Raises BadFile where it has mistakes.
    """
    used = {Path(name) for name in checkup.files_of(reader.read(file))}
    return [file, *sorted(used - {file})]


def _yaml_files(folder: Path) -> Iterator[Path]:
    """The YAML files in a folder and the folders in it, in order; nothing outside of it."""
    seen, waiting, found = 0, [(folder, 1)], list[Path]()
    while waiting:
        here, depth = waiting.pop()
        with os.scandir(here) as entries:
            for entry in entries:
                seen += 1
                _limited(folder, seen, len(found))
                if entry.name.startswith("."):
                    continue
                path = Path(entry.path)
                if not entry.name.isprintable():
                    what = f"{path} has signs in its name that cannot be shown."
                    raise Problem(what, "Rename it.")
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISLNK(mode) or _is_junction(path):
                    raise Problem(
                        f"{path} leads to another place.", "Take the link out of the folder."
                    )
                if stat.S_ISDIR(mode):
                    if depth >= DEEPEST:
                        raise Problem(f"{path} is too deep in folders.", "Name that folder itself.")
                    waiting.append((path, depth + 1))
                elif stat.S_ISREG(mode) and path.suffix in library.SUFFIXES:
                    found.append(path)
    yield from sorted(found)


def _limited(folder: Path, seen: int, found: int) -> None:
    if seen > MOST_ENTRIES or found > MOST_FILES:
        raise Problem(
            f"{folder} holds too much: over {MOST_FILES} YAML files or {MOST_ENTRIES:,} others.",
            "Name the folder with the sessions alone.",
        )


def _is_junction(path: Path) -> bool:
    """Whether it is what Windows has beside links; before Python 3.12 nobody could tell."""
    told = getattr(path, "is_junction", None)
    return bool(told and told())


def keep(got: Got, *, overwrite: bool) -> None:
    """Move it into the library. Raises Problem where there is one of that name already."""
    if any(entry.name.split("/")[0] == got.name for entry in library.entries() if not entry.own):
        raise Problem(
            f'A session that comes with voicecoach is called "{got.name}", too.', "Rename yours."
        )
    shelf = library.own_folder()
    names = (got.name, *(got.name + suffix for suffix in library.SUFFIXES))
    there = [shelf / name for name in names if os.path.lexists(shelf / name)]
    if there and not overwrite:
        raise Problem(
            f'There is a session called "{got.name}" in your library.',
            "Say --replace to overwrite it.",
        )
    for old in there:  # out of the way first: it goes with the staging folder
        old.rename(got.staged.parent / f".old-{old.name}")
    got.staged.rename(shelf / got.staged.name)
    leave_schema(shelf)
    for folder in {entry.file.parent for entry in library.entries() if entry.own}:
        leave_schema(folder)


def write(target: Path, text: str) -> None:
    """Write a file in one go: it is there whole, or as it was."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=target.parent, prefix=".", delete=False
    ) as file:
        file.write(text)
    try:
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise


def leave_schema(folder: Path) -> Path | None:
    """Put the schema beside sessions, where editors look for it; tell where, if it is new."""
    file = folder / SCHEMA_FILE
    if os.path.lexists(file):
        return None
    write(file, f"{as_text(ALLOWABLE)}\n")
    return file
