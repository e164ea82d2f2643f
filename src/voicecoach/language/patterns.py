"""Word patterns: how the language files say which words, in which order, mean something.

    cant breathe         these words
    breathe/talk         one of several words
    throb*               whatever begins so
    <chest> hurts        a word or phrase of the list "chest"
    lost .. bladder      up to four other words between
    ^ stop $             from the first word of a thought to its last
    ~                    a word of an idiom that was crossed out

Words are written as `text.words` gives them: lower case, without apostrophes.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from voicecoach.core.problems import Mistake
from voicecoach.language.reading import Written

_WIDEST = 4
"""How many other words `..` may stand for."""


class Mark(Enum):
    """What in a pattern is no word."""

    FIRST = "^"
    LAST = "$"
    GAP = ".."


@dataclass(frozen=True, slots=True)
class ListName:
    """A reference to a word list."""

    name: str


@dataclass(frozen=True, slots=True)
class Word:
    """One of `whole`, or a word that begins as one of `beginnings`."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def fits(self, said: str) -> bool:
        """Whether `said` is such a word."""
        return said in self.whole or said.startswith(self.beginnings)


Item = Word | ListName | Mark
Pattern = tuple[Item, ...]

_MARKS = {mark.value: mark for mark in Mark}
CROSSED_OUT = "~"
"""Stands for each word of an idiom, so that nothing else is found in it."""

_ITEM = re.compile(rf"<(\w+)>|{CROSSED_OUT}|[^\W_]+\*?(?:/[^\W_]+\*?)*")
_ANY = "*"
_KEY = 3
"""Words that begin alike are looked up by this many letters."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Words `start` to before `end` of a thought."""

    start: int
    end: int


Spans = Mapping[str, Sequence[Span]]


def parse(text: Written, known: Iterable[str], mistakes: list[Mistake]) -> Pattern:
    """The pattern that `text` is. References are to lists in `known`."""
    items: list[Item] = []
    for part in text.split():
        found = _ITEM.fullmatch(part)
        if part in _MARKS:
            items.append(_MARKS[part])
        elif not found or part != part.lower():
            mistakes.append(
                text.mistake(
                    f'"{part}" is no word in "{text}".', "Use small letters, no apostrophes."
                )
            )
        elif found[1] is None:
            words = part.split("/")
            items.append(
                Word(
                    frozenset(word for word in words if not word.endswith(_ANY)),
                    tuple(word.removesuffix(_ANY) for word in words if word.endswith(_ANY)),
                )
            )
        elif found[1] in known:
            items.append(ListName(found[1]))
        else:
            mistakes.append(
                text.mistake(f"There is no list <{found[1]}> above here.", "Move it up, or add it.")
            )
    return tuple(items)


class PatternSet:
    """Patterns that mean the same, indexed by how they begin."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_word: dict[str, list[Pattern]] = {}
        self._by_beginning: dict[str, list[Pattern]] = {}
        self._by_list: dict[str, list[Pattern]] = {}
        self._anchored: list[Pattern] = []
        for pattern in patterns:
            first = pattern[0] if pattern else None
            if isinstance(first, Word):
                for word in first.whole:
                    self._by_word.setdefault(word, []).append(pattern)
                for beginning in first.beginnings:
                    self._by_beginning.setdefault(beginning[:_KEY], []).append(pattern)
            elif isinstance(first, ListName):
                self._by_list.setdefault(first.name, []).append(pattern)
            elif first is Mark.FIRST:
                self._anchored.append(pattern)

    def __bool__(self) -> bool:
        return bool(self._by_word or self._by_beginning or self._by_list or self._anchored)

    def find(self, said: Sequence[str], found: Spans) -> list[Span]:
        """Every place in `said` where a pattern fits, given where the lists' words stand."""
        spans: set[Span] = set()
        for start, pattern in self._beginnings(said, found):
            spans.update(Span(start, end) for end in _ends(pattern, 0, said, start, found))
        return sorted(spans) if spans else []

    def _beginnings(self, said: Sequence[str], found: Spans) -> Iterator[tuple[int, Pattern]]:
        """The words where a pattern may begin."""
        if not self._by_word.keys().isdisjoint(said):
            yield from _lookup(self._by_word, enumerate(said))
        if self._by_beginning:
            yield from _lookup(
                self._by_beginning, ((start, word[:_KEY]) for start, word in enumerate(said))
            )
        for name in self._by_list.keys() & found.keys():
            starts = {span.start for span in found[name]}
            yield from _lookup(self._by_list, ((start, name) for start in starts))
        yield from ((0, pattern) for pattern in self._anchored)


def _lookup(
    index: Mapping[str, Sequence[Pattern]], keys: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, Pattern]]:
    """The patterns under each key, with the word where it stands."""
    return ((start, pattern) for start, key in keys for pattern in index.get(key, ()))


def _ends(pattern: Pattern, item: int, said: Sequence[str], at: int, found: Spans) -> Iterator[int]:
    """Where `pattern` from its `item` on can end if it goes on at word `at`."""
    if item == len(pattern):
        yield at
        return
    for following in _steps(pattern[item], said, at, found):
        yield from _ends(pattern, item + 1, said, following, found)


def _steps(item: Item, said: Sequence[str], at: int, found: Spans) -> Iterable[int]:
    """The words at which a pattern can go on after `item` at word `at`."""
    if isinstance(item, Word):
        return (at + 1,) if at < len(said) and item.fits(said[at]) else ()
    if isinstance(item, ListName):
        return [span.end for span in found.get(item.name, ()) if span.start == at]
    if item is Mark.FIRST:
        return (at,) if at == 0 else ()
    if item is Mark.GAP:
        return range(at, min(at + _WIDEST, len(said)) + 1)
    return (at,) if at == len(said) else ()
