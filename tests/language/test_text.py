import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.language.text import BREAK, COMMA, replace, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Stop!", ("stop",)),
        ("I can\N{RIGHT SINGLE QUOTATION MARK}t breathe.", ("i", "cant", "breathe")),
        ("  OWWWW  my back...", ("ow", "my", "back")),
        ("light-headed", ("light", "headed")),
        ("Ich kann's nicht spüren", ("ich", "kanns", "nicht", "spüren")),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER S}top", ("stop",)),
        ("", ()),
        ("?!", ()),
    ],
)
def test_case_marks_and_stretched_letters_do_not_count(
    text: str, expected: tuple[str, ...]
) -> None:
    assert words(text) == expected


def test_an_ending_behind_an_apostrophe_is_a_word_of_its_own() -> None:
    assert tokens("My leg's numb", ["s"]) == ("my", "leg", "s", "numb")
    assert tokens("My legs numb", ["s"]) == ("my", "legs", "numb")
    assert tokens("I don't", ["s"]) == ("i", "dont")


def test_marks_divide_thoughts_and_commas_may() -> None:
    assert tokens("No, stop. Now - please") == ("no", COMMA, "stop", BREAK, "now", BREAK, "please")


def test_the_longest_replacement_goes_first() -> None:
    table = {("can", "not"): ("cant",), ("can",): ("tin",), ("um",): ()}
    assert replace(("um", "can", "not", "can"), table, 2) == ("cant", "tin")


@given(st.text())
def test_words_of_words_are_the_same_words(text: str) -> None:
    once = words(text)
    assert words(" ".join(once)) == once
