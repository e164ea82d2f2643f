"""The guide for authors says what the program does."""

import re
from pathlib import Path

import pytest
import yaml

from voicecoach.script.model import Session
from voicecoach.script.reader import read, read_text
from voicecoach.script.reference import refresh
from voicecoach.script.values import Screening

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "session-format.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_tables_in_the_guide_are_those_of_the_model() -> None:
    assert refresh(GUIDE) == GUIDE, (
        "run: python -m voicecoach.script.reference docs/session-format.md"
    )


def test_the_first_example_in_the_guide_is_a_whole_session() -> None:
    session = read_text(EXAMPLES[0], "guide")
    assert [e.hold for e in session.exercises] == [20.0]


@pytest.mark.parametrize("example", EXAMPLES[1:])
def test_the_other_examples_in_the_guide_are_right_where_they_belong(
    example: str, tmp_path: Path
) -> None:
    session, (head, _, exercise) = "version: 1\ntitle: T\n", EXAMPLES[0].partition("blocks:\n")
    first = example.partition(":")[0]
    if first == "version":
        text = example
    elif "\nexercises:" in example:
        text = f"{session}blocks:\n" + _moved_in(example, "  - ")
    elif first in Session.model_fields:
        text = session + example + ("" if "blocks:" in example else f"blocks:\n{exercise}")
    else:
        kept = re.sub(r"^        (setup|reps|hold|rest):.*\n", "", exercise, flags=re.MULTILINE)
        if first == "use":
            kept = re.sub(r"- name:.*", "- use: exercises/pelvic-tilt.yaml", kept)
            example = example.partition("\n")[2]
        dose = "" if {"reps", "hold"} & set(re.findall(r"^\w+", example, re.MULTILINE)) else DOSE
        text = f"{head}blocks:\n{kept}{dose}" + _moved_in(example, " " * 8)
    (tmp_path / "exercises").mkdir()
    for name in re.findall(r"exercises/[\w-]+\.yaml", text):
        (tmp_path / name).write_text(f"name: {Path(name).stem}\nreps: 4\n")
    (tmp_path / "guide.yaml").write_text(text)
    assert read(tmp_path / "guide.yaml")


DOSE = "        reps: 2\n"


def _moved_in(example: str, by: str) -> str:
    lines = example.splitlines()
    return "".join(f"{' ' * len(by) if n else by}{line}\n" for n, line in enumerate(lines))


@pytest.mark.parametrize("reason", Screening)
def test_the_coach_has_a_line_for_every_reason_not_to_begin(reason: Screening) -> None:
    lines = ROOT / "src" / "voicecoach" / "language" / "en" / "safety.yaml"
    assert yaml.safe_load(lines.read_text("utf-8"))["screening"][reason]


def test_every_key_has_a_description_and_editors_get_it() -> None:
    schema = Session.model_json_schema()
    for node in [schema, *schema["$defs"].values()]:
        for key, value in node.get("properties", {}).items():
            assert value.get("description"), key
