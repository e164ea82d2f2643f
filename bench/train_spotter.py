"""Train the spotter (`hearing/spotter.npz`): a small network that finds a few words in noise.

    python bench/train_spotter.py FOLDER [--examples 20000]

Data: the `train` part of a folder of recordings (see `bench/sounds.py`; Speech Commands v0.02 by
Pete Warden, CC BY 4.0, and Picovoice's speech-to-intent benchmark, Apache-2.0), and eSpeak NG and
flite voices saying "stop", the other safety words, commands, and words that sound alike. Every
example is changed at random: speed and pitch, room, microphone, tremor, breath, overload, noise
from -4 to 22 dB, and where in the window the word stands. Method: multiple-instance learning over
the frames of Moonshine's encoder (the best frame decides), Adam, dropout on the features.
"""

import argparse
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types
from numpy.typing import ArrayLike, NDArray

from sounds import RATE, Noise, Recordings, Sound, active, in_noise, read, span, speaker, voices
from voicecoach.hearing.level import levelled
from voicecoach.hearing.moonshine import PAD, Moonshine
from voicecoach.hearing.recognizer import Phrase

POSITIVE = {
    "stop": ("stop", "stop!", "stop it", "stop stop", "no stop"),
    "pause": ("pause", "pause please", "pause!"),
    "wait": ("wait", "wait a minute", "wait!"),
    "hold on": ("hold on", "hang on"),
    "hurts": ("it hurts", "that hurts", "my back hurts", "this hurts", "it really hurts"),
    "ouch": ("ouch", "ow", "ouch that hurts"),
    "help": ("help", "help me", "i need help", "help!"),
}
"""What the spotter listens for, by its name, and how people say it."""
# What sounds alike, the other commands, and what is said in a room: one a line.
NEGATIVE = tuple((Path(__file__).parent / "other_words.txt").read_text("utf-8").splitlines())
WORDS = ("down", "go", "left", "no", "off", "on", "right", "up", "yes", "unknown")
OFFSETS = (-2, -1, 0)
FRAMES, FEATURES = 80, 288
DROP = 0.4
_LEAD_S, _TAIL_S = 1.3, 0.6


def changed(sound: Sound, rng: np.random.Generator) -> Sound:
    """`sound` from another throat, room and microphone, as it were."""
    if rng.random() < 0.6:
        sound = _floats(soxr.resample(sound, RATE, RATE * rng.uniform(0.82, 1.22)))
    if rng.random() < 0.35:
        length = int(rng.uniform(0.04, 0.3) * RATE)
        echo = rng.normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
        echo[0] = rng.uniform(1.5, 8) * np.sqrt(length / 100)
        sound = _floats(np.convolve(sound, echo)[: len(sound) + length // 2])
    if rng.random() < 0.35:
        sound = _floats(np.append(sound[:1], sound[1:] - rng.uniform(-0.6, 0.9) * sound[:-1]))
    if rng.random() < 0.1:  # an old voice trembles
        tremor = 2 * np.pi * rng.uniform(4, 8) * np.arange(len(sound)) / RATE
        sound = _floats(sound * (1 + 0.5 * np.sin(tremor)))
    if rng.random() < 0.08:  # out of breath
        envelope = np.convolve(np.abs(sound), np.ones(400) / 400, "same")
        breath = envelope * rng.normal(0, 1, len(sound))
        sound = _floats(sound + breath * rng.uniform(0.2, 0.8))
    if rng.random() < 0.08:  # shouting into a cheap microphone
        sound = _floats(np.tanh(sound / np.abs(sound).max() * rng.uniform(2, 8)))
    return _floats(sound / np.abs(sound).max() * 0.5)


def _floats(sound: ArrayLike) -> Sound:
    return np.asarray(sound, np.float32)


def window(word: Sound, noise: Noise, rng: np.random.Generator) -> Sound:
    """A stretch as the ear cuts it: `word` near its end, noise all the way."""
    word = changed(word, rng)
    begin, end = (t + _LEAD_S for t in span(word))
    sound = np.concatenate(
        [np.zeros(int(_LEAD_S * RATE)), word, np.zeros(int(_TAIL_S * RATE))]
    ).astype(np.float32)
    quiet = rng.random() < 0.2
    under = None if quiet else noise.cut(noise.any_kind(rng), rng, len(sound))
    level = active(word)[1] / active(sound)[1]
    sound = in_noise(sound, under, rng.uniform(-4, 22) - 20 * np.log10(level), rng)
    stop = end + rng.uniform(-0.03, 0.4)
    with_more_before = rng.random() < 0.8
    start = min(stop - rng.uniform(0.8, 1.75), begin - 0.08)
    start = start if with_more_before else begin - rng.uniform(0.05, 0.35)
    return sound[int(max(0.0, start, stop - 1.8) * RATE) : int(stop * RATE)]


@dataclass
class Examples:
    """Encoded windows, padded with zeros; which frames are real; the words in it; their weight."""

    encoder: Moonshine
    encoded: list[NDArray[np.float16]] = field(default_factory=list)
    words: list[NDArray[np.bool_]] = field(default_factory=list)
    by_people: list[bool] = field(default_factory=list)

    def add(self, sound: Sound, words: Collection[str], *, by_people: bool) -> None:
        hidden = self.encoder.encode(np.pad(levelled(sound), PAD)[None])[0]
        self.encoded.append(hidden[-FRAMES:].astype(np.float16))
        self.words.append(np.array([word in words for word in POSITIVE]))
        self.by_people.append(by_people)

    def arrays(self) -> tuple[NDArray[np.float16], NDArray[np.bool_], Sound, Sound]:
        """Encoded, real frames, which words (windows, words), and how much each one counts.

        Of all words but "stop" there are synthetic voices only: what people say counts less
        against them, lest "not a person" be what is learned.
        """
        padded = np.zeros((len(self.encoded), FRAMES, FEATURES), np.float16)
        real = np.zeros(padded.shape[:2], np.bool_)
        for k, hidden in enumerate(self.encoded):
            padded[k, : len(hidden)], real[k, : len(hidden)] = hidden, True
        said = np.array(self.words, np.float32)
        weight = np.where(said > 0, 2.0, 1.0).astype(np.float32)
        weight[np.array(self.by_people), 1:] *= 0.3
        return padded, real, said, weight


@dataclass(frozen=True, slots=True)
class Pool:
    """Recordings that are drawn from with a chance of `share`, and the words in them."""

    share: float
    sounds: tuple[tuple[Sound, frozenset[str]], ...]
    by_people: bool


def pools(recordings: Recordings, part: str, rng: np.random.Generator) -> list[Pool]:
    """What is trained with: people and voices, saying the words and others."""
    talkers = np.array(list(voices(part)), object)

    def synthetic(texts: Iterable[str], words: frozenset[str], by: int) -> Iterator[Any]:
        for text in texts:
            for voice in rng.permutation(talkers)[:by]:
                yield voice.say(text, rng.uniform(0.65, 1.4)), words

    def people(names: Iterable[str], words: frozenset[str]) -> tuple[Any, ...]:
        return tuple((read(p), words) for w in names for p in recordings.clips(w, part))

    said = {
        word: tuple(
            item
            for text in texts
            for item in synthetic([text], frozenset(_words_in(text, word)), len(talkers))
        )
        for word, texts in POSITIVE.items()
    }
    others = tuple(item for word, items in said.items() if word != "stop" for item in items)
    return [
        Pool(0.22, people(["stop"], frozenset({"stop"})), by_people=True),
        Pool(0.06, said["stop"], by_people=False),
        Pool(0.26, others, by_people=False),
        Pool(0.22, people(WORDS, frozenset()), by_people=True),
        Pool(0.10, tuple(synthetic(NEGATIVE, frozenset(), 9)), by_people=False),
    ]


def _words_in(text: str, word: str) -> set[str]:
    return {word, *(("hurts",) if "hurts" in text else ())}


def make_examples(
    recordings: Recordings, part: str, wanted: int, rng: np.random.Generator
) -> Examples:
    """`wanted` examples: from the pools, and the rest from conversation and noise."""
    examples = Examples(Moonshine(_OnlyStop()))
    noise, talk = recordings.noise(part), recordings.talk(part)
    drawn = pools(recordings, part, rng)
    shares = [pool.share for pool in drawn]
    for k in range(wanted):
        kind = int(rng.choice(len(drawn) + 1, p=[*shares, 1 - sum(shares)]))
        if kind < len(drawn):
            pool = drawn[kind]
            word, words = pool.sounds[int(rng.integers(len(pool.sounds)))]
            if np.abs(word).max() > 1e-4:
                examples.add(window(word, noise, rng), words, by_people=pool.by_people)
        else:
            examples.add(_talk(talk, noise, rng), (), by_people=True)
        if k % 2000 == 0:
            print(f"{k} of {wanted} examples", flush=True)
    return examples


def _talk(talk: list[Sound], noise: Noise, rng: np.random.Generator) -> Sound:
    """A piece of conversation, or (one in six) of noise alone."""
    length = int(rng.uniform(0.8, 1.8) * RATE)
    if rng.random() < 1 / 6:
        return noise.cut(noise.any_kind(rng), rng, length)
    sentence = talk[int(rng.integers(len(talk)))]
    at = int(rng.integers(0, max(1, len(sentence) - length)))
    piece = sentence[at : at + length]
    quiet = rng.random() < 0.35
    under = None if quiet else noise.cut(noise.any_kind(rng), rng, len(piece))
    return in_noise(piece, under, rng.uniform(0, 22), rng)


class _OnlyStop:
    """The encoder alone is wanted; the recognizer needs some grammar."""

    phrases: tuple[Phrase, ...] = ()
    numbers: tuple[Phrase, ...] = ()
    decoys = ("stop",)

    def asked_for_a_number(self) -> Self:
        return self

    def recognize(self, text: str) -> None: ...


class Network:
    """One hidden layer over `OFFSETS` frames; the best frame of a window decides."""

    def __init__(self, mean: Sound, scale: Sound, hidden: int, rng: np.random.Generator) -> None:
        width = len(OFFSETS) * FEATURES
        self._rng, self._mean, self._scale = rng, mean, scale
        self.weights = [
            rng.normal(0, width**-0.5, (width, hidden)),
            np.zeros(hidden),
            rng.normal(0, hidden**-0.5, (hidden, len(POSITIVE))),
            np.full(len(POSITIVE), -2.0),
        ]
        self.weights = [w.astype(np.float32) for w in self.weights]
        self._first = [np.zeros_like(w) for w in self.weights]
        self._second = [np.zeros_like(w) for w in self.weights]
        self._steps = 0

    def inputs(self, encoded: NDArray[np.float16]) -> Sound:
        """(windows, frames, features) as the network sees them, neighbours side by side."""
        normal = (encoded.astype(np.float32) - self._mean) / self._scale
        rows = np.clip(np.arange(FRAMES)[:, None] + OFFSETS, 0, FRAMES - 1)
        stacked: Sound = normal[:, rows].reshape(len(encoded), FRAMES, -1)
        return stacked

    def log_odds(self, x: Sound) -> tuple[Sound, Sound]:
        """The log-odds of each word at each frame, and the hidden layer."""
        layer = np.maximum(x @ self.weights[0] + self.weights[1], 0)
        return layer @ self.weights[2] + self.weights[3], layer

    def learn(
        self, x: Sound, real: NDArray[np.bool_], said: Sound, weight: Sound, rate: float
    ) -> float:
        """One step of Adam on a batch; returns its loss."""
        keep = self._rng.random((len(x), 1, x.shape[2])) >= DROP
        x = x * (keep / (1 - DROP)).astype(np.float32)
        odds, layer = self.log_odds(x)
        best = np.where(real[..., None], odds, -np.inf).argmax(1)
        every = np.arange(len(x))
        gradients = [np.zeros_like(w) for w in self.weights]
        loss = 0.0
        for k in range(len(POSITIVE)):
            at = best[:, k]
            probability = 1 / (1 + np.exp(-odds[every, at, k]))
            wrong = (weight[:, k] * (probability - said[:, k]) / len(x))[:, None]
            x_best, layer_best = x[every, at], layer[every, at]
            back = (wrong * self.weights[2][:, k]) * (layer_best > 0)
            gradients[0] += x_best.T @ back
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
    network = Network(mean, scale, 96, rng)
    for epoch in range(epochs):
        rate = 1e-3 * (1 + np.cos(np.pi * epoch / epochs))
        losses = [
            network.learn(network.inputs(encoded[i]), real[i], said[i], weight[i], rate)
            for i in np.array_split(rng.permutation(len(said)), len(said) // 64)
        ]
        print(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.4f}", flush=True)
    names = ("hidden", "hidden_bias", "out", "out_bias")
    return {"mean": mean, "scale": scale, **dict(zip(names, network.weights, strict=True))}


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the spotter.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--examples", type=int, default=20_000)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--out", type=Path, default=Path("src/voicecoach/hearing/spotter.npz"))
    options = parser.parse_args()
    rng = np.random.default_rng(2026)
    recordings = Recordings(options.folder)
    examples = make_examples(recordings, "train", options.examples, rng)
    weights = train(examples, options.epochs, rng)
    small: dict[str, Any] = {name: w.astype(np.float16) for name, w in weights.items()}
    small["offsets"] = np.array(OFFSETS, np.int16)
    small["words"] = np.array(list(POSITIVE))
    np.savez_compressed(options.out, **small)
    people = {speaker(p) for p in recordings.clips("stop", "train")}
    print(f'{options.out}: "stop" by {len(people)} people and {len(list(voices("train")))} voices')


if __name__ == "__main__":
    main()
