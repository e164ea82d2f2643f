import pytest

from voicecoach.core.clip import Clip
from voicecoach.speech.plausible import doubt, must_sound

LINE = "Lie on your back, knees bent, feet flat on the floor."


def lasting(seconds: float) -> Clip:
    return Clip(bytes(4 * round(seconds * 1000)), 1000)


def test_a_clip_of_the_usual_length_raises_no_doubt() -> None:
    assert doubt(LINE, 175, lasting(3.0)) is None


def test_half_a_line_is_too_short() -> None:
    assert doubt(LINE, 175, lasting(1.3)) == "was too short"


def test_a_line_at_half_the_rate_and_less_is_too_long() -> None:
    assert doubt(LINE, 300, lasting(6.0)) == "was too long"


@pytest.mark.parametrize(("line", "seconds"), [("3", 0.4), ("One.", 0.5), ("100 %", 1.3)])
def test_figures_and_short_words_may_take_longer_than_their_letters(
    line: str, seconds: float
) -> None:
    assert doubt(line, 175, lasting(seconds)) is None


@pytest.mark.parametrize(("line", "must"), [("Hold.", True), ("3", True), ("☃", False)])
def test_letters_and_figures_must_sound_but_signs_need_not(line: str, must: bool) -> None:
    assert must_sound(line) is must
