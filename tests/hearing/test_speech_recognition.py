from collections.abc import Callable

import pytest

from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.hearing.recognizer import Grammar, Samples
from voicecoach.hearing.speech_recognition import make


def test_sphinx_hears_the_phrases_of_the_grammar_time_and_again(
    grammar: Grammar, speak: Callable[..., Samples]
) -> None:
    sphinx = make("sphinx", grammar)
    for words, intent in [("stop", Intent.STOP), ("how many left", Intent.HOW_MANY_LEFT)]:
        evidence = sphinx.listen(speak(words))
        assert evidence.text == words
        assert [(p.intent, p.score) for p in evidence.phrases] == [(intent, 0.0)]


def test_sphinx_takes_a_decoy_for_what_it_is(
    grammar: Grammar, speak: Callable[..., Samples]
) -> None:
    assert make("sphinx", grammar).listen(speak("the coffee")).phrases == ()


def test_an_engine_that_is_not_there_says_what_to_install(grammar: Grammar) -> None:
    with pytest.raises(Problem, match=r"SpeechRecognition\[vosk\]"):
        make("vosk", grammar)


def test_an_unknown_engine_names_those_there_are(grammar: Grammar) -> None:
    with pytest.raises(Problem, match="moonshine, faster-whisper, sphinx"):
        make("parrot", grammar)
