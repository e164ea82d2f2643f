"""A folder for the journal that is not the user's."""

from pathlib import Path

import pytest
from tests.journal.session import Diary


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diary:
    monkeypatch.setenv("VOICECOACH_DATA", str(tmp_path / "data"))
    return Diary(tmp_path / "data")
