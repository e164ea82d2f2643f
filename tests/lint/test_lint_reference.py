"""The page about findings says what the table of codes says."""

from pathlib import Path

import pytest

from voicecoach.language.wording import load_wording
from voicecoach.lint.codes import CODES
from voicecoach.lint.reference import refresh

GUIDE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text("utf-8")


def test_the_tables_on_the_page_are_those_of_the_codes() -> None:
    assert refresh(GUIDE) == GUIDE, "run: python -m voicecoach.lint.reference docs/lint.md"


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_reason_and_a_mend(code: str) -> None:
    told = CODES[code]
    assert all(
        text.rstrip('"`').endswith((".", "}")) for text in (told.found, told.mend, told.because)
    )


def test_the_words_of_a_language_give_only_codes_that_there_are() -> None:
    wording = load_wording("en")
    assert wording
    assert set(wording.finds) <= CODES.keys()
