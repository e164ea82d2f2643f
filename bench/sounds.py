"""Recordings, noise and synthetic voices for the benches of hearing.

The folder is laid out as Speech Commands is (`speech-commands/<word>/<speaker>_nohash_<n>.flac`),
with `conversation/*.flac` (talk that means nothing to a coach) and `noise/kitchen.flac` beside it.
People are in one part only: `train` and `calibrate` for what is tuned, `test` for what is
reported. So are stretches of noise, and synthetic voices.
"""

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types
from numpy.typing import NDArray

RATE = 16_000
PARTS = ("train", "calibrate", "test")
Sound = NDArray[np.float32]

_SHARES = {
    "people": (0.55, 0.68),
    "talk": (0.36, 0.66),
    "voices": (0.5, 0.65),
    "lines": (0.3, 0.62),
}


def part_of(kind: str, name: str) -> str:
    """The part that a speaker, a file or a voice belongs to, by a hash of its name."""
    at = int(hashlib.sha1(f"{kind}:{name}".encode()).hexdigest()[:8], 16) / 2**32  # noqa: S324 - no secret
    train, calibrate = _SHARES[kind]
    return "train" if at < train else "calibrate" if at < calibrate else "test"


def read(path: Path) -> Sound:
    """The samples in a recording at 16 kHz."""
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != RATE:
        raise ValueError(f"{path} is at {rate} Hz, not {RATE}")
    sound: Sound = samples
    return sound


def active(sound: Sound) -> tuple[NDArray[np.bool_], float]:
    """Which 20 ms frames hold speech (within 25 dB of the loudest), and their level (RMS)."""
    frames = len(sound) // 320
    power = (sound[: frames * 320].reshape(frames, 320) ** 2).mean(1)
    loud = power >= max(power.max() * 10**-2.5, np.percentile(power, 20) * 2)
    if not loud.any():
        loud = power >= power.max()
    return loud, float(np.sqrt(power[loud].mean() + 1e-12))


def span(sound: Sound) -> tuple[float, float]:
    """Where speech begins and ends, in seconds."""
    frames = np.flatnonzero(active(sound)[0])
    return float(frames[0]) * 0.02, float(frames[-1] + 1) * 0.02


@dataclass(frozen=True)
class Noise:
    """Noise of one part: `kitchen` and `babble` recorded, the others made."""

    kitchen: Sound
    talk: tuple[Sound, ...]

    @cached_property
    def _pools(self) -> dict[str, tuple[Sound, ...]]:
        rng = np.random.default_rng(7)
        length = 60 * RATE
        return {
            "kitchen": (self.kitchen,),
            "babble": tuple(self._babble(rng, length, voices) for voices in (4, 6, 9)),
            "few": tuple(self._babble(rng, length, voices) for voices in (2, 3)),
            "coloured": tuple(_coloured(rng, 20 * RATE, slope) for slope in (0, 0.7, 1.2, 2)),
            "clatter": tuple(_clatter(rng, 20 * RATE) for _ in range(3)),
        }

    def _babble(self, rng: np.random.Generator, length: int, voices: int) -> Sound:
        """Several people talking at once, equally loud."""
        total = np.zeros(length, np.float32)
        for _ in range(voices):
            order = rng.permutation(len(self.talk))
            voice = np.concatenate([self.talk[i] for i in order])
            voice = np.tile(voice, length // len(voice) + 2)
            at = int(rng.integers(0, len(voice) - length))
            total += voice[at : at + length] / active(voice[at : at + length])[1]
        return total

    def cut(self, kind: str, rng: np.random.Generator, length: int) -> Sound:
        """`length` samples of noise, at a level (RMS) of 1."""
        pool = self._pools[kind]
        noise = pool[int(rng.integers(len(pool)))]
        noise = np.tile(noise, length // len(noise) + 2)
        at = int(rng.integers(0, len(noise) - length))
        piece = noise[at : at + length]
        level: Sound = piece / np.sqrt((piece**2).mean() + 1e-9)
        return level

    def any_kind(self, rng: np.random.Generator) -> str:
        """A kind of noise to train with."""
        kinds = ("kitchen", "babble", "few", "coloured", "clatter")
        return str(rng.choice(kinds, p=(0.3, 0.3, 0.12, 0.16, 0.12)))


def _coloured(rng: np.random.Generator, length: int, slope: float) -> Sound:
    frequency = np.fft.rfftfreq(length, 1 / RATE)
    frequency[0] = frequency[1]
    spectrum = np.fft.rfft(rng.normal(0, 1, length)) * frequency ** (-slope / 2)
    return np.fft.irfft(spectrum, length).astype(np.float32)


def _clatter(rng: np.random.Generator, length: int) -> Sound:
    """Dishes and doors: damped resonances at random moments over a hiss."""
    clicks = np.zeros(length, np.float32)
    clicks[rng.integers(0, length, 60)] = rng.normal(0, 1, 60)
    t = np.arange(int(rng.uniform(0.02, 0.3) * RATE)) / RATE
    ring = sum(
        np.sin(2 * np.pi * rng.uniform(300, 5_000) * t + rng.uniform(0, 6)) * rng.uniform(0.2, 1)
        for _ in range(6)
    ) * np.exp(-t * rng.uniform(10, 80))
    sound = np.convolve(clicks, ring)[:length]
    hiss = _coloured(rng, length, 0.7)
    clatter: Sound = (sound / sound.std() + 0.2 * hiss / hiss.std()).astype(np.float32)
    return clatter


@dataclass(frozen=True)
class Recordings:
    """A folder of recordings, laid out as the module says."""

    folder: Path

    def clips(self, word: str, part: str) -> list[Path]:
        """The clips of a word by the people of one part."""
        paths = sorted((self.folder / "speech-commands" / word).glob("*.flac"))
        return [p for p in paths if part_of("people", speaker(p)) == part]

    def talk(self, part: str) -> list[Sound]:
        """The conversation of one part."""
        paths = sorted((self.folder / "conversation").glob("*.flac"))
        return [read(p) for p in paths if part_of("talk", p.stem) == part]

    def noise(self, part: str) -> Noise:
        """The noise of one part: the second half of the kitchen is kept for the test."""
        kitchen = read(self.folder / "noise" / "kitchen.flac")
        half = len(kitchen) // 2
        return Noise(kitchen[half:] if part == "test" else kitchen[:half], tuple(self.talk(part)))


def speaker(path: Path) -> str:
    """Who speaks in a Speech Commands clip: `unknown` files have their word before it."""
    return path.name.split("_nohash_")[0].split("_")[-1]


def in_noise(sound: Sound, noise: Sound | None, snr_db: float, rng: np.random.Generator) -> Sound:
    """`sound` with `noise` under it (None: a quiet room), the ratio measured on active speech."""
    level = active(sound)[1]
    if noise is None:
        noise, snr_db = rng.normal(0, 1, len(sound)).astype(np.float32), 45.0
    mixed = sound + noise[: len(sound)] * np.float32(level * 10 ** (-snr_db / 20))
    peak = float(np.abs(mixed).max())
    result: Sound = (mixed * min(1.0, 0.99 / max(peak, 1e-9))).astype(np.float32)
    return result


# --- Synthetic voices: eSpeak NG and flite, as the system has them --------------------------------

_ESPEAK_SPEAKERS = (
    *("f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "Alex"),
    *("Alicia", "Andrea", "Andy", "Annie", "adam", "anika", "aunty", "belinda", "boris", "caleb"),
    *("croak", "ed", "grandma", "grandpa", "john", "klatt2", "linda", "michael", "paul", "quincy"),
    *("rob", "shelby", "steph", "victor", "whisper", "zac", "travis"),
)
_ESPEAK_ACCENTS = (
    *("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp"),
    *("en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029"),
)
_SPEAKS = {
    "a": "American",
    "b": "British",
    "e": "Spanish",
    "f": "French",
    "h": "Hindi",
    "i": "Italian",
    "j": "Japanese",
    "p": "Portuguese",
    "z": "Chinese",
}
"""The language of one of Kokoro's voices, by the first letter of its name."""
_FLITE = {"kal": "train", "kal16": "train", "rms": "train", "awb": "test", "slt": "test"}


@dataclass(frozen=True, slots=True)
class Voice:
    """A synthetic voice. `say(text, speed)`: samples; a speed of 1 is its usual one."""

    name: str
    say: Callable[[str, float], Sound]

    @property
    def kind(self) -> str:
        """What it was made with; of a natural voice, the language that it was made for too."""
        maker, _, own = self.name.partition(" ")
        return f"{maker}, {_SPEAKS[own[0]]}" if maker == "kokoro" else maker


def voices(part: str) -> Iterator[Voice]:
    """The synthetic voices of one part."""
    for k, speaker_name in enumerate(_ESPEAK_SPEAKERS):
        if part_of("voices", speaker_name) == part:
            for accent in (_ESPEAK_ACCENTS[k % 7], _ESPEAK_ACCENTS[(k + 3) % 7]):
                yield _espeak(f"{accent}+{speaker_name}")
    for name, its_part in _FLITE.items():
        if its_part == part:
            yield _flite(name)


SPOKEN_SPEEDS = (0.8, 1.0, 1.25)
"""The speeds at which `kokoro_voices.py` speaks the phrases that are reported."""


def natural_voices(folder: Path) -> Iterator[Voice]:
    """The voices in which `kokoro_voices.py` spoke the phrases that are reported."""
    for own in sorted((folder / "test" / "spoken").iterdir()):

        def say(text: str, speed: float, own: Path = own) -> Sound:
            paths = sorted(own.glob(f"*-{text.replace(' ', '_')}.flac"))
            return read(paths[SPOKEN_SPEEDS.index(speed)])

        yield Voice(f"kokoro {own.name}", say)


def _espeak(name: str) -> Voice:
    def say(text: str, speed: float) -> Sound:
        command = ["espeak-ng", "-v", name, "-s", str(int(155 * speed)), "--stdout", text]
        wav = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own words
        return _at_rate(
            np.frombuffer(wav[44:], "<i2").astype(np.float32) / np.float32(32_768), 22_050
        )

    return Voice(f"espeak {name}", say)


def _flite(name: str) -> Voice:
    def say(text: str, speed: float) -> Sound:
        command = ["flite", "-voice", name, "--setf", f"duration_stretch={1 / speed:.2f}"]
        wav = subprocess.run(  # noqa: S603 - our own words
            [*command, "-t", text, "-o", "/dev/stdout"], check=True, capture_output=True
        ).stdout
        rate = int.from_bytes(wav[24:28], "little")
        return _at_rate(
            np.frombuffer(wav[44:], "<i2").astype(np.float32) / np.float32(32_768), rate
        )

    return Voice(f"flite {name}", say)


def _at_rate(sound: Sound, rate: int) -> Sound:
    """At 16 kHz, without the silence at both ends."""
    resampled: Sound = sound if rate == RATE else soxr.resample(sound, rate, RATE)
    begin, end = span(resampled)
    return resampled[max(0, int((begin - 0.1) * RATE)) : int((end + 0.1) * RATE)]
