"""Exercises in files of their own: `use: exercises/pelvic-tilt.yaml` in the place of an exercise.

A session file comes from a stranger, so this only says what is to be put where; `reader` opens the
files, and none outside the session's own folder. Every value keeps the place where it was written.
"""

import posixpath
import re
from collections.abc import Callable, Iterator

from voicecoach.core.problems import BadFile
from voicecoach.handwritten.compose import Composed, Unreadable
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Located, Path, Where
from voicecoach.script.pointing import WAYS, own_id
from voicecoach.script.text import FILE_PATTERN
from voicecoach.script.tree import Spot, copied

MOST_FILES = 50
MOST_COPIED = 3_000
"""Values of other files that a session may come to hold."""

_OUTSIDE = re.compile(r"^[/~]|\\|:|(^|/)\.\.?(/|$)")
_FILE = re.compile(FILE_PATTERN)
_DEVICE = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)\s*(\.|/|$)", re.IGNORECASE)
"""Windows takes these for devices in every folder."""
_LONGEST_NAME = 200

Opener = Callable[[str], Composed]
"""Reads a file by its way from the session's folder. Raises BadFile."""


class Unusable(Exception):  # noqa: N818 - what is wrong with a reference, told where it stands
    """A file that cannot be used: what is wrong, and the mend."""

    def __init__(self, found: str, mend: str) -> None:
        super().__init__(found)
        self.found, self.mend = found, mend


def resolve(session: Composed, open_file: Opener | None) -> None:
    """Put the exercises of other files where `session` uses them; mistakes go to `session`.

    Raises Unreadable where it would never end, all told.
    """
    if isinstance(session.data, Located):
        _Library(session, session.data, open_file).resolve()


class _Library:
    """The files that one session uses, each opened once."""

    def __init__(self, session: Composed, data: Located, open_file: Opener | None) -> None:
        self._session = session
        self._data = data
        self._open_file = open_file
        self._opened: dict[str, Composed | None] = {}
        self._copied = 0
        self._used: dict[str, Located] = {}
        """The first exercise of the session that is made of a file."""
        self._folders: dict[Path, str] = {}
        """The folder of the file from which the value of a key comes, by its path."""

    def resolve(self) -> None:
        for exercise in self._exercises():
            if "use" in exercise:
                self._use(exercise)
        waiting = list(self._exercises())
        while waiting:
            exercise = waiting.pop(0)
            for way in WAYS:
                target = exercise.get(way)
                if isinstance(target, str) and target.endswith((".yaml", ".yml")):
                    waiting += self._lead(exercise, way, target)

    def _exercises(self) -> Iterator[Located]:
        blocks = self._data.get("blocks")
        for block in blocks if isinstance(blocks, list) else ():
            if isinstance(block, Located):
                yield from _items(block, "exercises")
        yield from _items(self._data, "forms")

    def _use(self, exercise: Located) -> None:
        path = (*exercise.path, "use")
        source = self._open(path, exercise["use"])
        if source is None or not isinstance(source.data, Located):
            self._session.told.add(exercise.path)
            return
        whole = self._copied_from(source, exercise)
        if "name" not in whole:
            self._tell(source.places.value(()), "This exercise has no `name`.", "Add `name: ...`.")
            self._session.told.add((*exercise.path, "name"))
        self._used.setdefault(source.places.file, exercise)

    def _lead(self, exercise: Located, way: str, target: str) -> list[Located]:
        """Let `easier` lead to the exercise in a file; what is new with it."""
        path = (*exercise.path, way)
        source = self._open(path, target)
        if source is None or not isinstance(source.data, Located):
            self._session.told.add(path)
            return []
        new = []
        if source.places.file not in self._used:
            forms = self._data.setdefault("forms", [])
            if not isinstance(forms, list):
                return []
            form = Located(("forms", len(forms)), self._session.places)
            self._session.places.values[form.path] = source.places.value(())
            self._copied_from(source, form)
            forms.append(form)
            new.append(form)
            self._used[source.places.file] = form
        exercise[way] = own_id(self._used[source.places.file])
        return new

    def _open(self, path: Path, reference: object) -> Composed | None:
        """The file that is named at `path`; None if it cannot be used, which is told."""
        where = self._session.places.value(path)
        if not isinstance(reference, str):
            self._tell(where, "The name of a file is needed here.", _EXAMPLE)
            return None
        try:
            name = self._name(path, reference)
            if name not in self._opened:
                self._opened[name] = None
                self._opened[name] = self._read(name)
            return self._opened[name]
        except Unusable as unusable:
            self._tell(where, unusable.found, unusable.mend)
        except BadFile as bad:
            self._session.mistakes += bad.mistakes
        return None

    def _name(self, path: Path, reference: str) -> str:
        """The way to the file from the session's folder. Raises Unusable."""
        if _OUTSIDE.search(reference):
            raise Unusable("A session uses files in its own folder, and none outside.", _EXAMPLE)
        if not is_plain(reference):
            raise Unusable(f"`{quote(reference)}` is no name of an exercise file.", _EXAMPLE)
        if len(self._opened) >= MOST_FILES:
            raise Unusable(f"A session uses {MOST_FILES} files at most.", "Make two of it.")
        return posixpath.join(self._folders.get(path, ""), reference)

    def _read(self, name: str) -> Composed:
        if self._open_file is None:
            raise Unusable("Only a session in a file can use other files.", "Save it first.")
        source = self._open_file(name)
        if not isinstance(source.data, Located):
            found = "An exercise file holds the keys of one exercise, and this does not."
            self._tell(source.places.value(()), found, "Begin it with `name: ...`.")
        elif "use" in source.data:
            found = "An exercise that is used uses no other."
            self._tell(source.places.key(("use",)), found, "Write the exercise out in full.")
            source.data.pop("use")
        self._session.mistakes += source.mistakes
        return source

    def _tell(self, where: Where, found: str, mend: str) -> None:
        self._session.tell(where, found, mend)

    # -- copying

    def _copied_from(self, source: Composed, into: Located) -> Located:
        """Put the keys of a file into an exercise that does not give them itself."""
        own = dict(into)
        into.clear()
        folder = posixpath.dirname(self._way(source))
        for key, value in source.data.items() if isinstance(source.data, Located) else ():
            if key not in own:
                path = (*into.path, key)
                into[key] = copied(
                    value, Spot(source, (key,)), Spot(self._session, path), self._count
                )
                self._folders[path] = folder
        into.update(own)
        return into

    def _way(self, source: Composed) -> str:
        return next(name for name, each in self._opened.items() if each is source)

    def _count(self, path: Path) -> None:
        """Raises Unreadable when the session holds too much."""
        self._copied += 1
        if self._copied > MOST_COPIED:
            found = "The exercises that this session uses hold too much together."
            self._tell(self._session.places.value(path[:4]), found, "Make two sessions of it.")
            raise Unreadable


_EXAMPLE = "Write its way from the session: `exercises/pelvic-tilt.yaml`."


def is_plain(reference: str) -> bool:
    """Whether a name can only be that of a file in this folder, or below."""
    return (
        len(reference) <= _LONGEST_NAME
        and _FILE.fullmatch(reference) is not None
        and not _OUTSIDE.search(reference)
        and not _DEVICE.search(reference)
    )


def _items(node: Located, key: str) -> Iterator[Located]:
    found = node.get(key)
    if isinstance(found, list):
        yield from (item for item in found if isinstance(item, Located))
