"""Sessions by name: those that come with it, and those that a user got from somebody else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.commands import Commands

from voicecoach import getting
from voicecoach import library as library_of_names

ROOT = Path(__file__).parents[2]
SESSION = (ROOT / "tests" / "lint" / "clean.yaml").read_text("utf-8")
ABOUT = "Back in the morning. About 5 minutes, 2 exercises. You need: mat."


def given(folder: Path, *names: str, text: str = SESSION) -> Path:
    """A folder with these session files, as a stranger sends it."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def kept(library: Path) -> list[str]:
    files = (file for file in library.rglob("*") if file.suffix in {".yaml", ".yml"})
    return sorted(file.relative_to(library).as_posix() for file in files)


def test_a_session_is_copied_and_told_about(run: Commands, tmp_path: Path, library: Path) -> None:
    given(tmp_path, "Back in the morning.yaml")
    done = run("get", tmp_path / "Back in the morning.yaml")
    assert done.code == 0
    assert done.out.splitlines() == [
        f"back-in-the-morning: {ABOUT} No clinician has reviewed it.",
        getting.STRANGER,
        "Run it with: voicecoach run back-in-the-morning",
    ]
    assert (library / "back-in-the-morning.yaml").read_text("utf-8") == SESSION


def test_a_claim_of_a_review_is_told_as_a_claim(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path, "a.yaml", text=f"reviewed_by: Dr Who\n{SESSION}")
    assert "It says that Dr Who has reviewed it." in run("get", tmp_path / "a.yaml").out
    assert kept(library) == ["a.yaml"]


def test_it_is_then_found_by_its_name(run: Commands, tmp_path: Path, library: Path) -> None:
    run("get", given(tmp_path, "mine.yaml") / "mine.yaml")
    assert run("check", "mine").code == 0
    listed = run("sessions").out.splitlines()
    assert listed[-2] == f"mine: {ABOUT} No clinician has reviewed it."
    assert listed[-3] == "Your own:"
    own = [each for each in json.loads(run("sessions", "--json").out) if each["own"]]
    assert own == [{"name": "mine", "file": str(library / "mine.yaml"), "own": True}]


def test_a_name_that_no_session_has_is_told_with_the_one_that_was_meant(
    run: Commands, library: Path
) -> None:
    done = run("check", "sciatica-gental")
    assert done.code == 1
    assert done.err == (
        'There is no session called "sciatica-gental". Did you mean sciatica-gentle?\n'
    )
    assert kept(library) == []


def test_a_session_with_errors_is_not_copied(run: Commands, tmp_path: Path, library: Path) -> None:
    given(tmp_path, "f/good.yaml")
    given(tmp_path, "f/bad.yaml", text=SESSION.replace("hold: 20s", "hold: 20"))
    done = run("get", tmp_path / "f")
    assert done.code == 2
    assert "A length of time needs its unit. Write 20s." in done.err
    assert kept(library) == []


def test_warnings_are_counted_and_do_not_keep_it_out(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path, "a.yaml", text=SESSION.replace("Knee in.", "Knee NOW."))
    assert "`voicecoach check` has 1 warning about it." in run("get", tmp_path / "a.yaml").out
    assert kept(library) == ["a.yaml"]


def test_what_is_there_is_overwritten_only_on_request(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    file = given(tmp_path, "a.yaml") / "a.yaml"
    run("get", file)
    given(tmp_path, "a.yaml", text=SESSION.replace("Back in the morning", "Other"))
    done = run("get", file)
    assert done.code == 1
    assert done.err == (
        'There is a session called "a" in your library. Say --replace to overwrite it.\n'
    )
    assert (library / "a.yaml").read_text("utf-8") == SESSION
    assert run("get", "--replace", file).code == 0
    assert "title: Other" in (library / "a.yaml").read_text("utf-8")


def test_no_session_takes_the_name_of_one_that_comes_with_it(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    done = run("get", given(tmp_path, "sciatica-gentle.yaml") / "sciatica-gentle.yaml", "--replace")
    assert done.code == 1
    assert "comes with voicecoach" in done.err
    assert kept(library) == []


def test_a_folder_is_copied_with_the_folders_in_it(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path / "Week 1", "monday.yaml", "evening/tuesday.yml", ".hidden/no.yaml")
    (tmp_path / "Week 1" / "leaflet.pdf").write_bytes(b"%PDF")
    assert run("get", tmp_path / "Week 1").code == 0
    assert kept(library) == ["week-1/evening/tuesday.yml", "week-1/monday.yaml"]
    assert run("check", "week-1").code == run("check", "week-1/evening").code == 0


def test_a_folder_with_one_session_gives_it_its_name(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    run("get", given(tmp_path / "knees-up", "session.yaml"))
    assert kept(library) == ["knees-up/session.yaml"]
    assert run("check", "knees-up").code == 0


def test_a_link_in_a_folder_is_refused(run: Commands, tmp_path: Path, library: Path) -> None:
    secret = given(tmp_path / "private", "diary.yaml")
    folder = given(tmp_path / "f", "a.yaml")
    (folder / "b").symlink_to(secret)
    done = run("get", folder)
    assert (done.code, kept(library)) == (1, [])
    assert done.err == f"{folder / 'b'} leads to another place. Take the link out of the folder.\n"


def test_a_link_to_the_folder_itself_does_not_go_round_for_ever(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    folder = given(tmp_path / "f", "a.yaml")
    (folder / "again").symlink_to(folder)
    assert run("get", folder).code == 1
    assert kept(library) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_in_a_folder_is_passed_over(run: Commands, tmp_path: Path, library: Path) -> None:
    folder = given(tmp_path / "f", "a.yaml")
    os.mkfifo(folder / "b.yaml")
    assert run("get", folder).code == 0
    assert kept(library) == ["f/a.yaml"]


def test_a_name_that_a_terminal_would_obey_is_refused_and_shown_without_harm(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    done = run("get", given(tmp_path / "f", "a\x1b[2J.yaml"))
    assert (done.code, kept(library)) == (1, [])
    assert "a?[2J.yaml has signs in its name that cannot be shown" in done.err


def test_a_huge_folder_is_refused(run: Commands, tmp_path: Path, library: Path) -> None:
    folder = given(tmp_path / "f", *(f"{n}.yaml" for n in range(getting.MOST_FILES + 2)))
    done = run("get", folder)
    assert (done.code, kept(library)) == (1, [])
    assert "holds too much" in done.err


def test_a_folder_with_a_great_many_other_files_is_refused(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    folder = given(tmp_path / "f", "a.yaml")
    for number in range(getting.MOST_ENTRIES + 1):
        (folder / f"{number}.txt").touch()
    assert run("get", folder).code == 1
    assert kept(library) == []


def test_a_folder_in_too_many_folders_is_refused(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    done = run("get", given(tmp_path / "f", "a/b/c/d.yaml"))
    assert (done.code, kept(library)) == (1, [])
    assert "too deep" in done.err


USING = SESSION.replace(
    "      - name: Pelvic tilt\n", "      - use: exercises/tilt.yaml\n        name: Pelvic tilt\n"
)


def test_a_session_brings_the_exercise_files_that_it_uses(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path, "back.yaml", text=USING)
    given(tmp_path, "exercises/tilt.yaml", "exercises/other.yaml", text="expect: light work\n")
    assert run("get", tmp_path / "back.yaml").code == 0
    assert kept(library) == ["back/back.yaml", "back/exercises/tilt.yaml"]
    assert [run("check", "back").code, run("check", "back").out] == [0, ""]


def test_a_finding_in_an_exercise_file_is_told_where_it_stands_there(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path, "back.yaml", text=USING)
    given(
        tmp_path, "exercises/tilt.yaml", text="expect: light work\nbreathing: Breathe as shown.\n"
    )
    done = run("get", tmp_path / "back.yaml")
    assert done.code == 2
    assert f'{tmp_path}/exercises/tilt.yaml:2:20: "as shown" needs eyes.' in done.err
    assert kept(library) == []


PROGRAMME = "version: 1\ntitle: A week\nweeks:\n  - days: [{day: 1, session: a.yaml}]\n"


def test_a_programme_comes_with_its_sessions(run: Commands, tmp_path: Path, library: Path) -> None:
    given(tmp_path / "f", "week.yaml", text=PROGRAMME)
    assert run("get", given(tmp_path / "f", "a.yaml")).code == 0
    assert kept(library) == ["f/a.yaml", "f/week.yaml"]
    assert "week" not in run("sessions").out.splitlines()[-2]


def test_a_programme_with_errors_keeps_its_folder_out(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    given(tmp_path / "f", "week.yaml", text=PROGRAMME.replace("day: 1", "day: 9"))
    done = run("get", given(tmp_path / "f", "a.yaml"))
    assert (done.code, kept(library)) == (2, [])
    assert f"{tmp_path}/f/week.yaml:4:18: " in done.err


def test_an_exercise_file_is_no_session(run: Commands, tmp_path: Path, library: Path) -> None:
    given(tmp_path / "f", "tilt.yaml", text="name: Tilt\nreps: 3\n")
    assert "There is no session in" in run("get", tmp_path / "f").err
    assert kept(library) == []


def test_an_empty_folder_is_told(run: Commands, tmp_path: Path) -> None:
    (tmp_path / "f").mkdir()
    assert "There is no session in" in run("get", tmp_path / "f").err


def test_a_file_that_is_not_there_is_told(run: Commands, tmp_path: Path, library: Path) -> None:
    done = run("get", tmp_path / "none.yaml")
    assert done.code == 2
    assert "There is no such file." in done.err
    assert kept(library) == []


def test_the_library_has_the_schema_for_editors(
    run: Commands, tmp_path: Path, library: Path
) -> None:
    run("get", given(tmp_path / "f", "a.yaml", "b.yaml"))
    assert (library / "f" / "session.schema.json").is_file()


def test_the_sessions_are_found_where_the_program_is_installed(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("*.egg-info"))
    shutil.copytree(ROOT / "sessions", source / "sessions")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "-qI"]
    prefix = tmp_path / "prefix"
    subprocess.run([*pip, "--disable-pip-version-check", "--prefix", prefix, source], check=True)
    packages = next(prefix.rglob("voicecoach-*.dist-info")).parent
    listed = subprocess.run(
        [sys.executable, "-m", "voicecoach", "sessions", "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(packages), "VOICECOACH_DATA": str(tmp_path)},
    )
    files = {entry["name"]: Path(entry["file"]) for entry in json.loads(listed.stdout)}
    beside = library_of_names.entries_in(ROOT / "sessions", own=False)
    assert files.keys() == {entry.name for entry in beside}
    assert all(file.is_relative_to(prefix.resolve()) for file in files.values())
