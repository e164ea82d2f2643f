"""What PyYAML's errors mean to somebody who has never heard of YAML."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Where

_QUOTES = "Put the whole text in double quotes."
_LINE_UP = "Give it as many spaces in front as the line that it belongs with."

_KEY_FIRST = re.compile(r"\s*(?:- +)*[\w-]*")
_NO_SPACE = re.compile(r"(\s*(?:- +)*)(\w+):(\S.*)")


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where the reading broke off: the places count from 0, as PyYAML's do."""

    kind: Kind
    lines: list[str]
    line: int
    column: int
    opened: tuple[int, int]
    """Where the part that could not be finished begins."""

    @property
    def compare(self) -> str:
        """The mend where there is no better one."""
        return f"Compare the line with the example in {self.kind.guide}."

    def text(self, line: int) -> str:
        """One line of the file."""
        return self.lines[line] if line < len(self.lines) else ""

    @property
    def before(self) -> str:
        """The text on the line, before the place."""
        return self.text(self.line)[: self.column]


_Told = tuple[int, int, str, str]


def _start(fault: _Fault) -> _Told:
    line, column = fault.opened
    sign = fault.text(line)[column : column + 1]
    if sign == "\t":
        return (line, column, "A tab stands here.", "Use spaces instead.")
    return (line, column, f"Text cannot begin with {quote(sign)} here.", _QUOTES)


def _colon(fault: _Fault) -> _Told:
    if _KEY_FIRST.fullmatch(fault.before):
        indent = len(fault.before) - len(fault.before.lstrip())
        return (fault.line, indent, "This line stands too far in.", _LINE_UP)
    return (fault.line, fault.column, "There is a colon inside this text.", _QUOTES)


def _backslash(fault: _Fault) -> _Told:
    column = fault.text(fault.line).rfind("\\", 0, fault.column + 1)
    found = "A backslash has a meaning of its own in double quotes."
    return (fault.line, max(column, 0), found, "Take it out.")


def _uneven(fault: _Fault) -> _Told:
    if not fault.before.strip(" -"):
        return (
            fault.line,
            fault.column,
            "This line does not line up with those above it.",
            _LINE_UP,
        )
    if fault.before.rstrip()[-1:] in {"'", '"'}:
        found = "The text goes on after its closing quotation mark."
        return (fault.line, fault.column, found, "Put the other kind of marks around all of it.")
    return (fault.line, fault.column, "This does not belong to the value before it.", _QUOTES)


def _no_key(fault: _Fault) -> _Told:
    line, column = fault.opened
    return (
        line,
        column,
        "This line has neither a key nor a dash.",
        f"Write `key: value`. {fault.compare}",
    )


def _opened(found: str, mend: str) -> Callable[[_Fault], _Told]:
    return lambda fault: (*fault.opened, found, mend)


def _at(found: str, mend: str) -> Callable[[_Fault], _Told]:
    return lambda fault: (fault.line, fault.column, found, mend)


# What PyYAML and libyaml say, each in its own words -> what to tell. The first that fits counts.
_MEANINGS: tuple[tuple[str, Callable[[_Fault], _Told]], ...] = (
    (r"cannot start any token|(alias|anchor|tag)( |$)", _start),
    (r"tab character", _at("A tab stands here.", "Use spaces instead.")),
    (r"mapping values are not allowed", _colon),
    (
        r"sequence entries are not allowed",
        _at("A list cannot begin here.", "Begin it on the next line, each item after a dash."),
    ),
    (r"mapping keys are not allowed", _start),
    (
        r"quoted scalar.*(end of stream|document)",
        _opened("A quotation mark opens here and none closes it.", "Close the text with the same."),
    ),
    (
        r"escape|double-quoted scalar.*expected|hexdecimal",
        _backslash,
    ),
    (r"expected ':'", _no_key),
    (
        r"flow sequence",
        _opened("A list opens here and does not close.", "Write [one, two]: commas, then ]."),
    ),
    (
        r"flow mapping",
        _opened("A brace opens here and does not close.", "Write {title: one, url: two}."),
    ),
    (
        r"block scalar",
        _at("Text after | or > begins on the next line.", "Move it there, or put it in quotes."),
    ),
    (r"directive", _at("A line that begins with % has no meaning here.", "Take it out.")),
    (r"block (mapping|collection)|document start", _uneven),
    (r"node", _at("A bracket, brace or comma stands where text should.", _QUOTES)),
)


def _missing_space(lines: list[str], near: int, keys: frozenset[str]) -> _Told | None:
    """Find `hold:20s` on or just before the line on which the reading broke off."""
    for number in (near, near - 1):
        if 0 <= number < len(lines) and (found := _NO_SPACE.fullmatch(lines[number])):
            indent, key, value = found.groups()
            if key in keys:
                column = len(indent) + len(key) + 1
                return (
                    number,
                    column,
                    "A space is missing after the colon.",
                    f"Write `{key}: {quote(value.strip())}`.",
                )
    return None


def _runaway(last: yaml.Event | None, line: int) -> _Told | None:
    """Find a quoted text that was meant to close on the line on which it opened."""
    if isinstance(last, yaml.ScalarEvent) and not last.implicit[0]:
        start, end = last.start_mark, last.end_mark
        if start and end and start.line < end.line == line:
            found = f"A quotation mark opens here and closes only on line {end.line + 1}."
            return (start.line, start.column, found, "Close the text with the same mark.")
    return None


def explain(
    error: yaml.YAMLError, text: str, file: str, last: yaml.Event | None, kind: Kind
) -> tuple[Where, str, str]:
    """Say where the YAML is broken, what is wrong, and the mend. `last` was still sound."""
    lines = re.split(r"\r\n|\n|\r", text)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return Where(file), "The file cannot be read.", f"Compare it with {kind.guide}."
    context = getattr(error, "context_mark", None) or mark
    fault = _Fault(kind, lines, mark.line, mark.column, (context.line, context.column))
    told = _runaway(last, mark.line) or _missing_space(lines, mark.line, kind.keys)
    if told is None:
        said = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
        meant = (tell for pattern, tell in _MEANINGS if re.search(pattern, said))
        told = next(meant, _at("This line cannot be read.", fault.compare))(fault)
    line, column, found, mend = told
    return Where(file, line + 1, column + 1), found, mend
