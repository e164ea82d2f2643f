"""Where the machine stands, and whom one calls there."""

import re
from pathlib import Path

import pytest

from voicecoach.settings import region
from voicecoach.settings.choices import choices, completed
from voicecoach.settings.model import Settings
from voicecoach.settings.region import emergency_numbers, region_of_locale, region_of_zone

Set = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def nowhere(monkeypatch: Set) -> None:
    """A system that tells nothing."""
    monkeypatch.setattr(region, "_LOCALTIME", Path("/nowhere"))
    monkeypatch.setattr(region, "_TIMEZONE", Path("/nowhere"))
    for name in ("TZ", "LC_ALL", "LC_ADDRESS", "LC_TELEPHONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


def number() -> str | None:
    return completed(Settings()).emergency_number


def test_every_number_can_be_dialled_and_every_region_has_two_letters() -> None:
    assert all(re.fullmatch(r"\d{2,5}", number) for number in emergency_numbers().values())
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in emergency_numbers())
    assert len(emergency_numbers()) >= 100


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("de_AT.UTF-8", "de-AT"),
        ("en_GB", "en-GB"),
        ("de", "de"),
        ("C.UTF-8", None),
        ("POSIX", None),
    ],
)
def test_the_language_is_that_of_the_users_locale(
    monkeypatch: Set, name: str, code: str | None
) -> None:
    monkeypatch.setenv("LC_ALL", name)
    assert region.language() == code


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/London", "999"),
        ("America/New_York", "911"),
        ("US/Eastern", "911"),
        ("Europe/Amsterdam", "112"),
        ("Australia/Sydney", "000"),
        ("Etc/UTC", None),
        ("Nowhere/Atlantis", None),
    ],
)
def test_the_time_zone_decides(monkeypatch: Set, zone: str, expected: str | None) -> None:
    monkeypatch.setenv("TZ", zone)
    assert number() == expected


def test_the_time_zone_is_found_where_systems_keep_it(monkeypatch: Set, tmp_path: Path) -> None:
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Vienna")
    (tmp_path / "timezone").write_text("Asia/Tokyo\n", "utf-8")
    monkeypatch.setattr(region, "_TIMEZONE", tmp_path / "timezone")
    assert number() == "119"
    monkeypatch.setattr(region, "_LOCALTIME", tmp_path / "localtime")
    assert number() == "112"


def test_the_time_zone_counts_more_than_the_language_that_somebody_reads(monkeypatch: Set) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert number() == "112"


def test_the_locale_decides_where_the_time_zone_says_nothing(monkeypatch: Set) -> None:
    monkeypatch.setenv("TZ", "Etc/UTC")
    monkeypatch.setenv("LANG", "en_NZ.UTF-8")
    assert number() == "111"


def test_the_locale_that_systems_come_with_says_nothing(monkeypatch: Set) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert number() is None


@pytest.mark.parametrize("name", ["C", "C.UTF-8", "POSIX", "en", "eo.UTF-8", ""])
def test_a_locale_without_a_region_tells_none(name: str) -> None:
    assert region_of_locale(name) is None


def test_a_system_without_a_table_of_time_zones_tells_nothing(monkeypatch: Set) -> None:
    monkeypatch.setattr("zoneinfo.TZPATH", ())
    assert region_of_zone("Europe/London") is None


def test_what_is_set_counts_most(monkeypatch: Set) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    assert completed(Settings(region="US")).emergency_number == "911"
    assert completed(Settings(region="US", emergency_number="112")).emergency_number == "112"
    assert completed(Settings(region="ZZ")).emergency_number is None


def test_every_choice_says_where_it_comes_from(monkeypatch: Set) -> None:
    monkeypatch.setenv("TZ", "Europe/London")
    told = {choice.key: str(choice) for choice in choices(Settings(rate=200))}
    assert told["emergency_number"] == "emergency_number: 999 (region GB)"
    assert told["region"] == "region: GB (the time zone Europe/London)"
    assert told["rate"] == "rate: 200 (your settings)"
    assert told["voice"] == "voice: the system's usual voice (as it comes)"


def test_an_unknown_number_is_told_with_the_mend() -> None:
    told = {choice.key: str(choice) for choice in choices(Settings())}
    assert "Please set it" in told["emergency_number"]
