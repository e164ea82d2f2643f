"""How the voice is to say what an author has written, where it would say it wrongly.

Only an author's own texts are said otherwise. The coach's lines, and above all its questions and
advice, are said as they stand, whatever a session file asks for.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from voicecoach.core.score import Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Plan
from voicecoach.script.model import Session
from voicecoach.script.node import Node

N = TypeVar("N", bound=Node)
Say = Callable[[str], str]

_WITH_A_NAME = ("you_are_at", "moved_to")
"""Lines that the coach says with the name of an exercise in them."""


def pronouncing(words: Mapping[str, str]) -> Say:
    """A function that writes a text as it is to be said.

    A word in small letters is meant in capital ones as well. Each word is taken as it was written:
    what comes in its place is not looked at again.
    """
    ways = {word.casefold() if word.islower() else word: said for word, said in words.items()}
    longest_first = sorted(words, key=len, reverse=True)
    known = [f"(?i:{re.escape(w)})" if w.islower() else re.escape(w) for w in longest_first]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?!\w)")

    def say(text: str) -> str:
        return pattern.sub(lambda found: _way(found[0], ways), text)

    return say


def _way(word: str, ways: Mapping[str, str]) -> str:
    return ways[word] if word in ways else ways[word.casefold()]


def said_as(shown: Plan, said: Plan, session: Session, say: Say, lines: Lines) -> dict[str, str]:
    """How each text is to be said that is not said as it is shown.

    `shown` and `said` are the plans of the session as it is written and as it is to be said.
    """
    pairs = [*_alike(shown, said), *((text, say(text)) for text in _texts(session))]
    total = len(shown.exercises)
    for number, (one, other) in enumerate(zip(shown.exercises, said.exercises, strict=True), 1):
        pairs += [
            (
                lines.say(line, n=number, total=total, name=one.name),
                lines.say(line, n=number, total=total, name=other.name),
            )
            for line in _WITH_A_NAME
        ]
    return {text: spelt for text, spelt in pairs if text != spelt}


def _alike(shown: Plan, said: Plan) -> Iterator[tuple[str, str]]:
    """The texts of both plans that are the same line, whatever an author has put into it."""
    spelt = {cue.id: cue.measure.notes for cue in said.all_cues()}
    for cue in shown.all_cues():
        notes = spelt.get(cue.id, ())
        if len(notes) == len(cue.measure.notes) and not cue.asks:
            for one, other in zip(cue.measure.notes, notes, strict=True):
                if isinstance(one, Spoken) and isinstance(other, Spoken):
                    yield one.text, other.text
                    yield from zip(one.shorter, other.shorter, strict=True)


def respelt(node: N, say: Say) -> N:
    """A session, or a part of it, with all its texts as they are to be said."""
    new: dict[str, object] = {}
    for key, value in node:
        parts = value if isinstance(value, tuple) else (value,)
        if key in node.heard_keys():
            spelt = tuple(say(part) if isinstance(part, str) else part for part in parts)
        elif any(isinstance(part, Node) for part in parts):
            spelt = tuple(respelt(part, say) for part in parts)
        else:
            continue
        new[key] = spelt if isinstance(value, tuple) else spelt[0]
    return node.model_copy(update=new)


def _texts(node: Node) -> Iterator[str]:
    """Every text that is heard in a session, or in a part of it."""
    for key, value in node:
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Node):
                yield from _texts(part)
            elif isinstance(part, str) and key in node.heard_keys():
                yield part
