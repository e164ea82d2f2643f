"""The safety case names tests that there are."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASE = (ROOT / "docs" / "safety.md").read_text("utf-8")
HAZARDS = re.findall(r"^\| (\d+) \|(.*)\|$", CASE, re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_hazard_has_a_number_a_cause_who_is_hurt_a_control_and_a_test() -> None:
    assert [int(number) for number, _ in HAZARDS] == list(range(1, len(HAZARDS) + 1))
    assert len(HAZARDS) >= 25
    for number, row in HAZARDS:
        cells = [cell.strip() for cell in row.split("|")]
        assert len(cells) == 4, number
        assert all(cells), number
        assert re.search("grave|serious|slight", cells[1]), number
        assert TEST.search(cells[3]), number


def test_every_test_that_the_safety_case_names_exists() -> None:
    missing = [
        f"{file}::{name}" for file, name in TEST.findall(CASE) if name not in names_in(ROOT / file)
    ]
    assert not missing


def test_the_safety_case_says_that_no_clinician_has_reviewed_it() -> None:
    assert "No clinician has reviewed this page" in CASE


def names_in(path: Path) -> set[str]:
    """The names of the tests in a file; none where there is no such file."""
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
