"""No sentence that is spoken is longer than a listener can keep in mind."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from voicecoach.language import load
from voicecoach.lint.prose import sentences
from voicecoach.plan.planner import plan
from voicecoach.script import reader

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "src" / "voicecoach" / "language"
SESSIONS = sorted(
    path for path in (ROOT / "sessions").glob("*.yaml") if "blocks:" in path.read_text("utf-8")
)

MOST_WORDS = 20
HEARD = {"commands", "decoys", "idioms", "requests", "spelling", "triage", "voids", "words"}
"""Tables of what is understood, or how it is written, and not of what is said."""
READ = {"lint", "starter"}
"""Tables for authors, who read them."""
TABLES = sorted(
    path for path in FOLDER.glob("*/*.yaml") if path.stem not in HEARD | READ
)  # a table that is new is spoken until it says otherwise here


def texts(tree: object) -> Iterator[str]:
    if isinstance(tree, Mapping):
        for branch in tree.values():
            yield from texts(branch)
    elif isinstance(tree, list):
        for branch in tree:
            yield from texts(branch)
    elif isinstance(tree, str):
        yield tree


def too_long(spoken: Iterator[str]) -> list[str]:
    return [
        f"{len(sentence.words)}: {sentence.text.strip()}"
        for text in spoken
        for sentence in sentences(text)
        if len(sentence.words) > MOST_WORDS
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sentence_of_a_table_is_too_long(table: Path) -> None:
    tree = yaml.safe_load(table.read_text("utf-8"))
    tree.pop("sources", None)  # of the safety ladder: shown to who reviews it
    assert not too_long(texts(tree))


@pytest.mark.parametrize("file", SESSIONS, ids=lambda path: path.stem)
def test_no_sentence_of_a_session_is_too_long_with_all_that_the_coach_adds(file: Path) -> None:
    session = reader.read(file)
    planned = plan(session, load(session.language).lines)
    assert not too_long(iter(planned.texts()))


def test_there_is_something_to_look_at() -> None:
    assert {table.stem for table in TABLES} >= {"lines", "safety", "faults", "doctor", "progress"}
    assert len(SESSIONS) > 15
    assert too_long(iter(["one " * 21 + "."]))
