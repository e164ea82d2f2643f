import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from voicecoach.core.intents import Intent
from voicecoach.core.measured import Caught, Checkup, Ended, Finding, Phrase, Room
from voicecoach.doctor.by_ear import PHRASES
from voicecoach.doctor.codes import CODES, Severity
from voicecoach.doctor.judge import LIMITS, of_phrases
from voicecoach.doctor.reference import refresh
from voicecoach.doctor.telling import Telling, in_order
from voicecoach.language import load
from voicecoach.language.lines import lines_of
from voicecoach.language.understand import understand

QUIET_ROOM, LOUD_ROOM = Room(-65.0, -60.0, 1.0, 3.0), Room(-35.0, -30.0, 1.0, 3.0)
VALUES: dict[str, str | int | float] = {
    "name": "USB",
    "reason": "",
    "n": 2,
    "total": 5,
    "db": 3,
    "ms": 420,
    "mb": 80,
}
VALUES |= {"percent": 12, "noise_db": -30.0}


def heard(over_room_db: float, room: Room, clipped: float = 0.0) -> list[Phrase]:
    level = room.noise_db + over_room_db
    return [Phrase(each, Caught.CLEARLY, level, over_room_db, clipped) for each in PHRASES]


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("code", CODES)
def test_every_finding_can_be_told_in_every_language(language: str, code: str) -> None:
    telling, finding = Telling(lines_of(language, "doctor")), Finding(code, VALUES)
    assert telling.found(finding)
    # Only what needs no mending has no mend.
    assert bool(telling.mend(finding)) or CODES[code].severity is Severity.NOTE


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_words_are_kept_for_what_is_never_found(language: str) -> None:
    words = lines_of(language, "doctor")
    for group in ("found", "mend"):
        told = words.templates[group]
        assert isinstance(told, dict)
        assert told.keys() == CODES.keys()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_phrase_that_is_asked_for_means_what_it_is_to_mean(language: str) -> None:
    known = load(language)
    for intent in PHRASES:
        meant = understand(lines_of(language, "doctor").one_of("phrases", intent), known).intent
        assert meant is intent or {meant, intent} == {Intent.STOP, Intent.PAUSE}


def test_a_voice_that_is_weak_is_told_from_a_room_that_is_loud() -> None:
    assert codes(of_phrases(heard(10, QUIET_ROOM), QUIET_ROOM)) == ["too-faint"]
    assert codes(of_phrases(heard(10, LOUD_ROOM), LOUD_ROOM)) == ["noisy"]
    assert codes(of_phrases(heard(3, LOUD_ROOM), LOUD_ROOM)) == ["too-noisy"]
    assert not codes(of_phrases(heard(30, QUIET_ROOM), QUIET_ROOM))


def test_a_microphone_that_is_set_too_high_is_found_by_the_users_own_words() -> None:
    assert codes(of_phrases(heard(50, QUIET_ROOM, clipped=0.3), QUIET_ROOM)) == ["clipped"]


def test_every_limit_says_why() -> None:
    assert all(limit.because and limit.unit for limit in LIMITS.values())


def test_the_page_about_it_has_the_tables_of_today() -> None:
    page = (Path(__file__).parents[2] / "docs" / "doctor.md").read_text("utf-8")
    assert refresh(page) == page, "run: python -m voicecoach.doctor.reference docs/doctor.md"


def test_the_gravest_comes_first_and_nothing_twice() -> None:
    found = [Finding("no-echo"), Finding("noisy"), Finding("no-microphone"), Finding("noisy")]
    assert codes(in_order(found)) == ["no-microphone", "noisy", "no-echo"]


def test_a_report_is_text_for_people_and_data_for_programs() -> None:
    telling = Telling(lines_of("en", "doctor"))
    phrases = (Phrase(Intent.STOP, Caught.NOT_UNDERSTOOD, -40.0, 12.5),)
    found = (Finding("misses-safety", {"n": 1, "total": 1}),)
    checkup = Checkup(
        "2026-11-28T21:00:00+00:00", "USB", "Headphones", by_ear=True, room=QUIET_ROOM,
        phrases=phrases, findings=found,
    )  # fmt: skip
    lines = list(telling.report(checkup))
    assert lines[0] == "Check of 2026-11-28 21:00."
    assert '"stop": not understood.' in lines
    assert lines[-1] == "Something has to be mended before I can be relied on."
    data = json.loads(json.dumps(telling.as_data(checkup)))
    assert data["ready"] is False
    assert data["phrases"][0]["caught"] == "not_understood"
    assert data["findings"][0]["mend"].startswith("Move me closer")


def test_a_check_that_was_broken_off_is_no_success() -> None:
    telling = Telling(lines_of("en", "doctor"))
    checkup = Checkup("2026-11-28T21:00:00", None, "USB", ended=Ended.BY_USER)
    assert telling.verdict(checkup) == "The check was ended before all was tried."
