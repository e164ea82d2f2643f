"""A programme and its sessions: what it says, and every mistake in it."""

import re
from pathlib import Path

import pytest

from voicecoach.core.problems import BadFile
from voicecoach.script.reader import is_programme, read, read_programme
from voicecoach.script.reference import refresh

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "programmes.md").read_text("utf-8")
SESSION = """\
version: 1
title: Gently
blocks:
  - title: All
    exercises: [{name: Tilt, start_position: supine, reps: 3}]
"""
PROGRAMME = """\
version: 1
language: [en, de]
title: {en: Two weeks, de: Zwei Wochen}
weeks:
  - title: {en: To begin with, de: Zu Anfang}
    times: 2
    days:
      - {day: 1, session: a.yaml}
      - {day: 3, session: more/b.yaml}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "more").mkdir()
    (tmp_path / "a.yaml").write_text(SESSION)
    (tmp_path / "more" / "b.yaml").write_text(SESSION)
    return tmp_path


def mistakes(folder: Path, text: str) -> list[str]:
    (folder / "p.yaml").write_text(text)
    with pytest.raises(BadFile) as bad:
        read_programme(folder / "p.yaml")
    return [str(mistake).replace(f"{folder}/", "") for mistake in bad.value.mistakes]


def test_a_programme_is_read_in_the_users_language(folder: Path) -> None:
    path = folder / "p.yaml"
    path.write_text(PROGRAMME)
    assert is_programme(path)
    assert not is_programme(folder / "a.yaml")
    assert read_programme(path).title == "Two weeks"
    (week,) = read_programme(path, "de").weeks
    assert (week.title, week.times, week.days[1].session) == ("Zu Anfang", 2, "more/b.yaml")


def test_every_mistake_is_told_with_its_place(folder: Path) -> None:
    text = """\
version: 1
titel: Two weeks
weeks:
  - days:
      - {day: 8, session: a.yaml}
      - {session: ../a.yaml}
      - {day: 2}
    reps: 2
  - time: 2
    days: []
"""
    assert mistakes(folder, text) == [
        "p.yaml:2:1: `titel` is no key of a programme. Did you mean `title`?",
        "p.yaml:5:15: `day` is too large: 8. Write 7 or less.",
        "p.yaml:6:9: This day has no `day`. Add `day: 1`.",
        "p.yaml:6:19: `../a.yaml` is no name of a file in this folder."
        " Write `session: back-week-1.yaml`.",
        "p.yaml:7:9: This day has no `session`. Add `session: back-week-1.yaml`.",
        "p.yaml:8:5: `reps` is no key of a week. It has: title, times, days.",
        "p.yaml:9:5: `time` is no key of a week. Did you mean `times`?",
        "p.yaml:10:11: `days` is empty. Write at least one.",
    ]


def test_sessions_that_are_not_there_or_not_right_are_told(folder: Path) -> None:
    (folder / "a.yaml").write_text(SESSION.replace("reps: 3", "hold: 3"))
    told = mistakes(folder, PROGRAMME.replace("more/b.yaml", "more/c.yaml"))
    assert told == [
        "a.yaml:5:60: A length of time needs its unit. Write 3s.",
        "p.yaml:9:27: There is no file `more/c.yaml` beside the programme. Check its name.",
    ]


def test_days_stand_in_their_order_and_a_programme_ends(folder: Path) -> None:
    text = PROGRAMME.replace("day: 1", "day: 5").replace("times: 2", "times: 52")
    week = text[text.index("  - title") :]
    assert [line.split(": ", 1)[1] for line in mistakes(folder, text + week * 2)] == [
        "The programme goes on for 156 weeks. Keep it to 104.",
        *["Day 3 comes before day 5. Put the days in their order."] * 3,
    ]


@pytest.mark.parametrize("reference", ["con.yaml", "more/nul.yaml"])
def test_a_programme_opens_no_device(folder: Path, reference: str) -> None:
    (told,) = mistakes(folder, PROGRAMME.replace("a.yaml", reference))
    assert "is no name of a file in this folder." in told


def test_no_link_leads_out_of_the_programmes_folder(folder: Path) -> None:
    outside = folder.parent / f"{folder.name}.yaml"
    outside.write_text(SESSION)
    (folder / "c.yaml").symlink_to(outside)
    (told,) = mistakes(folder, PROGRAMME.replace("a.yaml", "c.yaml"))
    assert "This leads out of the programme's folder." in told


def test_a_programme_is_not_taken_for_a_session(folder: Path) -> None:
    (folder / "p.yaml").write_text(PROGRAMME)
    with pytest.raises(BadFile, match="This is a programme, and no session"):
        read(folder / "p.yaml")


def test_the_page_about_programmes_says_what_the_program_does(folder: Path) -> None:
    assert refresh(PAGE) == PAGE, "run: python -m voicecoach.script.reference docs/programmes.md"
    (example,) = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    for name in re.findall(r"[\w-]+\.yaml", example):
        (folder / name).write_text(SESSION)
    (folder / "p.yaml").write_text(example)
    assert sum(week.times for week in read_programme(folder / "p.yaml").weeks) == 4
