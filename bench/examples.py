"""Examples to train the spotter with: words and talk in windows as the ear cuts them, encoded.

Every example is changed at random: speed and pitch, room, microphone, tremor, breath, overload,
noise from -4 to 22 dB with a colour and a course of its own, and the place of the word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, Self

import numpy as np
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types
from numpy.typing import ArrayLike, NDArray

from kokoro_voices import POSITIVE as SPOKEN
from kokoro_voices import lines
from manners import breathless, reverberant, shouted, trembling
from sounds import RATE, Noise, Recordings, Sound, active, in_noise, read, span, voices
from voicecoach.hearing.level import levelled
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.hearing.recognizer import Phrase
from voicecoach.hearing.spotter import Spotter

POSITIVE = tuple(SPOKEN)
"""What the spotter listens for, by its name."""
WORDS = ("down", "go", "left", "no", "off", "on", "right", "up", "yes", "unknown")
FRAMES, FEATURES = 80, 288
GRID = 4_800
"""Windows are whole multiples of this long (0.3 s), so that many can be encoded at once."""
_LEAD_S, _TAIL_S = 1.6, 0.6
_MANNERS = ((trembling, 0.1), (breathless, 0.08), (shouted, 0.08))
_SPEEDS = (1.0, 0.8, 0.9, 1.12, 1.25)


def changed(sound: Sound, rng: np.random.Generator) -> Sound:
    """`sound` from another throat, room and microphone, as it were."""
    if rng.random() < 0.6:
        sound = _floats(soxr.resample(sound, RATE, RATE * rng.uniform(0.82, 1.22)))
    if rng.random() < 0.45:
        direct = rng.uniform(0.6, 3)
        sound = reverberant(sound, rng, rt60_s=rng.uniform(0.04, 0.55), direct=direct)
    if rng.random() < 0.35:
        sound = _floats(np.append(sound[:1], sound[1:] - rng.uniform(-0.6, 0.9) * sound[:-1]))
    for manner, share in _MANNERS:
        if rng.random() < share:
            sound = manner(sound, rng)
    return _floats(sound / np.abs(sound).max() * 0.5)


def _floats(sound: ArrayLike) -> Sound:
    return np.asarray(sound, np.float32)


class Around:
    """The noise of a part as training wants it: more of it, and coloured at random."""

    def __init__(self, recordings: Recordings, part: str, made: Iterable[Sound]) -> None:
        own = recordings.noise(part)
        kitchen = [soxr.resample(own.kitchen, RATE, RATE * speed) for speed in _SPEEDS]
        talk = [sound / active(sound)[1] * 0.05 for sound in made]
        self._noise = Noise(_floats(np.concatenate(kitchen)), (*own.talk, *map(_floats, talk)))

    def cut(self, rng: np.random.Generator, length: int) -> Sound:
        """`length` samples of some noise, at a level (RMS) of 1."""
        noise = self._one(rng, length)
        if rng.random() < 0.45:
            noise = _coloured(noise, rng)
        if rng.random() < 0.2:
            course = rng.uniform(0.3, 1.5, 6)
            noise = _floats(noise * np.interp(np.arange(length), np.linspace(0, length, 6), course))
        return _floats(noise / np.sqrt((noise**2).mean() + 1e-9))

    def _one(self, rng: np.random.Generator, length: int) -> Sound:
        if rng.random() < 0.08:
            voices_too = self._noise.cut(str(rng.choice(("babble", "few"))), rng, length)
            return self._noise.cut("kitchen", rng, length) + voices_too * rng.uniform(0.3, 1.5)
        return self._noise.cut(self._noise.any_kind(rng), rng, length)


def _coloured(sound: Sound, rng: np.random.Generator) -> Sound:
    """`sound` as another microphone in another place would have it."""
    frequency = np.log(np.fft.rfftfreq(len(sound), 1 / RATE) + 50)
    points = np.log((50, 200, 600, 1_500, 3_500, 8_050))
    gain_db = np.interp(frequency, points, rng.normal(0, 5, len(points)))
    return _floats(np.fft.irfft(np.fft.rfft(sound) * 10 ** (gain_db / 20), len(sound)))


def window(word: Sound, noise: Around, rng: np.random.Generator) -> Sound:
    """A stretch as the ear cuts it: `word` near its end, noise all the way."""
    word = changed(word, rng)
    begin, end = (t + _LEAD_S for t in span(word))
    sound = np.concatenate(
        [np.zeros(int(_LEAD_S * RATE)), word, np.zeros(int(_TAIL_S * RATE))]
    ).astype(np.float32)
    quiet = rng.random() < 0.2
    under = None if quiet else noise.cut(rng, len(sound))
    level = active(word)[1] / active(sound)[1]
    sound = in_noise(sound, under, rng.uniform(-4, 22) - 20 * np.log10(level), rng)
    stop = end + rng.uniform(-0.03, 0.4)
    with_more_before = rng.random() < 0.8
    start = min(stop - rng.uniform(0.8, 1.75), begin - 0.08)
    start = start if with_more_before else begin - rng.uniform(0.05, 0.35)
    last = int(stop * RATE)
    length = -(-int(min(stop - start, 1.8) * RATE) // GRID) * GRID
    return sound[max(0, last - length) : last]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch as the ear cuts it, brought to the level that the encoder is given."""

    sound: Sound
    words: frozenset[str]
    by_people: bool


@dataclass
class Examples:
    """Encoded windows, padded with zeros; which frames are real; the words in it; their weight."""

    encoder: Moonshine
    encoded: list[NDArray[np.float16]] = field(default_factory=list)
    words: list[NDArray[np.bool_]] = field(default_factory=list)
    by_people: list[bool] = field(default_factory=list)

    def add(self, one: Window) -> None:
        hidden = self.encoder.encode_for_spotter(one.sound)
        self.encoded.append(hidden[-FRAMES:].astype(np.float16))
        self.words.append(np.array([word in one.words for word in POSITIVE]))
        self.by_people.append(one.by_people)

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


NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """Where examples come from: recordings of people, and utterances by `kokoro_voices.py`."""

    recordings: Recordings
    made: Path
    part: str

    def people(self, names: Iterable[str], words: frozenset[str]) -> tuple[Any, ...]:
        """Clips of single words by people."""
        return tuple((read(p), words) for w in names for p in self.recordings.clips(w, self.part))

    def utterances(self, what: str) -> Iterator[tuple[Sound, frozenset[str]]]:
        """What natural voices were made to say, without the silence at both ends."""
        said = frozenset({what}) & frozenset(POSITIVE)
        for path in sorted((self.made / self.part / what).glob("*.flac")):
            sound = read(path)
            begin, end = span(sound)
            sound = sound[max(0, int((begin - 0.1) * RATE)) : int((end + 0.1) * RATE)]
            yield sound, said | ({"hurts"} if "hurt" in path.stem else NOTHING)

    def robots(self, rng: np.random.Generator) -> Iterator[tuple[Sound, frozenset[str]]]:
        """The words by eSpeak NG and flite, who are what they are."""
        talkers = np.array(list(voices(self.part)), object)
        for word, (_, texts) in SPOKEN.items():
            for text in texts:
                words = {word, *(("hurts",) if "hurt" in text else ())}
                for voice in rng.permutation(talkers)[:24]:
                    yield voice.say(text, rng.uniform(0.65, 1.4)), frozenset(words)

    def other_robots(self, rng: np.random.Generator) -> Iterator[tuple[Sound, frozenset[str]]]:
        """The same voices with words that sound alike."""
        talkers = np.array(list(voices(self.part)), object)
        for text in lines("other_words.txt"):
            for voice in rng.permutation(talkers)[:3]:
                yield voice.say(text, rng.uniform(0.65, 1.4)), NOTHING

    def pools(self, rng: np.random.Generator) -> list[Pool]:
        """What is trained with, and how often each is drawn."""
        others = (u for word in POSITIVE if word != "stop" for u in self.utterances(word))
        return [
            Pool(0.21, self.people(["stop"], frozenset({"stop"})), by_people=True),
            Pool(0.06, tuple(self.utterances("stop")), by_people=False),
            Pool(0.16, tuple(others), by_people=False),
            Pool(0.14, self.people(WORDS, NOTHING), by_people=True),
            Pool(0.08, tuple(self.utterances("other")), by_people=False),
            Pool(0.15, tuple(self.robots(rng)), by_people=False),
            Pool(0.06, tuple(self.other_robots(rng)), by_people=False),
        ]


def windows(source: Source, rng: np.random.Generator) -> Iterator[Window]:
    """Without end: from the pools, and the rest from conversation and noise."""
    made = [sound for sound, _ in source.utterances("talk")]
    noise = Around(source.recordings, source.part, made)
    talk = [*source.recordings.talk(source.part), *made]
    drawn = source.pools(rng)
    shares = [pool.share for pool in drawn]
    while True:
        kind = int(rng.choice(len(drawn) + 1, p=[*shares, 1 - sum(shares)]))
        if kind == len(drawn):
            yield Window(levelled(_talk(talk, noise, rng)), NOTHING, by_people=True)
            continue
        pool = drawn[kind]
        word, words = pool.sounds[int(rng.integers(len(pool.sounds)))]
        if np.abs(word).max() > 1e-4:
            yield Window(levelled(window(word, noise, rng)), words, by_people=pool.by_people)


def make_examples(source: Source, wanted: int, rng: np.random.Generator) -> Examples:
    """`wanted` windows, encoded."""
    examples = Examples(Moonshine(_OnlyStop(), Spotter.load()))
    for k, one in enumerate(islice(windows(source, rng), wanted)):
        examples.add(one)
        if k % 2000 == 0:
            print(f"{k} of {wanted} examples", flush=True)
    return examples


def _talk(talk: list[Sound], noise: Around, rng: np.random.Generator) -> Sound:
    """A piece of conversation, or (one in six) of noise alone."""
    length = int(rng.integers(3, 7)) * GRID
    if rng.random() < 1 / 6:
        return noise.cut(rng, length)
    sentence = talk[int(rng.integers(len(talk)))]
    at = int(rng.integers(0, max(1, len(sentence) - length)))
    piece = sentence[at : at + length]
    piece = piece[: max(1, len(piece) // GRID) * GRID]
    quiet = rng.random() < 0.35
    under = None if quiet else noise.cut(rng, len(piece))
    return in_noise(piece, under, rng.uniform(0, 22), rng)


class _OnlyStop:
    """The encoder alone is wanted; the recognizer needs some grammar."""

    phrases: tuple[Phrase, ...] = ()
    numbers: tuple[Phrase, ...] = ()
    decoys = ("stop",)
    choices: tuple[str, ...] = ()

    def letting_choose(self) -> Self:
        return self

    def asked_for_a_number(self) -> Self:
        return self

    def recognize(self, text: str) -> None: ...
