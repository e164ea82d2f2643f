"""Words in a file, and how they are shown to the one who wrote them."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

from voicecoach.handwritten.where import Switch

INVISIBLE_BUT_WRITTEN = "\u200c\u200d"
"""The joiners that Persian, Hindi and others are spelt with."""


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing, or turns the direction of what is around it."""
    category = unicodedata.category(character)
    if character in INVISIBLE_BUT_WRITTEN:
        return False
    return category in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def quote(value: object) -> str:
    """Show a value from a file, short and without anything that a terminal would obey."""
    text = value.word if isinstance(value, Switch) else str(value)
    text = "".join(c if c.isprintable() else "?" for c in text[:41])
    return f"{text[:39]}…" if len(text) > 40 else text


def a(noun: str) -> str:
    """Put the article in front."""
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def near(word: str, known: Iterable[str], meant: Mapping[str, str] | None = None) -> str | None:
    """The one of the `known` words that was probably meant; `meant` has other words for them."""
    known = list(known)
    plain = word.casefold().strip().replace(" ", "_").replace("-", "_")[:40]
    other = (meant or {}).get(plain)
    if other in known:
        return other
    return next(iter(difflib.get_close_matches(plain, known, n=1, cutoff=0.7)), None)
