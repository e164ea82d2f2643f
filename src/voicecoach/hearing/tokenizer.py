"""Moonshine's byte-pair tokens: text to ids and back."""

import itertools
from collections.abc import Iterable
from pathlib import Path

BEGIN, END = 1, 2
"""The ids that open and close every text."""

_SPACE = "▁"


class Tokenizer:
    """Byte-pair encoding whose ids are in the order of the merges.

    The file is a list of byte strings, each behind its length; a length of 128 or more takes a
    second byte: `second * 128 + first - 128`.
    """

    def __init__(self, data: bytes) -> None:
        self._tokens: list[bytes] = []
        at = 0
        while at < len(data):
            length, at = data[at], at + 1
            if length >= 128:
                length, at = data[at] * 128 + length - 128, at + 1
            self._tokens.append(data[at : at + length])
            at += length
        self._ids = {token: i for i, token in enumerate(self._tokens)}

    @classmethod
    def read(cls, path: Path) -> "Tokenizer":
        """The tokens in a file."""
        return cls(path.read_bytes())

    def __len__(self) -> int:
        return len(self._tokens)

    def encode(self, text: str) -> tuple[int, ...]:
        """Ids of `text`, which stands at the start of a sentence.

        Neighbours whose union has the lowest id are merged until none is left (Sennrich et al.,
        2016). Raises KeyError for a character that the tokens do not have.
        """
        parts = [c.encode() for c in _SPACE + text.replace(" ", _SPACE)]
        while True:
            merges = [
                (self._ids[left + right], k)
                for k, (left, right) in enumerate(itertools.pairwise(parts))
                if left + right in self._ids
            ]
            if not merges:
                return tuple(self._ids[part] for part in parts)
            _, k = min(merges)
            parts[k : k + 2] = [parts[k] + parts[k + 1]]

    def decode(self, ids: Iterable[int]) -> str:
        """The text of `ids`; broken UTF-8 becomes a replacement character."""
        text = b"".join(self._tokens[i] for i in ids).decode(errors="replace")
        return text.replace(_SPACE, " ").strip()
