"""What a recognizer is: sound in, evidence out. Deciding what was meant is the ear's work."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.intents import Intent

Samples = NDArray[np.float32]
"""Mono sound at `core.clip.HEARING_RATE`, in -1..1."""


class Phrase(Protocol):
    """Words that mean something: one sentence of the grammar."""

    @property
    def intent(self) -> Intent: ...

    @property
    def text(self) -> str: ...


class Grammar(Protocol):
    """All that a user can say to the coach, and what sounds like it but means nothing."""

    @property
    def phrases(self) -> Sequence[Phrase]: ...

    @property
    def decoys(self) -> Sequence[str]: ...

    @property
    def numbers(self) -> Sequence[Phrase]: ...

    @property
    def choices(self) -> Sequence[str]: ...

    def letting_choose(self) -> Self:
        """The same while the coach lets choose what to do."""
        ...

    def asked_for_a_number(self) -> Self:
        """The same while the coach asks for a number."""
        ...

    def recognize(self, text: str) -> Phrase | None:
        """The phrase that a written sentence is, whatever its case and punctuation."""
        ...


@dataclass(frozen=True, slots=True)
class ScoredPhrase:
    """How well a phrase explains the sound.

    `score` is the natural logarithm of P(phrase | sound) / P(free text | sound): 0 is as good as
    the recognizer's own best guess, -10 is hopeless. `intent` is None for a decoy.
    """

    text: str
    intent: Intent | None
    score: float

    @property
    def is_decoy(self) -> bool:
        """Whether it only competes, and means nothing."""
        return self.intent is None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a word is most likely to have been said, whatever else is: log-odds, and the sample."""

    word: str
    log_odds: float
    at: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one stretch of sound may be.

    `text` is the recognizer's own reading without any grammar, `log_probability` its natural
    logarithm over `tokens` tokens (the end of the text counts as one). `phrases` are best first;
    those without a chance are left out. `spots` has one for each word that a spotter knows, the
    likeliest first; none where the engine has no spotter.
    """

    text: str = ""
    log_probability: float = 0.0
    tokens: int = 0
    phrases: tuple[ScoredPhrase, ...] = ()
    spots: tuple[Spot, ...] = ()


class Recognizer(Protocol):
    """An engine that listens to one stretch of speech at a time."""

    def listen(self, samples: Samples) -> Evidence:
        """The evidence in `samples`: a word or a sentence with little silence around it."""
        ...


@runtime_checkable
class Spotting(Protocol):
    """An engine that can also look for a few words alone, in a small part of the time."""

    def spot(self, samples: Samples) -> tuple[Spot, ...]:
        """Where in `samples` each of those words is likeliest."""
        ...


@runtime_checkable
class Expecting(Protocol):
    """An engine that can be told what kind of answer is due."""

    def expect(self, *, numbers: bool, choices: bool = False) -> None:
        """Whether the coach asks for a number from now on, or lets choose what to do."""
        ...
