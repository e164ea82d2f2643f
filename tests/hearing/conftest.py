import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

from voicecoach.core.intents import Intent
from voicecoach.hearing.ear import Ear
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.hearing.recognizer import Samples
from voicecoach.hearing.spotter import Spotter
from voicecoach.hearing.vad import Silero


@dataclass(frozen=True)
class Said:
    intent: Intent
    text: str


@dataclass(frozen=True)
class SmallGrammar:
    phrases: tuple[Said, ...] = (
        Said(Intent.STOP, "stop"),
        Said(Intent.PAUSE, "pause"),
        Said(Intent.PAIN, "it hurts"),
        Said(Intent.CONTINUE, "continue"),
        Said(Intent.SKIP, "skip this"),
        Said(Intent.HOW_MANY_LEFT, "how many left"),
        Said(Intent.YES, "yes"),
        Said(Intent.NO, "no"),
    )
    decoys: tuple[str, ...] = field(default=("shop", "top", "house", "eight", "the coffee"))
    numbers: tuple[Said, ...] = (Said(Intent.LEVEL_4, "four"), Said(Intent.LEVEL_8, "eight"))
    choices: tuple[str, ...] = ("something for my knees", "number two")

    def letting_choose(self) -> "SmallGrammar":
        return SmallGrammar(self.phrases, (*self.decoys, *self.choices))

    def asked_for_a_number(self) -> "SmallGrammar":
        decoys = tuple(text for text in self.decoys if text != "eight")
        return SmallGrammar((*self.phrases, *self.numbers), decoys)

    def recognize(self, text: str) -> Said | None:
        plain = "".join(c for c in text.lower() if c.isalpha() or c == " ").strip()
        return next((p for p in self.phrases if p.text == plain), None)


@pytest.fixture(scope="session")
def grammar() -> SmallGrammar:
    return SmallGrammar()


@pytest.fixture(scope="session")
def moonshine(grammar: SmallGrammar) -> Moonshine:
    return Moonshine(grammar, Spotter.load())


@pytest.fixture(scope="session")
def speak() -> Callable[..., Samples]:
    """A synthetic voice at 16 kHz: `speak("stop")`, at a level of 0.3."""

    def say(text: str, voice: str = "en-us", speed: int = 150) -> Samples:
        wav = subprocess.run(
            ["espeak-ng", "-v", voice, "-s", str(speed), "--stdout", text],
            check=True,
            capture_output=True,
        ).stdout
        # eSpeak does not know the length when it writes the header of a pipe.
        pcm = np.frombuffer(wav[44:], "<i2").astype(np.float32)
        sound: Samples = soxr.resample(pcm, 22_050, 16_000)
        return sound * np.float32(0.3 / np.abs(sound).max())

    return say


@pytest.fixture
def ear(moonshine: Moonshine) -> Ear:
    return Ear(moonshine, Silero())


@pytest.fixture(scope="session")
def room() -> Callable[[float], Samples]:
    """The quiet hiss of a microphone, for some seconds."""

    def hiss(seconds: float) -> Samples:
        noise = np.random.default_rng(0).normal(0, 1e-3, int(seconds * 16_000))
        return noise.astype(np.float32)

    return hiss
