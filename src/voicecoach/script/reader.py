"""A session file -> `Session`, or every mistake in it, in one go.

Nothing is opened but the file itself. A fault in the YAML hides what stands after it; all else is
told at once.
"""

from itertools import islice
from pathlib import Path as FilePath

from pydantic import ValidationError

from voicecoach.core.problems import BadFile
from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.plain import plain
from voicecoach.handwritten.source import MOST_MISTAKES, data_in, first, text_of
from voicecoach.handwritten.where import Path
from voicecoach.script.model import KEYS, Session
from voicecoach.script.rules import broken
from voicecoach.script.timing import unsaid
from voicecoach.script.wording import GUIDE, follows, meant_key, told

KIND = Kind(
    "session",
    begin="version: 1",
    guide=GUIDE,
    split="Make several sessions of it.",
    keys=KEYS,
    plain=plain,
)


def read(path: FilePath) -> Session:
    """Read a session file.

    Raises BadFile with every mistake in it, and for what is no readable file.
    """
    return read_text(text_of(path, KIND), str(path))


def read_text(text: str, name: str) -> Session:
    """Read a session from the text of a file called `name`. Raises BadFile as `read` does."""
    composed = data_in(text, name, KIND)
    session = _session(composed)
    if session is None or composed.mistakes:
        raise BadFile(first(composed.mistakes))
    return session


def _session(composed: Composed) -> Session | None:
    """Check the data against the model and the rules; all mistakes go to `composed`."""
    session = None
    meant: set[Path] = set()
    try:
        session = Session.model_validate(composed.data)
    except ValidationError as invalid:
        meant = _translate(invalid, composed)
    for where, found, mend in unsaid(session) if session else ():
        composed.tell(where, found, mend)
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
