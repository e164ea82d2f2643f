"""A session file -> `Session`, or every mistake in it, in one go.

Nothing is opened but the file itself, and the exercise files in its own folder that it names. A
fault in the YAML hides what stands after it; all else is told at once.
"""

from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path as FilePath

from pydantic import ValidationError

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.handwritten.compose import Composed, Unreadable
from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.plain import plain
from voicecoach.handwritten.source import MOST_MISTAKES, data_in, first, text_of
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Path, Where
from voicecoach.script.growing import ungrown
from voicecoach.script.languages import closest, in_language, languages_of
from voicecoach.script.library import Opener, Unusable, resolve
from voicecoach.script.migrations import bring_up_to_date
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

EXERCISE = replace(
    KIND, name="exercise", begin="name: ...", split="Keep one exercise in each file."
)
LARGEST_EXERCISE = 32 * 1024
"""Letters."""


def read(path: FilePath, language: str | None = None) -> Session:
    """Read a session file, in the user's `language` if it has that one.

    Raises BadFile with every mistake in it, and for what is no readable file.
    """
    return _wanted(read_all(path), language)


def read_all(path: FilePath) -> dict[str, Session]:
    """Read a session file in each of its languages, by its code. Raises BadFile as `read` does."""
    return _read(text_of(path, KIND), str(path), partial(_exercise_file, path.parent))


def read_text(text: str, name: str, language: str | None = None) -> Session:
    """Read a session from the text of a file called `name`. Raises BadFile as `read` does.

    It cannot use other files.
    """
    return _wanted(_read(text, name, None), language)


def _wanted(sessions: dict[str, Session], language: str | None) -> Session:
    return sessions[closest(language, tuple(sessions))]


def _exercise_file(folder: FilePath, name: str) -> Composed:
    """The data in an exercise file in `folder`. Raises BadFile, and Unusable if it is elsewhere."""
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link in a circle
        is_inside = False
    if not is_inside:
        raise Unusable("This leads out of the session's folder.", "Copy the file into the folder.")
    if not path.exists():
        raise Unusable(f"There is no file `{quote(name)}` beside the session.", "Check its name.")
    text = text_of(path, EXERCISE)
    if len(text) > LARGEST_EXERCISE:
        where = Where(str(path))
        found, mend = "The file is larger than 32 KiB.", EXERCISE.split
        raise BadFile([Mistake(where.file, where.line, where.column, found, mend)])
    return data_in(text, str(path), EXERCISE)


def _read(text: str, name: str, open_file: Opener | None) -> dict[str, Session]:
    composed = data_in(text, name, KIND)
    try:
        resolve(composed, open_file)
    except Unreadable:
        raise BadFile(first(composed.mistakes)) from None
    bring_up_to_date(composed)
    languages = languages_of(composed.data)
    sessions: dict[str, Session] = {}
    mistakes: list[Mistake] = []
    for language in languages:
        chosen = in_language(composed, language, languages)
        session = _session(chosen)
        sessions |= {language: session} if session else {}
        mistakes += chosen.mistakes
    if mistakes or len(sessions) < len(languages):
        raise BadFile(first(list(dict.fromkeys(mistakes))))
    return sessions


def _session(composed: Composed) -> Session | None:
    """Check the data against the model and the rules; all mistakes go to `composed`."""
    session = None
    meant: set[Path] = set()
    try:
        session = Session.model_validate(composed.data)
    except ValidationError as invalid:
        meant = _translate(invalid, composed)
    for where, found, mend in (*unsaid(session), *ungrown(session)) if session else ():
        composed.tell(where, found, mend)
    for path, found, mend in islice(broken(composed.data, meant), MOST_MISTAKES):
        if not _is_told(path, composed):
            composed.tell(composed.places.key(path), found, mend)
    return session


def _is_told(path: Path, composed: Composed) -> bool:
    """Whether enough is said of what stands there, or of what it stands in."""
    return any(path[:n] in composed.told for n in range(len(path) + 1))


def _translate(invalid: ValidationError, composed: Composed) -> set[Path]:
    """Tell each of pydantic's errors where it stands, in plain words.

    Returns the paths of the keys that were meant by misspelt ones.
    """
    placed = []
    for error in invalid.errors(include_url=False):
        path = error["loc"]
        if not follows(error) and not _is_told(path, composed):
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
