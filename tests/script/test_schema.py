"""What editors say of a session file is what `voicecoach check` says of it."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach import library
from voicecoach.authoring import checkup
from voicecoach.core.problems import BadFile
from voicecoach.lint.codes import ALLOWABLE, FORMAT
from voicecoach.script.reader import read_text
from voicecoach.script.schema import LINE, as_text, schema
from voicecoach.script.text import MARKUP

ROOT = Path(__file__).parents[2]
SHIPPED = [entry.file for entry in library.entries_in(ROOT / "sessions", own=False)]
BROKEN = sorted((ROOT / "tests" / "script" / "broken").glob("*.yaml"))
OTHERS = sorted((ROOT / "tests").rglob("lint/**/*.yaml"))
SCHEMA = schema(ALLOWABLE)

CANNOT_SAY: Mapping[str, set[str]] = {
    "a key is there twice: most readers of YAML keep the last": {"key-twice"},
    "no names for parts of the file: they are gone when the schema is asked": {"anchor-and-alias"},
    "unquoted no, yes, on and off: text for editors, true or false for others": {
        "reviewed-by-no",
        "unquoted-no",
    },
    "the least and the most of a length of time": {"hold-of-no-time", "hold-too-long"},
    "one number in a text is smaller than another": {"reps-range-backwards"},
    "an id is there twice, and where `easier` and `harder` lead": {
        "easier-in-a-circle",
        "easier-of-two-namesakes",
        "easier-points-nowhere",
        "form-that-nothing-leads-to",
        "harder-in-a-circle",
        "id-twice",
    },
    "in which languages a text is to be there": {"languages-not-named"},
    "how long a word is": {"word-that-no-voice-says"},
    "where a progression begins and ends": {"progression-that-cannot-be"},
    "sums of times": {"breath-longer-than-the-hold", "hours-of-work", "messages-without-room"},
}
"""Every rule of `check` that a JSON Schema cannot say, and the broken files that only it finds."""

NO_YAML = {
    "a line that does not line up": {
        "colon-in-a-text",
        "everything-at-once",
        "line-too-far-in",
        "line-too-far-out",
        "line-without-key",
        "list-not-lined-up",
        "list-on-the-line-of-its-key",
        "missing-space",
        "missing-space-in-the-first-line",
    },
    "quotation marks, brackets and signs": {
        "apostrophe-in-quotes",
        "backslash",
        "question-mark-key",
        "quote-inside-quotes",
        "tag",
        "text-begins-with-exclamation",
        "text-begins-with-percent",
        "text-begins-with-question-mark",
        "text-begins-with-star",
        "text-behind-a-bar",
        "unclosed-brace",
        "unclosed-bracket",
        "unclosed-quote",
        "unclosed-quote-before-another",
    },
    "tabs": {"tab", "tab-after-a-dash"},
    "a second document": {"two-sessions"},
    "not UTF-8": {"latin-1", "utf-16"},
}
"""What an editor's reader of YAML tells, before any schema is asked."""


class Editor(yaml.SafeLoader):
    """Reads YAML 1.2, as editors do: `no` is text, and so is 1:30."""

    yaml_implicit_resolvers: dict[Any, Any] = {}  # noqa: RUF012 - PyYAML's own


for _tag, _form, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    Editor.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), _first)


@cache
def validator() -> jsonschema.Draft7Validator:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    return jsonschema.Draft7Validator(SCHEMA)


def editor_accepts(path: Path) -> bool:
    """Whether an editor has nothing to say. Raises YAMLError where it reads no YAML."""
    return bool(validator().is_valid(yaml.load(path.read_text("utf-8"), Editor)))  # noqa: S506 - safe


def check_accepts(path: Path) -> bool:
    return not {FORMAT, "unknown-code"} & {finding.code for finding in checkup.check(path)[1]}


@pytest.mark.parametrize("path", [*SHIPPED, *OTHERS], ids=lambda path: path.stem)
def test_an_editor_and_check_agree_on_files_that_can_be_read(path: Path) -> None:
    assert editor_accepts(path) is check_accepts(path)


def test_an_editor_finds_every_broken_file_but_those_that_a_schema_cannot_say() -> None:
    missed, unread = set(), set()
    for path in BROKEN:
        try:
            if editor_accepts(path):
                missed.add(path.stem)
        except (yaml.YAMLError, UnicodeError):
            unread.add(path.stem)
    assert missed == set().union(*CANNOT_SAY.values())
    assert unread == set().union(*NO_YAML.values())


VALUES = st.sampled_from(
    (
        *(
            "20s",
            "2 Min",
            "1:30",
            "no",
            "Knee in.",
            "a <b>",
            "3-1-2-0",
            "3 - 1 - 2.5 - 0",
            "0-1-0-3",
        ),
        *("8-12", "8 to 12", "in 4, hold 2, out 6", "in 4, in 2", "between_sets", "superset"),
        *("left_then_right", "sitting", "", 0, 1, 2, 101, 1.5, True, None, [], ["in"], {}),
        *(["a", "b", "c", "d"], {"title": "A"}, [{"at": "2s", "say": "Soft."}]),
        [{"code": "colour", "because": "It is thick."}],
    )
)


@given(data=st.data())
@settings(max_examples=100)
def test_an_editor_never_refuses_what_check_takes(data: st.DataObject) -> None:
    exercise: dict[str, Any] = {"name": "Tilt", "start_position": "supine", "reps": 3}
    block: dict[str, Any] = {"title": "All", "exercises": [exercise]}
    session: dict[str, Any] = {"version": 1, "title": "Back", "blocks": [block]}
    for node, name in ((session, None), (block, "Block"), (exercise, "Exercise")):
        keys = sorted((SCHEMA["$defs"][name] if name else SCHEMA)["properties"])
        changed = data.draw(st.dictionaries(st.sampled_from(keys), VALUES, max_size=2))
        node |= {key: changed[key] for key in changed if key not in {"blocks", "exercises"}}
    text = yaml.safe_dump(session, allow_unicode=True)
    try:
        read_text(text, "s.yaml")
    except BadFile:
        return
    assert validator().is_valid(yaml.load(text, Editor)), text  # noqa: S506 - safe


def test_the_schema_beside_the_sessions_is_that_of_the_model() -> None:
    shipped = (ROOT / "sessions" / "session.schema.json").read_text("utf-8")
    assert shipped == f"{as_text(ALLOWABLE)}\n", (
        "run: voicecoach schema > sessions/session.schema.json"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_session_that_comes_with_it_leads_editors_to_the_schema(path: Path) -> None:
    line = path.read_text("utf-8").splitlines()[0]
    assert line.startswith("# yaml-language-server: $schema=")
    named = path.parent / line.partition("$schema=")[2]
    assert named.resolve() == ROOT / "sessions" / "session.schema.json"


@pytest.mark.parametrize("sign", MARKUP)
def test_an_editor_refuses_signs_that_voices_take_for_commands(sign: str) -> None:
    title = SCHEMA["properties"]["title"]["anyOf"][0]
    assert re.search(title["pattern"], "Back, and more")
    assert not re.search(title["pattern"], f"Back {sign} more")


@pytest.mark.parametrize(
    ("written", "right"),
    [
        *[(right, True) for right in ("20s", "1m30s", "2 Min", "90 seconds", "1 minute 5 seconds")],
        *[(wrong, False) for wrong in ("20", "1:30", "s", "1h", "2m 5")],
    ],
)
def test_a_length_of_time_is_one_for_editors_too(written: str, right: bool) -> None:
    pattern = SCHEMA["$defs"]["Exercise"]["properties"]["hold"]["pattern"]
    assert bool(re.search(pattern, written)) is right


def test_every_key_has_a_description_and_what_it_needs_has_an_example() -> None:
    for node in [SCHEMA, *SCHEMA["$defs"].values()]:
        for key, value in node["properties"].items():
            assert value["description"], key
            assert "examples" in value or "$ref" in json.dumps(value), key


def test_the_line_for_editors_names_a_file_beside_the_session() -> None:
    assert LINE == "# yaml-language-server: $schema=session.schema.json"
