"""What was written, and where in the file it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field

Step = str | int
Path = tuple[Step, ...]
"""The way to a value: keys and list indexes, from the top of the file."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file. Lines and columns count from 1."""

    file: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Switch:
    """An unquoted word that readers of YAML take for true or false."""

    word: str


@dataclass(slots=True)
class Places:
    """The place of every value, and of the key before it, by its path."""

    file: str = ""
    values: dict[Path, Where] = field(default_factory=dict)
    keys: dict[Path, Where] = field(default_factory=dict)

    def value(self, path: Iterable[Step]) -> Where:
        """Find the value at `path`, or what it is missing from."""
        steps = tuple(path)
        while steps and steps not in self.values:
            steps = steps[:-1]
        return self.values.get(steps, Where(self.file))

    def key(self, path: Iterable[Step]) -> Where:
        """Find the key at `path`; an item of a list has none, and stands for itself."""
        steps = tuple(path)
        return self.keys.get(steps) or self.value(steps)


class Located(dict[str, object]):
    """A mapping from a file that knows its own path and all places in that file."""

    def __init__(self, path: Path, places: Places) -> None:
        super().__init__()
        self.path = path
        self.places = places
