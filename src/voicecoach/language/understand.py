"""What any sentence means to the coach, typed or as a recognizer wrote it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.language import Language
from voicecoach.language.text import BREAK, COMMA, Words, words
from voicecoach.language.triage import Finding, gravest

LONGEST_NAME = 2
"""Words."""
LONGEST_CALL = 7
"""Words in which somebody may call out what is wrong without a word of themselves."""


class MeaningKind(StrEnum):
    """How serious a sentence is, the gravest first."""

    EMERGENCY = "emergency"
    PAIN = "pain"
    STOP = "stop"
    CONTROL = "control"
    NONE = "none"


_KINDS = {
    Intent.EMERGENCY: MeaningKind.EMERGENCY,
    Intent.PAIN: MeaningKind.PAIN,
    Intent.STOP: MeaningKind.STOP,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a sentence means: its kind, and the intent behind it (None for `NONE`).

    `because` names the rule or the phrase that decided. `certainty` is doubtful where something
    grave is said at length and not of oneself: it may be talk.
    """

    kind: MeaningKind
    intent: Intent | None
    because: str = field(default="", compare=False)
    certainty: Certainty = field(default=Certainty.CLEAR, compare=False)


_NOTHING = Meaning(MeaningKind.NONE, None)


def understand(text: str, language: Language) -> Meaning:
    """Sort a sentence. Where it means several things the gravest counts."""
    plain = language.triage.plain(text)
    findings = list(_commands(text, plain, language))
    found = language.triage.sort(plain)
    if found is not None:
        findings.append(found)
    decided = gravest(findings)
    if decided is None:
        return _NOTHING
    kind = _KINDS.get(decided.means, MeaningKind.CONTROL)
    talk = decided.means in SAFETY_INTENTS and _may_be_talk(plain, language)
    certainty = Certainty.DOUBTFUL if talk else Certainty.CLEAR
    return Meaning(kind, decided.means, decided.rule, certainty)


def _may_be_talk(plain: Words, language: Language) -> bool:
    """Whether a sentence is too long for a call, and says nothing of who says it."""
    said = [word for word in plain if word not in {BREAK, COMMA}]
    return len(said) > LONGEST_CALL and language.triage.tables.oneself.isdisjoint(said)


def _commands(text: str, plain: Words, language: Language) -> Iterator[Finding]:
    """Phrases of the grammar: the whole text, or parts of it with words of courtesy around.

    An answer such as "no" counts only if nothing but answers and commands was said.
    """
    whole = language.grammar.recognize(text)
    if whole is not None:
        yield Finding(whole.text, whole.intent)
        return
    if name := _named(text, language):
        yield Finding(name, Intent.MY_NAME)
        return
    parts = [_core(part, language) for part in _parts(plain)]
    phrases = [language.grammar.find(part) for part in parts]
    all_known = all(
        phrase is not None or not part for phrase, part in zip(phrases, parts, strict=True)
    )
    for index, phrase in enumerate(phrases):
        if phrase and (all_known or phrase.intent not in language.grammar.answers):
            yield Finding(phrase.text, phrase.intent, (index, 0))


def _named(text: str, language: Language) -> str | None:
    """The words before a name, as in "call me Sam", if that is what the sentence is."""
    said = words(text)
    for opening in language.lines.names:
        behind = len(words(opening))
        name = said[behind:]
        if said[:behind] == words(opening) and 1 <= len(name) <= LONGEST_NAME:
            return None if language.grammar.find(name) else opening
    return None


def _parts(plain: Words) -> Iterator[Words]:
    for is_break, part in groupby(plain, key=(BREAK, COMMA).__contains__):
        if not is_break:
            yield tuple(part)


def _core(part: Words, language: Language) -> Words:
    """What is left of a request without "could you" before it and "for me" behind it."""
    tables, grammar = language.triage.tables, language.grammar
    while grammar.find(part) is None:
        shorter = next((part[len(o) :] for o in tables.openings if part[: len(o)] == o), None)
        if shorter is None:
            shorter = next((part[: -len(c)] for c in tables.closings if part[-len(c) :] == c), None)
        if not shorter:
            break
        part = shorter
    return part
