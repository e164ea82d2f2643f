"""Text as sentences, and sentences as words that know where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from voicecoach.language.text import words

_WORD = re.compile(r"\d+|[^\W\d_]+(?:['\u2019][^\W_]+)*")
_END = re.compile(r"[.!?;:\u2026]+[\"'\u201d\u2019)]*(?=\s|$)")
_COMMA = re.compile(r"[,\u2013\u2014()]|\s-\s")


@dataclass(frozen=True)
class Sentence:
    """A part of a text that begins at `at`, in whole words."""

    text: str
    at: int

    @cached_property
    def _found(self) -> tuple[tuple[str, int, int], ...]:
        """Each word, and where it begins and ends in the sentence."""
        found = _WORD.finditer(self.text)
        return tuple((" ".join(words(each[0])), *each.span()) for each in found)

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, in small letters, without apostrophes."""
        return tuple(word for word, *_ in self._found)

    def place(self, word: int) -> int:
        """Where in the text a word begins."""
        return self.at + self._found[word][1]

    def written(self, start: int, end: int) -> str:
        """The words `start` to before `end` as the author wrote them."""
        return self.text[self._found[start][1] : self._found[end - 1][2]]

    def fragments(self) -> Iterator["Sentence"]:
        """What stands between its commas, dashes and brackets."""
        return _split(self.text, self.at, _COMMA)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text; a colon and a semicolon end one, for the ear."""
    return tuple(_split(text, 0, _END))


def _split(text: str, at: int, mark: re.Pattern[str]) -> Iterator[Sentence]:
    start = 0
    for end in (*(found.span() for found in mark.finditer(text)), (len(text), len(text))):
        part = Sentence(text[start : end[0]], at + start)
        if part.words:
            yield part
        start = end[1]
