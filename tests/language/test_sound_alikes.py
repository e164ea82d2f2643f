"""Phrases that mean different things must not sound alike: no ear could tell them apart."""

import itertools
import subprocess
from collections.abc import Sequence

import pytest

from voicecoach.core.intents import SAFETY_INTENTS
from voicecoach.language import load
from voicecoach.language.grammar import Phrase

MOST_ALIKE = 2
"""Sounds in which two phrases must differ at least, as eSpeak NG pronounces them."""

KNOWN = {
    frozenset({"speed up", "speak up"}),  # both are what people say; neither does harm
    frozenset({"ow", "no"}),
    frozenset({"ow ow", "no"}),
    frozenset({"ow", "aye"}),
}
"""One or two sounds are all that they have."""


def pronounced(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """The sounds of each text, stress and length left out."""
    command = ["espeak-ng", "-q", "-v", "en-us", "-x", "--sep=_"]
    said = subprocess.run(
        command, input="\n".join(texts) + "\n", capture_output=True, text=True, check=True
    ).stdout
    lines = [line for line in said.splitlines() if line.strip()]
    return [
        tuple(sound for s in line.replace(" ", "_").split("_") if (sound := s.strip("',%=:|")))
        for line in lines
    ]


def differ(one: Sequence[str], other: Sequence[str]) -> int:
    """In how many sounds the two differ (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, sound in enumerate(one, 1):
        before, row = row, [i]
        for j, its in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (sound != its)))
    return row[-1]


def matters(one: Phrase, other: Phrase) -> bool:
    """Whether the coach would do something else. All that is for safety silences it."""
    return one.intent is not other.intent and not {one.intent, other.intent} <= SAFETY_INTENTS


def test_phrases_that_mean_different_things_sound_different() -> None:
    phrases = load().grammar.phrases
    sounds = pronounced([phrase.text for phrase in phrases])
    assert len(sounds) == len(phrases)
    alike = {
        frozenset({one.text, other.text})
        for (one, its), (other, others) in itertools.combinations(
            zip(phrases, sounds, strict=True), 2
        )
        if abs(len(its) - len(others)) < MOST_ALIKE
        and matters(one, other)
        and differ(its, others) < MOST_ALIKE
    }
    assert alike == KNOWN


@pytest.mark.parametrize(("one", "other", "sounds"), [("wait", "weight", 0), ("stop", "shop", 2)])
def test_sounds_are_compared_and_not_letters(one: str, other: str, sounds: int) -> None:
    assert differ(*pronounced([one, other])) == sounds
