"""A session file -> `Session`, or every mistake in it, in one go.

Nothing is opened but the file itself. A fault in the YAML hides what stands after it; all else is
told at once.
"""

import os
import re
import stat
from itertools import islice
from pathlib import Path as FilePath

from pydantic import ValidationError

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.script.compose import Composed, Unreadable, compose
from voicecoach.script.model import Session
from voicecoach.script.rules import broken
from voicecoach.script.text import is_hidden
from voicecoach.script.where import Path, Places, Where
from voicecoach.script.wording import follows, meant_key, told

LARGEST_FILE = 256 * 1024
"""Bytes. An hour's session takes about 20,000."""

MOST_MISTAKES = 100

_UTF8 = "Save it again as plain text with the encoding UTF-8."
_BLANK = re.compile(r"^[ \t]+(?=\r?$)", re.MULTILINE)
_TAB = re.compile(r"^ *(\t)[ \t]*[^ \t\r\n]", re.MULTILINE)


def read(path: FilePath) -> Session:
    """Read a session file.

    Raises BadFile with every mistake in it, and for what is no readable file.
    """
    return read_text(_decode(_bytes(path), str(path)), str(path))


def read_text(text: str, name: str) -> Session:
    """Read a session from the text of a file called `name`. Raises BadFile as `read` does."""
    if len(text) > LARGEST_FILE or len(text.encode(errors="replace")) > LARGEST_FILE:
        raise _refused(name, "The file is larger than 256 KiB.", "Make several sessions of it.")
    composed = Composed(Places(name))
    session = None
    try:
        compose(_visible(text.removeprefix("\ufeff"), composed), composed)
        session = _session(composed)
    except Unreadable:
        pass
    if session is None or composed.mistakes:
        raise BadFile(_first(composed.mistakes))
    return session


def _session(composed: Composed) -> Session | None:
    """Check the data against the model and the rules; all mistakes go to `composed`."""
    session = None
    meant: set[Path] = set()
    try:
        session = Session.model_validate(composed.data)
    except ValidationError as invalid:
        meant = _translate(invalid, composed)
    for path, found, mend in islice(broken(composed.data, meant), MOST_MISTAKES):
        composed.tell(composed.places.key(path), found, mend)
    return session


def _translate(invalid: ValidationError, composed: Composed) -> set[Path]:
    """Tell each of pydantic's errors where it stands, in plain words.

    Returns the paths of the keys that were meant by misspelt ones.
    """
    placed = []
    for error in invalid.errors(include_url=False):
        path = error["loc"]
        if not follows(error) and not any(path[:n] in composed.told for n in range(len(path) + 1)):
            at_key = error["type"] == "extra_forbidden" or error["input"] is None
            where = composed.places.key(path) if at_key else composed.places.value(path)
            placed.append((where, error))
    # Suggestions cost time: only as many as will be shown.
    placed = sorted(placed, key=lambda each: (each[0].line, each[0].column))[: MOST_MISTAKES + 1]
    unknown = [error["loc"] for _, error in placed if error["type"] == "extra_forbidden"]
    meant = {(*path[:-1], key) for path in unknown if (key := meant_key(path))}
    for where, error in placed:
        if error["type"] != "missing" or error["loc"] not in meant:
            composed.tell(where, *told(error))
    return meant


def _visible(text: str, composed: Composed) -> str:
    """Tell of hidden characters and put spaces for them; tabs leave no indentation to go by."""
    hidden = sorted(c for c in set(text) if is_hidden(c) and c not in "\n\r\t")
    file = composed.places.file
    if hidden:
        pattern = re.compile(f"[{re.escape(''.join(hidden))}]")
        for found in pattern.finditer(text):
            composed.tell(
                _place(file, text, found.start()),
                f"A hidden character stands here (U+{ord(found.group()):04X}).",
                "Take it out: delete the words around it and write them anew.",
            )
            if len(composed.mistakes) > MOST_MISTAKES:
                raise Unreadable
        text = pattern.sub(" ", text)
    text = _BLANK.sub(lambda found: " " * len(found.group()), text)
    tabs = list(_TAB.finditer(text))
    for tab in tabs[: MOST_MISTAKES + 1]:
        composed.tell(
            _place(file, text, tab.start(1)),
            "This line is moved in with a tab.",
            "Use spaces instead, two for each step.",
        )
    if tabs:
        raise Unreadable
    return text


def _place(file: str, text: str, index: int) -> Where:
    ends = text.count("\n", 0, index) + text.count("\r", 0, index)
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    return Where(file, ends - text.count("\r\n", 0, index) + 1, index - start + 1)


def _first(mistakes: list[Mistake]) -> list[Mistake]:
    """Keep what one sitting can mend."""
    if len(mistakes) <= MOST_MISTAKES:
        return mistakes
    told = sorted(mistakes)
    after = told[MOST_MISTAKES]
    more = "There are more mistakes from here on."
    mend = "Mend those before first."
    return [*told[:MOST_MISTAKES], Mistake(after.file, after.line, after.column, more, mend)]


def _refused(name: str, found: str, mend: str, where: Where | None = None) -> BadFile:
    where = where or Where(name)
    return BadFile([Mistake(name, where.line, where.column, found, mend)])


def _bytes(path: FilePath) -> bytes:
    """Read a regular file, and nothing that could block, act or never end."""
    name = str(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused(name, "This is no file to read.", "Name a session file (.yaml).")
        # It may have become something else since: without blocking, and looked at again.
        handle = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise _refused(name, "This is no file to read.", "Name a session file (.yaml).")
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _refused(name, "There is no such file.", "Check its name and folder.") from None
    except PermissionError:
        raise _refused(name, "You may not read this file.", "Ask its owner, or copy it.") from None
    except (OSError, ValueError):
        raise _refused(name, "The file cannot be read.", "Check its name and its disk.") from None


def _decode(data: bytes, name: str) -> str:
    if len(data) > LARGEST_FILE:
        raise _refused(name, "The file is larger than 256 KiB.", "Make several sessions of it.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(name, "The file is saved as UTF-16.", _UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        where = _place(name, before, len(before))
        raise _refused(name, "From here on it is not saved as UTF-8.", _UTF8, where) from None
