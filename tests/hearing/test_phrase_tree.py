import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.hearing.phrase_tree import Floats, Ids, PhraseTree

BEGIN, END, WORDS = 0, 1, 6


class Chain:
    """A decoder whose next token depends on all tokens so far, by a fixed random table."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._pasts: list[tuple[int, ...]] = [()]
        self.steps: list[int] = []

    def after(self, past: tuple[int, ...]) -> Floats:
        rng = np.random.default_rng([self._seed, *past])
        x = rng.normal(0, 2, WORDS).astype(np.float32)
        result: Floats = x - np.log(np.exp(x).sum())
        return result

    def step(self, tokens: Ids, parents: Ids) -> Floats:
        self._pasts = [
            (*self._pasts[p], t) for p, t in zip(parents.tolist(), tokens.tolist(), strict=True)
        ]
        self.steps.append(len(tokens))
        return np.stack([self.after(past) for past in self._pasts])

    def log_probability(self, ids: tuple[int, ...]) -> float:
        past: tuple[int, ...] = (BEGIN,)
        total = 0.0
        for token in (*ids, END):
            total += float(self.after(past)[token])
            past = (*past, token)
        return total


phrases = st.lists(
    st.lists(
        st.lists(st.integers(2, WORDS - 1), min_size=1, max_size=5).map(tuple),
        min_size=1,
        max_size=3,
        unique=True,
    ),
    min_size=1,
    max_size=8,
)


@given(phrases, st.integers(0, 50))
def test_an_unpruned_walk_gives_each_phrase_the_sum_over_its_spellings(
    spelled: list[list[tuple[int, ...]]], seed: int
) -> None:
    tree = PhraseTree(spelled, END)
    walk = tree.walk(Chain(seed), BEGIN, prune=1e6, longest=4, widest=10_000)
    expected = [
        np.logaddexp.reduce([Chain(seed).log_probability(ids) for ids in variants])
        for variants in spelled
    ]
    assert walk.scores == pytest.approx(expected, rel=1e-4)


@given(phrases, st.integers(0, 50))
def test_the_free_text_is_the_greedy_one_whatever_the_grammar(
    spelled: list[list[tuple[int, ...]]], seed: int
) -> None:
    walk = PhraseTree(spelled, END).walk(Chain(seed), BEGIN, prune=3, longest=6, widest=2)
    alone = PhraseTree([], END).walk(Chain(seed), BEGIN, prune=3, longest=6, widest=2)
    assert walk.free == alone.free
    assert walk.free_score == pytest.approx(alone.free_score)


@given(phrases, st.integers(0, 50))
def test_pruning_only_ever_takes_away(spelled: list[list[tuple[int, ...]]], seed: int) -> None:
    tree = PhraseTree(spelled, END)
    whole = tree.walk(Chain(seed), BEGIN, prune=1e6, longest=4, widest=10_000).scores
    narrow = Chain(seed)
    pruned = tree.walk(narrow, BEGIN, prune=4, longest=4, widest=2).scores
    assert max(narrow.steps) <= 3  # two of the tree and the free text
    assert (pruned <= whole + 1e-4).all()
