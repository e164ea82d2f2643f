"""What pydantic finds in a file, told where it stands and in plain words."""

from pydantic import ValidationError

from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.source import MOST_MISTAKES
from voicecoach.handwritten.where import Path
from voicecoach.script.model import NODES
from voicecoach.script.wording import Nodes, follows, meant_key, told


def is_told(path: Path, composed: Composed) -> bool:
    """Whether enough is said of what stands there, or of what it stands in."""
    return any(path[:n] in composed.told for n in range(len(path) + 1))


def translate(invalid: ValidationError, composed: Composed, nodes: Nodes = NODES) -> set[Path]:
    """Tell each of pydantic's errors where it stands, in plain words.

    Returns the paths of the keys that were meant by misspelt ones.
    """
    placed = []
    for error in invalid.errors(include_url=False):
        path = error["loc"]
        if not follows(error) and not is_told(path, composed):
            at_key = error["type"] == "extra_forbidden" or error["input"] is None
            where = composed.places.key(path) if at_key else composed.places.value(path)
            placed.append((where, error))
    # Suggestions cost time: only as many as will be shown.
    placed = sorted(placed, key=lambda each: (each[0].line, each[0].column))[: MOST_MISTAKES + 1]
    unknown = [error["loc"] for _, error in placed if error["type"] == "extra_forbidden"]
    meant = {(*path[:-1], key) for path in unknown if (key := meant_key(path, nodes))}
    for where, error in placed:
        if error["type"] != "missing" or error["loc"] not in meant:
            composed.tell(where, *told(error, nodes))
    return meant
