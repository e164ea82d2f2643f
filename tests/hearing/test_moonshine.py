from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.hearing import moonshine as module
from voicecoach.hearing.level import levelled
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.hearing.recognizer import Samples

Speak = Callable[..., Samples]


@pytest.mark.parametrize("voice", ["en-us", "en-gb+f3", "en-gb-scotland+m4"])
@pytest.mark.parametrize(
    ("words", "intent"), [("stop", Intent.STOP), ("how many left", Intent.HOW_MANY_LEFT)]
)
def test_a_spoken_phrase_is_the_best_of_the_grammar(
    moonshine: Moonshine, speak: Speak, voice: str, words: str, intent: Intent
) -> None:
    best = moonshine.listen(levelled(speak(words, voice))).phrases[0]
    assert (best.text, best.intent) == (words, intent)
    assert best.score > -4


def test_a_decoy_is_scored_like_a_phrase_and_means_nothing(
    moonshine: Moonshine, speak: Speak
) -> None:
    best = moonshine.listen(levelled(speak("house"))).phrases[0]
    assert best.text == "house"
    assert best.is_decoy


def test_a_number_is_an_answer_only_while_one_is_asked_for(
    moonshine: Moonshine, speak: Speak
) -> None:
    four = levelled(speak("four"))
    moonshine.expect(numbers=True)
    asked = moonshine.listen(four).phrases[0]
    moonshine.expect(numbers=False)
    assert (asked.text, asked.intent) == ("four", Intent.LEVEL_4)
    assert "four" not in {phrase.text for phrase in moonshine.listen(four).phrases}


def test_the_free_text_says_what_no_phrase_covers(moonshine: Moonshine, speak: Speak) -> None:
    evidence = moonshine.listen(levelled(speak("my leg is tingling all the way down")))
    assert "leg" in evidence.text.lower()
    assert evidence.tokens > 5
    assert evidence.log_probability < 0


def test_a_missing_model_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "a_package_that_is_not_there")
    with pytest.raises(Problem, match=r"pip install moonshine-voice==0\.0\.73"):
        module.model_folder()


def test_a_package_without_the_model_in_it_is_told_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "hollow_voice").mkdir()
    (tmp_path / "hollow_voice" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(module, "PACKAGE", "hollow_voice")
    with pytest.raises(Problem, match="not installed"):
        module.model_folder()
