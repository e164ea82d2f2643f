"""The guide to the settings says what the program does."""

import re
from pathlib import Path

from voicecoach.core.key_names import KEY_NAMES
from voicecoach.settings.file import read_text
from voicecoach.settings.model import KEYS

GUIDE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")


def test_the_example_can_be_used_and_has_every_key() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
    found = read_text(example, "guide")
    assert all(getattr(found, key) for key in KEYS)


def test_every_key_is_explained_in_the_programs_own_words() -> None:
    for key, each in KEYS.items():
        assert f"| `{key}` | {each.about.removesuffix('.')}" in GUIDE


def test_every_key_that_can_stop_is_named() -> None:
    named = set(re.findall(r"`(\w+)`", GUIDE)) | {f"f{n}" for n in range(1, 13)}
    assert named >= KEY_NAMES.keys()
