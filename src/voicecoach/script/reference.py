"""The tables of `docs/session-format.md` and `docs/programmes.md`, written from the model.

`python -m voicecoach.script.reference docs/session-format.md docs/programmes.md` brings them up
to date.
"""

import re
import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from voicecoach.script.model import NODES
from voicecoach.script.node import Node
from voicecoach.script.programme import PROGRAMME_NODES
from voicecoach.script.wording import length, written

_TABLE = re.compile(r"(<!-- keys of an? (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def refresh(page: str) -> str:
    """Put the tables of today's model between the marks on `page`."""
    nodes = dict((*PROGRAMME_NODES.values(), *NODES.values()))
    return _TABLE.sub(lambda mark: f"{mark[1]}{table(nodes[mark[2]])}\n{mark[3]}", page)


def table(node: type[Node]) -> str:
    """List the keys of `node` as a Markdown table."""
    rows = [
        f"| `{key}` | {_what(info)} | {_example(info)} | {_default(info)} |"
        for key, info in node.model_fields.items()
    ]
    return "\n".join(["| Key | What it is | Example | Left out |", "|---|---|---|---|", *rows])


def _what(info: FieldInfo) -> str:
    words = [str(member.value) for kind in _enums(info.annotation) for member in kind]
    choice = f" One of: {', '.join(f'`{word}`' for word in words)}." if words else ""
    return f"{info.description}{choice}"


def _enums(annotation: object) -> Iterator[type[Enum]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from _enums(part)


def _example(info: FieldInfo) -> str:
    return f"`{written(info.examples[0])}`" if info.examples else "below"


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "**needed**"
    if info.default_factory is not None or info.default in (None, ()):
        return ""
    if isinstance(info.default, float):
        return f"`{length(info.default)}`"
    return f"`{info.default}`"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refresh(path.read_text("utf-8")), "utf-8")
