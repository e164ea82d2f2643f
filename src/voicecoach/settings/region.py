"""In which country the machine stands, and whom one calls there."""

import locale
import os
import re
import sys
import zoneinfo
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from voicecoach.language import reading

Told = tuple[str, str]
"""A region's code, and what it was told by."""

_LOCALTIME, _TIMEZONE = Path("/etc/localtime"), Path("/etc/timezone")
_EVERYWHERE = "US"
"""The region of the locale that systems come with: on its own it says nothing about the place."""


@cache
def emergency_numbers() -> Mapping[str, str]:
    """The number that one calls for an ambulance, by region."""
    tree = reading.read(resources.files(__package__) / "emergency_numbers.yaml")
    return {
        str(region): str(number)
        for number, regions in tree.items()
        for region in reading.texts(regions)
    }


def region() -> Told | None:
    """The region that the system is set up for, or None where it does not tell.

    The time zone says where the machine is, the locale rather what language its user reads. A
    wrong emergency number is worse than none, so a locale for the United States counts only
    beside a time zone of theirs: it is what systems come with.
    """
    zone = zone_name()
    if zone is not None and (found := region_of_zone(zone)):
        return found, f"the time zone {zone}"
    if found := _windows_region():
        return found, "the country in Windows' settings"
    name = locale_name()
    found = region_of_locale(name) if name else None
    if name and found and found != _EVERYWHERE:
        return found, f"the locale {name}"
    return None


def zone_name() -> str | None:
    """The name of the system's time zone, such as Europe/London."""
    told = os.environ.get("TZ", "").lstrip(":")
    if "/" in told:
        return _after_zoneinfo(told)
    try:
        return _after_zoneinfo(str(_LOCALTIME.readlink()))
    except OSError:
        pass
    try:
        return _TIMEZONE.read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _after_zoneinfo(path: str) -> str:
    return re.sub(r"^.*zoneinfo(\.default)?/", "", path)


def region_of_zone(zone: str) -> str | None:
    """The region that a time zone lies in, by the system's own tables."""
    folders = [Path(folder) for folder in zoneinfo.TZPATH]
    by_zone = {row[2]: row[0] for row in _rows(folders, "zone.tab") if len(row) > 2}
    if zone not in by_zone:
        links = (row for row in _rows(folders, "tzdata.zi") if row[:1] == ["L"])
        zone = next((row[1] for row in links if row[2:] == [zone]), zone)
    return by_zone.get(zone)


def _rows(folders: Iterable[Path], name: str) -> list[list[str]]:
    """The rows of a table of the time zone database, wherever the system keeps it."""
    for folder in folders:
        try:
            lines = (folder / name).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        return [line.split() for line in lines if not line.startswith("#")]
    return []


def locale_name() -> str | None:
    """The name of the user's locale, such as en_GB.UTF-8."""
    for name in ("LC_ALL", "LC_ADDRESS", "LC_TELEPHONE", "LANG"):
        if told := os.environ.get(name):
            return told
    return locale.getlocale()[0]


def language() -> str | None:
    """The language that the user reads, by its code, such as de-AT; None where nothing tells."""
    told = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, told), None) or locale.getlocale()[0] or ""
    found = re.match(r"([a-z]{2,3})(?:[_-]([A-Z]{2}))?(?![A-Za-z])", name)
    return "-".join(filter(None, found.groups())) if found else None


def region_of_locale(name: str) -> str | None:
    """The region in the name of a locale; None for such as C.UTF-8."""
    found = re.match(r"[a-z]{2,3}[_-]([A-Z]{2})(?![A-Za-z])", name)
    return found[1] if found else None


if sys.platform == "win32":
    import winreg

    def _windows_region() -> str | None:
        try:
            with winreg.OpenKey(
                winreg.HKEY_CURRENT_USER, r"Control Panel\International\Geo"
            ) as key:
                return str(winreg.QueryValueEx(key, "Name")[0])
        except OSError:
            return None

else:

    def _windows_region() -> str | None:
        return None
