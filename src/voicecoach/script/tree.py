"""Plain data moved to another path, or into another file's tree; every value keeps its place."""

from collections.abc import Callable
from typing import NamedTuple

from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.where import Located, Path, Step


class Spot(NamedTuple):
    """A path in the data of a file."""

    file: Composed
    path: Path

    def at(self, step: Step) -> "Spot":
        """What stands there under a key or a number."""
        return Spot(self.file, (*self.path, step))


def copied(
    value: object, old: Spot, new: Spot, count: Callable[[Path], None] = lambda _: None
) -> object:
    """The value at `old`, to stand at `new`; `count` is told of each part."""
    count(new.path)
    new.file.places.values[new.path] = old.file.places.value(old.path)
    new.file.places.keys[new.path] = old.file.places.key(old.path)
    if old.path in old.file.told:
        new.file.told.add(new.path)
    if isinstance(value, Located):
        copy = Located(new.path, new.file.places)
        for key, part in value.items():
            copy[key] = copied(part, old.at(key), new.at(key), count)
        return copy
    if isinstance(value, list):
        return [copied(part, old.at(n), new.at(n), count) for n, part in enumerate(value)]
    return value


def rename(file: Composed, node: Located, old: str, new: str) -> None:
    """Give a key of a node in this file another name; it stands where it stood."""
    here = Spot(file, node.path)
    renamed = {new if key == old else key: value for key, value in node.items()}
    if old in node:
        renamed[new] = copied(node[old], here.at(old), here.at(new))
    node.clear()
    node.update(renamed)
