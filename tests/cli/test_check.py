"""The command that judges a session: errors apart from warnings, and what it ends with."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import Commands

LINT = Path(__file__).parents[1] / "lint"
CLEAN, WARNED = LINT / "clean.yaml", LINT / "cases" / "long-cue.yaml"
WRONG = LINT / "cases" / "as-shown.yaml"
BROKEN = LINT.parent / "script" / "broken" / "no-dose.yaml"


@pytest.mark.parametrize(
    ("file", "strict", "code"),
    [
        (CLEAN, False, 0),
        (CLEAN, True, 0),
        (WARNED, False, 0),
        (WARNED, True, 2),
        (WRONG, False, 2),
        (BROKEN, False, 2),
    ],
)
def test_only_errors_fail_and_with_strict_warnings_too(
    run: Commands, file: Path, strict: bool, code: int
) -> None:
    assert run("check", file, *(["--strict"] if strict else [])).code == code


def test_a_good_session_is_passed_without_a_word(run: Commands) -> None:
    assert run("check", CLEAN).out == ""


def test_errors_of_all_files_come_before_the_warnings(run: Commands) -> None:
    lines = run("check", WARNED, BROKEN, WRONG).out.splitlines()
    assert lines[0] == "2 errors, to be mended:"
    assert lines[1].startswith(f"{BROKEN}:6:9: ")
    assert lines[2].startswith(f"{WRONG}:14:30: ")
    assert lines[3] == "1 warning:"
    assert lines[4].startswith(f"{WARNED}:15:14: ")
    assert len(lines) == 5


def test_everything_can_be_had_as_json(run: Commands) -> None:
    done = run("check", "--json", WARNED, BROKEN)
    found = json.loads(done.out)
    assert [(e["code"], e["line"], e["column"]) for e in found["errors"]] == [("format", 6, 9)]
    assert [(w["code"], w["file"]) for w in found["warnings"]] == [("long-cue", str(WARNED))]
    assert found["warnings"][0]["mend"].startswith("Keep to six or fewer")
    assert done.code == 2


def test_a_session_with_nothing_to_tell_is_empty_lists_as_json(run: Commands) -> None:
    assert json.loads(run("check", "--json", CLEAN).out) == {"errors": [], "warnings": []}


def test_a_session_is_checked_by_its_name_too(run: Commands) -> None:
    assert run("check", "sciatica-gentle").code == 0


def test_the_schema_is_printed_as_it_is_shipped(run: Commands) -> None:
    shipped = Path(__file__).parents[2] / "sessions" / "session.schema.json"
    assert run("schema").out == shipped.read_text("utf-8")


def test_a_flood_of_findings_is_cut_short(run: Commands, tmp_path: Path) -> None:
    loud = CLEAN.read_text("utf-8").replace("Hold it with both hands.", " ".join(["LOUD"] * 60))
    (tmp_path / "s.yaml").write_text(loud.replace("Press your waist", " ".join(["LOUD"] * 60)))
    lines = run("check", tmp_path / "s.yaml").out.splitlines()
    assert len(lines) == 102
    assert lines[-1] == "And 22 more. Mend those before first."
