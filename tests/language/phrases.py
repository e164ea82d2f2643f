"""Sentences that people say to a coach, and how a careful listener sorts them.

`data/phrases.tsv` was written by people's ways of saying it, not by the rules. Its first 620 were
written before there were rules, a third of them held back: nobody tunes on those, they are only
counted. Later rounds were written to break the rules that there were.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from voicecoach.language.understand import MeaningKind

PARTS = ("tuned", "held_back")

_FILES = {"en": "phrases.tsv", "de": "phrases-de.tsv"}


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and what it should mean. `intent` is empty where only the kind matters."""

    part: str
    kind: MeaningKind
    intent: str
    phrase: str


def cases(language: str = "en") -> Iterator[Case]:
    """All sentences, in the order of the file."""
    file = Path(__file__).parent / "data" / _FILES[language]
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Case(row["part"], MeaningKind(row["class"]), row["intent"], row["phrase"])


def shares(
    part: str, sort: Callable[[str], MeaningKind], language: str = "en"
) -> dict[MeaningKind, dict[MeaningKind, float]]:
    """For each kind, the share of its sentences in `part` that `sort` puts into each kind."""
    counts = {kind: dict.fromkeys(MeaningKind, 0) for kind in MeaningKind}
    for case in cases(language):
        if case.part == part:
            counts[case.kind][sort(case.phrase)] += 1
    return {
        kind: {to: number / max(1, sum(row.values())) for to, number in row.items()}
        for kind, row in counts.items()
    }
