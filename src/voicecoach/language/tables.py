"""The tables that sort sentences: lists of words, what they mean, and what takes it back.

They are read from the files of a language; `triage.yaml` there explains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voicecoach.core.intents import Intent
from voicecoach.language.patterns import PatternSet
from voicecoach.language.text import Words

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


@dataclass(frozen=True)
class Tables:
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
    oneself: frozenset[str]
    openings: frozenset[Words]
    closings: frozenset[Words]
