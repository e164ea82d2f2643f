"""A session file judged: its mistakes, and what makes it hard to follow with eyes shut."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from voicecoach.core.problems import BadFile
from voicecoach.handwritten.source import text_of
from voicecoach.language import load
from voicecoach.language.grammar import Grammar
from voicecoach.language.wording import Wording, load_wording
from voicecoach.lint.codes import UNNEEDED, Severity
from voicecoach.lint.findings import Finding
from voicecoach.lint.linter import lint, no_language
from voicecoach.lint.page import every_exercise
from voicecoach.script import reader
from voicecoach.script.model import Session

MOST_TOLD = 100
"""Errors, and as many warnings: what one sitting can mend. JSON has them all."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found in some files, errors apart from warnings. `strict` takes both as grave."""

    findings: tuple[Finding, ...]
    strict: bool = False

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Those of one severity, in the order of the files."""
        return tuple(each for each in self.findings if each.severity is severity)

    @property
    def fails(self) -> bool:
        """Whether something has to be mended."""
        return bool(self.findings if self.strict else self.of(Severity.ERROR))

    def as_text(self) -> str:
        """A line a finding, under its heading: errors first. Empty where there is none."""
        lines = []
        for severity, heading in _HEADINGS.items():
            found = self.of(severity)
            if found:
                lines += [heading[len(found) > 1].format(n=len(found))]
                lines += map(str, found[:MOST_TOLD])
            if len(found) > MOST_TOLD:
                lines.append(f"And {len(found) - MOST_TOLD} more. Mend those before first.")
        return "\n".join(lines)

    def as_json(self) -> str:
        """One object: errors and warnings, each with its place, its code, and the mend."""
        return json.dumps(
            {
                f"{severity}s": [_fields(each) for each in self.of(severity)]
                for severity in Severity
            },
            ensure_ascii=False,
            indent=2,
        )


_HEADINGS = {
    Severity.ERROR: ("1 error, to be mended:", "{n} errors, to be mended:"),
    Severity.WARNING: ("1 warning:", "{n} warnings:"),
}


def _fields(finding: Finding) -> dict[str, object]:
    mistake = finding.mistake
    return {
        "file": mistake.file,
        "line": mistake.line,
        "column": mistake.column,
        "code": finding.code,
        "found": mistake.found,
        "mend": mistake.mend,
    }


def check(file: Path) -> tuple[Session | None, tuple[Finding, ...]]:
    """Read and judge one file in all of its languages, and give it in the first.

    The session is None where it has mistakes in its format, and for a programme.
    """
    try:
        if reader.is_programme(file):
            reader.read_programme(file)
            return None, ()
        sessions = tuple(reader.read_all(file).values())
    except BadFile as bad:
        return None, tuple(map(Finding, bad.mistakes))
    names = {name for session in sessions for name in files_of(session)}
    files = {name: text_of(Path(name), reader.KIND) for name in names}
    found = [judged(session, files) for session in sessions]
    return sessions[0], tuple(sorted(_in_any(found)))


def _in_any(found: Sequence[Sequence[Finding]]) -> Iterator[Finding]:
    """Each finding once; an allowance is needed if it is in one of the languages."""
    for each in dict.fromkeys(finding for findings in found for finding in findings):
        if each.code != UNNEEDED or all(each in findings for findings in found):
            yield each


def files_of(session: Session) -> set[str]:
    """The files that a session was read from: its own, and those of exercises that it uses."""
    used = {
        exercise.where_of(key).file
        for exercise in every_exercise(session)
        for key in exercise.model_fields_set
    }
    return used | {session.where.file}


def judged(session: Session, files: dict[str, str]) -> Sequence[Finding]:
    """What is found in a session that was read from these `files`, by their text."""
    code, known = session.language.partition("-")[0], languages()
    if session.language in known:
        code = session.language
    if code not in known:
        return [no_language(session, known), *lint(session, files)]
    return lint(session, files, *_words(code))


@cache
def _words(code: str) -> tuple[Wording | None, Grammar]:
    return load_wording(code), load(code).grammar


def languages() -> tuple[str, ...]:
    """The languages that the coach speaks and understands."""
    folders = resources.files("voicecoach.language").iterdir()
    return tuple(sorted(f.name for f in folders if (f / "commands.yaml").is_file()))
