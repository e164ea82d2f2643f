"""A recognizer that does not know a language is not used for it."""

import pytest

from voicecoach.core.problems import Problem
from voicecoach.hearing.ears import make, recognizer_for
from voicecoach.language import load


def test_english_has_a_recognizer_of_its_own() -> None:
    assert recognizer_for("en") is not None


def test_nothing_that_comes_with_it_knows_german() -> None:
    assert recognizer_for("de") is None


def test_a_recognizer_set_for_english_is_not_used_for_german() -> None:
    assert recognizer_for("de", "moonshine") is None
    assert recognizer_for("de", "sphinx") is None


def test_one_whose_model_may_know_german_is_used_if_the_user_has_set_it() -> None:
    assert recognizer_for("de", "vosk") == "vosk"
    assert recognizer_for("de", "whisper") == "whisper"


def test_an_ear_for_german_names_those_that_can_have_a_model_for_it() -> None:
    with pytest.raises(Problem, match="does not know the language") as problem:
        make("moonshine", load("de"))
    assert "vosk" in problem.value.mend
    assert "sphinx" not in problem.value.mend
