from pathlib import Path

import pytest
from tests.cli.commands import Commands


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(capsys)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own library, empty."""
    monkeypatch.setenv("VOICECOACH_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "library"
