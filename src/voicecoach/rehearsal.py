"""How a user's own words sound to the ears: spoken by the system's voices, heard as in a session.

A word can be new to the grammar and still sound just like another command. So each is spoken by a
few voices, and so are the commands that come near it.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import soxr

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Heard
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.ears import ear_with, make, usual_recognizer
from voicecoach.hearing.level import levelled
from voicecoach.hearing.recognizer import Samples
from voicecoach.language import Language
from voicecoach.language.grammar import Phrase
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice

MOST_VOICES = 4
RATES_WPM = (120, 165)
NEAR = -6.0
"""A phrase that scores more on the sound of another is worth being spoken, too."""
MOST_RIVALS = 6
_LEVEL = np.float32(0.3)
_BEFORE_S, _AFTER_S = 0.6, 1.2


Rival = tuple[str, Intent | None]
"""Another phrase, and what it means; None for words that only sound like a command."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What became of one phrase: out of `tries`, how often it was heard at once, or asked about.

    `taken_for` counts what else it was heard as; `swallows` has the phrases of other commands
    (and words without a meaning, as None) that were heard as this one, and by how many voices.
    """

    phrase: Phrase
    tries: int
    heard: int
    asked: int
    taken_for: Counter[Intent] = field(default_factory=Counter)
    swallows: Counter[Rival] = field(default_factory=Counter)

    @property
    def harms(self) -> Iterator[str]:
        """Commands for safety that would be missed for it."""
        if self.phrase.intent not in SAFETY_INTENTS:
            yield from (text for text, intent in self.swallows if intent in SAFETY_INTENTS)

    def warnings(self) -> Iterator[str]:
        """What the user should know, in whole sentences with the mend; nothing if all is well."""
        word, intent = self.phrase.text, self.phrase.intent
        for text in self.harms:
            yield f'"{word}" sounds like "{text}", which must not be missed. Choose another word.'
        caught = self.heard + self.asked
        for taken_for, times in self.taken_for.most_common(1):
            yield (
                f'"{word}" was taken for {taken_for} {times} times in {self.tries}. '
                "Choose a word that sounds less like it."
            )
        if caught < 0.75 * self.tries:
            yield (
                f'"{word}" was heard only {caught} times in {self.tries}. '
                "Choose a longer word, or spell it as it sounds in English."
            )
        elif self.heard < self.tries / 2:
            yield (
                f'"{word}" made me ask {self.asked} times in {self.tries}. '
                "A longer word would be clearer."
            )
        for text, other in self.swallows:
            if text in set(self.harms):
                continue
            means = f"which means {other}" if other else "which is often said"
            yield f'"{text}", {means}, was taken for {intent}. Choose another word.'


def rehearse(
    language: Language, phrases: Sequence[Phrase], recognizer: str | None = None
) -> Iterator[Rehearsal]:
    """Try `phrases` of the grammar, one by one. Raises Problem without a voice or a recognizer."""
    stage = _Stage(language, recognizer)
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(Pyttsx3Voice(language=language.code))
        names = [voice.id for voice in first.voices() if voice.speaks(language.code)]
        several = names[:: max(1, len(names) // MOST_VOICES)][:MOST_VOICES]
        stage.voices = [
            stack.enter_context(Pyttsx3Voice(name, language=language.code)) for name in several
        ]
        for phrase in phrases:
            yield stage.rehearse(phrase)


class _Stage:
    def __init__(self, language: Language, recognizer: str | None) -> None:
        self._language = language
        self._recognizer = make(recognizer or usual_recognizer(), language)
        self.voices: list[Pyttsx3Voice] = []

    def rehearse(self, phrase: Phrase) -> Rehearsal:
        sounds = list(self._spoken(phrase.text))
        taken: Counter[Intent] = Counter()
        heard = asked = 0
        for sound in sounds:
            events = self._hear(sound)
            certain = {e.certainty for e in events if e.intent in _like(phrase.intent)}
            heard += Certainty.CLEAR in certain
            asked += certain == {Certainty.DOUBTFUL}
            taken.update({e.intent for e in events} - _like(phrase.intent))
        swallows = Counter(
            rival
            for rival in self._rivals(sounds, phrase.intent)
            for sound in self._spoken(rival[0], RATES_WPM[-1:])
            if self._best(sound) == phrase.text
        )
        return Rehearsal(phrase, len(sounds), heard, asked, taken, swallows)

    def _spoken(self, text: str, rates: Sequence[int] = RATES_WPM) -> Iterator[Samples]:
        for voice in self.voices:
            for wpm in rates:
                clip = voice.render(text, wpm)
                sound = soxr.resample(np.frombuffer(clip.pcm, np.float32), clip.rate, HEARING_RATE)
                yield levelled(sound) * _LEVEL

    def _hear(self, sound: Samples) -> list[Heard]:
        room = np.random.default_rng(0).normal(0, 3e-4, int((_BEFORE_S + _AFTER_S) * HEARING_RATE))
        before, after = np.split(room.astype(np.float32), [int(_BEFORE_S * HEARING_RATE)])
        ear = ear_with(self._recognizer, self._language)
        events = [*ear.feed(np.concatenate([before, sound, after])), *ear.finish()]
        return [event for event in events if isinstance(event, Heard)]

    def _best(self, sound: Samples) -> str | None:
        """The phrase that explains the sound best, if any does well."""
        best = next(iter(self._recognizer.listen(levelled(sound)).phrases), None)
        return best.text if best and best.score > NEAR else None

    def _rivals(self, sounds: Iterable[Samples], intent: Intent) -> list[Rival]:
        """What else the sounds may be, the likeliest first."""
        best: dict[Rival, float] = {}
        for sound in sounds:
            for other in self._recognizer.listen(levelled(sound)).phrases:
                if other.score > NEAR and other.intent not in _like(intent):
                    rival = (other.text, other.intent)
                    best[rival] = max(other.score, best.get(rival, NEAR))
        return sorted(best, key=lambda rival: -best[rival])[:MOST_RIVALS]


def _like(intent: Intent) -> frozenset[Intent]:
    """What may as well be heard in its place: whatever is for safety silences the coach."""
    return SAFETY_INTENTS if intent in SAFETY_INTENTS else frozenset({intent})
