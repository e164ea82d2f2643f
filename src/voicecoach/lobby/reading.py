"""What somebody asks for, in plain words: a request, a number, or a wish for a session."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from voicecoach.language.choosing import Choosing
from voicecoach.language.patterns import PatternSet, Span
from voicecoach.language.text import Words, words

_DENIED_WITHIN = 2
"""So many words may stand between a denial and what is denied."""
_MOST_DIGITS = 3
LATEST, UNFINISHED = -1, -2
"""Instead of a number of days: whenever it was last, and what was cut off."""


class Request(StrEnum):
    """What can be asked for, besides what `core.intents` has."""

    WISH = "wish"
    """A session, described."""
    NUMBER = "number"
    LIST = "list"
    TELL = "tell"
    """To know more of what is offered."""
    HISTORY = "history"
    PROGRESS = "progress"
    """To know how one is doing: told only when it is asked for."""
    ANY = "any"
    """Whatever the coach would suggest."""
    CHECK = "check"
    """To try microphone and speaker."""
    YES = "yes, that one"
    NO = "no, another one"
    NOT_UNDERSTOOD = "not understood"


class Length(StrEnum):
    """How long, where nobody names minutes."""

    SHORTEST = "shortest"
    LONGEST = "longest"
    SHORTER = "shorter"
    LONGER = "longer"


@dataclass(frozen=True, slots=True)
class Wish:
    """A session, described.

    `wanted` and `unwanted` are names of what the words mean, `days` how long ago it was done (or
    `LATEST` or `UNFINISHED`), `words` all that was said.
    """

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()
    minutes: int | None = None
    length: Length | None = None
    week: int | None = None
    days: int | None = None
    words: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        rest = (self.minutes, self.length, self.week, self.days)
        return bool(self.wanted or self.unwanted) or any(each is not None for each in rest)

    def refined(self, later: "Wish", subjects: frozenset[str]) -> "Wish":
        """The wish, with what was said later: another subject takes the place of the first."""
        anew = bool(later.wanted & subjects)
        kept = self.wanted - subjects if anew else self.wanted
        return replace(
            later,
            wanted=(kept - later.unwanted) | later.wanted,
            unwanted=(self.unwanted - later.wanted) | later.unwanted,
            minutes=later.minutes if later.minutes is not None else self.minutes,
            length=later.length if later.length is not None else self.length,
            week=later.week if later.week is not None else self.week,
            words=later.words if anew else self.words | later.words,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; `number` where it is one."""

    request: Request
    wish: Wish = Wish()
    number: int = 0


class Reading:
    """Reads what is said by the words of a language."""

    def __init__(self, choosing: Choosing) -> None:
        self._words = choosing
        self.subjects = frozenset(choosing.kinds["subject"].words)
        self._levels = frozenset(choosing.kinds["level"].words)

    def read(self, text: str) -> Asked:
        """What `text` asks for."""
        said = words(text)
        found = self._found(said)
        wish = self._wish(said, found)
        for name in ("progress", "history", "check"):
            if self._has(self._words.requests[name], said, found):
                return Asked(Request(name), wish)
        number = self._valued("number", said, found)
        if number is not None:
            return Asked(Request.NUMBER, wish, number)
        vague = not wish.wanted - self._levels and wish.minutes is None and wish.days is None
        for name in ("tell", "list", "any"):
            if vague and self._has(self._words.requests[name], said, found):
                return Asked(Request(name), wish)
        if wish:
            return Asked(Request.WISH, wish)
        for name, request in (("yes", Request.YES), ("no", Request.NO)):
            if self._has(self._words.requests[name], said, found):
                return Asked(request, wish)
        return Asked(Request.NOT_UNDERSTOOD, wish)

    def may_be_a_wish(self, text: str) -> bool:
        """Whether a complaint may be no more than a wish: it names what a session is for."""
        said = words(text)
        found = self._found(said)
        return bool(found["subject"]) and self._has(self._words.patterns["wishes"], said, found)

    def meant(self, said: Words) -> frozenset[str]:
        """What the words of a text mean, whoever says them."""
        return frozenset(concept for concept, _ in self._concepts(said, self._found(said)))

    # -- the parts of it

    def _found(self, said: Words) -> dict[str, list[Span]]:
        """Where numbers and the words for subjects stand."""
        numbers = list(self._numbers(said))
        found = {"number": numbers}
        found["ordinal"] = [each for each in numbers if said[each.start] in self._words.ordinals]
        for name, patterns in self._words.kinds["subject"].words.items():
            found[name] = patterns.find(said, {})
        found["subject"] = sorted(span for name in self.subjects for span in found[name])
        return found

    def _numbers(self, said: Words) -> Iterator[Span]:
        for at in range(len(said)):
            for length in (1, 2):
                span = Span(at, at + length)
                if self._value(said, span) is not None:
                    yield span

    def _value(self, said: Words, span: Span) -> int | None:
        """The number that stands there, if it is one."""
        part = said[span.start : span.end]
        known = {**self._words.numbers, **self._words.ordinals}
        if span.end > len(said):
            return None
        if len(part) == 1:
            word = part[0]
            if word.isdecimal():
                return int(word) if len(word) <= _MOST_DIGITS else None
            behind = self._words.misheard.get(said[span.start - 1], {}) if span.start else {}
            return known.get(word, behind.get(word))
        ones = known.get(part[1], 10) if part[0] in self._words.tens else 10
        return known[part[0]] + ones if ones < 10 else None

    def _has(self, patterns: PatternSet, said: Words, found: Mapping[str, Sequence[Span]]) -> bool:
        return bool(patterns.find(said, found))

    def _valued(self, name: str, said: Words, found: Mapping[str, Sequence[Span]]) -> int | None:
        """The number in the first place where the patterns of that name fit."""
        for place in self._words.patterns[name].find(said, found):
            within = [n for n in found["number"] if place.start <= n.start and n.end <= place.end]
            if within:
                return self._value(said, max(within, key=lambda span: span.end - span.start))
        return None

    def _wish(self, said: Words, found: Mapping[str, Sequence[Span]]) -> Wish:
        denials = [span.end for span in self._words.patterns["denied"].find(said, found)]
        wanted, unwanted = set[str](), set[str]()
        for concept, span in self._concepts(said, found):
            denied = any(0 <= span.start - end <= _DENIED_WITHIN for end in denials)
            (unwanted if denied else wanted).add(concept)
        return Wish(
            frozenset(wanted),
            frozenset(unwanted - wanted),
            self._minutes(said, found),
            next((e for e in Length if self._has(self._words.patterns[e], said, found)), None),
            self._valued("week", said, found),
            self._days(said, found),
            frozenset(said) - self._words.small,
        )

    def _concepts(
        self, said: Words, found: Mapping[str, Sequence[Span]]
    ) -> Iterator[tuple[str, Span]]:
        for kind in self._words.kinds.values():
            for concept, patterns in kind.words.items():
                yield from ((concept, span) for span in patterns.find(said, found))

    def _minutes(self, said: Words, found: Mapping[str, Sequence[Span]]) -> int | None:
        told = self._valued("minutes", said, found)
        named = (
            n for n, patterns in self._words.lengths.items() if self._has(patterns, said, found)
        )
        return told if told is not None else next(named, None)

    def _days(self, said: Words, found: Mapping[str, Sequence[Span]]) -> int | None:
        for name, days in (("unfinished", UNFINISHED), ("latest", LATEST)):
            if self._has(self._words.patterns[name], said, found):
                return days
        ago = [n for n, patterns in self._words.days.items() if self._has(patterns, said, found)]
        return max(ago, default=None)
