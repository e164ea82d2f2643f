"""A plan reads like a score: headings with times, then every cue."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.plan.timelines import planned, spoken_s

from voicecoach.authoring.picture import WIDTH, as_svg, draw, in_words
from voicecoach.authoring.preview import Doing, Preview, as_json, as_text, clock, of
from voicecoach.core.problems import Problem

KNEE = "name: Knee & hip\nstart_position: supine\nreps: 2\nhold: 20s\nrest: 5s"
SIT = "name: Sit tall\nstart_position: sitting\nreps: 3\npain_check: before"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def view() -> Preview:
    return of(planned(KNEE, SIT), spoken_s)


def test_each_exercise_has_a_heading_with_its_time_and_what_it_is_for(view: Preview) -> None:
    first, in_all, *rest = as_text(view).splitlines()
    assert first == f"T. {clock(view.total_s)}, and what you take to be ready."
    assert in_all.startswith("In all: ")
    assert in_all.endswith("It waits for you 4 times.")
    headings = [rest[i + 1] for i, row in enumerate(rest) if not row]
    assert [row.split(" From ")[0] for row in headings] == [
        "Before you begin.",
        "1 of 2. Knee & hip.",
        "2 of 2. Sit tall.",
        "The end.",
    ]
    assert "holding 0:40" in headings[1]
    assert "resting 0:05" in headings[1]


def test_all_time_is_in_one_part_and_goes_to_one_thing(view: Preview) -> None:
    assert sum(part.length_s for part in view.parts) == pytest.approx(view.total_s)
    assert sum(view.spent_s(doing) for doing in Doing) == pytest.approx(view.total_s)
    assert view.spent_s(Doing.HOLDING) == 40.0
    for part, behind in zip(view.parts, view.parts[1:], strict=False):
        assert part.start_s + part.length_s == pytest.approx(behind.start_s)


def test_the_same_is_there_for_programs(view: Preview) -> None:
    found = json.loads(as_json(view))
    assert [part["title"] for part in found["parts"]] == [part.title for part in view.parts]
    assert found["parts"][1]["holding_s"] == 40.0
    assert len(found["cues"]) == len(view.lines)


# -- the picture


def test_a_picture_has_a_title_and_tells_in_words_all_that_it_shows(view: Preview) -> None:
    root = ET.fromstring(as_svg(view))  # noqa: S314 - our own
    assert root.get("role") == "img"
    named = (root.get("aria-labelledby") or "").split()
    found = {each.get("id"): each.text for each in root if each.get("id")}
    assert [name for name in named if not found[name]] == []
    assert "Knee & hip" in str(found["desc"])
    assert found["desc"] == in_words(view)
    for part in view.parts:
        assert part.title in in_words(view)


def test_nothing_in_a_picture_runs_over_its_edge(view: Preview) -> None:
    root = ET.fromstring(as_svg(view))  # noqa: S314 - our own
    height = float(root.get("height", 0))
    for bar in root.iter(f"{SVG}rect"):
        x, y = float(bar.get("x", 0)), float(bar.get("y", 0))
        assert 0 <= x <= x + float(bar.get("width", 0)) <= WIDTH
        assert 0 <= y <= y + float(bar.get("height", 0)) <= height
    assert all(0 < float(text.get("y", 0)) < height for text in root.iter(f"{SVG}text"))


def test_what_is_done_differs_by_shape_and_not_only_by_colour(view: Preview) -> None:
    root = ET.fromstring(as_svg(view))  # noqa: S314 - our own
    bars = [bar for bar in root.iter(f"{SVG}rect") if bar.get("x")]
    looks = {(bar.get("fill"), bar.get("height")) for bar in bars}
    striped = {fill for fill, _ in looks if str(fill).startswith("url")}
    plain = [height for fill, height in looks if fill not in striped]
    assert len(striped) == 1
    assert len(set(plain)) == len(plain) == len(Doing) - 1


def test_a_picture_that_cannot_be_written_is_told(view: Preview, tmp_path: Path) -> None:
    draw(view, tmp_path / "a.svg")
    assert (tmp_path / "a.svg").read_text("utf-8") == as_svg(view)
    with pytest.raises(Problem, match="was not written"):
        draw(view, tmp_path / "no" / "a.svg")
