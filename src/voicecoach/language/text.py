"""Text as words: what is left of a sentence when case, marks and stretched letters are gone."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

Words = tuple[str, ...]

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc`\u00b4\uff07", "'"))
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_TOKEN = re.compile(rf"{_WORD.pattern}|[.,;:!?\u2026\u2014\u2013]|\s-\s")
_DOTS = re.compile(r"\.{2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_WEAK = frozenset(",")

BREAK = "."
"""Stands between words where a sentence or a thought ends."""
COMMA = ","
"""Stands where a thought may end, or where somebody only drew breath."""


def _lower(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).lower()
    return _STRETCHED.sub(r"\1", text)


def words(text: str) -> Words:
    """The words of `text`: lower case, no marks, "don't" as "dont", "owww" as "ow"."""
    return tuple(word.replace("'", "") for word in _WORD.findall(_lower(text)))


def tokens(text: str, endings: Iterable[str] = ()) -> Words:
    """The words of `text`, with BREAK and COMMA between them where marks stand.

    `endings` are what may follow an apostrophe and counts as a word of its own: with "s",
    "leg's" is "leg", "s".
    """
    apart = frozenset(endings)
    result: list[str] = []
    drawn_breath = _DOTS.sub(",", _THOUSANDS.sub("", _lower(text)))
    for token in _TOKEN.findall(drawn_breath):
        if not token[0].isalnum():
            result.append(COMMA if token in _WEAK else BREAK)
            continue
        *stem, last = token.split("'")
        if stem and last in apart:
            result += ["".join(stem), last]
        else:
            result.append("".join((*stem, last)))
    return tuple(result)


def replace(sequence: Sequence[str], table: Mapping[Words, Words], longest: int) -> Words:
    """`sequence` with every key of `table` replaced by its value, the longest key first.

    `longest` is the number of words in the longest key.
    """
    result: list[str] = []
    at = 0
    while at < len(sequence):
        for length in range(min(longest, len(sequence) - at), 0, -1):
            new = table.get(tuple(sequence[at : at + length]))
            if new is not None:
                result += new
                at += length
                break
        else:
            result.append(sequence[at])
            at += 1
    return tuple(result)
