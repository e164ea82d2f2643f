"""A word is found in the file where its author wrote it, however that was written."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.handwritten.where import Where
from voicecoach.lint.spot import Page

VALUE = 'Don\'t lift the foot; hold it, as "low" as you like, and like this.'
BEGINS = Where("s.yaml", 2, 10)


def found(written: str, word: str) -> str:
    """What stands in the file at the place that is told for the last such word of the value."""
    text = f"# a comment\n  setup: {written}\n  cue: like this\n"
    where = Page(text).where(VALUE, BEGINS, VALUE.rindex(word))
    return text.splitlines()[where.line - 1][where.column - 1 :]


def folded(width: int) -> str:
    return "\n".join(textwrap.wrap(VALUE, width)).replace("\n", "\n    ")


STYLES = {
    "plain": VALUE,
    "plain, over lines": folded(20),
    "in single quotes": "'" + VALUE.replace("'", "''") + "'",
    "in double quotes": '"' + VALUE.replace('"', '\\"') + '"',
    "in single quotes, over lines": "'" + folded(20).replace("'", "''") + "'",
    "folded": f">-\n    {folded(30)}",
    "folded, with a comment": f"> # like this\n    {folded(30)}",
    "as it stands": f"|\n    {folded(15)}",
    "with more spaces": VALUE.replace(" ", "   "),
}


@pytest.mark.parametrize("written", STYLES.values(), ids=STYLES.keys())
@pytest.mark.parametrize("word", ["lift", "hold", "low", "like this", "this", "Don't"])
def test_a_word_is_found_where_it_stands(written: str, word: str) -> None:
    first = word.split(maxsplit=1)[0]
    shown = first.replace("'", "''") if written.startswith("'") else first
    assert found(written, word).startswith(shown)


def test_a_mark_at_the_beginning_of_a_file_moves_no_place() -> None:
    text = 'title: "one two"\r\ncue: two\r\n'
    assert Page(text).where("one two", Where("s", 1, 8), 4) == Where("s", 1, 13)
    assert Page(text).where("two", Where("s", 2, 6), 0) == Where("s", 2, 6)


def test_letters_written_by_their_number_lead_to_the_word_before() -> None:
    text = 'title: "one t\\u0077o three"\n'
    assert Page(text).where("one two three", Where("s", 1, 8), 8) == Where("s", 1, 22)
    assert Page(text).where("one two three", Where("s", 1, 8), 4) == Where("s", 1, 12)


@given(st.text(max_size=200), st.text(max_size=80), st.integers(1, 9), st.integers(1, 90))
def test_a_text_that_is_not_there_leads_nowhere_else(
    text: str, value: str, line: int, column: int
) -> None:
    page = Page(text)
    for at in range(len(value) + 1):
        where = page.where(value, Where("s", line, column), at)
        assert where.line >= 1
        assert where.column >= 1
