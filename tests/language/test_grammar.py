from collections.abc import Callable
from pathlib import Path

import pytest

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.problems import BadFile, Problem
from voicecoach.language import Language, load
from voicecoach.language.grammar import Grammar, Phrase, load_grammar
from voicecoach.language.text import words
from voicecoach.language.understand import MeaningKind, understand

Folder = Callable[[str], Path]


@pytest.fixture(scope="module")
def english() -> Language:
    return load()


@pytest.fixture(scope="module")
def grammar(english: Language) -> Grammar:
    return english.grammar


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Make a language whose `stop` has the given templates, and every other intent one word."""

    def make(stop: str) -> Path:
        others = "".join(
            f"  '{intent}': {{data: [{{sentences: [x{intent.replace('_', '')}]}}]}}\n"
            for intent in Intent
            if intent is not Intent.STOP
        )
        (tmp_path / "commands.yaml").write_text(
            "language: xx\nskip_words: [um, please]\nexpansion_rules: {thing: (song|tune)}\n"
            f"intents:\n  stop: {{data: [{{sentences: [{stop!r}]}}]}}\n{others}",
            encoding="utf-8",
        )
        (tmp_path / "decoys.yaml").write_text("talk: [shop, up]\n", encoding="utf-8")
        return tmp_path

    return make


def test_every_phrase_that_the_grammar_can_generate_is_recognised_as_itself(
    grammar: Grammar,
) -> None:
    assert [p for p in grammar.phrases if grammar.recognize(p.text) != p] == []


def test_every_phrase_is_understood_as_its_own_intent(english: Language) -> None:
    wrong = [
        (phrase.text, meaning.intent)
        for phrase in english.grammar.phrases
        if (meaning := understand(phrase.text, english)).intent is not phrase.intent
    ]
    assert wrong == []


def test_every_intent_has_phrases(grammar: Grammar) -> None:
    assert {phrase.intent for phrase in grammar.phrases} == set(Intent) - set(LEVELS)
    assert {phrase.intent for phrase in grammar.numbers} == set(LEVELS)


def test_a_number_means_nothing_until_the_coach_asks_for_one(english: Language) -> None:
    asked = english.grammar.asked_for_a_number()
    assert understand("eight", english).intent is None
    assert "eight" in english.grammar.decoys
    assert "eight" not in asked.decoys
    for said in ("eight", "8", "an eight", "about eight", "eight out of ten"):
        phrase = asked.recognize(said)
        assert phrase is not None, said
        assert phrase.intent is Intent.LEVEL_8
    stop = asked.recognize("stop it")
    assert stop is not None
    assert stop.intent is Intent.STOP


def test_the_phrases_are_few_enough_to_be_scored_on_every_utterance(grammar: Grammar) -> None:
    assert 350 <= len(grammar.phrases) <= 850


def test_phrases_are_unique_and_in_small_letters(grammar: Grammar) -> None:
    texts = [phrase.text for phrase in grammar.phrases]
    assert len({words(text) for text in texts}) == len(texts)
    assert [text for text in texts if text != " ".join(text.lower().split())] == []


def test_start_is_no_command_since_recognizers_print_it_for_stop(english: Language) -> None:
    assert "start" in english.grammar.decoys
    assert not [p for p in english.grammar.phrases if "start" in words(p.text)]
    assert understand("start", english).kind is MeaningKind.NONE


def test_decoys_mean_nothing(english: Language) -> None:
    kinds = {text: understand(text, english).kind for text in english.grammar.decoys}
    assert {text for text in kinds if kinds[text] is not MeaningKind.NONE} == set()
    assert 60 <= len(english.grammar.decoys) <= 140


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Stop!", "stop"),
        ("um, please stop", "stop"),
        ("okay coach, stop now please", "stop"),
        ("I can\N{RIGHT SINGLE QUOTATION MARK}t breathe.", "i can't breathe"),
        ("OW!!! owwww", "ow ow"),
        ("NEXT ONE, PLEASE", "next one"),
    ],
)
def test_case_marks_and_fillers_are_passed_over(grammar: Grammar, text: str, phrase: str) -> None:
    found = grammar.recognize(text)
    assert found is not None
    assert found.text == phrase


@pytest.mark.parametrize("text", ["", "please", "the bus stops here", "stop the bus"])
def test_the_whole_text_must_be_a_phrase(grammar: Grammar, text: str) -> None:
    assert grammar.recognize(text) is None


def test_answers_are_marked_in_the_file(grammar: Grammar) -> None:
    assert grammar.answers == {Intent.YES, Intent.NO, Intent.NOT_SURE, Intent.READY}


def test_a_user_can_add_words_and_templates_for_an_intent() -> None:
    grammar = load(extra={Intent.PAIN: ["bazinga"], Intent.SKIP: ["(boring|dull) one"]}).grammar
    assert grammar.recognize("Bazinga!") == Phrase(Intent.PAIN, "bazinga")
    assert grammar.recognize("dull one") == Phrase(Intent.SKIP, "dull one")


def test_a_users_word_that_already_means_something_else_is_refused_with_both_meanings() -> None:
    with pytest.raises(Problem, match=r'"carry on" means stop here and continue elsewhere'):
        load(extra={Intent.STOP: ["carry on"]})


def test_a_users_template_that_cannot_be_read_is_refused_with_the_mend() -> None:
    with pytest.raises(Problem, match=r"halt \(now.*Close every bracket"):
        load(extra={Intent.STOP: ["halt (now"]})


def test_a_users_word_beats_a_decoy() -> None:
    grammar = load(extra={Intent.STOP: ["shop"]}).grammar
    assert grammar.recognize("shop") == Phrase(Intent.STOP, "shop")
    assert "shop" not in grammar.decoys


def test_templates_expand_into_phrases(folder: Folder) -> None:
    grammar = load_grammar(folder("stop [the <thing>]"))
    assert [p.text for p in grammar.phrases if p.intent is Intent.STOP] == [
        "stop the song",
        "stop the tune",
        "stop",
    ]


@pytest.mark.parametrize(
    ("stop", "message"),
    [
        ("xskip", r'commands.yaml:\d+:\d+: "xskip" means skip here and stop elsewhere.'),
        ("um xskip", r'"xskip" means skip here and stop elsewhere.'),
        ("stop (it", r'commands.yaml:5:\d+: The template "stop \(it" cannot be read.'),
        ("stop the <noise>", r"commands.yaml:5:\d+: Missing expansion rule <noise>"),
        ("shop", r'decoys.yaml:1:8: "shop" is a phrase for stop. A decoy means nothing.'),
        ("(a|b|c) (a|b|c) (a|b|c) (a|b|c) (a|b|c)", r"commands.yaml:5:\d+: More than 200 phrases"),
    ],
)
def test_a_mistake_in_the_templates_is_told_with_its_place(
    folder: Folder, stop: str, message: str
) -> None:
    with pytest.raises(BadFile, match=message):
        load_grammar(folder(stop))


def test_an_intent_without_words_and_one_that_is_none_are_told_together(folder: Folder) -> None:
    path = folder("stop")
    file = path / "commands.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  'skip':", "  'jump':"), encoding="utf-8")
    with pytest.raises(BadFile, match=r'No words for skip[\s\S]*"jump" is no intent'):
        load_grammar(path)


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(Problem, match='There is no language "xx"'):
        load("xx")


@pytest.mark.parametrize("code", ["../en", "", "en/..", "."])
def test_a_language_is_a_name_and_no_path(code: str) -> None:
    with pytest.raises(Problem, match="There is no language"):
        load(code)
