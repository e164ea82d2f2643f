import pytest

from voicecoach.core.score import Words
from voicecoach.hearing.own_speech import OwnSpeech

SENTENCE = Words("Say stop now, from where you lie.", 0.0, 3.2)
"""A hundred frames, its second word from the tenth to the twenty-fifth."""


def own(*, silent_at: int | None = None) -> OwnSpeech:
    speech = OwnSpeech()
    speech.begins([SENTENCE], 1_000)
    if silent_at is not None:
        speech.begins((), silent_at)
    return speech


@pytest.mark.parametrize("frame", [1_005, 1_015, 1_030, 1_045])
def test_a_word_may_be_the_coachs_while_it_says_it_and_a_moment_after(frame: int) -> None:
    assert own().may_be("stop", frame, frame + 6)


@pytest.mark.parametrize("frame", [900, 1_080, 1_110, 2_000])
def test_before_and_after_it_is_the_users(frame: int) -> None:
    assert not own().may_be("stop", frame, frame + 6)


def test_a_word_that_the_coach_did_not_say_is_the_users() -> None:
    assert not own().may_be("pause", 1_000, 1_100)
    assert not own().may_be("top", 1_000, 1_100)
    assert not own().may_be("", 1_000, 1_100)


def test_the_last_word_of_a_sentence_is_still_in_the_room_when_the_next_begins() -> None:
    speech = own()
    speech.begins([Words("It is quiet.", 0.0, 1.0)], 1_101)
    assert speech.may_be("lie", 1_105, 1_111)


def test_what_was_cut_off_before_the_word_was_not_said() -> None:
    assert not own(silent_at=1_030).may_be("lie", 1_030, 1_120)
    assert own(silent_at=1_030).may_be("stop", 1_030, 1_036)


def test_words_are_compared_without_case_and_punctuation() -> None:
    assert own().may_be("Stop now", 1_010, 1_020)


def test_an_echo_that_cannot_be_taken_out_hides_all_that_is_said_over_it() -> None:
    speech = own()
    assert not speech.drowns(1_050, 1_060)
    speech.is_heard(0.9)
    assert speech.drowns(1_050, 1_060)
    assert speech.drowns(1_130, 1_135)
    assert not speech.drowns(1_140, 1_150)
    speech.is_heard(None)
    assert not speech.drowns(1_050, 1_060)


def test_its_words_are_suspect_for_as_long_as_the_echo_is_late() -> None:
    speech = own()
    assert not speech.may_be("stop", 1_065, 1_070)
    speech.is_heard(1.4)
    assert speech.may_be("stop", 1_065, 1_070)
