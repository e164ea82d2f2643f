import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]["render"]
"""What the set-up installs as well; the neural voice is large, and left to whoever wants it."""
RUNTIME = PROJECT["project"]["dependencies"] + EXTRAS
GROUPS = PROJECT["dependency-groups"]

LOCKS = {
    "requirements.lock": RUNTIME,
    "requirements-dev.lock": RUNTIME + GROUPS["dev"],
    "requirements-build.lock": GROUPS["build"],
}

PIN = re.compile(r"([a-z0-9-]+)==([^ ;]+)( ; [^\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def lines(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def pins(lock: str) -> list[tuple[str, str]]:
    """Every (name, version) that a lock names."""
    return [(match[1], match[2]) for line in lines(lock) if (match := PIN.fullmatch(line))]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_dependency_is_pinned_within_what_the_project_allows(lock: str) -> None:
    for text in LOCKS[lock]:
        wanted = Requirement(text)
        versions = [v for name, v in pins(lock) if name == canonicalize_name(wanted.name)]
        assert versions, f"{wanted.name} is not in {lock}: run scripts/lock"
        assert all(wanted.specifier.contains(version) for version in versions), wanted


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_of_where_they_came_from(lock: str) -> None:
    strange = [line for line in lines(lock) if not PIN.fullmatch(line) and not HASH.fullmatch(line)]
    assert strange == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_its_hashes(lock: str) -> None:
    for line, next_line in zip(lines(lock), [*lines(lock)[1:], ""], strict=True):
        if PIN.fullmatch(line):
            assert HASH.fullmatch(next_line), line


def test_the_tests_run_with_the_versions_that_a_session_runs_with() -> None:
    assert set(pins("requirements.lock")) <= set(pins("requirements-dev.lock"))


def test_what_is_never_imported_is_not_installed() -> None:
    excluded = set(PROJECT["tool"]["uv"]["exclude-dependencies"])
    for lock in LOCKS:
        assert not excluded & {name for name, _ in pins(lock)}
