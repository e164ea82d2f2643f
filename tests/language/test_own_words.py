"""A user's own words for commands: they are only added, and none may hide what matters more."""

import pytest

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.language import load
from voicecoach.language.grammar import Phrase
from voicecoach.language.own_words import UnusableWords


def refused(intent: Intent, *sentences: str) -> list[str]:
    with pytest.raises(UnusableWords) as refusal:
        load(extra={intent: sentences})
    return [fault.found for fault in refusal.value.faults]


@pytest.mark.parametrize(
    ("intent", "sentence", "found"),
    [
        (Intent.STOP, "carry on", '"carry on" means stop here and continue elsewhere.'),
        (Intent.SKIP, "um, stop please", '"um, stop please" means skip here and stop elsewhere.'),
        (Intent.STOP, "ten", '"ten" means stop here and level_10 elsewhere.'),
        (LEVELS[10], "stop", "stop elsewhere."),
        (Intent.PAUSE, "um", "These words are passed over wherever they stand."),
        (Intent.STOP, "ba", "This is too short to be told from a breath."),
        (Intent.SKIP, "i do not want to do that one any more", "This is too long"),
        (Intent.SKIP, "my legs went numb", "This means emergency already."),
        (Intent.STOP, "my knee is in agony", "This means pain already."),
        (Intent.PAUSE, "halt (now", 'The template "halt (now" cannot be read.'),
        (Intent.PAUSE, "halt ()", 'The template "halt ()" cannot be read.'),
        (Intent.PAUSE, "<me>", "Missing"),
    ],
)
def test_words_that_cannot_be_used_are_refused(intent: Intent, sentence: str, found: str) -> None:
    assert any(found in fault for fault in refused(intent, sentence))


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert len(refused(Intent.STOP, "continue", "basta", "ow")) == 2


def test_words_that_multiply_end_somewhere() -> None:
    many = [f"({n}ab|{n}cd|{n}ef) (gh|ij|kl|mn|op) [qr|st|uv]" for n in range(20)]
    assert refused(Intent.STOP, *many)[-1].startswith("These make over 500 phrases")


def test_two_commands_cannot_share_a_word() -> None:
    with pytest.raises(UnusableWords, match='"basta" means pause here and stop elsewhere'):
        load(extra={Intent.STOP: ["basta"], Intent.PAUSE: ["basta"]})


def test_a_graver_meaning_can_be_given_to_any_words() -> None:
    known = load(extra={Intent.EMERGENCY: ["ring my daughter"], Intent.STOP: ["hang on in there"]})
    assert known.grammar.recognize("Ring my daughter!") == Phrase(
        Intent.EMERGENCY, "ring my daughter"
    )


def test_own_words_are_added_and_none_is_taken_away() -> None:
    usual, own = (
        load().grammar,
        load(extra={Intent.STOP: ["basta"], LEVELS[3]: ["middling"]}).grammar,
    )
    assert set(usual.phrases) < set(own.phrases)
    assert {phrase.text for phrase in own.own} == {"basta", "middling"}
    assert own.recognize("stop") == Phrase(Intent.STOP, "stop")
    assert own.recognize("middling") is None
    assert own.asked_for_a_number().recognize("middling") == Phrase(LEVELS[3], "middling")


def test_a_word_that_is_known_already_is_no_word_of_ones_own() -> None:
    assert load(extra={Intent.STOP: ["stop"]}).grammar.own == {}
