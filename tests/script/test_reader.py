"""What a session file says, and what it may not be."""

import os
from pathlib import Path

import pytest
import yaml

from voicecoach.core.problems import BadFile
from voicecoach.handwritten import compose
from voicecoach.handwritten.source import LARGEST_FILE, MOST_MISTAKES
from voicecoach.script.model import Session
from voicecoach.script.reader import is_programme, read, read_programme, read_text
from voicecoach.script.values import (
    Advance,
    Counting,
    Movement,
    Screening,
    Sides,
    StartPosition,
    Tempo,
)

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.yaml"))
FOLDER = HERE.parents[1] / "sessions"
SESSIONS = sorted(f for f in FOLDER.glob("*.yaml") if "\nblocks:" in f.read_text("utf-8"))

WHOLE = """\
version: 1
title: Gentle sciatica, on the floor
language: en
source: {title: "Back care", url: "https://example.org/back"}
reviewed_by: null
equipment: [mat]
screening: [recent_accident, bladder_bowel, both_legs]
blocks:
  - title: Warm up
    rounds: 2
    exercises:
      - name: Single knee to chest
        start_position: supine
        setup: Lie on your back, knees bent, feet flat on the floor.
        steps: [Bring one knee towards your chest., Hold it with both hands.]
        cue: Knee in.
        breathing: Breathe out as the knee comes in.
        expect: a mild stretch
        stop_if: [pain spreads down the leg]
        sides: left_then_right
        sets: 1
        reps: 3
        hold: 20s
        rest: 10s
      - name: Pelvic tilt
        sets: 2
        reps: 10
        tempo: 3-1-2-0
        phases: [release, rest, flatten, stay]
        starts_with: concentric
        easier: single-knee-to-chest
"""


def exercise(*lines: str) -> str:
    """Write a session with one exercise, which has these lines."""
    start = "version: 1\ntitle: Back\nblocks:\n  - title: All\n    exercises:\n      - name: Tilt\n"
    rest = ("start_position: supine", *lines)
    return start + "".join(f"        {line}\n" for line in rest)


def mistakes(text: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        read_text(text, "s.yaml")
    return [str(mistake) for mistake in bad.value.mistakes]


# -- what is right


def test_every_key_is_read() -> None:
    session = read_text(WHOLE, "s.yaml")
    assert (session.version, session.title, session.language) == (
        1,
        "Gentle sciatica, on the floor",
        "en",
    )
    assert session.source is not None
    assert (session.source.title, session.source.url) == ("Back care", "https://example.org/back")
    assert session.reviewed_by is None
    assert session.equipment == ("mat",)
    assert session.screening == (
        Screening.RECENT_ACCIDENT,
        Screening.BLADDER_BOWEL,
        Screening.BOTH_LEGS,
    )
    (block,) = session.blocks
    assert (block.title, block.rounds) == ("Warm up", 2)
    knee, tilt = block.exercises
    assert knee.model_dump() == {
        "name": "Single knee to chest",
        "id": "single-knee-to-chest",
        "use": None,
        "start_position": StartPosition.SUPINE,
        "setup": "Lie on your back, knees bent, feet flat on the floor.",
        "steps": ("Bring one knee towards your chest.", "Hold it with both hands."),
        "cue": "Knee in.",
        "breathing": "Breathe out as the knee comes in.",
        "expect": "a mild stretch",
        "stop_if": ("pain spreads down the leg",),
        "sides": Sides.LEFT_THEN_RIGHT,
        "sets": 1,
        "reps": 3,
        "count": Counting.BY_COACH,
        "hold": 20.0,
        "rest": 10.0,
        "tempo": None,
        "phases": None,
        "starts_with": Movement.ECCENTRIC,
        "breathing_pattern": None,
        "messages": (),
        "easier": None,
        "harder": None,
        "advance": Advance.AUTO,
        "progression": None,
        "pain_check": None,
        "allow": (),
    }
    assert (tilt.sets, tilt.reps, tilt.hold, tilt.rest) == (2, 10, None, 0.0)
    assert tilt.tempo == Tempo(3, 1, 2, 0)
    assert tilt.phases == ("release", "rest", "flatten", "stay")
    assert tilt.starts_with is Movement.CONCENTRIC


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_every_session_and_programme_that_comes_with_it_is_right(path: Path) -> None:
    assert read_programme(path) if is_programme(path) else isinstance(read(path), Session)


def test_every_node_knows_where_it_stands() -> None:
    session = read_text(WHOLE, "s.yaml")
    knee, tilt = session.exercises
    assert (knee.where.file, knee.where.line, knee.where.column) == ("s.yaml", 12, 9)
    assert (tilt.where.line, tilt.where.column) == (25, 9)
    assert (session.blocks[0].where.line, session.blocks[0].where.column) == (9, 5)
    step = knee.where_of("steps", 1)
    assert (step.line, step.column) == (15, 53)
    assert tilt.where_of("cue") == tilt.where, "what is not there stands where it would belong"


def test_an_exercise_keeps_the_start_position_of_the_one_before() -> None:
    more = "      - name: Bridge\n        reps: 5\n"
    more += "      - name: Roll\n        reps: 5\n        start_position: prone\n"
    session = read_text(exercise("reps: 3") + more, "s.yaml")
    assert [e.start_position for e in session.exercises] == ["supine", "supine", "prone"]


def test_exercises_of_the_same_name_get_ids_of_their_own() -> None:
    more = "      - name: Tilt\n        reps: 5\n      - name: Tilt!\n        reps: 5\n"
    session = read_text(exercise("reps: 3", "id: tilt-2") + more, "s.yaml")
    assert [e.id for e in session.exercises] == ["tilt-2", "tilt", "tilt-3"]


def test_an_easier_exercise_is_found_by_its_id() -> None:
    session = read_text(WHOLE, "s.yaml")
    *_, tilt = session.exercises
    assert tilt.easier is not None
    assert session.exercise(tilt.easier).name == "Single knee to chest"
    with pytest.raises(KeyError):
        session.exercise("nobody")


def test_a_session_does_not_change_once_read() -> None:
    session = read_text(WHOLE, "s.yaml")
    with pytest.raises(ValueError, match="frozen"):
        setattr(session, "title", "Other")  # noqa: B010 - mypy would not let it be tried


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("20s", 20),
        ("1m30s", 90),
        ("90s", 90),
        ("2m", 120),
        ("2 min", 120),
        ("1 minute 5 seconds", 65),
        ("2.5s", 2.5),
        ("20 Sec", 20),
        ('"20s"', 20),
    ],
)
def test_a_length_of_time_is_read_in_seconds(written: str, seconds: float) -> None:
    session = read_text(exercise(f"hold: {written}"), "s.yaml")
    assert next(session.exercises).hold == seconds


def test_text_over_several_lines_becomes_one_line() -> None:
    session = read_text(exercise("reps: 3", "setup: |", "  Lie down.", "", "  Rest."), "s.yaml")
    assert next(session.exercises).setup == "Lie down. Rest."


def test_words_in_other_scripts_are_text() -> None:
    session = read_text(exercise("reps: 3", "cue: می‌خواهم 膝を抱える Übung"), "s.yaml")
    assert next(session.exercises).cue == "می‌خواهم 膝を抱える Übung"


# -- what is wrong


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the wheel carries no libyaml, the messages are the same."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(compose, "_Loader", getattr(yaml, request.param))


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_file_is_refused_with_place_and_mend(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    with pytest.raises(BadFile) as bad:
        read(Path(path.name))
    assert f"{bad.value}\n" == path.with_suffix(".txt").read_text("utf-8")


def test_a_hold_without_a_unit_is_refused_with_the_mend() -> None:
    assert mistakes(exercise("hold: 20")) == [
        "s.yaml:8:15: A length of time needs its unit. Write 20s."
    ]


def test_a_mistake_is_told_once_for_a_misspelt_key_that_is_needed() -> None:
    text = exercise("rep: 3").replace("name:", "nmae:").replace("start_pos", "startpos")
    assert [line.split(": ", 1)[1] for line in mistakes(text)] == [
        "`nmae` is no key of an exercise. Did you mean `name`?",
        "`startposition` is no key of an exercise. Did you mean `start_position`?",
        "`rep` is no key of an exercise. Did you mean `reps`?",
    ]


def test_a_flood_of_mistakes_is_cut_short() -> None:
    told = mistakes(exercise("reps: 3", *(f"key{n}: 1" for n in range(500))))
    assert len(told) == MOST_MISTAKES + 1
    assert told[-1].endswith("There are more mistakes from here on. Mend those before first.")


def test_a_byte_order_mark_moves_no_column() -> None:
    assert mistakes("\ufeffversion: 2\n")[-1].startswith("s.yaml:1:10:")


# -- what is no session file at all


def refusal(path: Path) -> str:
    with pytest.raises(BadFile) as bad:
        read(path)
    (mistake,) = bad.value.mistakes
    assert (mistake.file, mistake.line, mistake.column) == (str(path), 1, 1)
    return f"{mistake.found} {mistake.mend}"


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    told = "There is no such file. Check its name and folder."
    assert refusal(tmp_path / "none.yaml") == told


def test_a_folder_is_no_session_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "This is no file to read. Name a session file (.yaml)."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    told = "This is no file to read. Name a session file (.yaml)."
    assert refusal(tmp_path / "pipe.yaml") == told


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no device files here")
def test_a_device_is_refused() -> None:
    told = "This is no file to read. Name a session file (.yaml)."
    assert refusal(Path("/dev/zero")) == told


def test_a_name_that_no_disk_takes_is_refused(tmp_path: Path) -> None:
    told = "The file cannot be read. Check its name and its disk."
    assert refusal(tmp_path / ("x" * 5000)) == told
    assert refusal(Path("a\0b")) == told


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * LARGEST_FILE)
    assert refusal(path).startswith("The file is empty.")
    path.write_bytes(b"#" * (LARGEST_FILE + 1))
    told = "The file is larger than 256 KiB. Make several sessions of it."
    assert refusal(path) == told
    assert mistakes("ü" * (LARGEST_FILE // 2 + 1)) == [f"s.yaml:1:1: {told}"]
