"""What words mean to the coach. A language is a folder of data: `en` here, another beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import resources
from typing import Self

from voicecoach.core.problems import Problem
from voicecoach.language.grammar import Grammar, load_grammar
from voicecoach.language.lines import Lines, load_lines
from voicecoach.language.own_words import Fault, OwnWords, UnusableWords, graver
from voicecoach.language.tables_file import load_triage
from voicecoach.language.triage import Triage


@dataclass(frozen=True)
class Language:
    """One language: what can be said to the coach, what it says, how serious a sentence is."""

    code: str
    grammar: Grammar
    triage: Triage
    lines: Lines

    def letting_choose(self, choices: Iterable[str]) -> Self:
        """The same where a choice may be asked for: these phrases are heard then, too."""
        return replace(self, grammar=replace(self.grammar, choices=tuple(choices)))


def load(code: str = "en", extra: OwnWords | None = None) -> Language:
    """Read the language `code`; `extra` are a user's own sentences for an intent.

    Raises Problem for a language that is not there, UnusableWords for useless sentences,
    and BadFile for mistakes in the language's files.
    """
    folder = resources.files(__name__) / code
    if not code.isalpha() or not (folder / "commands.yaml").is_file():
        raise Problem(f'There is no language "{code}".', 'Choose "en".')
    grammar, triage = load_grammar(folder, extra), load_triage(folder)
    own = {phrase.text: (phrase, sentence) for phrase, sentence in grammar.own.items()}
    faults = [
        Fault(
            own[text][0].intent, own[text][1], f"This means {means} already.", "Say it otherwise."
        )
        for text, means in graver(
            {text: phrase.intent for text, (phrase, _) in own.items()}, triage
        )
    ]
    if faults:
        raise UnusableWords(faults)
    return Language(code, grammar, triage, load_lines(folder))
