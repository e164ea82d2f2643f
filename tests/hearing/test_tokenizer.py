import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.hearing.moonshine import model_folder
from voicecoach.hearing.tokenizer import Tokenizer


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.read(model_folder() / "tokenizer.bin")


def test_lengths_of_128_and_more_take_two_bytes() -> None:
    long = b"a" * 300
    assert (
        Tokenizer(bytes([1]) + b"b" + bytes([300 % 128 + 128, 300 // 128]) + long).decode([1])
        == "a" * 300
    )


def test_a_common_word_is_one_token(tokenizer: Tokenizer) -> None:
    assert len(tokenizer.encode("stop")) == 1


@given(st.from_regex(r"[a-zA-Z][a-zA-Z',.!?]*( [a-zA-Z',.!?]+){0,5}", fullmatch=True))
def test_text_survives_the_way_there_and_back(text: str) -> None:
    tokens = Tokenizer.read(model_folder() / "tokenizer.bin") if not _CACHE else _CACHE[0]
    _CACHE[:] = [tokens]
    assert tokens.decode(tokens.encode(text)) == text


_CACHE: list[Tokenizer] = []
