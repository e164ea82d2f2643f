"""Writes what each system is to be told, and takes it away again, saying what it did."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from voicecoach.core.problems import Problem
from voicecoach.starting.entries import MARK, Entry, Folders, System

TOLD_BY = ("VOICECOACH_CONFIG", "VOICECOACH_DATA")
"""What tells the program where its files are, and has to be told when it is started, too."""
PATIENCE_S = 20.0


def system() -> System:
    """What starts programs on this machine."""
    if sys.platform == "win32":
        return System.WINDOWS
    if sys.platform == "darwin":
        return System.LAUNCHD
    return System.SYSTEMD if _systemd_answers() else System.XDG


def _systemd_answers() -> bool:
    if shutil.which("systemctl") is None:
        return False
    return _run(("systemctl", "--user", "show-environment")) is None


def folders() -> Folders:
    """Where this user's files for it are."""
    home = Path.home()
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    roaming = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    return Folders(
        units=config / "systemd" / "user",
        autostart=config / "autostart",
        agents=home / "Library" / "LaunchAgents",
        startup=roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Startup",
        user=os.getuid() if hasattr(os, "getuid") else 0,
    )


def command(*arguments: str) -> tuple[str, ...]:
    """How this very program is started, from any folder."""
    script = Path(sysconfig.get_path("scripts")) / (
        "voicecoach.exe" if sys.platform == "win32" else "voicecoach"
    )
    program = (str(script),) if script.exists() else (sys.executable, "-P", "-m", "voicecoach")
    return (*program, *arguments)


def environment() -> dict[str, str]:
    """What the program that is started has to be told of this one's environment."""
    return {name: os.environ[name] for name in TOLD_BY if os.environ.get(name)}


def install(entry: Entry) -> Iterator[str]:
    """Write it and make it count; what was done, a line for each thing.

    Raises Problem where a file cannot be written, or is somebody else's, or a command fails.
    """
    for file in entry.files:
        path = Path(file.path)
        _see_that_it_is_ours(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.text, "utf-8", newline="")
        except OSError as error:
            raise Problem(
                f"{path} cannot be written ({error.strerror}).", "Look at its folder."
            ) from None
        yield f"Wrote {path}"
    for each in entry.on:
        yield from _ran(each)


def remove(entry: Entry) -> Iterator[str]:
    """Take all of it away again; what was done. Nothing where there was nothing."""
    there = [Path(file.path) for file in entry.files if Path(file.path).exists()]
    for path in there:
        _see_that_it_is_ours(path)
    if entry.files and not there:
        return
    for each in entry.off:  # what was switched off by hand before is no failure
        if _run(each) is None:
            yield f"Ran {' '.join(each)}"
    for path in there:
        try:
            path.unlink()
        except OSError as error:
            raise Problem(
                f"{path} cannot be removed ({error.strerror}).", "Remove it by hand."
            ) from None
        yield f"Removed {path}"
    for each in entry.after:
        yield from _ran(each)


def _see_that_it_is_ours(path: Path) -> None:
    if path.exists() and MARK not in path.read_text("utf-8", errors="replace"):
        raise Problem(f"{path} was not written by me.", "Move it away first.")


def _ran(each: Sequence[str]) -> Iterator[str]:
    if (failure := _run(each)) is not None:
        raise Problem(f"`{' '.join(each)}` failed: {failure}", "Run it yourself, or log in again.")
    yield f"Ran {' '.join(each)}"


def _run(each: Sequence[str]) -> str | None:
    """Run a command; why it failed, None if it did not."""
    try:
        done = subprocess.run(  # noqa: S603 - one of our own commands
            each, capture_output=True, text=True, timeout=PATIENCE_S, check=False, errors="replace"
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{type(error).__name__}."
    if done.returncode == 0:
        return None
    return " ".join((done.stderr or done.stdout).split()) or f"exit code {done.returncode}."
