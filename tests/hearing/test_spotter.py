from collections.abc import Callable

import numpy as np
import pytest

from voicecoach.hearing.level import levelled
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.hearing.recognizer import Samples
from voicecoach.hearing.spotter import Spotter

Speak = Callable[..., Samples]


def log_odds(moonshine: Moonshine, sound: Samples, word: str = "stop") -> float:
    return next(s.log_odds for s in moonshine.spot(levelled(sound)) if s.word == word)


@pytest.mark.parametrize("voice", ["en-us", "en-gb+f2", "en-gb-scotland+m3"])
def test_stop_stands_out_from_words_that_sound_like_it(
    moonshine: Moonshine, speak: Speak, voice: str
) -> None:
    others = [log_odds(moonshine, speak(word, voice)) for word in ("step", "top", "house", "up")]
    assert log_odds(moonshine, speak("stop", voice)) > max(others)


def test_stop_stands_out_of_noise_as_loud_as_it(moonshine: Moonshine, speak: Speak) -> None:
    word = np.pad(speak("stop"), 8_000)
    noise = np.random.default_rng(0).normal(0, 1, len(word)).astype(np.float32)
    noise *= np.float32(np.sqrt((word[8_000:-8_000] ** 2).mean()))
    assert log_odds(moonshine, word + noise) > log_odds(moonshine, noise) + 2


def test_a_spot_is_where_the_word_is(moonshine: Moonshine, speak: Speak, room: Speak) -> None:
    word = speak("stop")
    sound = np.concatenate([room(0.9), word, room(0.3)])
    spot = next(s for s in moonshine.spot(levelled(sound)) if s.word == "stop")
    assert 0.85 * 16_000 < spot.at < 0.95 * 16_000 + len(word)


def test_without_sound_there_is_nothing_to_spot(moonshine: Moonshine) -> None:
    assert moonshine.spot(np.zeros(100, np.float32)) == ()
    assert Spotter.load()(np.zeros((0, 288), np.float32)) == ()


def test_spots_are_the_likeliest_first(moonshine: Moonshine, speak: Speak) -> None:
    odds = [s.log_odds for s in moonshine.spot(speak("stop"))]
    assert odds == sorted(odds, reverse=True)
