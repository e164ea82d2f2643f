"""All phrases of a grammar as one prefix tree, and the walk that scores them together.

Constrained decoding by exhaustive search: instead of asking a recognizer for its best text and
hoping that it is a command, ask it how probable each command is. Phrases that begin alike share
the work, hopeless branches are dropped, and each depth of the tree is one batch.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]


class Decoder(Protocol):
    """A language decoder with a cache: one row for each hypothesis."""

    def step(self, tokens: Ids, parents: Ids) -> Floats:
        """Append `tokens[i]` to hypothesis `parents[i]` of the step before.

        Returns the log-probabilities of what follows, (hypotheses, vocabulary).
        """
        ...


@dataclass(frozen=True, slots=True)
class _Level:
    """The nodes of one depth: their token, their parent's index, the phrases that end there.

    `above` is the number of nodes one depth up.
    """

    above: int
    tokens: Ids
    parents: Ids
    ends: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class _Front:
    """Where a walk has got to: nodes of one depth, their scores, what may follow each."""

    nodes: Ids
    scores: NDArray[np.float64]
    rows: Floats


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk found.

    `scores` has the log-probability of each phrase, minus infinity where it was pruned; `free`
    the tokens of the best text without the grammar, and `free_score` its log-probability.
    """

    scores: NDArray[np.float64]
    free: tuple[int, ...]
    free_score: float
    free_tokens: int


class PhraseTree:
    """A prefix tree over token sequences.

    `phrases[k]` are the spellings of phrase k, as token ids; its score is the log-sum over them.
    """

    def __init__(self, phrases: Sequence[Sequence[tuple[int, ...]]], end: int) -> None:
        self._count = len(phrases)
        self._end = end
        spellings = {(ids, k) for k, variants in enumerate(phrases) for ids in variants if ids}
        deepest = max((len(ids) for ids, _ in spellings), default=0)
        index: dict[tuple[int, ...], int] = {(): 0}
        self._levels: list[_Level] = []
        for depth in range(1, deepest + 1):
            nodes = sorted({ids[:depth] for ids, _ in spellings if len(ids) >= depth})
            ends: dict[tuple[int, ...], list[int]] = {}
            for ids, k in sorted(spellings):
                if len(ids) == depth:
                    ends.setdefault(ids, []).append(k)
            self._levels.append(
                _Level(
                    len(index),
                    np.array([node[-1] for node in nodes], np.int64),
                    np.array([index[node[:-1]] for node in nodes], np.int64),
                    tuple(tuple(ends.get(node, ())) for node in nodes),
                )
            )
            index = {node: i for i, node in enumerate(nodes)}

    def walk(
        self, decoder: Decoder, begin: int, *, prune: float, longest: int, widest: int
    ) -> Walk:
        """Score every phrase and find the free text, both in the same batches.

        A node is dropped when it is `prune` or more below the free text's score at that depth,
        or is not among the `widest` best. The free text is greedy and has at most `longest`
        tokens.
        """
        first = decoder.step(np.array([begin], np.int64), np.zeros(1, np.int64))
        scores = np.full(self._count, -np.inf)
        front = _Front(np.zeros(1, np.int64), np.zeros(1), first)
        free: list[int] = []
        row, parent, free_score, free_tokens, free_open = first[0], 0, 0.0, 0, True
        for depth in range(max(len(self._levels), longest)):
            if free_open:
                best = int(row.argmax())
                free_score += float(row[best])
                free_tokens += 1
                free_open = best != self._end and depth < longest
                if free_open:
                    free.append(best)
            reached, reached_scores, tokens, parents = self._reach(
                depth, front, free_score - prune, widest
            )
            if not len(reached) and not free_open:
                break
            if free_open:
                tokens = np.append(tokens, free[-1])
                parents = np.append(parents, parent)
            out = decoder.step(tokens, parents)
            front = _Front(reached, reached_scores, out[: len(reached)])
            if free_open:
                row, parent = out[-1], len(reached)
            if len(reached):
                self._settle(depth, reached, reached_scores + front.rows[:, self._end], scores)
        return Walk(scores, tuple(free), free_score, free_tokens)

    def _reach(
        self, depth: int, front: _Front, floor: float, widest: int
    ) -> tuple[Ids, NDArray[np.float64], Ids, Ids]:
        """The children at `depth` that are worth a step: nodes, scores, tokens, parents' rows."""
        empty = np.zeros(0, np.int64)
        if depth >= len(self._levels) or not len(front.nodes):
            return empty, np.zeros(0), empty, empty
        level = self._levels[depth]
        row_of = np.full(level.above, -1, np.int64)
        row_of[front.nodes] = np.arange(len(front.nodes))
        row = row_of[level.parents]
        children = np.flatnonzero(row >= 0)
        row = row[children]
        child_scores = front.scores[row] + front.rows[row, level.tokens[children]]
        keep = np.flatnonzero(child_scores > floor)
        if len(keep) > widest:
            keep = np.sort(keep[np.argpartition(child_scores[keep], -widest)[-widest:]])
        kept = children[keep]
        return kept, child_scores[keep], level.tokens[kept], row[keep]

    def _settle(
        self,
        depth: int,
        nodes: Ids,
        ended: NDArray[np.float64],
        scores: NDArray[np.float64],
    ) -> None:
        """Add the spellings that end at `nodes` to their phrases' scores."""
        ends = self._levels[depth].ends
        for node, score in zip(nodes.tolist(), ended.tolist(), strict=True):
            for k in ends[node]:
                scores[k] = np.logaddexp(scores[k], score)


Encode = Callable[[str], tuple[int, ...]]


def spellings(text: str, encode: Encode) -> list[tuple[int, ...]]:
    """The ways in which a recognizer that punctuates may write a phrase, as token ids."""
    text = re.sub(r"\bi\b", "I", text)  # as every recognizer of English writes it
    sentence = text[:1].upper() + text[1:]
    return [encode(s) for s in (f"{sentence}.", f"{sentence}!", sentence, text)]
