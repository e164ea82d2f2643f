"""Exercises of the Free Exercise DB become a session, and nothing is lost without a word."""

import json
from pathlib import Path
from typing import Any

import pytest

from voicecoach.authoring import bringing, checkup
from voicecoach.core.problems import Problem
from voicecoach.importing import exercise_db
from voicecoach.lint.codes import FORMAT
from voicecoach.script import reader

STRETCH: dict[str, Any] = {
    "name": "Thigh stretch",
    "force": "static",
    "level": "beginner",
    "mechanic": None,
    "equipment": "body only",
    "primaryMuscles": ["quadriceps"],
    "secondaryMuscles": [],
    "instructions": [
        "Lie on your belly, arms beside you.",
        "Bend a knee and take the ankle with your hand. This will be your starting position.",
        "Draw the heel towards your buttock. Hold for 20-30 seconds, and then switch sides.",
    ],
    "category": "stretching",
    "images": ["Thigh_stretch/0.jpg"],
    "id": "Thigh_stretch",
}
CURL = STRETCH | {
    "name": "Curl",
    "equipment": "dumbbell",
    "instructions": ["Stand upright.", "Bend your elbows.", "Repeat for 8 to 12 repetitions."],
    "images": [],
}


def brought(folder: Path, data: object, *only: str) -> tuple[str, list[str]]:
    """The session that comes of a file, and what is told to be lost."""
    source, target = folder / "in.json", folder / "out.yaml"
    source.write_text(json.dumps(data, indent=2), "utf-8")
    losses = bringing.bring(source, target, only)
    return target.read_text("utf-8"), [f"{loss.line}: {loss.text}" for loss in losses]


def test_an_exercise_becomes_a_session(tmp_path: Path) -> None:
    text, _ = brought(tmp_path, STRETCH)
    assert text.splitlines()[2:] == [
        "version: 1",
        'title: "Thigh stretch"',
        "source:",
        '  title: "Free Exercise DB"',
        '  url: "https://github.com/yuhonas/free-exercise-db"',
        "reviewed_by: null",
        "blocks:",
        '  - title: "Exercises"',
        "    exercises:",
        '      - name: "Thigh stretch"',
        "        start_position: prone",
        '        setup: "Lie on your belly, arms beside you."',
        "        steps:",
        '          - "Bend a knee and take the ankle with your hand."',
        '          - "Draw the heel towards your buttock."',
        "        sides: left_then_right",
        "        hold: 20s",
    ]


def test_all_that_is_lost_or_guessed_is_told_with_its_line(tmp_path: Path) -> None:
    _, losses = brought(tmp_path, STRETCH)
    assert losses == [
        "1: Thigh stretch: nothing says when not to go on. Add `stop_if`.",
        "3: Thigh stretch: `force` is left out (static).",
        "4: Thigh stretch: `level` is left out (beginner).",
        "7: Thigh stretch: `primaryMuscles` is left out (quadriceps).",
        '12: Thigh stretch: `start_position: prone` is a guess: "Lie on your belly, arms beside '
        'you."',
        '13: Thigh stretch: "This will be your starting position." is left out.',
        '14: Thigh stretch: "Hold for 20-30 seconds, and then switch sides." became '
        "`sides: left_then_right`, `hold: 20s`.",
        "16: Thigh stretch: `category` is left out (stretching).",
        "17: Thigh stretch: pictures are left out. Say in words what they show.",
    ]


def test_a_range_of_repetitions_stays_one(tmp_path: Path) -> None:
    text, losses = brought(tmp_path, [CURL])
    assert "        reps: 8-12\n" in text
    assert 'equipment: ["dumbbell"]' in text
    assert any("became `reps: 8-12`" in loss for loss in losses)


def test_only_some_of_a_list_are_taken(tmp_path: Path) -> None:
    text, losses = brought(tmp_path, [STRETCH, CURL], "curl")
    assert "Thigh" not in text
    assert all("Curl" in loss for loss in losses)


def test_nothing_to_go_by_is_a_guess_and_told(tmp_path: Path) -> None:
    text, losses = brought(tmp_path, {"name": "Nod", "instructions": ["Nod."]})
    assert "start_position: standing\n" in text
    assert "reps: 8\n" in text
    assert sum("is a guess" in loss for loss in losses) == 2


@pytest.mark.parametrize(
    "name", ["Push [wide]", "A <b>", 'Say "ow"', "No\u202e", "x" * 200, "a: b # c", "\\n", "- x"]
)
def test_no_name_breaks_the_session(tmp_path: Path, name: str) -> None:
    brought(tmp_path, CURL | {"name": name, "instructions": [name, f"{name}. {name}."]})
    assert reader.read(tmp_path / "out.yaml")


def test_a_flood_of_words_is_cut_and_told(tmp_path: Path) -> None:
    many = [f"Move number {n}." for n in range(30)] + ["long " * 200]
    _, losses = brought(tmp_path, CURL | {"instructions": many})
    assert sum("one step too many" in loss for loss in losses) == 11
    assert sum("is cut after 400 letters" in loss for loss in losses) == 1


def test_a_whole_collection_is_too_much_for_a_session(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Choose some by name: --only"):
        brought(tmp_path, [CURL] * 100)
    assert not (tmp_path / "out.yaml").exists()


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + '"instructions"',
        '{"instructions": [',
        '[1, "instructions"]',
        '{"instructions": 3}',
        '{"instructions": ["a"], "x": ' + "9" * 5000 + "}",
        '{"instructions": ["' + "Lie down. " * 20_000 + '"]}',
        '{"instructions": ["a"]},' * (exercise_db.MOST + 1),
        "[" + '{"instructions": []},' * (exercise_db.MOST_COMMAS + 1),
    ],
)
def test_what_is_no_such_file_is_refused_with_the_mend(tmp_path: Path, text: str) -> None:
    (tmp_path / "in.json").write_text(text, "utf-8")
    with pytest.raises(Problem) as problem:
        bringing.bring(tmp_path / "in.json", tmp_path / "out.yaml", ())
    assert problem.value.mend
    assert not (tmp_path / "out.yaml").exists()


def test_a_number_that_no_session_can_have_becomes_the_nearest(tmp_path: Path) -> None:
    session, _ = brought(tmp_path, {**STRETCH, "instructions": ["Lie down.", "Repeat 0 times."]})
    assert "reps: 1\n" in session


def test_what_comes_of_it_can_be_read_and_check_tells_the_rest(tmp_path: Path) -> None:
    brought(tmp_path, [STRETCH, CURL])
    session, findings = checkup.check(tmp_path / "out.yaml")
    codes = {finding.code for finding in findings}
    assert session
    assert FORMAT not in codes
    assert {"no-screening", "hold-without-breath"} <= codes
