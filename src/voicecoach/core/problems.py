"""Errors for people: what is wrong, where, and the mend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a file that somebody wrote. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    found: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.found} {self.mend}"


class Problem(Exception):  # noqa: N818 - shown to people, for whom it is no "error"
    """Something that the user can be told, and can mend.

    `what` is one sentence about what is wrong, `mend` one about what to do.
    """

    def __init__(self, what: str, mend: str) -> None:
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
