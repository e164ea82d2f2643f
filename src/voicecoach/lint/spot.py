"""From a place in a text to the place in the file where its author wrote that."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from voicecoach.handwritten.where import Where

_LINE = re.compile(r"\r\n|\n|\r")
_IN_QUOTES = {"'": {"'": "''"}, '"': {'"': '\\"', "\\": "\\\\"}}
"""How a quotation mark is written inside a text that stands between such marks."""


@dataclass(frozen=True)
class Page:
    """The text of one file."""

    text: str
    _starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        ends = [found.end() for found in _LINE.finditer(self.text)]
        object.__setattr__(self, "_starts", [0, *ends])

    def where(self, value: str, begins: Where, at: int) -> Where:
        """Where the letter number `at` of `value` stands; the value begins at `begins`.

        The reader puts a text into one line, so its words are followed one by one. Where they
        cannot be, as with letters written by number, it is the last word that could.
        """
        if begins.line > len(self._starts):
            return begins
        cursor = self._starts[begins.line - 1] + begins.column - 1
        sign = self.text[cursor : cursor + 1]
        if sign in {"|", ">"}:
            following = _LINE.search(self.text, cursor)
            cursor = following.end() if following else cursor
        marks = _IN_QUOTES.get(sign, {})
        cursor += bool(marks)
        for word in re.finditer(r"\S+", value):
            written = "".join(marks.get(letter, letter) for letter in word[0])
            found = self.text.find(written, cursor, cursor + 400 + len(written))
            if word.end() > at:
                inside = max(at - word.start(), 0)
                shift = sum(len(marks.get(letter, letter)) for letter in word[0][:inside])
                return self._at(begins, cursor if found < 0 else found + shift)
            cursor = found + len(written) if found >= 0 else cursor
        return begins

    def _at(self, begins: Where, index: int) -> Where:
        line = bisect_right(self._starts, index)
        return Where(begins.file, line, index - self._starts[line - 1] + 1)
