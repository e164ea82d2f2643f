"""A file that somebody names -> its text -> plain data, or every mistake in it.

Nothing is opened but the file itself.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path as FilePath

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.handwritten.compose import Composed, Unreadable, compose
from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.text import a, is_hidden
from voicecoach.handwritten.where import Places, Where

LARGEST_FILE = 256 * 1024
"""Bytes. An hour's session takes about 20,000."""

MOST_MISTAKES = 100

_UTF8 = "Save it again as plain text with the encoding UTF-8."
_BLANK = re.compile(r"^[ \t]+(?=\r?$)", re.MULTILINE)
_TAB = re.compile(r"^ *(\t)[ \t]*[^ \t\r\n]", re.MULTILINE)


def text_of(path: FilePath, kind: Kind) -> str:
    """The text in a file of this kind. Raises BadFile for what is no readable file."""
    return _decode(_bytes(path, kind), str(path), kind)


def data_in(text: str, name: str, kind: Kind) -> Composed:
    """The data in the text of a file called `name`, as far as it can be read: see `mistakes`.

    Raises BadFile where nothing of it can be read.
    """
    if len(text) > LARGEST_FILE or len(text.encode(errors="replace")) > LARGEST_FILE:
        raise _refused(name, "The file is larger than 256 KiB.", kind.split)
    composed = Composed(Places(name), kind)
    try:
        compose(_visible(text.removeprefix("\ufeff"), composed), composed)
    except Unreadable:
        raise BadFile(first(composed.mistakes)) from None
    return composed


def _visible(text: str, composed: Composed) -> str:
    """Tell of hidden characters and put spaces for them; tabs leave no indentation to go by."""
    hidden = {c for c in set(text) if is_hidden(c) and c not in "\n\r\t"}
    file = composed.places.file
    if hidden:
        found = islice((n for n, c in enumerate(text) if c in hidden), MOST_MISTAKES + 1)
        for where, character in _places(file, text, found):
            composed.tell(
                where,
                f"A hidden character stands here (U+{ord(character):04X}).",
                "Take it out: delete the words around it and write them anew.",
            )
        if len(composed.mistakes) > MOST_MISTAKES:
            raise Unreadable
        text = text.translate(dict.fromkeys(map(ord, hidden), " "))
    text = _BLANK.sub(lambda found: " " * len(found.group()), text)
    tabs = [tab.start(1) for tab in islice(_TAB.finditer(text), MOST_MISTAKES + 1)]
    for where, _ in _places(file, text, tabs):
        composed.tell(
            where, "This line is moved in with a tab.", "Use spaces instead, two for each step."
        )
    if tabs:
        raise Unreadable
    return text


def _places(file: str, text: str, indexes: Iterable[int]) -> Iterator[tuple[Where, str]]:
    """The place of each index, and the character there; the indexes are in order."""
    line, start, at = 1, 0, 0
    for index in indexes:
        ends = text.count("\n", at, index) + text.count("\r", at, index)
        line += ends - text.count("\r\n", max(at - 1, 0), index)
        start = max(start, text.rfind("\n", at, index) + 1, text.rfind("\r", at, index) + 1)
        at = index
        yield Where(file, line, index - start + 1), text[index : index + 1]


def _refused(name: str, found: str, mend: str, where: Where | None = None) -> BadFile:
    where = where or Where(name)
    return BadFile([Mistake(name, where.line, where.column, found, mend)])


def regular(path: FilePath, most: int) -> bytes | None:
    """The first `most` bytes of a regular file, and of nothing that could block, act or never end.

    None for what is no such file. Raises OSError, and ValueError for what is no path.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        return None
    # It may have become something else since: without blocking, and looked at again.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(most) if stat.S_ISREG(os.fstat(handle).st_mode) else None


def _bytes(path: FilePath, kind: Kind) -> bytes:
    name = str(path)
    try:
        data = regular(path, LARGEST_FILE + 1)
    except FileNotFoundError:
        raise _refused(name, "There is no such file.", "Check its name and folder.") from None
    except PermissionError:
        raise _refused(name, "You may not read this file.", "Ask its owner, or copy it.") from None
    except (OSError, ValueError):
        raise _refused(name, "The file cannot be read.", "Check its name and its disk.") from None
    if data is None:
        raise _refused(name, "This is no file to read.", f"Name {a(kind.name)} file (.yaml).")
    return data


def _decode(data: bytes, name: str, kind: Kind) -> str:
    if len(data) > LARGEST_FILE:
        raise _refused(name, "The file is larger than 256 KiB.", kind.split)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(name, "The file is saved as UTF-16.", _UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        where, _ = next(_places(name, before, [len(before)]))
        raise _refused(name, "From here on it is not saved as UTF-8.", _UTF8, where) from None


def first(mistakes: list[Mistake]) -> list[Mistake]:
    """Keep what one sitting can mend."""
    if len(mistakes) <= MOST_MISTAKES:
        return mistakes
    told = sorted(mistakes)
    after = told[MOST_MISTAKES]
    more = "There are more mistakes from here on."
    mend = "Mend those before first."
    return [*told[:MOST_MISTAKES], Mistake(after.file, after.line, after.column, more, mend)]
