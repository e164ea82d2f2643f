"""Puts an ear together: a recognizer by name, the voice activity detector, a language."""

from collections.abc import Callable

from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.problems import Problem
from voicecoach.hearing import moonshine, speech_recognition
from voicecoach.hearing.decision import Decision, Look
from voicecoach.hearing.ear import Ear, Hindsight
from voicecoach.hearing.recognizer import Recognizer
from voicecoach.hearing.spotter import Spotter
from voicecoach.hearing.vad import Silero
from voicecoach.language import Language
from voicecoach.language.understand import understand

BEST = "moonshine"
"""The recognizer that hears best."""
FALLBACK = "sphinx"
"""What there is where the best is not: it hears less well."""


def usual_recognizer() -> str:
    """The best recognizer that is installed here."""
    try:
        moonshine.model_folder()
    except Problem:
        return FALLBACK
    return BEST


def recognizer_for(language: str, wanted: str | None = None) -> str | None:
    """`wanted`, or the usual recognizer; None where that one does not know `language`."""
    name = wanted or usual_recognizer()
    return name if knows(name, language) else None


def knows(name: str, language: str) -> bool:
    """Whether the recognizer called `name` can know `language`, as far as its name tells."""
    engine = speech_recognition.ENGINES.get(name)
    return language in moonshine.LANGUAGES if name == BEST else not engine or engine.knows(language)


def make(name: str, language: Language) -> Recognizer:
    """The recognizer called `name`, listening for the phrases of `language`.

    Raises Problem for a name that is not known, what is not installed, and a recognizer that
    does not know the language: it would take every sound for a word that was not said.
    """
    if not knows(name, language.code):
        able = ", ".join(n for n in speech_recognition.ENGINES if knows(n, language.code))
        raise Problem(
            f'The recognizer "{name}" does not know the language "{language.code}".',
            f"Choose one that does, with a model for it: {able}.",
        )
    if name == BEST:
        return moonshine.Moonshine(language.grammar, Spotter.load())
    return speech_recognition.make(name, language.grammar, language.code)


def open_ear(
    language: Language, recognizer: str | None = None, *, hindsight: Hindsight | None = None
) -> Ear:
    """An ear for `language`. Takes a second: the models are loaded. Raises Problem as `make`."""
    loaded = make(recognizer or usual_recognizer(), language)
    return ear_with(loaded, language, hindsight=hindsight)


def ear_with(
    recognizer: Recognizer,
    language: Language,
    *,
    decision: Decision | None = None,
    observe: Callable[[Look], None] | None = None,
    hindsight: Hindsight | None = None,
) -> Ear:
    """A fresh ear around a recognizer that is loaded; the options are those of `Ear`."""

    def read(text: str) -> tuple[Intent, Certainty] | None:
        meaning = understand(text, language)
        return (meaning.intent, meaning.certainty) if meaning.intent else None

    return Ear(
        recognizer,
        Silero(),
        understand=read,
        decision=decision,
        observe=observe,
        hindsight=hindsight,
        choices=language.grammar.choices,
    )
