"""What is wished for in a session is there for the next one."""

from pathlib import Path

import pytest

from voicecoach.core.events import Event, Notice
from voicecoach.running.keeper import Keeper
from voicecoach.settings import file as settings_file


@pytest.fixture
def kept_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    monkeypatch.setattr(settings_file, "path", lambda: path)
    return path


def test_what_was_wished_last_is_written_before_the_program_ends(kept_in: Path) -> None:
    told: list[Event] = []
    keeper = Keeper(told.append)
    for rate in ("150", "160", "170"):
        keeper.keep("rate", rate)
    keeper.close()
    assert settings_file.read(kept_in).rate == 170
    assert not told


def test_a_file_that_cannot_be_written_is_told_of_once_and_the_session_goes_on(
    kept_in: Path,
) -> None:
    kept_in.mkdir()
    told: list[Event] = []
    keeper = Keeper(told.append)
    keeper.keep("rate", "150")
    keeper.keep("rate", "160")
    keeper.close()
    (notice,) = told
    assert isinstance(notice, Notice)
    assert notice.text.startswith("I cannot keep that for the next time. ")


def test_who_wished_for_nothing_waits_for_nothing(kept_in: Path) -> None:
    Keeper(lambda _: None).close()
    assert not kept_in.exists()
