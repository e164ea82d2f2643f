"""Errors for people: what is wrong, where, and the mend."""

from collections.abc import Sequence
from dataclasses import dataclass

_JOINERS = "\u200c\u200d"
"""Persian, Hindi and others are spelt with these."""


def harmless(text: str) -> str:
    """`text` with nothing that a terminal would obey, or that turns the direction of a line.

    Names of files come from strangers too, and what another program wrote.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in f"\n\t{_JOINERS}" else "?" for c in text)


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a file that somebody wrote. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    found: str
    mend: str

    def __str__(self) -> str:
        return harmless(f"{self.file}:{self.line}:{self.column}: {self.found} {self.mend}")


class Problem(Exception):  # noqa: N818 - shown to people, for whom it is no "error"
    """Something that the user can be told, and can mend.

    `what` is one sentence about what is wrong, `mend` one about what to do.
    """

    def __init__(self, what: str, mend: str) -> None:
        what = harmless(what)
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


class NoSound(Problem):
    """No working microphone, speaker or voice."""


class BadFile(Problem):
    """A file with mistakes in it, all of them."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes))
        super().__init__("\n".join(map(str, self.mistakes)), "")

    def __str__(self) -> str:
        return self.what
