"""YAML text -> plain data with places, and nothing of YAML that people do not need.

It reads PyYAML's events one by one, so a bomb is refused before it has been built. Words such as
`no` and times such as `1:30` keep the form in which they were written.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from voicecoach.core.problems import Mistake
from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.syntax import explain
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Located, Path, Places, Where

DEEPEST = 12
MOST_VALUES = 3_000
"""Eight times as many as the largest session here has."""

# libyaml where the wheel carries it: thirty times as fast, the same events and places.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):  # noqa: N818 - the mistakes are in `Composed`; this only ends the reading
    """The file cannot be read any further."""


@dataclass(slots=True)
class Composed:
    """What was found in a file: data, places, mistakes, and the paths that need no second word."""

    places: Places
    kind: Kind
    data: object = None
    mistakes: list[Mistake] = field(default_factory=list)
    told: set[Path] = field(default_factory=set)

    def tell(self, where: Where, found: str, mend: str) -> None:
        """Note a mistake."""
        self.mistakes.append(Mistake(where.file, where.line, where.column, found, mend))


def compose(text: str, into: Composed) -> None:
    """Read `text`, which has no hidden characters, into `into`. Raises Unreadable, all told."""
    composer = _Composer(text, into)
    try:
        composer.document()
    except yaml.YAMLError as error:
        into.tell(*explain(error, text, into.places.file, composer.last, into.kind))
        raise Unreadable from None


class _Composer:
    """Walks over the events of one file."""

    def __init__(self, text: str, into: Composed) -> None:
        self._into = into
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))
        self.last: yaml.Event | None = None
        self._depth = 0
        self._values = 0

    def document(self) -> None:
        """Read the one document of the file."""
        into = self._into
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            if not into.kind.begin:
                return
            into.tell(
                Where(into.places.file), "The file is empty.", f"Begin it with `{into.kind.begin}`."
            )
            raise Unreadable
        into.data = self._value(self._next(), ())
        self._next()
        another = self._next()
        if not isinstance(another, yaml.StreamEndEvent):
            into.tell(
                self._where(another),
                f"A second {into.kind.name} begins here, after `---`.",
                f"Keep one {into.kind.name} in a file: take the line out, or what follows it.",
            )
            raise Unreadable

    def _next(self) -> yaml.Event:
        self.last = event = next(self._events)
        if isinstance(event, yaml.NodeEvent):
            self._values += 1
            self._check(event)
        if isinstance(event, yaml.CollectionStartEvent):
            self._depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            self._depth -= 1
        too_many = self._values > MOST_VALUES
        if too_many or self._depth > DEEPEST:
            self._into.tell(
                self._where(event),
                "The file holds too many values." if too_many else "This is nested too deeply.",
                self._into.kind.split if too_many else "See the example in the guide.",
            )
            raise Unreadable
        return event

    def _check(self, event: yaml.NodeEvent) -> None:
        """Refuse names for parts of the file, and types by name."""
        if isinstance(event, yaml.AliasEvent):
            sign = "*"
        elif event.anchor is not None:
            sign = "&"
        elif getattr(event, "tag", None) is not None:
            sign = "!"
        else:
            return
        self._into.tell(
            self._where(event),
            f"A value begins with {sign}, which has a meaning of its own here.",
            "Put text in double quotes; write what is used twice out in full.",
        )

    def _value(self, event: yaml.Event, path: Path) -> object:
        self._into.places.values[path] = self._where(event)
        if getattr(event, "tag", None) is not None:
            self._into.told.add(path)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._value(event, (*path, len(items))))
            return items
        if isinstance(event, yaml.ScalarEvent):
            return self._into.kind.plain(event.value) if event.implicit[0] else event.value
        self._into.told.add(path)
        return None

    def _mapping(self, path: Path) -> Located:
        into = self._into
        mapping = Located(path, into.places)
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            where = self._where(event)
            if not isinstance(event, yaml.ScalarEvent):
                into.tell(where, "A key should be one plain word.", "Write `key: value`.")
                self._skip(event)
                self._skip(self._next())
                continue
            key = event.value
            if key in mapping:
                first = into.places.key((*path, key)).line
                into.tell(
                    where,
                    f"`{quote(key)}` is here a second time; it was on line {first}.",
                    "Keep one of them.",
                )
                self._skip(self._next())
                continue
            into.places.keys[(*path, key)] = where
            mapping[key] = None  # before its value, so that a repetition inside it is no other
            mapping[key] = self._value(self._next(), (*path, key))
        return mapping

    def _skip(self, event: yaml.Event) -> None:
        """Pass over a value that is not wanted."""
        if isinstance(event, yaml.CollectionStartEvent):
            depth = self._depth
            while self._depth >= depth:
                self._next()

    def _where(self, event: yaml.Event) -> Where:
        mark = event.start_mark
        if mark is None:  # PyYAML's types allow it; its parsers always say
            return Where(self._into.places.file)
        return Where(self._into.places.file, mark.line + 1, mark.column + 1)
