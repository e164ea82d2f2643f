"""A user's own words for commands, and what makes some of them useless."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.language.text import Words
from voicecoach.language.triage import Finding, Triage, gravest

FEWEST_LETTERS = 3
MOST_WORDS = 8
MOST_PHRASES = 500
"""Of all commands together: each costs time in every stretch of speech."""
TOO_MANY = (f"These make over {MOST_PHRASES} phrases of your own.", "Keep those that you say.")

OwnWords = Mapping[Intent, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a sentence of the user's cannot be used for an intent, and the mend."""

    intent: Intent
    sentence: str
    found: str
    mend: str

    def __str__(self) -> str:
        return f'Your words "{self.sentence}" for {self.intent}: {self.found} {self.mend}'


class UnusableWords(Problem):
    """Own words that cannot be used, with all that is wrong with them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)), "")

    def __str__(self) -> str:
        return self.what


def misshapen(said: Words, core: Words) -> tuple[str, str] | None:
    """What is wrong with words as such: `core` is what is left of `said` without fillers."""
    if said and not core:
        return "These words are passed over wherever they stand.", "Choose another word."
    if len("".join(core)) < FEWEST_LETTERS:
        return "This is too short to be told from a breath.", "Choose a longer word."
    if len(said) > MOST_WORDS:
        return "This is too long to be heard as one command.", f"Keep to {MOST_WORDS} words."
    return None


def graver(texts: Mapping[str, Intent], triage: Triage) -> Iterator[tuple[str, Intent]]:
    """Those of the `texts` that mean something graver already than they are to mean."""
    for text, intent in texts.items():
        found = triage.sort(triage.plain(text))
        if found and found.means is not intent and gravest([found, Finding("", intent)]) is found:
            yield text, found.means
