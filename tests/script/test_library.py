"""Exercises in files of their own: what is put together, and what no session gets at."""

import os
from pathlib import Path

import pytest

from voicecoach.core.problems import BadFile
from voicecoach.script.library import MOST_COPIED, MOST_FILES
from voicecoach.script.model import Session
from voicecoach.script.reader import LARGEST_EXERCISE, read, read_text

TILT = """\
name: Pelvic tilt
start_position: supine
steps:
  - Press your waist down.
reps: 10
messages: [{at: 5s, say: Softly.}]
"""
LIBRARY = str(Path("exercises", "tilt.yaml"))
HEAD = "version: 1\ntitle: T\nblocks:\n  - title: B\n    exercises:\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / "tilt.yaml").write_text(TILT)
    return tmp_path


def session(folder: Path, *exercises: str) -> Session:
    path = folder / "session.yaml"
    path.write_text(HEAD + "".join(f"      - {exercise}\n" for exercise in exercises))
    return read(path)


def mistakes(folder: Path, *exercises: str) -> list[str]:
    with pytest.raises(BadFile) as bad:
        session(folder, *exercises)
    return [str(mistake).replace(f"{folder}{os.sep}", "") for mistake in bad.value.mistakes]


def test_a_session_uses_an_exercise_of_another_file_with_keys_of_its_own(folder: Path) -> None:
    (tilt,) = session(folder, "{use: exercises/tilt.yaml, reps: 6, cue: Waist down.}").exercises
    assert (tilt.name, tilt.reps, tilt.cue) == ("Pelvic tilt", 6, "Waist down.")
    assert tilt.steps == ("Press your waist down.",)
    assert tilt.messages[0].say == "Softly."


def test_every_value_knows_the_file_in_which_it_stands(folder: Path) -> None:
    (tilt,) = session(folder, "{use: exercises/tilt.yaml, reps: 6}").exercises
    assert (Path(tilt.where.file).name, tilt.where.line) == ("session.yaml", 6)
    assert Path(tilt.where_of("reps").file).name == "session.yaml"
    step = tilt.where_of("steps", 0)
    assert (Path(step.file).name, step.line, step.column) == ("tilt.yaml", 4, 5)
    assert tilt.messages[0].where_of("say").line == 6


def test_a_mistake_is_told_where_it_stands_and_once(folder: Path) -> None:
    path = folder / "exercises" / "tilt.yaml"
    path.write_text(TILT.replace("reps: 10", "hold: 20").replace("steps:", "step:"))
    use = "{use: exercises/tilt.yaml}"
    assert mistakes(folder, use, use, "{use: exercises/tilt.yaml, hold: 20}") == [
        f"{LIBRARY}:3:1: `step` is no key of an exercise. Did you mean `steps`?",
        f"{LIBRARY}:5:7: A length of time needs its unit. Write 20s.",
        "session.yaml:8:42: A length of time needs its unit. Write 20s.",
    ]


def test_a_file_that_is_no_yaml_is_told_in_that_file(folder: Path) -> None:
    (folder / "exercises" / "tilt.yaml").write_text("name: A\n\treps: 5\n")
    (told,) = mistakes(folder, "{use: exercises/tilt.yaml}")
    assert told.startswith(LIBRARY + ":2:1: This line is moved in with a tab.")


def test_an_exercise_without_a_name_is_told_in_its_file(folder: Path) -> None:
    (folder / "exercises" / "tilt.yaml").write_text(TILT.removeprefix("name: Pelvic tilt\n"))
    told = mistakes(folder, "{use: exercises/tilt.yaml}")
    assert told == [LIBRARY + ":1:1: This exercise has no `name`. Add `name: ...`."]
    assert session(folder, "{use: exercises/tilt.yaml, name: Tilt}")


def test_a_file_holds_one_exercise_that_uses_no_other(folder: Path) -> None:
    (folder / "list.yaml").write_text("- name: A\n")
    (folder / "more.yaml").write_text("use: exercises/tilt.yaml\nname: A\nreps: 1\n")
    told = mistakes(folder, "{use: list.yaml}", "{use: more.yaml, start_position: prone}")
    assert [line.split(": ", 1)[1] for line in told] == [
        "An exercise file holds the keys of one exercise, and this does not."
        " Begin it with `name: ...`.",
        "An exercise that is used uses no other. Write the exercise out in full.",
    ]


# -- other forms


def test_easier_and_harder_can_lead_to_files(folder: Path) -> None:
    (folder / "exercises" / "small.yaml").write_text("name: Small tilt\nreps: 3\n")
    (folder / "exercises" / "tilt.yaml").write_text(TILT + "easier: small.yaml\n")
    made = session(folder, "{use: exercises/tilt.yaml}", "{use: exercises/tilt.yaml, reps: 2}")
    assert [form.name for form in made.forms] == ["Small tilt"]
    assert {exercise.easier for exercise in made.exercises} == {"small-tilt"}
    assert made.exercise("small-tilt").reps == 3


def test_a_file_that_the_session_uses_anyway_is_not_put_in_twice(folder: Path) -> None:
    (folder / "bridge.yaml").write_text("name: Bridge\nreps: 5\neasier: exercises/tilt.yaml\n")
    made = session(folder, "{use: exercises/tilt.yaml, reps: 4, id: tilt}", "use: bridge.yaml")
    assert made.forms == ()
    assert [exercise.easier for exercise in made.exercises] == [None, "tilt"]


def test_files_that_lead_to_each_other_in_a_circle_are_told(folder: Path) -> None:
    (folder / "a.yaml").write_text("name: A\nstart_position: prone\nreps: 5\neasier: b.yaml\n")
    (folder / "b.yaml").write_text("name: B\nreps: 5\neasier: a.yaml\n")
    told = mistakes(folder, "use: a.yaml")
    assert [line.split(": ", 1)[1] for line in told] == [
        f"`{own}` leads back to itself through `easier`."
        " Let each `easier` lead to something easier, and the last have none."
        for own in "ab"
    ]


# -- what no session gets at

HIDDEN_AWAY = "name: Secret\nstart_position: supine\nreps: 1\n"


@pytest.mark.parametrize(
    "reference",
    [
        *("../secret.yaml", "exercises/../../secret.yaml", "./../secret.yaml", "..", "~/x.yaml"),
        *("/etc/passwd", "/dev/zero", "//host/share/x.yaml", "C:/x.yaml", "c:x.yaml"),
        *('"..\\\\secret.yaml"', '"\\\\\\\\host\\\\x.yaml"', "file:///etc/passwd"),
        *("https://example.org/x.yaml", "exercises/tilt.yaml:stream.yaml", "a/./b.yaml"),
    ],
)
def test_no_way_leads_out_of_the_folder(folder: Path, reference: str) -> None:
    (folder.parent / "secret.yaml").write_text(HIDDEN_AWAY)
    (told,) = mistakes(folder, f"use: {reference}")
    assert "A session uses files in its own folder, and none outside." in told


@pytest.mark.parametrize(
    "reference",
    [
        *("exercises", "exercises/tilt", "tilt.txt", "con.yaml", "NUL.yaml", "exercises/com1.yaml"),
        *(".hidden.yaml", "a//b.yaml", "a/b/c/d/e/f.yaml", "x" * 300 + ".yaml", "$(x).yaml", '""'),
    ],
)
def test_what_is_no_plain_name_of_a_yaml_file_is_refused(folder: Path, reference: str) -> None:
    (told,) = mistakes(folder, f"use: {reference}")
    assert "is no name of an exercise file." in told


@pytest.mark.parametrize("reference", ["5", "[a.yaml]", "{a: b}", "null", "no", ""])
def test_what_is_no_text_is_refused(folder: Path, reference: str) -> None:
    told = mistakes(folder, f"use: {reference}", "{name: A, reps: 1}")
    assert told[0].startswith("session.yaml:6:1")
    assert "The name of a file is needed here." in told[0]


@pytest.mark.parametrize("is_folder", [True, False])
def test_no_link_leads_out_of_the_folder(folder: Path, is_folder: bool) -> None:
    outside = folder.parent / f"outside-{folder.name}"
    outside.mkdir()
    (outside / "secret.yaml").write_text(HIDDEN_AWAY)
    try:
        if is_folder:
            (folder / "more").symlink_to(outside, target_is_directory=True)
        else:
            (folder / "more").mkdir()
            (folder / "more" / "secret.yaml").symlink_to(outside / "secret.yaml")
    except OSError:
        pytest.skip("links may not be made here")
    (told,) = mistakes(folder, "use: more/secret.yaml")
    assert told.startswith("session.yaml:6:14: This leads out of the session's folder.")


def test_a_link_within_the_folder_is_followed_and_one_in_a_circle_is_not(folder: Path) -> None:
    try:
        (folder / "tilt.yaml").symlink_to(folder / "exercises" / "tilt.yaml")
        (folder / "round.yaml").symlink_to(folder / "round.yaml")
    except OSError:
        pytest.skip("links may not be made here")
    assert session(folder, "use: tilt.yaml")
    (told,) = mistakes(folder, "use: round.yaml")
    assert told.startswith("session.yaml:6:14:")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes in folders")
def test_a_pipe_in_the_folder_is_refused_without_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    (told,) = mistakes(folder, "use: pipe.yaml")
    assert told == "pipe.yaml:1:1: This is no file to read. Name an exercise file (.yaml)."


def test_a_file_that_is_not_there_is_told_where_it_is_named(folder: Path) -> None:
    (told,) = mistakes(folder, "use: exercises/tlit.yaml")
    assert told == (
        "session.yaml:6:14: There is no file `exercises/tlit.yaml` beside the session."
        " Check its name."
    )


def test_a_session_that_is_no_file_uses_none() -> None:
    with pytest.raises(BadFile, match="Only a session in a file can use other files"):
        read_text(HEAD + "      - use: a.yaml\n", "s.yaml")


# -- sizes


def test_a_large_exercise_file_is_refused(folder: Path) -> None:
    (folder / "a.yaml").write_text(TILT + "#" * LARGEST_EXERCISE)
    (told,) = mistakes(folder, "use: a.yaml")
    assert told.startswith("a.yaml:1:1: The file is larger than 32 KiB.")


def test_a_session_uses_so_many_files_and_no_more(folder: Path) -> None:
    for n in range(MOST_FILES + 1):
        (folder / f"e{n}.yaml").write_text(TILT)
    uses = [f"use: e{n}.yaml" for n in range(MOST_FILES + 1)]
    assert session(folder, *uses[:-1])
    (told,) = mistakes(folder, *uses)
    assert told.startswith(f"session.yaml:{6 + MOST_FILES}:14: A session uses 50 files at most.")


def test_a_small_session_cannot_grow_without_end(folder: Path) -> None:
    (folder / "a.yaml").write_text(TILT + "equipment: [" + "x, " * 2000 + "]\n")
    told = mistakes(folder, *(["use: a.yaml"] * 60))
    assert any("hold too much together" in line for line in told)
    assert MOST_COPIED < 60 * 2000


def test_a_chain_of_files_is_followed_in_little_time(folder: Path) -> None:
    for n in range(200):
        (folder / f"e{n}.yaml").write_text(f"name: e{n}\nreps: 1\neasier: e{n + 1}.yaml\n")
    told = mistakes(folder, "{use: e0.yaml, start_position: prone}")
    assert any("50 files at most" in line for line in told)
