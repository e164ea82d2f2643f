"""How serious a sentence is: an engine for the tables in `<code>/triage.yaml`.

A sentence is put into plain words, cut into thoughts, and searched for the words of each list. A
rule fires where its words stand, unless something voids them: a denial before them, "is gone"
after them, another person or another time around them. The gravest rule wins. Which words and
rules there are is data; that file explains them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from voicecoach.core.intents import Intent
from voicecoach.language.patterns import CROSSED_OUT, PatternSet, Span
from voicecoach.language.text import BREAK, COMMA, Words, replace, tokens

GRAVEST_FIRST = (Intent.EMERGENCY, Intent.PAIN, Intent.STOP, Intent.PAUSE, Intent.HELP)
"""What wins where a sentence means several things. All other intents are alike: the last wins."""


_LONGEST_ECHO = 4
"""The most words that somebody says again at once: "I can't, I can't breathe"."""

PLACE = "place"
"""The name of the list of all places of the body."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the table: what words mean, and whose advice that follows.

    `says` fires where one of its patterns stands; a pair of lists in `together` where both have
    words in one thought, in any order. Not where `unless` stands in the same thought; and where
    there is an `if_ever`, only if that stands somewhere in the sentence.
    """

    name: str
    means: Intent
    source: str
    says: PatternSet
    together: tuple[tuple[str, str], ...]
    unless: PatternSet
    if_ever: PatternSet


@dataclass(frozen=True, slots=True)
class Void:
    """What takes the meaning from words.

    `before` voids what comes after it, `after` what comes before it, over words of `reach`;
    `anywhere` voids a whole thought. With `twice_cancels`, two before the same words cancel each
    other.
    `only`: the words that it can void. `unless`: what cancels it in the same thought,
    `unless_next` what cancels it behind, `unless_ever` anywhere in the sentence, `if_ever` what
    must stand somewhere in it. `means`: the intents that it can void. What is empty limits
    nothing.
    """

    name: str
    before: PatternSet
    after: PatternSet
    anywhere: PatternSet
    unless: PatternSet
    unless_next: PatternSet
    unless_ever: PatternSet
    if_ever: PatternSet
    reach: frozenset[str]
    only: frozenset[str]
    means: frozenset[Intent]
    twice_cancels: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired, and where: the thought and the word in it."""

    rule: str
    means: Intent
    at: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Triage:
    """The tables of one language."""

    endings: frozenset[str]
    spelling: Mapping[Words, Words]
    ignored: frozenset[str]
    ignored_first: frozenset[str]
    new_thought: frozenset[str]
    idioms: PatternSet
    lists: Mapping[str, PatternSet]
    places: frozenset[str]
    feelings: frozenset[str]
    voids: tuple[Void, ...]
    rules: tuple[Rule, ...]
    openings: frozenset[Words]
    closings: frozenset[Words]

    @cached_property
    def _longest_spelling(self) -> int:
        return max(map(len, self.spelling), default=0)

    def plain(self, text: str) -> Words:
        """The words of `text` as they were meant, with breaks where its marks stand."""
        return replace(tokens(text, self.endings), self.spelling, self._longest_spelling)

    def sort(self, plain: Words) -> Finding | None:
        """The gravest thing that the words from `plain` mean, if they mean anything."""
        findings = list(self._findings(plain, frozenset({BREAK, COMMA})))
        if COMMA in plain:
            # Recognizers put commas where somebody only drew breath: "I can't, um, breathe".
            findings += self._findings(plain, frozenset({BREAK}))
        return gravest(findings)

    def _findings(self, plain: Words, breaks: frozenset[str]) -> Iterator[Finding]:
        thoughts = [_Thought(said, self) for said in self._split(plain, breaks)]
        voids = [
            void
            for void in self.voids
            if not any(t.has(void.unless_ever) for t in thoughts)
            and (not void.if_ever or any(t.has(void.if_ever) for t in thoughts))
        ]
        rules = [
            rule
            for rule in self.rules
            if not rule.if_ever or any(thought.has(rule.if_ever) for thought in thoughts)
        ]
        for thought in thoughts:
            thought.weigh(voids)
        for index, thought in enumerate(thoughts):
            around = tuple(_around(thoughts, index))
            for rule in rules:
                for start in _fires(rule, thought, around):
                    yield Finding(rule.name, rule.means, (index, start))

    def _split(self, plain: Words, breaks: frozenset[str]) -> Iterator[Words]:
        """The thoughts of a sentence, without the words that change nothing."""
        thought: list[str] = []
        for word in plain:
            if word in breaks or word in self.new_thought:
                if thought:
                    yield tuple(thought)
                thought = []
            elif not (
                word == COMMA
                or word in self.ignored
                or (word in self.ignored_first and not thought)
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


class _Thought:
    """A stretch of a sentence that is judged by itself, and the listed words found in it."""

    def __init__(self, said: Words, triage: Triage) -> None:
        blank = {i for span in triage.idioms.find(said, {}) for i in range(span.start, span.end)}
        self.said = tuple(CROSSED_OUT if i in blank else word for i, word in enumerate(said))
        self.places: list[Span] = []
        self.found: dict[str, list[Span]] = {PLACE: self.places}
        for name, patterns in triage.lists.items():
            self.found[name] = patterns.find(self.said, self.found)
            if name in triage.places:
                self.places += self.found[name]
        self.feelings = [span for name in triage.feelings for span in self.found[name]]
        single = [s.start for s in self.feelings if s.end - s.start == 1]
        self._covered = {i for s in self.places for i in range(s.start, s.end)}.union(single)
        self._active: list[_Active] = []

    def has(self, patterns: PatternSet) -> bool:
        """Whether one of `patterns` stands here."""
        return bool(patterns.find(self.said, self.found))

    def weigh(self, voids: Iterable[Void]) -> None:
        """Find out which of `voids` are at work here."""
        for void in voids:
            before = void.before.find(self.said, self.found)
            after = void.after.find(self.said, self.found)
            anywhere = self.has(void.anywhere)
            if (before or after or anywhere) and not self.has(void.unless):
                self._active.append(_Active(void, before, after, anywhere))

    def standing(self, spans: Iterable[Span], means: Intent) -> list[Span]:
        """Those of `spans` that keep their meaning."""
        return [
            span
            for span in spans
            if not any(self._is_void(span, active) for active in self._active if active.can(means))
        ]

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

    def can(self, means: Intent) -> bool:
        return not self.void.means or means in self.void.means


def _fires(rule: Rule, thought: _Thought, around: Iterable[_Thought]) -> Iterator[int]:
    """The words of `thought` where `rule` holds. Places may stand in the thoughts `around` it."""
    if thought.has(rule.unless):
        return
    for span in thought.standing(rule.says.find(thought.said, thought.found), rule.means):
        yield span.start
    for one, other in rule.together:
        spans = thought.standing(thought.found[one], rule.means)
        if spans and any(t.standing(t.found[other], rule.means) for t in (thought, *around)):
            yield spans[-1].start


def _around(thoughts: list[_Thought], index: int) -> Iterator[_Thought]:
    """The thoughts whose places a feeling without a place of its own belongs to.

    Those are the ones before, as far back as the last that had a feeling; or else the next.
    "My chest, my arm, everything hurts." "It hurts. My chest."
    """
    if thoughts[index].places:
        return
    before = False
    for thought in reversed(thoughts[:index]):
        if thought.places:
            before = True
            yield thought
        if thought.feelings:
            break
    following = thoughts[index + 1 : index + 2]
    if not before and following and not following[0].feelings:
        yield following[0]


def gravest(findings: Iterable[Finding]) -> Finding | None:
    """The finding that counts: the gravest, and of commands the last that was said."""
    rank = {intent: -place for place, intent in enumerate(GRAVEST_FIRST)}
    least = -len(GRAVEST_FIRST)
    return max(findings, key=lambda f: (rank.get(f.means, least), f.at), default=None)
