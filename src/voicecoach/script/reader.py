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
from voicecoach.handwritten.where import Located, Path, Where
from voicecoach.script.growing import ungrown
from voicecoach.script.languages import closest, in_language, languages_of
from voicecoach.script.library import Opener, Unusable, is_plain, resolve
from voicecoach.script.migrations import bring_up_to_date
from voicecoach.script.model import KEYS, Session
from voicecoach.script.programme import PROGRAMME_NODES, Programme, unruly
from voicecoach.script.rules import broken
from voicecoach.script.timing import unsaid
from voicecoach.script.translating import is_told, translate
from voicecoach.script.wording import GUIDE

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
PROGRAMME = replace(
    KIND,
    name="programme",
    guide="docs/programmes.md",
    split="Make several programmes of it.",
    keys=frozenset(key for _, node in PROGRAMME_NODES.values() for key in node.model_fields),
)
LARGEST_EXERCISE = 32 * 1024
"""Letters."""
MOST_REFUSED = 5
"""Sessions of a programme with mistakes in them: the rest is looked at when those are mended."""


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


def _inside(folder: FilePath, name: str, of: str) -> FilePath:
    """The file with this way from `folder`, the folder of a file of a kind. Raises Unusable."""
    if not is_plain(name):
        raise Unusable(f"`{quote(name)}` is no name of a file in this folder.", "Rename the file.")
    path = folder / name
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link in a circle
        is_inside = False
    if not is_inside:
        raise Unusable(f"This leads out of the {of}'s folder.", "Copy the file into the folder.")
    if not path.exists():
        raise Unusable(f"There is no file `{quote(name)}` beside the {of}.", "Check its name.")
    return path


def _exercise_file(folder: FilePath, name: str) -> Composed:
    """The data in an exercise file in `folder`. Raises BadFile, and Unusable if it is elsewhere."""
    path = _inside(folder, name, "session")
    text = text_of(path, EXERCISE)
    if len(text) > LARGEST_EXERCISE:
        where = Where(str(path))
        found, mend = "The file is larger than 32 KiB.", EXERCISE.split
        raise BadFile([Mistake(where.file, where.line, where.column, found, mend)])
    return data_in(text, str(path), EXERCISE)


def _read(text: str, name: str, open_file: Opener | None) -> dict[str, Session]:
    composed = data_in(text, name, KIND)
    if _is_programme(composed.data):
        composed.tell(
            composed.places.key(("weeks",)),
            "This is a programme, and no session.",
            f"Use it with: voicecoach programme {name}",
        )
        raise BadFile(first(composed.mistakes))
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
        if len(mistakes) > MOST_MISTAKES:  # no more are told
            break
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
        meant = translate(invalid, composed)
    for where, found, mend in (*unsaid(session), *ungrown(session)) if session else ():
        composed.tell(where, found, mend)
    for path, found, mend in islice(broken(composed.data, meant), MOST_MISTAKES):
        if not is_told(path, composed):
            composed.tell(composed.places.key(path), found, mend)
    return session


# -- programmes


def is_programme(path: FilePath) -> bool:
    """Whether a file is a programme rather than a session. Raises BadFile if it cannot be read."""
    return _is_programme(data_in(text_of(path, KIND), str(path), KIND).data)


def _is_programme(data: object) -> bool:
    return isinstance(data, Located) and "weeks" in data and "blocks" not in data


def read_programme(path: FilePath, language: str | None = None) -> Programme:
    """Read a programme, and look whether every session of it can be read, too.

    Raises BadFile with every mistake in them, and for what is no readable file.
    """
    composed = data_in(text_of(path, PROGRAMME), str(path), PROGRAMME)
    languages = languages_of(composed.data)
    programmes: dict[str, Programme] = {}
    mistakes: list[Mistake] = []
    for code in languages:
        chosen = in_language(composed, code, languages, PROGRAMME_NODES)
        try:
            programmes[code] = programme = Programme.model_validate(chosen.data)
            for where, found, mend in unruly(programme):
                chosen.tell(where, found, mend)
            _look_at_sessions(programme, path.parent, chosen)
        except ValidationError as invalid:
            translate(invalid, chosen, PROGRAMME_NODES)
        mistakes += chosen.mistakes
    if mistakes:
        raise BadFile(first(list(dict.fromkeys(mistakes))))
    return programmes[closest(language, languages)]


def _look_at_sessions(programme: Programme, folder: FilePath, composed: Composed) -> None:
    """Look whether each session can be read, until there is enough to mend."""
    refused = 0
    for name, where in programme.files.items():
        if refused >= MOST_REFUSED:
            composed.tell(
                where, "From here on, no session was looked at.", "Mend those before first."
            )
            return
        try:
            read_all(_inside(folder, name, "programme"))
        except Unusable as unusable:
            composed.tell(where, unusable.found, unusable.mend)
            refused += 1
        except BadFile as bad:
            composed.mistakes += bad.mistakes
            refused += 1
