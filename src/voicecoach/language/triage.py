"""How serious a sentence is: an engine for the tables of a language.

A sentence is put into plain words, cut into thoughts, and searched for the words of each list. A
rule fires where its words stand, unless something voids them: a denial before them, "is gone"
after them, another person or another time around them. The gravest rule wins.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voicecoach.core.intents import Intent
from voicecoach.language.tables import Tables
from voicecoach.language.text import BREAK, COMMA, Words, replace, tokens
from voicecoach.language.thought import Sentence

GRAVEST_FIRST = (Intent.EMERGENCY, Intent.PAIN, Intent.STOP, Intent.PAUSE, Intent.HELP)
"""What wins where a sentence means several things. All other intents are alike: the last wins."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired, and where: the thought and the word in it."""

    rule: str
    means: Intent
    at: tuple[int, int] = (0, 0)


class Triage:
    """Sorts sentences by the tables of one language."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._longest_spelling = max(map(len, tables.spelling), default=0)

    def plain(self, text: str) -> Words:
        """The words of `text` as they were meant, with breaks where its marks stand."""
        return replace(
            tokens(text, self.tables.endings), self.tables.spelling, self._longest_spelling
        )

    def sort(self, plain: Words) -> Finding | None:
        """The gravest thing that the words from `plain` mean, if they mean anything."""
        findings = list(self._findings(plain, frozenset({BREAK, COMMA})))
        if COMMA in plain:
            # Recognizers put commas where somebody only drew breath: "I can't, um, breathe".
            findings += self._findings(plain, frozenset({BREAK}))
        return gravest(findings)

    def _findings(self, plain: Words, breaks: frozenset[str]) -> Iterator[Finding]:
        sentence = Sentence(plain, breaks, self.tables)
        rules = [r for r in self.tables.rules if not r.if_ever or sentence.has(r.if_ever)]
        for index, thought in enumerate(sentence.thoughts):
            around = tuple(sentence.around(index))
            for rule in rules:
                for start in thought.fires(rule, around):
                    yield Finding(rule.name, rule.means, (index, start))


def gravest(findings: Iterable[Finding]) -> Finding | None:
    """The finding that counts: the gravest, and of commands the last that was said."""
    rank = {intent: -place for place, intent in enumerate(GRAVEST_FIRST)}
    least = -len(GRAVEST_FIRST)
    return max(findings, key=lambda f: (rank.get(f.means, least), f.at), default=None)
