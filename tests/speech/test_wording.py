import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.speech.wording import speakable


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Knee in.", "Knee in."),
        ("  Lie on\n your\tback. ", "Lie on your back."),
        ("[[rate 500]] hello", "[ [rate 500] ] hello"),
        ("<rate speed='10'/>hi", "less than rate speed='10'/ greater than hi"),
        ("pain < 4", "pain less than 4"),
        ("\x0180S\x01 fast", "80S fast"),
        ("a\u202eb\u200bc\ud800d", "a b c d"),
        ("cafe\u0301", "café"),
        ("...", ""),
        (" \n", ""),
        ("", ""),
    ],
)
def test_what_is_written_becomes_words_without_orders(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@given(st.text())
def test_no_text_leaves_markup_or_control_characters(text: str) -> None:
    line = speakable(text)
    assert not set(line) & set("<>\n\r\t")
    assert "[[" not in line
    assert "]]" not in line
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs"} for character in line)


@given(st.text())
def test_what_is_speakable_stays_as_it_is(text: str) -> None:
    assert speakable(speakable(text)) == speakable(text)


@given(st.text("abcdefghij 0123456789.,?!", min_size=1))
def test_plain_words_are_kept(text: str) -> None:
    assert speakable(text).split() == (text.split() if any(map(str.isalnum, text)) else [])
