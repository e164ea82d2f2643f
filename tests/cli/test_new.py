"""A session file to begin with."""

from pathlib import Path

import pytest
from tests.cli.commands import Commands

from voicecoach import language
from voicecoach.script import reader

LANGUAGES = Path(language.__file__).parent


def test_a_new_session_passes_check_without_a_warning(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    done = run("new", file)
    assert done.code == 0
    assert f"voicecoach check {file}" in done.out
    assert run("check", "--strict", file).out == ""


STARTERS = [each.parent.name for each in LANGUAGES.glob("*/starter.yaml")]


@pytest.mark.parametrize("code", STARTERS)
def test_so_it_does_in_every_language_that_has_one_to_begin_with(
    run: Commands, tmp_path: Path, code: str
) -> None:
    file = tmp_path / "mine.yaml"
    assert run("new", file, "--language", code).code == 0
    assert reader.read(file).language == code
    assert run("check", "--strict", file).out == ""


def test_a_language_with_nothing_to_begin_with_is_told(run: Commands, tmp_path: Path) -> None:
    done = run("new", tmp_path / "mine.yaml", "--language", "tlh")
    assert "There is nothing to begin with" in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "title", ["Neck care", "Back: mornings", "No", "12", "Übung für den Rücken", "It's #1", "- a"]
)
def test_it_has_the_title_that_was_given(run: Commands, tmp_path: Path, title: str) -> None:
    run("new", tmp_path / "mine.yaml", "--title", title)
    assert reader.read(tmp_path / "mine.yaml").title == title


def test_a_title_that_no_voice_can_read_is_refused_and_nothing_is_written(
    run: Commands, tmp_path: Path
) -> None:
    done = run("new", tmp_path / "mine.yaml", "--title", "Back <b>care</b>")
    assert done.code == 2
    assert "which voices do not read as text" in done.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(run: Commands, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("precious", "utf-8")
    done = run("new", file)
    assert (done.code, done.err) == (1, f"There is already a file {file}. Choose another name.\n")
    assert file.read_text("utf-8") == "precious"


def test_a_dangling_link_is_not_written_through(run: Commands, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").symlink_to(tmp_path / "elsewhere")
    assert run("new", tmp_path / "mine.yaml").code == 1
    assert not (tmp_path / "elsewhere").exists()


def test_editors_find_the_schema_beside_it(run: Commands, tmp_path: Path) -> None:
    run("new", tmp_path / "mine.yaml")
    line = (tmp_path / "mine.yaml").read_text("utf-8").splitlines()[0]
    assert (tmp_path / line.partition("$schema=")[2]).is_file()


def test_a_schema_that_is_there_stays_as_it_is(run: Commands, tmp_path: Path) -> None:
    (tmp_path / "session.schema.json").write_text("{}", "utf-8")
    run("new", tmp_path / "mine.yaml")
    assert (tmp_path / "session.schema.json").read_text("utf-8") == "{}"


def test_questions_are_asked_only_when_wanted(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["Neck care", "A leaflet, page 2", "mat, a firm chair"])
    monkeypatch.setattr("click.termui.visible_prompt_func", lambda _: next(answers))
    assert run("new", tmp_path / "mine.yaml", "--ask").code == 0
    session = reader.read(tmp_path / "mine.yaml")
    assert session.source
    assert (session.title, session.source.title) == ("Neck care", "A leaflet, page 2")
    assert session.equipment == ("mat", "a firm chair")
