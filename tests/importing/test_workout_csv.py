"""Workouts that Hevy and Strong export become sessions, and nothing is lost without a word."""

import os
from pathlib import Path

import pytest

from voicecoach.authoring import bringing
from voicecoach.core.problems import Problem
from voicecoach.script import reader
from voicecoach.script.values import Order

HERE = Path(__file__).parent
HEVY = (HERE / "hevy.csv").read_text("utf-8")
STRONG = (HERE / "strong.csv").read_text("utf-8")


def brought(folder: Path, text: str, *only: str) -> tuple[str, list[str]]:
    """The session that comes of a file from its blocks on, and what is told to be lost."""
    source, target = folder / "in.csv", folder / "out.yaml"
    source.write_text(text, "utf-8")
    losses = bringing.bring(source, target, only)
    session = target.read_text("utf-8")
    return session[session.index("blocks:") :], [f"{loss.line}: {loss.text}" for loss in losses]


def test_the_latest_workout_becomes_a_session_with_its_superset(tmp_path: Path) -> None:
    blocks, _ = brought(tmp_path, HEVY)
    assert (
        blocks
        == """\
blocks:
  - title: "Part 1"
    exercises:
      - name: "Squat"
        # slow, "tall"
        start_position: standing
        # steps: say what to do, one movement a step
        sets: 2
        reps: 5-6
  - title: "Part 2"
    order: superset
    exercises:
      - name: "Plank"
        # steps: say what to do, one movement a step
        sets: 2
        hold: 45s
      - name: "Crunch"
        # steps: say what to do, one movement a step
        sets: 2
        reps: 12
"""
    )
    session = reader.read(tmp_path / "out.yaml")
    assert [block.order for block in session.blocks] == [Order.STRAIGHT, Order.SUPERSET]


def test_all_that_is_lost_or_guessed_is_told_with_its_line(tmp_path: Path) -> None:
    _, losses = brought(tmp_path, HEVY)
    assert losses == [
        "2: Squat: a set to warm up is left out.",
        "2: Squat: nothing says how it is done. Write `setup` and `steps`.",
        "2: Squat: nothing says how to begin. `start_position: standing` is a guess, for all of "
        "them.",
        "2: Squat: sets of 5, 6 became `reps: 5-6`.",
        "2: This is 1 of 2 workouts in the file, 2 Oct 2024, 18:00.",
        "3: Squat: the effort (RPE) is left out (8).",
        "3: Squat: the note became a comment.",
        "3: Squat: the weight is left out (100).",
        "5: Plank: holds of 60, 45 seconds became `hold: 45s`.",
        "5: Plank: nothing says how it is done. Write `setup` and `steps`.",
        "7: Crunch: nothing says how it is done. Write `setup` and `steps`.",
        "9: Treadmill: 60 minutes are no hold. It is left out.",
        "9: Treadmill: the distance is left out (6).",
    ]


def test_a_workout_is_chosen_by_its_name(tmp_path: Path) -> None:
    blocks, _ = brought(tmp_path, HEVY, "push")
    assert '- name: "Press"' in blocks
    assert "Squat" not in blocks


def test_a_rest_timer_between_sets_is_their_rest(tmp_path: Path) -> None:
    blocks, _ = brought(tmp_path, STRONG)
    assert blocks.endswith("        sets: 2\n        reps: 10\n        rest: 1m30s\n")


@pytest.mark.parametrize("change", [(",", ";"), ("\n", "\r\n"), ("Date", "\ufeffDate")])
def test_exports_of_other_systems_are_read(tmp_path: Path, change: tuple[str, str]) -> None:
    blocks, _ = brought(tmp_path, STRONG.replace(*change))
    assert '- name: "Press"' in blocks


def test_a_name_that_no_workout_has_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Choose one of: Legs, Push"):
        brought(tmp_path, HEVY, "swim")


def test_a_file_of_another_kind_is_refused_with_what_is_known(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="Hevy and Strong"):
        brought(tmp_path, "a,b\n1,2\n")


@pytest.mark.parametrize("number", ["inf", "1e400", "nan", "9" * 400, "3600"])
def test_no_number_breaks_the_session(tmp_path: Path, number: str) -> None:
    rows = f"title,start_time,exercise_title,reps,set_index\nLegs,2024-01-01,Squat,{number},1\n"
    blocks, _ = brought(tmp_path, f"{rows}Legs,2024-01-01,Squat,5,2\n")
    assert "reps: 5" in blocks


def test_a_pipe_is_no_file_to_wait_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "in.csv")
    with pytest.raises(Problem, match="is no file to read"):
        bringing.bring(tmp_path / "in.csv", tmp_path / "out.yaml", ())


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.yaml").write_text("precious", "utf-8")
    with pytest.raises(Problem, match="There is already a file"):
        brought(tmp_path, STRONG)
    assert (tmp_path / "out.yaml").read_text("utf-8") == "precious"
