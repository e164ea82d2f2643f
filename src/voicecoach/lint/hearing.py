"""Rules about how a text sounds, and what the microphone may take it for."""

import re
from collections.abc import Callable, Iterator

from voicecoach.language.grammar import Grammar
from voicecoach.language.patterns import Span
from voicecoach.language.text import words
from voicecoach.lint.findings import Found
from voicecoach.lint.page import Page, every_exercise
from voicecoach.lint.prose import Sentence
from voicecoach.lint.texts import Spoken

LONGEST_SENTENCE = 20
"""Words."""
MOST_THOUGHTS = 4
LONGEST_CUE = 6
_CAPITALS = re.compile(r"\b[A-Z]{3,}\b")
_SIGNS = re.compile(
    r"[/&+=%#*~_|\u00b0\u2190-\u21ff\u2600-\u27bf\U0001f300-\U0001faff]|\((?=[^)]*\))"
    r"|\d\s?[x\u00d7](?:\s?\d+)?"
)


def listed_words(page: Page) -> Iterator[Found]:
    """All that the language's lists name by its code, each with its mend."""
    for text in page.texts:
        for code, sets in page.wording.finds.items() if page.wording else ():
            for mend, patterns in sets:
                for sentence, span in text.find(patterns):
                    yield text.found_words(code, sentence, span, mend)


def comparisons(page: Page) -> Iterator[Found]:
    """A comparison helps beside the plain words; alone it asks for what was once seen."""
    for exercise in every_exercise(page.session):
        steps = [(text, s) for text in page.of(exercise, "steps", "setup") for s in text.sentences]
        plain = any(_plain(text, sentence) for text, sentence in steps if text.key == "steps")
        for text, sentence in [*steps, *_in(page.of(exercise, "cue"))]:
            found = _compared(text, sentence)
            if found and not _says_part(text, sentence, found) and (text.key == "cue" or not plain):
                yield text.found_words(
                    "metaphor-only", sentence, Span(found.start, len(sentence.words))
                )


def _in(texts: Iterator[Spoken]) -> Iterator[tuple[Spoken, Sentence]]:
    return ((text, sentence) for text in texts for sentence in text.sentences)


def _compared(text: Spoken, sentence: Sentence) -> Span | None:
    return next((span for s, span in text.listed("comparison") if s is sentence), None)


def _plain(text: Spoken, sentence: Sentence) -> bool:
    found = _compared(text, sentence)
    return _says_part(text, sentence, found)


def _says_part(text: Spoken, sentence: Sentence, comparison: Span | None) -> bool:
    """Whether a part of the body is named outside the comparison."""
    end = comparison.start if comparison else len(sentence.words)
    return any(s is sentence and span.start < end for s, span in text.listed("part"))


def commands(page: Page) -> Iterator[Found]:
    """What the microphone may take for a command: a whole sentence, or a part between commas."""
    grammar = page.grammar
    if grammar is None:
        return
    for text in page.texts:
        if text.key in {"title", "equipment"}:
            continue
        for sentence in text.sentences:
            intent = _command(sentence, grammar)
            if intent:
                whole = Span(0, len(sentence.words))
                yield text.found_words("command-alone", sentence, whole, intent=intent)
                continue
            for part in sentence.fragments():
                if intent := _command(part, grammar):
                    whole = Span(0, len(part.words))
                    yield text.found_words("command-inside", part, whole, intent=intent)


def _command(said: Sentence, grammar: Grammar) -> str | None:
    """The intent of words that are a phrase as they stand; answers count only when asked for."""
    found = grammar.find(words(said.text))
    return found.intent if found and found.intent not in grammar.answers else None


def lengths(page: Page) -> Iterator[Found]:
    """Sentences too long or too winding to be followed by ear."""
    for text in page.texts:
        for sentence in text.sentences:
            count = len(sentence.words)
            if count > LONGEST_SENTENCE:
                yield text.found("long-sentence", sentence.at + _indent(sentence), value=count)
                continue
            linked = sum(s is sentence and span.start > 0 for s, span in text.listed("clause"))
            thoughts = 1 + max(linked, sum(1 for _ in sentence.fragments()) - 1)
            if thoughts > MOST_THOUGHTS:
                yield text.found("many-clauses", sentence.at + _indent(sentence), value=thoughts)
        count = sum(len(sentence.words) for sentence in text.sentences)
        if text.key == "cue" and count > LONGEST_CUE:
            yield text.found("long-cue", value=count)


def _indent(sentence: Sentence) -> int:
    return sentence.place(0) - sentence.at


def letters(page: Page) -> Iterator[Found]:
    """Capital letters and signs, which voices spell out or leave out."""
    for text in page.texts:
        for code, pattern in (("capitals", _CAPITALS), ("sign", _SIGNS)):
            for found in pattern.finditer(text.text):
                yield text.found(code, found.start(), text=found[0])


def lying(page: Page) -> Iterator[Found]:
    """Up and down, where the user lies and up is two ways."""
    for text in page.texts:
        exercise = text.exercise
        if exercise is None or text.key not in _FIRST_TOLD or exercise.start_position not in _LYING:
            continue
        fine = list(text.listed("up_or_down_fine"))
        for sentence, span in text.listed("up_or_down"):
            if not any(s is sentence and f.start <= span.start < f.end for s, f in fine):
                yield text.found_words("up-or-down", sentence, span)


_LYING = frozenset({"supine", "prone", "side_lying"})
_FIRST_TOLD = frozenset({"setup", "steps"})
"""A cue comes when the movement is known: "Hips up" is short and clear then."""

RULES: tuple[Callable[[Page], Iterator[Found]], ...] = (
    listed_words,
    comparisons,
    commands,
    lengths,
    letters,
    lying,
)
