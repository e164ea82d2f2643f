"""The language files: YAML in which every word knows its place, so that mistakes can be told."""

from collections.abc import Iterator
from importlib.resources.abc import Traversable

import yaml

from voicecoach.core.problems import BadFile, Mistake, Problem

# All scalars stay text: "no" is a word here, and 999 a number to ring.
_Loader: type[yaml.CBaseLoader] | type[yaml.BaseLoader] = (
    yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
)


class Written(str):
    """Text from a file, with the place where it stands. Lines and columns count from 1."""

    file: str = ""
    line: int = 1
    column: int = 1

    @classmethod
    def at(cls, text: str, file: str, mark: yaml.Mark) -> "Written":
        """`text` as it stands at `mark`."""
        written = cls(text)
        written.file, written.line, written.column = file, mark.line + 1, mark.column + 1
        return written

    def mistake(self, found: str, mend: str) -> Mistake:
        """A mistake at this place."""
        return Mistake(self.file, self.line, self.column, found, mend)


Tree = Written | list["Tree"] | dict[Written, "Tree"]


def read(file: Traversable) -> dict[Written, Tree]:
    """The mapping in a YAML file.

    Raises BadFile where it is no YAML or holds a key twice, Problem where there is no such file.
    """
    name = str(file)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), _Loader)
    except OSError as error:
        raise Problem(
            f"{name} cannot be read: {error.strerror}.", "Install voicecoach anew."
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Written.at("", name, mark) if mark else Written()
        mistake = place.mistake(
            f"This is not YAML: {error.problem}.", "Check the indentation and the quotes."
        )
        raise BadFile([mistake]) from None
    tree = _grow(node, name)
    if not isinstance(tree, dict):
        raise BadFile([Mistake(name, 1, 1, "Names with values are wanted here.", "Add them.")])
    return tree


def _grow(node: yaml.Node | None, file: str) -> Tree:
    if isinstance(node, yaml.SequenceNode):
        return [_grow(item, file) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        tree: dict[Written, Tree] = {}
        for key_node, value_node in node.value:
            key = Written.at(str(key_node.value), file, key_node.start_mark)
            if key in tree:
                raise BadFile([key.mistake(f'"{key}" stands here twice.', "Join the two.")])
            tree[key] = _grow(value_node, file)
        return tree
    return Written() if node is None else Written.at(str(node.value), file, node.start_mark)


def texts(tree: Tree | None) -> Iterator[Written]:
    """Every text in `tree`, in the order of the file, keys left out."""
    if isinstance(tree, Written):
        if tree:
            yield tree
    elif isinstance(tree, dict):
        for branch in tree.values():
            yield from texts(branch)
    elif tree is not None:
        for branch in tree:
            yield from texts(branch)


def branch(tree: Tree | None, key: str) -> dict[Written, Tree]:
    """The mapping under `key`, empty where there is none.

    Raises BadFile if something else than a mapping stands there.
    """
    found = tree.get(Written(key)) if isinstance(tree, dict) else None
    if found is None or (isinstance(found, Written) and not found):
        return {}
    if isinstance(found, dict):
        return found
    place = next(texts(found), Written())
    raise BadFile([place.mistake(f'"{key}" holds no names.', "Write it as name: value.")])
