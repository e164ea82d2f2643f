"""What words mean to the coach. A language is a folder of data: `en` here, another beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.language.grammar import Grammar, load_grammar
from voicecoach.language.lines import Lines, load_lines
from voicecoach.language.tables_file import load_triage
from voicecoach.language.triage import Triage


@dataclass(frozen=True)
class Language:
    """One language: what can be said to the coach, what it says, how serious a sentence is."""

    code: str
    grammar: Grammar
    triage: Triage
    lines: Lines


def load(code: str = "en", extra: Mapping[Intent, Sequence[str]] | None = None) -> Language:
    """Read the language `code`; `extra` are a user's own sentences for an intent.

    Raises Problem for a language that is not there or sentences that cannot be used, and BadFile
    for mistakes in the language's files.
    """
    folder = resources.files(__name__) / code
    if not code.isalpha() or not (folder / "commands.yaml").is_file():
        raise Problem(f'There is no language "{code}".', 'Choose "en".')
    return Language(code, load_grammar(folder, extra), load_triage(folder), load_lines(folder))
