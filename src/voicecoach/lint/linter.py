"""A session in, findings out: all rules, less what its author allows."""

from collections.abc import Iterator, Mapping, Sequence

from voicecoach.handwritten.text import near
from voicecoach.language.grammar import Grammar
from voicecoach.language.wording import Wording
from voicecoach.lint import doing, hearing, whole
from voicecoach.lint.codes import ALLOWABLE
from voicecoach.lint.findings import Finding, Found
from voicecoach.lint.page import Page, every_exercise
from voicecoach.lint.spot import Page as FileText
from voicecoach.script.exercise import Allowance, Exercise
from voicecoach.script.model import Session

_RULES = (*hearing.RULES, doing.of_exercises, *whole.OF_A_SESSION)


def lint(
    session: Session,
    files: Mapping[str, str],
    wording: Wording | None = None,
    grammar: Grammar | None = None,
) -> list[Finding]:
    """What makes `session` hard to follow, in the order of its file.

    `files` has the text of each file that it was read from, so that a word's place can be told.
    Without `wording` only what no words decide is found, without `grammar` no commands.
    """
    pages = {name: FileText(text.removeprefix("\ufeff")) for name, text in files.items()}
    page = Page(session, pages, wording, grammar)
    found = [each for rule in _RULES for each in rule(page)]
    kept, needed = _allowed(session, found)
    kept += _of_allowances(session, needed, judged=wording is not None)
    return sorted(dict.fromkeys(each.told() for each in kept))


def no_language(session: Session, known: Sequence[str]) -> Finding:
    """The finding that the coach does not speak the language of `session`."""
    values = {"text": session.language, "known": ", ".join(known)}
    return Found("no-such-language", session.where_of("language"), values=values).told()


def _scopes(session: Session) -> Iterator[tuple[Exercise | None, Allowance]]:
    yield from ((None, allowance) for allowance in session.allow)
    for exercise in every_exercise(session):
        yield from ((exercise, allowance) for allowance in exercise.allow)


def _allowed(session: Session, found: Sequence[Found]) -> tuple[list[Found], set[int]]:
    """What no allowance covers, and the allowances that cover something."""
    scopes, kept, needed = list(_scopes(session)), [], set[int]()
    for each in found:
        covering = [
            id(allowance)
            for exercise, allowance in scopes
            if allowance.code == each.code and exercise in {None, each.exercise}
        ]
        needed.update(covering)
        kept += [] if covering else [each]
    return kept, needed


def _of_allowances(session: Session, needed: set[int], *, judged: bool) -> Iterator[Found]:
    for exercise, allowance in _scopes(session):
        where, code = allowance.where_of("code"), allowance.code
        if code not in ALLOWABLE:
            meant = near(code, [known.replace("-", "_") for known in ALLOWABLE])
            mend = f"Did you mean `{meant.replace('_', '-')}`?" if meant else None
            yield Found("unknown-code", where, exercise, {"text": code}, mend)
        elif judged and id(allowance) not in needed:
            yield Found("unneeded-allow", where, exercise, {"text": code})
