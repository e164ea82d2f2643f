"""The phrases that a user can say, from sentence templates in hassil's format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from typing import Self

from hassil import Sentence, parse_sentence
from hassil.errors import MissingListError, MissingRuleError
from hassil.parser import ParseError
from hassil.sample import sample_sentence

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.problems import BadFile, Mistake
from voicecoach.language import reading
from voicecoach.language.own_words import (
    MOST_PHRASES,
    TOO_MANY,
    Fault,
    OwnWords,
    UnusableWords,
    misshapen,
)
from voicecoach.language.reading import Written
from voicecoach.language.text import Words, words
from voicecoach.language.text import replace as exchange

_MOST = 200
"""No template has more phrases: each costs time in every stretch of speech."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something: one sentence that the templates can make."""

    intent: Intent
    text: str


@dataclass(frozen=True)
class Grammar:
    """All phrases, what sounds like them, and the reading of a sentence as one of them.

    `phrases` are unique and lower case, `decoys` mean nothing. `fillers` are passed over when a
    sentence is read. `answers` are the intents that count only while the coach waits for an
    answer. `numbers` are no phrases until the coach asks for one. `own` has the phrases that the
    user has added, each with the sentence that it came of. `choices` are what may be said while the
    coach lets choose: no commands, but heard word for word.
    """

    phrases: tuple[Phrase, ...]
    decoys: tuple[str, ...]
    fillers: frozenset[Words]
    answers: frozenset[Intent]
    _by_words: Mapping[Words, Phrase] = field(default_factory=dict, repr=False)
    numbers: tuple[Phrase, ...] = ()
    own: Mapping[Phrase, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def letting_choose(self) -> Self:
        """The same while the coach lets choose: choices compete with the commands."""
        new = (text for text in self.choices if words(text) not in self._by_words)
        return replace(self, decoys=tuple(dict.fromkeys((*self.decoys, *new))))

    def asked_for_a_number(self) -> Self:
        """The same while the coach asks for a number."""
        known = {words(phrase.text): phrase for phrase in self.numbers}
        return replace(
            self,
            phrases=(*self.phrases, *self.numbers),
            decoys=tuple(text for text in self.decoys if words(text) not in known),
            _by_words=known | dict(self._by_words),
        )

    def recognize(self, text: str) -> Phrase | None:
        """The phrase that the whole of `text` is, whatever its case, marks and fillers."""
        return self.find(words(text))

    def find(self, said: Words) -> Phrase | None:
        """The phrase that `said` is, as `text.words` gives them, whatever its fillers."""
        return self._by_words.get(said) or self._by_words.get(_without(said, self.fillers))


def load_grammar(folder: Traversable, extra: OwnWords | None = None) -> Grammar:
    """Read `commands.yaml` and `decoys.yaml`, and add a user's own sentences.

    Raises BadFile with every mistake in the files, and UnusableWords for those in `extra`.
    """
    tree = reading.read(folder / "commands.yaml")
    mistakes: list[Mistake] = []
    rules = {
        str(name): parsed
        for name, body in reading.branch(tree, "expansion_rules").items()
        if (parsed := _parse(body, mistakes)) is not None
    }
    fillers = frozenset(words(t) for t in reading.texts(tree.get(Written("skip_words"))))
    collected = _Collected(fillers)
    intents = reading.branch(tree, "intents")
    answers: set[Intent] = set()
    numbers = _Collected(fillers)
    for name, data in intents.items():
        try:
            intent = Intent(name)
        except ValueError:
            known = ", ".join(Intent)
            mistakes.append(name.mistake(f'"{name}" is no intent.', f"Use one of: {known}."))
            continue
        for block in _blocks(data):
            asked = reading.branch(block, "requires_context").get(Written("asked"))
            into = numbers if asked == "number" else collected
            if asked and into is collected:
                answers.add(intent)
            for template in reading.texts(block.get(Written("sentences"))):
                for text in _sample(template, rules, mistakes):
                    into.add(Phrase(intent, text), template, mistakes)
    missing = [intent for intent in Intent if Written(intent) not in intents]
    if missing:
        place = next(iter(tree))
        mistakes.append(place.mistake(f"No words for {', '.join(missing)}.", "Add some."))
    decoys = _decoys(folder, collected, mistakes)
    if mistakes:
        raise BadFile(mistakes)
    own, faults = _add_own(extra or {}, rules, collected, numbers)
    if faults:
        raise UnusableWords(faults)
    return Grammar(
        tuple(collected.phrases.values()),
        tuple(text for text in decoys if words(text) not in collected.phrases),
        fillers,
        frozenset(answers),
        collected.by_words(),
        tuple(numbers.phrases.values()),
        own,
    )


@dataclass
class _Collected:
    """Phrases so far, and under which words each will be found."""

    fillers: frozenset[Words]
    phrases: dict[Words, Phrase] = field(default_factory=dict)
    bare: dict[Words, Phrase] = field(default_factory=dict)

    def add(self, phrase: Phrase, place: Written, mistakes: list[Mistake]) -> None:
        """Add `phrase`, or the mistake that it stands under two intents."""
        said = words(phrase.text)
        core = _without(said, self.fillers) or said
        known = self.phrases.get(said) or self.bare.get(core) or phrase
        if known.intent is not phrase.intent:
            mistakes.append(place.mistake(*_taken(phrase, known)))
        elif said:
            self.phrases.setdefault(said, phrase)
            self.bare.setdefault(core, phrase)

    def by_words(self) -> dict[Words, Phrase]:
        """Every phrase by its words, and by what is left of them without fillers."""
        return self.bare | self.phrases


def _taken(phrase: Phrase, known: Phrase) -> tuple[str, str]:
    return (
        f'"{phrase.text}" means {phrase.intent} here and {known.intent} elsewhere.',
        "Keep it in one place.",
    )


def _without(said: Words, fillers: frozenset[Words]) -> Words:
    return exchange(said, dict.fromkeys(fillers, ()), max(map(len, fillers), default=0))


def _blocks(data: reading.Tree) -> Iterator[dict[Written, reading.Tree]]:
    blocks = data.get(Written("data")) if isinstance(data, dict) else None
    for block in blocks if isinstance(blocks, list) else ():
        if isinstance(block, dict):
            yield block


def _parse(body: reading.Tree, mistakes: list[Mistake]) -> Sentence | None:
    for text in reading.texts(body):
        try:
            return parse_sentence(text)
        except (ParseError, AssertionError):  # hassil asserts that brackets hold something
            mistakes.append(
                text.mistake(f'The template "{text}" cannot be read.', "Close every bracket.")
            )
    return None


def _sample(
    template: Written, rules: Mapping[str, Sentence], mistakes: list[Mistake]
) -> Iterator[str]:
    parsed = _parse(template, mistakes)
    if parsed is None:
        return
    try:
        for count, text in enumerate(sample_sentence(parsed, expansion_rules=dict(rules))):
            if count == _MOST:
                mistakes.append(
                    template.mistake(
                        f"More than {_MOST} phrases come of this template.", "Make it smaller."
                    )
                )
                return
            yield " ".join(text.lower().split())
    except (MissingRuleError, MissingListError) as error:
        mistakes.append(template.mistake(f"{error}.", "Add it to expansion_rules."))


def _decoys(folder: Traversable, collected: _Collected, mistakes: list[Mistake]) -> dict[str, None]:
    decoys: dict[str, None] = {}
    for text in reading.texts(reading.read(folder / "decoys.yaml")):
        known = collected.phrases.get(words(text))
        if known is not None:
            mistakes.append(
                text.mistake(f'"{text}" is a phrase for {known.intent}.', "A decoy means nothing.")
            )
        decoys[text.lower()] = None
    return decoys


def _add_own(
    extra: OwnWords, rules: Mapping[str, Sentence], collected: _Collected, numbers: _Collected
) -> tuple[dict[Phrase, str], list[Fault]]:
    """Add a user's own sentences: their phrases, and what is wrong with those that are useless."""
    own: dict[Phrase, str] = {}
    faults: list[Fault] = []
    for intent, sentence in ((i, s) for i, sentences in extra.items() for s in sentences):
        if len(own) > MOST_PHRASES:
            return own, [*faults, Fault(intent, sentence, *TOO_MANY)]
        mistakes: list[Mistake] = []
        written = Written(sentence)
        for text in _sample(written, rules, mistakes):
            phrase, said = Phrase(intent, text), words(text)
            into, others = (numbers, collected) if intent in LEVELS else (collected, numbers)
            if elsewhere := others.phrases.get(said):
                mistakes.append(written.mistake(*_taken(phrase, elsewhere)))
            elif said not in into.phrases:
                wrong = misshapen(said, _without(said, collected.fillers))
                if wrong:
                    mistakes.append(written.mistake(*wrong))
                own[phrase] = sentence
            into.add(phrase, written, mistakes)
        faults += [Fault(intent, sentence, m.found, m.mend) for m in mistakes[:1]]
    return own, faults
