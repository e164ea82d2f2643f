"""The two commands, on machines that are put together for each test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = [*(ROOT / "scripts").iterdir(), ROOT / ".ci" / "run"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Bash scripts")

Run = Callable[..., "subprocess.CompletedProcess[str]"]

# Programs that a test replaces, each by a line of shell.
ABSENT = "exit 127"
NEVER_CALLED = "echo called >&2; exit 99"
SET_UP = dict.fromkeys(["apt-get", "dpkg-query", "sudo", "python3.11", "python3"], NEVER_CALLED)
NO_PYTHON = dict.fromkeys(
    ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"], ABSENT
)
FRESH = NO_PYTHON | {
    "uname": "[ $1 = -m ] && echo x86_64 || echo Linux",
    "getconf": "echo glibc 2.36",
    "python3": "echo /usr/bin/python3.11",
    "dpkg-query": "exit 1",
    "apt-get": NEVER_CALLED,
}
WITHOUT_RIGHTS = FRESH | {"id": "echo 1000", "sudo": "exit 1"}
ROOT_WITHOUT_PYTHON = FRESH | NO_PYTHON | {"id": "echo 0"}


def program(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clean checkout, in a folder with a space in its name."""
    checkout = tmp_path / "my projects" / "voice coach"
    shutil.copytree(ROOT / "scripts", checkout / "scripts")
    for file in [*ROOT.glob("requirements*.lock"), ROOT / "pyproject.toml"]:
        shutil.copy(file, checkout)
    return checkout


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a script where some programs are replaced, from another folder, without a terminal."""

    def run(
        script: Path, *words: str, programs: dict[str, str]
    ) -> "subprocess.CompletedProcess[str]":
        for name, content in programs.items():
            program(tmp_path / "bin" / name, content)
        elsewhere = tmp_path / "else where"
        elsewhere.mkdir(exist_ok=True)
        return subprocess.run(
            [str(script), *words],
            cwd=elsewhere,
            env={"PATH": f"{tmp_path / 'bin'}:{os.defpath}", "HOME": str(tmp_path)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )

    return run


def make_ready(checkout: Path, purpose: str = "coach") -> None:
    """As set-up leaves it, with a voicecoach that only shows how it was called."""
    program(checkout / ".venv/bin/voicecoach", 'printf "<%s>" "$@"')
    program(checkout / ".venv/bin/python", "exit 0")
    parts = [*sorted(checkout.glob("requirements*.lock")), checkout / "pyproject.toml"]
    content = b"".join(part.read_bytes() for part in [*parts, checkout / "scripts/setup.sh"])
    sum_ = subprocess.run(["cksum"], input=content, capture_output=True, check=True).stdout
    stamp = f"{checkout.resolve()} {sum_.decode().strip()}\n"
    (checkout / ".venv" / f"ready-for-{purpose}").write_text(stamp, encoding="utf-8")


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck")
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_shellcheck_finds_nothing(script: Path) -> None:
    check = subprocess.run(
        ["shellcheck", "-x", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert check.stdout == ""


@pytest.mark.parametrize(
    ("words", "called"),
    [
        ([], ["run", "{root}/sessions/sciatica-gentle.yaml"]),
        (["mine.yaml", "--begin"], ["run", "mine.yaml", "--begin"]),
        (["--rate", "200"], ["run", "{root}/sessions/sciatica-gentle.yaml", "--rate", "200"]),
        (["--begin", "my own.yml"], ["run", "--begin", "my own.yml"]),
        (["session"], ["run", "session"]),
    ],
)
def test_once_set_up_a_session_begins_at_once(
    checkout: Path, run: Run, words: list[str], called: list[str]
) -> None:
    make_ready(checkout)
    result = run(checkout / "scripts/coach", *words, programs=SET_UP)
    assert result.stderr == ""
    expected = [word.format(root=checkout.resolve()) for word in called]
    assert result.stdout == "".join(f"<{word}>" for word in expected)


def test_a_script_can_be_called_by_a_link(checkout: Path, run: Run, tmp_path: Path) -> None:
    make_ready(checkout)
    link = tmp_path / "coach"
    link.symlink_to(checkout / "scripts/coach")
    result = run(link, "mine.yaml", programs=SET_UP)
    assert result.stdout == "<run><mine.yaml>"


@pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml", "scripts/setup.sh"])
def test_what_has_changed_is_set_up_again(checkout: Path, run: Run, changed: str) -> None:
    make_ready(checkout)
    with (checkout / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    result = run(checkout / "scripts/coach", programs=WITHOUT_RIGHTS)
    assert result.stdout.startswith("Setting up.")
    assert result.returncode == 1


def test_a_moved_checkout_is_set_up_again(checkout: Path, run: Run) -> None:
    make_ready(checkout)
    moved = checkout.rename(checkout.with_name("elsewhere"))
    result = run(moved / "scripts/coach", programs=WITHOUT_RIGHTS)
    assert result.stdout.startswith("Setting up.")


def test_a_set_up_for_sessions_is_not_taken_for_one_for_tests(checkout: Path, run: Run) -> None:
    make_ready(checkout, "coach")
    result = run(checkout / "scripts/test", programs=WITHOUT_RIGHTS)
    assert result.stdout.startswith("Setting up.")


def test_without_the_right_to_install_it_says_what_is_missing_and_the_exact_command(
    checkout: Path, run: Run
) -> None:
    result = run(checkout / "scripts/coach", programs=WITHOUT_RIGHTS)
    assert result.returncode == 1
    assert "To be installed: portaudio19-dev is what PyAudio is compiled against.\n" in (
        result.stdout
    )
    assert result.stderr == (
        "This account may not install system packages. Ask an administrator to run:\n"
        "    sudo apt-get install --yes --no-install-recommends --no-remove gcc libc6-dev "
        "portaudio19-dev python3.11-dev python3.11-venv libespeak-ng1 espeak-ng-data "
        "libasound2-plugins\n"
        f'and then run "{checkout}/scripts/coach" again.\n'
    )


def test_an_old_python_is_told_with_the_way_out(checkout: Path, run: Run) -> None:
    old = {"apt-get": "exit 0", "apt-cache": "[ $2 != python3 ] || echo '  Candidate: 3.10.6-1'"}
    result = run(checkout / "scripts/coach", programs=ROOT_WITHOUT_PYTHON | old)
    assert result.returncode == 1
    assert "voicecoach needs Python 3.11, 3.12, 3.13 or 3.14, 64 bit" in result.stderr
    assert "This system offers 3.10.6-1." in result.stderr
    assert "PYTHON=/path/to/python3" in result.stderr


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ({"python3": "3.13.5-1", "python3.13-venv": "3.13.5-2"}, "python3.13"),
        # The usual Python of the system is too old, and another one lies beside it.
        ({"python3": "3.10.6-1", "python3.11-venv": "3.11.0-1"}, "python3.11"),
    ],
)
def test_where_no_python_is_installed_the_systems_own_is(
    checkout: Path, run: Run, offered: dict[str, str], chosen: str
) -> None:
    cases = "".join(f"{name}) echo '  Candidate: {v}';; " for name, v in offered.items())
    machine = {"apt-get": "[ $1 = update ]", "apt-cache": f"case $2 in {cases} esac"}
    result = run(checkout / "scripts/coach", programs=ROOT_WITHOUT_PYTHON | machine)
    assert f"To be installed: {chosen} runs the coach.\n" in result.stdout
    assert f" {chosen} gcc libc6-dev portaudio19-dev {chosen}-dev {chosen}-venv " in result.stderr


def test_an_installation_that_fails_shows_why_and_the_command(checkout: Path, run: Run) -> None:
    broken = {"id": "echo 0", "apt-get": "echo 'E: Unable to locate package gcc' >&2; exit 100"}
    result = run(checkout / "scripts/coach", programs=FRESH | broken)
    assert result.returncode == 1
    assert "E: Unable to locate package gcc\n" in result.stderr
    assert "    sudo apt-get install --yes" in result.stderr


# A Python that makes environments whose pip needs the internet, which is a file here.
PYTHON = """
case $1 in
  -c) echo "$0" ;;
  -m) mkdir -p "$3/bin" && cp "$0-in-environment" "$3/bin/python" ;;
esac"""
PYTHON_IN_ENVIRONMENT = """
[ "$1" = -c ] && exit
[ -e "$HOME/internet" ] || { echo "ERROR: no internet"; exit 1; }
{ echo '#!/bin/sh'; echo 'echo "<$*>"'; } >"${0%/*}/voicecoach"
chmod +x "${0%/*}/voicecoach"
"""


def test_a_set_up_that_was_broken_off_is_begun_again_and_the_next_one_has_nothing_to_do(
    checkout: Path, run: Run, tmp_path: Path
) -> None:
    machine = FRESH | {
        "dpkg-query": "printf installed",
        "python3.11": PYTHON,
        "python3.11-in-environment": PYTHON_IN_ENVIRONMENT,
    }
    offline = run(checkout / "scripts/coach", programs=machine)
    assert offline.returncode == 1
    assert "ERROR: no internet\n" in offline.stderr
    half_installed = checkout / ".venv/lib/half-installed"
    half_installed.parent.mkdir()
    half_installed.touch()
    (tmp_path / "internet").touch()
    mended = run(checkout / "scripts/coach", "mine.yaml", programs=machine)
    assert mended.stderr == ""
    assert "An earlier set-up was broken off. Beginning again.\n" in mended.stdout
    assert mended.stdout.endswith("Everything is set up.\n<run mine.yaml>\n")
    assert not half_installed.exists()
    third = run(checkout / "scripts/coach", "mine.yaml", programs=machine | SET_UP)
    assert (third.stdout, third.stderr) == ("<run mine.yaml>\n", "")


def test_nobodys_pipewire_is_taken_away_for_a_test(checkout: Path, run: Run) -> None:
    pipewire = {"dpkg-query": '[ "$4" != pipewire-alsa ] || printf installed'}
    result = run(checkout / "scripts/test", programs=WITHOUT_RIGHTS | pipewire)
    command = result.stderr.splitlines()[1].split()
    assert "pulseaudio-utils" in command
    assert "pulseaudio" not in command


def test_set_up_speaks_in_plain_lines(checkout: Path, run: Run) -> None:
    result = run(checkout / "scripts/coach", programs=WITHOUT_RIGHTS)
    said = result.stdout + result.stderr
    assert said.isascii()
    assert not set(said) & set("\r\t\b\x1b")
