"""What each system is to be told: files, and the commands that make them count. Pure."""

import plistlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

NAME = "voicecoach"
REMINDER = "voicecoach-reminder"
LABEL = "org.voicecoach"
MARK = "Written by voicecoach"
"""Stands in every file, so that only our own are removed."""


class System(StrEnum):
    """What starts programs here."""

    SYSTEMD = "systemd"
    XDG = "xdg"
    """A desktop that reads autostart files, without systemd."""
    LAUNCHD = "launchd"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written, under the folder for such files."""

    path: PurePath
    text: str


Commands = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """All of it. `on` and `off` are commands, run when the files are there, or before they go."""

    files: tuple[File, ...] = ()
    on: Commands = ()
    off: Commands = ()
    after: Commands = ()
    """Run when the files are gone."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where each system looks, and who the user is to launchd."""

    units: PurePath
    autostart: PurePath
    agents: PurePath
    startup: PurePath
    user: int = 0


Environment = Mapping[str, str]
"""What has to be in the environment, such as VOICECOACH_CONFIG."""

_RELOAD = ("systemctl", "--user", "daemon-reload")


def at_login(
    system: System, command: Sequence[str], folders: Folders, environment: Environment
) -> Entry:
    """Start `command` when the user logs in, with sound and without a terminal."""
    match system:
        case System.SYSTEMD:
            unit = f"{NAME}.service"
            text = _service("A hands-free exercise coach", command, environment)
            text += "\n[Install]\nWantedBy=default.target\n"
            files = (File(folders.units / unit, text),)
            return Entry(files, *_enabled(unit))
        case System.XDG:
            text = _desktop(command, environment)
            return Entry((File(folders.autostart / f"{NAME}.desktop", text),))
        case System.LAUNCHD:
            return _agent(LABEL, command, folders, environment, {"RunAtLoad": True})
        case System.WINDOWS:
            return Entry((File(folders.startup / f"{NAME}.cmd", _batch(command, environment)),))


def every_day(
    system: System,
    command: Sequence[str],
    folders: Folders,
    environment: Environment,
    at: tuple[int, int],
) -> Entry | None:
    """Start `command` every day `at` an hour and a minute; None where nothing here can."""
    hour, minute = at
    match system:
        case System.SYSTEMD:
            timer = (
                f"# {MARK}.\n[Unit]\nDescription=A reminder of your exercises\n\n"
                f"[Timer]\nOnCalendar=*-*-* {hour:02}:{minute:02}:00\n\n"
                "[Install]\nWantedBy=timers.target\n"
            )
            service = _service("Says that it is time for your exercises", command, environment)
            unit = f"{REMINDER}.timer"
            files = (
                File(folders.units / f"{REMINDER}.service", service),
                File(folders.units / unit, timer),
            )
            return Entry(files, *_enabled(unit))
        case System.XDG:
            return None
        case System.LAUNCHD:
            when = {"StartCalendarInterval": {"Hour": hour, "Minute": minute}}
            return _agent(f"{LABEL}.reminder", command, folders, environment, when)
        case System.WINDOWS:
            task = ("schtasks", "/Create", "/F", "/TN", REMINDER, "/SC", "DAILY")
            run = " ".join(f'"{part}"' if " " in part else part for part in command)
            on = (*task, "/ST", f"{hour:02}:{minute:02}", "/TR", run)
            return Entry((), (on,), (("schtasks", "/Delete", "/F", "/TN", REMINDER),))


def _enabled(unit: str) -> tuple[Commands, Commands, Commands]:
    """What switches a unit on, what switches it off, and what is run when its files are gone."""
    start = ("--now",) if unit.endswith(".timer") else ()
    return (
        (_RELOAD, ("systemctl", "--user", "enable", *start, unit)),
        (("systemctl", "--user", "disable", *start, unit),),
        (_RELOAD,),
    )


def _service(about: str, command: Sequence[str], environment: Environment) -> str:
    """A unit: after the sound, without a terminal, and not again when the user has ended it."""
    told = "".join(
        f"Environment={_quoted(f'{key}={value}')}\n" for key, value in environment.items()
    )
    return (
        f"# {MARK}.\n[Unit]\nDescription={about}\n"
        "After=pipewire-pulse.service pulseaudio.service\n\n"
        f"[Service]\nExecStart={' '.join(map(_argument, command))}\n{told}"
        "StandardInput=null\nRestart=no\n"
    )


def _quoted(text: str) -> str:
    """For systemd: specifiers and quotes are taken as they stand."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _argument(text: str) -> str:
    return _quoted(text).replace("$", "$$")


def _desktop(command: Sequence[str], environment: Environment) -> str:
    given = (
        ["env", *(f"{key}={value}" for key, value in environment.items())] if environment else []
    )
    parts = " ".join(map(_field, [*given, *command]))
    return (
        f"# {MARK}.\n[Desktop Entry]\nType=Application\nName=voicecoach\n"
        f"Comment=A hands-free exercise coach\nExec={parts}\nTerminal=false\n"
    )


def _field(text: str) -> str:
    """An argument of `Exec`: quoted as the specification has it, and that as a string again."""
    quoted = re.sub(r'(["`$\\])', r"\\\1", text).replace("%", "%%")
    return '"' + quoted.replace("\\", "\\\\") + '"'


def _agent(
    label: str,
    command: Sequence[str],
    folders: Folders,
    environment: Environment,
    when: Mapping[str, object],
) -> Entry:
    told = {
        "Label": label,
        "ProgramArguments": list(command),
        "ProcessType": "Interactive",
        **({"EnvironmentVariables": dict(environment)} if environment else {}),
        **when,
    }
    text = plistlib.dumps(told).decode()
    head, _, rest = text.partition("\n")
    path = folders.agents / f"{label}.plist"
    domain = f"gui/{folders.user}"
    return Entry(
        (File(path, f"{head}\n<!-- {MARK}. -->\n{rest}"),),
        (("launchctl", "bootstrap", domain, str(path)),),
        (("launchctl", "bootout", f"{domain}/{label}"),),
    )


def _batch(command: Sequence[str], environment: Environment) -> str:
    """Without a window in the way; percent signs are taken as they stand."""
    told = "".join(f'set "{key}={_percent(value)}"\r\n' for key, value in environment.items())
    parts = " ".join(f'"{_percent(part)}"' for part in command)
    return f'@echo off\r\nrem {MARK}.\r\n{told}start "voicecoach" /min {parts}\r\n'


def _percent(text: str) -> str:
    return text.replace("%", "%%")
