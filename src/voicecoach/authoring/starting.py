"""A session file to begin with: it is right as it stands, and its comments teach."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from voicecoach.authoring import checkup
from voicecoach.authoring.new_file import write_new
from voicecoach.core.problems import Problem
from voicecoach.getting import leave_schema
from voicecoach.language.wording import load_wording
from voicecoach.lint.findings import Finding
from voicecoach.script import reader
from voicecoach.script.schema import LINE

USUAL = "en"


@dataclass(frozen=True, slots=True)
class Start:
    """What an author says before the file is there; what is left out gets the usual words."""

    title: str = ""
    source: str = ""
    equipment: Sequence[str] = ()


def usual(language: str = USUAL) -> Mapping[str, str]:
    """The usual words of a language for the title, the source and the things needed."""
    wording = load_wording(language)
    return (wording.starter if wording else {}) or usual()


def text(start: Start, language: str = USUAL) -> str:
    """The text of a new session file. Raises Problem for a language that has none to begin with."""
    file = resources.files("voicecoach.language") / language / "starter.yaml"
    if not language.isalpha() or not file.is_file():
        raise Problem(f'There is nothing to begin with in the language "{language}".', 'Use "en".')
    words = usual(language)
    things = start.equipment or [words["equipment"]]
    written = {
        "SCHEMA_LINE": LINE,
        "SESSION_TITLE": _quoted(start.title or words["title"]),
        "SOURCE_TITLE": _quoted(start.source or words["source"]),
        "EQUIPMENT_LIST": f"[{', '.join(_quoted(thing) for thing in things)}]",
    }
    whole = file.read_text("utf-8")
    for mark, value in written.items():
        whole = whole.replace(mark, value, 1)
    return whole


def _quoted(value: str) -> str:
    """A text in double quotes where YAML needs some."""
    plain = value.replace(" ", "").replace("-", "").isalpha() and value[:1].isalpha()
    return (
        value
        if plain and reader.KIND.plain(value) == value
        else json.dumps(value, ensure_ascii=False)
    )


def begin(
    file: Path, start: Start, language: str = USUAL
) -> tuple[Path | None, tuple[Finding, ...]]:
    """Write the file, and the schema for editors beside it, if it is not there.

    Tells where that is, and what `check` finds in the author's own words. Raises Problem where
    there is such a file already, and BadFile for words that no session can have.
    """
    whole = text(start, language)
    session = reader.read_text(whole, str(file))
    findings = tuple(checkup.judged(session, {str(file): whole}))
    write_new(file, whole)
    try:
        return leave_schema(file.parent), findings
    except OSError:  # the file is what counts
        return None, findings
