"""The door for other engines: whatever the SpeechRecognition package can reach.

Its recognizers give a text, and the grammar reads it. Its listening loop is not used: it waits
for silence, and for ever on a stalled stream.
"""

import importlib
import re
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.problems import Problem
from voicecoach.hearing.recognizer import Evidence, Grammar, Recognizer, Samples, ScoredPhrase

_PAD = 4_000


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine by its method of `speech_recognition.Recognizer`.

    `needs` is the module that must be there, `install` what brings it. `options` are for a
    language; `languages` has those that it knows, or nothing where that hangs on its model.
    """

    method: str
    needs: str
    install: str
    options: Callable[[str], Mapping[str, Any]]
    languages: frozenset[str] = frozenset()

    def knows(self, language: str) -> bool:
        """Whether it can know `language`."""
        return not self.languages or language in self.languages


def _none(_language: str) -> Mapping[str, Any]:
    return {}


def _whisper(language: str) -> Mapping[str, Any]:
    """The model for one language hears it better than the one for all."""
    return {"model": "base.en" if language == "en" else "base", "language": language}


ENGINES: dict[str, Engine] = {
    "sphinx": Engine("recognize_sphinx", "pocketsphinx", "pocketsphinx", _none, frozenset({"en"})),
    "vosk": Engine("recognize_vosk", "vosk", "SpeechRecognition[vosk]", _none),
    "whisper": Engine("recognize_whisper", "whisper", "SpeechRecognition[whisper-local]", _whisper),
    "faster-whisper": Engine(
        "recognize_faster_whisper",
        "faster_whisper",
        "SpeechRecognition[faster-whisper]",
        _whisper,
    ),
}
"""All that run on this machine alone: no sound leaves it."""


class TextRecognizer:
    """A `Recognizer` whose engine gives a text; a phrase that is read in it scores 0.

    `transcribe` takes samples and returns the text, empty where there is none.
    """

    def __init__(self, transcribe: Callable[[Samples], str], grammar: Grammar) -> None:
        self._transcribe = transcribe
        self._grammar = self._usual = grammar

    def expect(self, *, numbers: bool, choices: bool = False) -> None:  # noqa: ARG002
        """Whether numbers are answers now. Choices are read in any text, whatever is expected."""
        self._grammar = self._usual.asked_for_a_number() if numbers else self._usual

    def listen(self, samples: Samples) -> Evidence:
        text = self._transcribe(np.pad(samples, _PAD)) if len(samples) else ""
        phrase = self._grammar.recognize(text) if text else None
        found = () if phrase is None else (ScoredPhrase(phrase.text, phrase.intent, 0.0),)
        return Evidence(text, 0.0, len(text.split()), found)


def make(name: str, grammar: Grammar, language: str = "en") -> Recognizer:
    """The engine called `name`, ready to listen for `grammar`, which is in `language`.

    Raises Problem for an unknown name, or where what the engine needs is not installed.
    """
    engine = ENGINES.get(name)
    if engine is None:
        known = ", ".join(sorted(ENGINES))
        raise Problem(f'There is no recognizer called "{name}".', f"Choose moonshine, {known}.")
    try:
        importlib.import_module(engine.needs)
        with warnings.catch_warnings():
            # It imports modules that Python is about to drop; that is not our users' concern.
            warnings.simplefilter("ignore", DeprecationWarning)
            library = importlib.import_module("speech_recognition")
    except ImportError as error:
        raise Problem(
            f'The recognizer "{name}" is not installed.',
            f"Install it with \"pip install '{engine.install}'\".",
        ) from error
    options = dict(engine.options(language))
    compiled: Path | None = None
    if name == "sphinx":
        source = _write_sphinx_grammar(grammar, _sphinx_words(library))
        options["grammar"], compiled = str(source), source.with_suffix(".fsg")
    method = getattr(library.Recognizer(), engine.method)

    def transcribe(samples: Samples) -> str:
        pcm = (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
        if compiled:  # SpeechRecognition 3.17 fails on the compiled grammar that it left itself
            compiled.unlink(missing_ok=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # it calls Sphinx the old way
                return str(method(library.AudioData(pcm, HEARING_RATE, 2), **options))
        except library.UnknownValueError:
            return ""
        except (library.RequestError, library.exceptions.SetupError) as error:
            raise Problem(
                f'The recognizer "{name}" does not work: {error}', "Install what it lacks."
            ) from error

    return TextRecognizer(transcribe, grammar)


def _sphinx_words(library: Any) -> frozenset[str]:
    """The words that Sphinx can pronounce; its grammar refuses all others."""
    folder = Path(library.__file__).parent / "pocketsphinx-data" / "en-US"
    lines = (folder / "pronounciation-dictionary.dict").read_text("utf-8").splitlines()
    return frozenset(line.split()[0] for line in lines if line)


def _write_sphinx_grammar(grammar: Grammar, words: frozenset[str]) -> Path:
    """A JSGF file of all phrases and decoys that Sphinx can pronounce.

    The library writes its compiled form beside it, so it has a folder of its own.
    """
    phrases = (*grammar.phrases, *grammar.numbers)
    texts = [phrase.text for phrase in phrases] + [*grammar.decoys, *grammar.choices]
    plain = {" ".join(re.findall(r"[a-z']+", text.lower())) for text in texts}
    spoken = sorted(text for text in plain if text and words.issuperset(text.split()))
    path = Path(tempfile.mkdtemp(prefix="voicecoach-")) / "commands.gram"
    alternatives = " | ".join(spoken)
    path.write_text(
        f"#JSGF V1.0;\ngrammar commands;\npublic <commands> = {alternatives} ;\n", "utf-8"
    )
    return path
