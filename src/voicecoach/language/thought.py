"""A sentence as thoughts, and which of the listed words in it keep their meaning."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from voicecoach.core.intents import Intent
from voicecoach.language.patterns import CROSSED_OUT, PatternSet, Span
from voicecoach.language.tables import PLACE, Rule, Tables, Void
from voicecoach.language.text import COMMA, Words

_LONGEST_ECHO = 4
"""The most words that somebody says again at once: "I can't, I can't breathe"."""


class Sentence:
    """Words cut into thoughts at `breaks` and where a new thought begins."""

    def __init__(self, plain: Words, breaks: frozenset[str], tables: Tables) -> None:
        self.tables = tables
        self.thoughts = [Thought(said, self) for said in _split(plain, breaks, tables)]

    def has(self, patterns: PatternSet) -> bool:
        """Whether one of `patterns` stands somewhere."""
        return any(thought.has(patterns) for thought in self.thoughts)

    @cached_property
    def voids(self) -> list[Void]:
        """What may take the meaning from words here."""
        return [
            void
            for void in self.tables.voids
            if not self.has(void.unless_ever) and (not void.if_ever or self.has(void.if_ever))
        ]

    def around(self, index: int) -> Iterator["Thought"]:
        """The thoughts whose places a feeling without a place of its own belongs to.

        Those are the ones before, as far back as the last that had a feeling; or else the next.
        "My chest, my arm, everything hurts." "It hurts. My chest."
        """
        if self.thoughts[index].places:
            return
        before = False
        for thought in reversed(self.thoughts[:index]):
            if thought.places:
                before = True
                yield thought
            if thought.feelings:
                break
        following = self.thoughts[index + 1 : index + 2]
        if not before and following and not following[0].feelings:
            yield following[0]


class Thought:
    """A stretch of a sentence that is judged by itself, and the listed words found in it."""

    def __init__(self, said: Words, sentence: Sentence) -> None:
        tables = sentence.tables
        blank = {i for span in tables.idioms.find(said, {}) for i in range(span.start, span.end)}
        self.said = tuple(CROSSED_OUT if i in blank else word for i, word in enumerate(said))
        self.places: list[Span] = []
        self.found: dict[str, list[Span]] = {PLACE: self.places}
        for name, patterns in tables.lists.items():
            self.found[name] = patterns.find(self.said, self.found)
            if name in tables.places:
                self.places += self.found[name]
        self.feelings = [span for name in tables.feelings for span in self.found[name]]
        self._sentence = sentence

    def has(self, patterns: PatternSet) -> bool:
        """Whether one of `patterns` stands here."""
        return bool(patterns.find(self.said, self.found))

    def fires(self, rule: Rule, around: Iterable["Thought"]) -> Iterator[int]:
        """The words where `rule` holds. Places may stand in the thoughts `around`."""
        said = rule.says.find(self.said, self.found)
        pairs = [(one, other) for one, other in rule.together if self.found[one]]
        if not (said or pairs) or self.has(rule.unless):
            return
        for span in self._standing(said, rule.means):
            yield span.start
        for one, other in pairs:
            spans = self._standing(self.found[one], rule.means)
            if spans and any(t._standing(t.found[other], rule.means) for t in (self, *around)):
                yield spans[-1].start

    def _standing(self, spans: Iterable[Span], means: Intent) -> list[Span]:
        """Those of `spans` that keep their meaning."""
        return [
            span
            for span in spans
            if not any(self._is_void(span, active) for active in self._active if active.can(means))
        ]

    @cached_property
    def _active(self) -> list["_Active"]:
        """The voids that are at work here."""
        return [
            active
            for void in self._sentence.voids
            if (active := _Active.find(void, self)) and not self.has(void.unless)
        ]

    @cached_property
    def _covered(self) -> set[int]:
        """The words of places, and feelings of one word: a denial reaches over them."""
        single = {span.start for span in self.feelings if span.end - span.start == 1}
        return single.union(*(range(span.start, span.end) for span in self.places))

    def _is_void(self, span: Span, active: "_Active") -> bool:
        void = active.void
        if void.only and void.only.isdisjoint(self.said[span.start : span.end]):
            return False
        if active.anywhere:
            return True
        ends = [s.end for s in active.after if self._reaches(span.end, s.start, void)]
        if any(not self._stands_at(void.unless_next, end) for end in ends):
            return True
        denials = self._denials(span.start, active)
        if denials and void.twice_cancels:
            denials %= 2
        return denials > 0 and not self._stands_at(void.unless_next, span.end)

    def _denials(self, start: int, active: "_Active") -> int:
        """How many denials before word `start` reach it, one behind the other."""
        count = 0
        ends = {s.end: s.start for s in active.before}
        while start > 0:
            if start in ends:
                count += 1
                start = ends[start]
            elif self.said[start - 1] in active.void.reach or (
                # "No aches, no pains" are two things, each denied once.
                not count and start - 1 in self._covered
            ):
                start -= 1
            else:
                break
        return count

    def _reaches(self, start: int, end: int, void: Void) -> bool:
        """Whether only words that change nothing stand from `start` to `end`."""
        return start <= end and all(
            i in self._covered or self.said[i] in void.reach for i in range(start, end)
        )

    def _stands_at(self, patterns: PatternSet, at: int) -> bool:
        """Whether one of `patterns` stands at word `at`, or one later."""
        return any(at <= s.start <= at + 1 for s in patterns.find(self.said, self.found))


@dataclass(frozen=True, slots=True)
class _Active:
    """A void that is at work in a thought, and where its words stand."""

    void: Void
    before: list[Span]
    after: list[Span]
    anywhere: bool

    @classmethod
    def find(cls, void: Void, thought: Thought) -> "_Active | None":
        before = void.before.find(thought.said, thought.found)
        after = void.after.find(thought.said, thought.found)
        anywhere = thought.has(void.anywhere)
        return cls(void, before, after, anywhere) if before or after or anywhere else None

    def can(self, means: Intent) -> bool:
        return not self.void.means or means in self.void.means


def _split(plain: Words, breaks: frozenset[str], tables: Tables) -> Iterator[Words]:
    """The thoughts of a sentence, without the words that change nothing."""
    thought: list[str] = []
    for word in plain:
        if word in breaks or word in tables.new_thought:
            if thought:
                yield tuple(thought)
            thought = []
        elif (
            word != COMMA
            and word not in tables.ignored
            and (thought or word not in tables.ignored_first)
        ):
            thought.append(word)
            _drop_echo(thought)
    if thought:
        yield tuple(thought)


def _drop_echo(thought: list[str]) -> None:
    """Take back the last words of `thought` if they only say again what stands before them."""
    for length in range(1, _LONGEST_ECHO + 1):
        if thought[-length:] == thought[-2 * length : -length]:
            del thought[-length:]
            return
