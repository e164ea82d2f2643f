"""Train the spotter (`hearing/spotter.npz`): a small network that finds a few words in noise.

    python bench/train_spotter.py FOLDER VOICES [--examples 50000]

Data: the `train` part of FOLDER, a folder of recordings (see `bench/sounds.py`; Speech Commands
v0.02 by Pete Warden, CC BY 4.0, and Picovoice's speech-to-intent benchmark, Apache-2.0), and of
VOICES, made by `bench/kokoro_voices.py`; with a few of eSpeak NG's and flite's voices. How they
become examples is in `bench/examples.py`. Method: multiple-instance learning over the frames of
Moonshine's encoder (the best frame decides), Adam, dropout on the features.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from examples import FEATURES, FRAMES, POSITIVE, Examples, Source, make_examples
from sounds import Recordings, Sound, speaker

OFFSETS = (-2, -1, 0)
HIDDEN = 112
DROP = 0.4


class Network:
    """One hidden layer over the frames at `OFFSETS`; the best frame of a window decides."""

    def __init__(self, mean: Sound, scale: Sound, hidden: int, rng: np.random.Generator) -> None:
        near, width, words = len(OFFSETS), FEATURES, len(POSITIVE)
        self._rng, self._mean, self._scale = rng, mean, scale
        shapes = ((near, width, hidden), (hidden,), (hidden, words), (words,))
        spreads = ((near * width) ** -0.5, 0.0, hidden**-0.5, 0.0)
        drawn = (rng.normal(0, 1, s) * by for s, by in zip(shapes, spreads, strict=True))
        self.weights = [w.astype(np.float32) for w in drawn]
        self.weights[3] -= 2
        self._first = [np.zeros_like(w) for w in self.weights]
        self._second = [np.zeros_like(w) for w in self.weights]
        self._steps = 0

    def learn(
        self,
        encoded: NDArray[np.float16],
        real: NDArray[np.bool_],
        said: Sound,
        weight: Sound,
        rate: float,
    ) -> float:
        """One step of Adam on a batch; returns its loss."""
        x = (encoded.astype(np.float32) - self._mean) / self._scale
        keep = self._rng.random((len(x), 1, FEATURES), np.float32) >= DROP
        x *= keep / np.float32(1 - DROP)
        frames = np.arange(FRAMES)
        near = [np.clip(frames + offset, 0, FRAMES - 1) for offset in OFFSETS]
        # Each frame once through the weights of each offset, and then side by side.
        sums = sum((x @ w)[:, at] for w, at in zip(self.weights[0], near, strict=True))
        layer = np.maximum(sums + self.weights[1], 0)
        odds = layer @ self.weights[2] + self.weights[3]
        best = np.where(real[..., None], odds, -np.inf).argmax(1)
        every = np.arange(len(x))
        gradients = [np.zeros_like(w) for w in self.weights]
        loss = 0.0
        for k in range(len(POSITIVE)):
            at = best[:, k]
            probability = 1 / (1 + np.exp(-odds[every, at, k]))
            wrong = (weight[:, k] * (probability - said[:, k]) / len(x))[:, None]
            layer_best = layer[every, at]
            back = (wrong * self.weights[2][:, k]) * (layer_best > 0)
            for offset, frame in enumerate(near):
                gradients[0][offset] += x[every, frame[at]].T @ back
            gradients[1] += back.sum(0)
            gradients[2][:, k] += (layer_best.T @ wrong)[:, 0]
            gradients[3][k] += wrong.sum()
            chance = np.where(said[:, k] > 0, probability, 1 - probability)
            loss += float(-np.log(chance + 1e-7).mean())
        self._step(gradients, rate)
        return loss

    def _step(self, gradients: list[Sound], rate: float) -> None:
        self._steps += 1
        for k, gradient in enumerate(gradients):
            weights = self.weights[k]
            total = gradient + 5e-4 * weights * (weights.ndim > 1)
            self._first[k] += 0.1 * (total - self._first[k])
            self._second[k] += 0.001 * (total**2 - self._second[k])
            m = self._first[k] / (1 - 0.9**self._steps)
            v = self._second[k] / (1 - 0.999**self._steps)
            self.weights[k] = (weights - rate * m / (np.sqrt(v) + 1e-8)).astype(np.float32)


def train(examples: Examples, epochs: int, rng: np.random.Generator) -> dict[str, Sound]:
    """The weights, by the names that `hearing.spotter` reads."""
    encoded, real, said, weight = examples.arrays()
    sample = np.concatenate(examples.encoded[::10]).astype(np.float32)
    mean, scale = sample.mean(0), sample.std(0) + 1e-3
    network = Network(mean, scale, HIDDEN, rng)
    for epoch in range(epochs):
        rate = 1e-3 * (1 + np.cos(np.pi * epoch / epochs))
        losses = [
            network.learn(encoded[i], real[i], said[i], weight[i], rate)
            for i in np.array_split(rng.permutation(len(said)), len(said) // 64)
        ]
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.4f}", flush=True)
    network.weights[0] = network.weights[0].reshape(-1, HIDDEN)
    names = ("hidden", "hidden_bias", "out", "out_bias")
    return {"mean": mean, "scale": scale, **dict(zip(names, network.weights, strict=True))}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the spotter.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("voices", type=Path)
    parser.add_argument("--examples", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--out", type=Path, default=Path("src/voicecoach/hearing/spotter.npz"))
    options = parser.parse_args()
    rng = np.random.default_rng(2026)
    recordings = Recordings(options.folder)
    source = Source(recordings, options.voices, "train")
    weights = train(make_examples(source, options.examples, rng), options.epochs, rng)
    small: dict[str, Any] = {name: w.astype(np.float16) for name, w in weights.items()}
    small["offsets"] = np.array(OFFSETS, np.int16)
    small["words"] = np.array(POSITIVE)
    np.savez_compressed(options.out, **small)
    people = {speaker(p) for p in recordings.clips("stop", "train")}
    print(f'{options.out}: "stop" by {len(people)} people')


if __name__ == "__main__":
    main()
