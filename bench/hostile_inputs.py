"""Session files, settings and imports as a stranger might write them: made by a seeded chance.

Slips in what comes with the program and in what its tests refuse, and YAML out of nothing but the
words of the format. `bench/hostile.py` reads them.
"""

import json
import random
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.script.test_hostile import WHOLE, exercise

from voicecoach import library
from voicecoach.authoring.bringing import drafted
from voicecoach.core.problems import BadFile
from voicecoach.importing.draft import as_text
from voicecoach.script import reader
from voicecoach.settings import file as settings_file

ROOT = Path(__file__).parents[1]
SIGNS = (
    *":-[]{}&*!|>'\"#%@`,?\t\n \\~.0123456789",
    *("\r\n", "\u2028", "\ufeff", "\x00", "\x1b[2J", "\u202e", "\u200d", "\U000e0041", "- ", ": "),
    *("<<: ", "!!python/object/apply:os.system ", "[[inpt PHON]]", "<speak>", "../", "/etc/passwd"),
    *("1e999", "9" * 400, "null", "&a ", "*a", "|\n", "---\n", "e\u0301", "A" * 300, "\ud7ff"),
)
VALUES = (
    *("no", "null", "~", "3", "-1", "1e9", ".inf", ".nan", "10s", "1:30", "3-1-2-0", "supine"),
    *("both", "x", "''", "[]", "{}", "0x10", "8-12", "on_ready", "left_then_right", "in 4"),
    *('"\\u202e"', "2001-01-01", "1" * 40, "99999s", "*x", "Lie down.", "[a, b, c]", "{a: b}"),
    *("{en: a, de: b}", "[en, de]", "e.yaml", "../e.yaml"),
)
EXERCISE = "name: Tilt\nstart_position: supine\nreps: 3\nsteps: [Tilt it.]\n"
USES = "version: 1\ntitle: Back\nblocks:\n  - title: All\n    exercises:\n      - use: e.yaml\n"
SHARES = {
    "broken sessions": 35,
    "whole sessions": 20,
    "what comes with it": 7,
    "random YAML": 23,
    "exercise files": 5,
    "programmes": 2,
    "settings": 3,
    "imports": 3,
    "bytes": 2,
}
"""Kinds of inputs, per cent."""
FILES = {"exercise files": "e.yaml", "programmes": "p.yaml", "bytes": "b.yaml"}
"""The kinds that have to lie in a folder."""
JSON = json.dumps(
    [{"name": "Plank", "instructions": ["Lie down. Hold for 20 seconds.", "Repeat 10 times."]}]
)


def bring(text: str) -> None:
    """Make a session of a text in another format; what is made has to be one."""
    made = as_text(drafted(text, []))
    try:
        reader.read_text(made, "o.yaml")
    except BadFile as bad:
        raise AssertionError(f"a bad session was made: {bad}") from bad


class Maker:
    """Inputs by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret
        broken = sorted((ROOT / "tests/script/broken").glob("*.yaml"))
        self._broken = [file.read_bytes().decode(errors="replace") for file in broken]
        self._shipped = [e.file.read_text("utf-8") for e in library.entries() if not e.own]
        self._csv = [
            (ROOT / f"tests/importing/{name}.csv").read_text("utf-8") for name in ("hevy", "strong")
        ]
        self._programme = (ROOT / "sessions/back-programme.yaml").read_text("utf-8")
        self._keys = sorted({line.split(":")[0].strip(" -") for line in WHOLE.splitlines()})

    def slipped(self, text: str) -> str:
        """`text` with a few slips in it."""
        chance = self._chance
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            start = chance.randrange(len(text) + 1)
            kind = chance.random()
            if kind < 0.6:
                end = min(len(text), start + chance.choice((0, 1, 2, 12)))
                text = text[:start] + chance.choice(SIGNS) * chance.choice((1, 1, 2)) + text[end:]
            elif kind < 0.8:  # a line twice, or another's
                lines = text.split("\n")
                lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
                text = "\n".join(lines)
            elif kind < 0.9:
                text = text[:start]
            else:
                text = text[:start] + chr(chance.randrange(0xD800)) + text[start:]
        return text

    def random_yaml(self) -> str:
        """The words of the format in no order."""
        chance = self._chance
        lines = ["version: 1", "title: x", "blocks:", "  - title: x", "    exercises:"]
        lines = lines[: chance.choice((0, 2, 5, 5, 5))]
        for _ in range(chance.randrange(1, 25)):
            indent = " " * chance.choice((0, 2, 4, 6, 6, 8, 8, 8))
            dash = chance.choice(("", "", "", "- "))
            lines.append(f"{indent}{dash}{chance.choice(self._keys)}: {chance.choice(VALUES)}")
        return "\n".join(lines) + "\n"

    def next(self, folder: Path) -> tuple[str, str, Callable[[], object]]:
        """A kind, the text, and what reads it."""
        (kind,) = self._chance.choices(list(SHARES), list(SHARES.values()))
        text, name = self._text(kind), FILES.get(kind, "s.yaml")
        if kind in FILES:
            data = text.encode() if kind != "bytes" else text.encode("latin-1")
            (folder / name).write_bytes(data)
        reads: Mapping[str, Callable[[], object]] = {
            "exercise files": lambda: reader.read(folder / "s.yaml"),
            "programmes": lambda: reader.read_programme(folder / name),
            "bytes": lambda: reader.read(folder / name),
            "settings": lambda: settings_file.read_text(text, "settings.yaml"),
            "imports": partial(bring, text),
        }
        return kind, text, reads.get(kind, lambda: reader.read_text(text, name))

    def _text(self, kind: str) -> str:
        chance = self._chance
        if kind == "random YAML":
            return self.random_yaml()
        if kind == "bytes":
            return "".join(chr(chance.randrange(256)) for _ in range(chance.randrange(200)))
        if kind == "settings":
            keys = (f"{key}: {chance.choice(VALUES)}" for key in sorted(settings_file.KIND.keys))
            return self.slipped("\n".join(key for key in keys if chance.random() < 0.4))
        sources: Mapping[str, Sequence[str]] = {
            "broken sessions": self._broken,
            "whole sessions": (WHOLE, exercise("reps: 3"), EXERCISE),
            "what comes with it": self._shipped,
            "exercise files": (EXERCISE,),
            "programmes": (self._programme,),
            "imports": (JSON, *self._csv),
        }
        return self.slipped(chance.choice(sources[kind]))
