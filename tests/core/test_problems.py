"""What is printed: nothing in it moves a cursor, or turns a line round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.problems import BadFile, Mistake, Problem, harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Knee in, f\u00fcr 10 s\nNext.", "Knee in, f\u00fcr 10 s\nNext."),
        ("a\x1b]0;title\x07b", "a?]0;title?b"),
        ("a\x9b2Jb", "a?2Jb"),
        ("cod\u202eexe.yaml", "cod?exe.yaml"),
        ("line\rover", "line?over"),
        ("\udcff.yaml", "?.yaml"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",) * 2,
    ],
)
def test_a_terminal_is_given_no_orders(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text())
def test_what_is_told_can_be_printed_whatever_a_file_is_called(name: str) -> None:
    for problem in (Problem(name, "Rename it."), BadFile([Mistake(name, 1, 1, "Wrong.", "Mend.")])):
        assert harmless(str(problem)) == str(problem)
