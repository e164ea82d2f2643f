"""Files that are there whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from voicecoach.core.problems import Problem
from voicecoach.render.formats import BadTarget

_MENDS = {
    errno.ENOSPC: ("The disk is full.", "Make room, or choose another place with -o."),
    errno.EDQUOT: ("Your share of the disk is full.", "Make room, or choose another place."),
    errno.EFBIG: ("The file is larger than this system allows.", "Choose .mp3 or .opus."),
    errno.EACCES: ("You may not write there.", "Choose another place with -o."),
    errno.EPERM: ("You may not write there.", "Choose another place with -o."),
    errno.EROFS: ("Nothing can be written there.", "Choose another place with -o."),
    errno.ENAMETOOLONG: ("The name is too long.", "Choose a shorter one with -o."),
}


class Targets:
    """Several files that are published together, at the end and only if all went well.

    Until then each is written under another name in the same folder, and removed if it comes to
    nothing. A file that is there is never overwritten without `replace`.
    """

    def __init__(self, paths: Sequence[Path], *, replace: bool) -> None:
        self._replace = replace
        # Named before they are there: whatever happens, it is known what to remove.
        mark = secrets.token_hex(4)
        self._parts = {
            path: path.with_name(f".{path.stem[:40]}-{mark}{path.suffix}.part") for path in paths
        }
        self._first = paths[0]

    def __enter__(self) -> Self:
        """Look at every place. Raises BadTarget, Problem."""
        for path in self._parts:
            self._look_at(path)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Publish all, or remove what there is of them; an OSError becomes a Problem."""
        try:
            if error is None:
                self._publish()
        except OSError as late:
            raise problem(self._first, late) from late
        finally:
            self._clear()
        if isinstance(error, OSError):
            raise problem(self._first, error) from error

    def part(self, path: Path) -> Path:
        """Where to write what will be `path`."""
        return self._parts[path]

    def _look_at(self, path: Path) -> None:
        if not path.parent.is_dir():
            what = f'There is no folder "{path.parent}".'
            raise BadTarget(what, "Make it first, or choose another place with -o.")
        if path.is_dir():
            raise BadTarget(f'"{path}" is a folder.', "Add a file's name to it.")
        if path.exists() and not self._replace:
            raise _already_there(path)
        if not os.access(path.parent, os.W_OK):
            raise problem(path, PermissionError(errno.EACCES, ""))

    def _publish(self) -> None:
        for part in self._parts.values():
            with part.open("rb+") as file:
                os.fsync(file.fileno())
        published: list[Path] = []
        try:
            for path, part in self._parts.items():
                if self._replace:
                    part.replace(path)
                else:
                    _move(part, path)
                published.append(path)
        except BaseException:
            for path in published if not self._replace else ():
                path.unlink(missing_ok=True)
            raise

    def _clear(self) -> None:
        for part in self._parts.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def problem(path: Path, error: OSError) -> Problem:
    """What went wrong while `path` was written, in plain words."""
    usual = (f"{error.strerror or error}.", "Choose another place with -o.")
    why, mend = _MENDS.get(error.errno or 0, usual)
    return Problem(f'"{path}" was not written: {why}', mend)


def _already_there(path: Path) -> BadTarget:
    return BadTarget(f'"{path}" is there already.', "Choose another name, or say --replace.")


def _move(part: Path, path: Path) -> None:
    """Give a file its name, but never another file's."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise _already_there(path) from None
    except OSError:  # a memory stick without links: the gap between look and move is small
        if path.exists():
            raise _already_there(path) from None
        part.rename(path)
