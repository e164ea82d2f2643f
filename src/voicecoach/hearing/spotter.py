"""A small second opinion on the few words that must not be missed.

In noise the recognizer's free text becomes improbable, and a phrase's score against it says
little. What the recognizer's *encoder* makes of the sound still tells "stop" from other sound: a
network of one hidden layer, trained on its output with much noise (`bench/train_spotter.py`),
looks at every stretch of three encoder frames and gives the log-odds of each word there. Its
encoder was trained a little further too, since in babble the recognizer's own loses the word
(`bench/adapt_encoder.py`, decision 0046).
Multiple-instance learning: a stretch of sound is as good as its best frame.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voicecoach.hearing.phrase_tree import Floats
from voicecoach.hearing.recognizer import Spot

STRIDE = 384
"""Samples of sound for one frame of the encoder."""


@dataclass(frozen=True, slots=True)
class Spotter:
    """The weights. `offsets` are the frames that are looked at together.

    `encoder` has the numbers, by the names in the recognizer's model, that the spotter's encoder
    has in place of the recognizer's.
    """

    words: tuple[str, ...]
    offsets: NDArray[np.int64]
    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    encoder: Mapping[str, Floats]

    @classmethod
    def load(cls) -> Self:
        """The weights that come with the program."""
        arrays = _arrays("spotter.npz")
        words = tuple(str(word) for word in arrays.pop("words"))
        offsets = arrays.pop("offsets").astype(np.int64)
        encoder = _floats(_arrays("encoder.npz"))
        return cls(words, offsets, **_floats(arrays), encoder=encoder)

    def __call__(self, encoded: Floats) -> tuple[Spot, ...]:
        """The best place for each word in `encoded`, the encoder's output (frames, 288)."""
        frames = len(encoded)
        if not frames:
            return ()
        normal = (encoded - self.mean) / self.scale
        rows = np.clip(np.arange(frames)[:, None] + self.offsets, 0, frames - 1)
        layer = np.maximum(normal[rows].reshape(frames, -1) @ self.hidden + self.hidden_bias, 0)
        odds = layer @ self.out + self.out_bias
        spots = (
            Spot(word, float(odds[at, k]), int(at) * STRIDE)
            for k, (word, at) in enumerate(zip(self.words, odds.argmax(0), strict=True))
        )
        return tuple(sorted(spots, key=lambda spot: -spot.log_odds))


def _arrays(name: str) -> dict[str, Any]:
    file = resources.files("voicecoach.hearing").joinpath(name)
    with resources.as_file(file) as path, np.load(path) as data:
        return dict(data)


def _floats(arrays: Mapping[str, Any]) -> dict[str, Floats]:
    return {name: numbers.astype(np.float32) for name, numbers in arrays.items()}
