"""Makes docs/writing-a-session.md anew: runs its commands in an empty folder, one after the other.

    python bench/writing_a_session.py            writes what the program says today into the page,
                                                 in some four minutes
    python bench/writing_a_session.py --quick    leaves out what needs a voice
    python bench/writing_a_session.py --check    tells whether the quick part is as it was

The page has marks: `run` before a command, `write` before a whole file, `change` before a part, and
`try` before the table of a session that is really held, with another voice as its user.
"""

import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from conversations import Turn, hold, written
from voicecoach import cli

PAGE = Path(__file__).parents[1] / "docs" / "writing-a-session.md"
SLOW = frozenset({"plan", "render"})
"""Commands that speak: they take longer, and another voice gives other times."""

TRIED = (
    Turn("Say yes, no, or not sure.", "No.", "Three tones", wait_s=3.0),
    Turn("Say stop now", "Stop!", "I heard you.", wait_s=2.6),
    Turn("Say ready when you want to begin.", "Ready.", "Exercise 1 of 2", wait_s=2.6),
    Turn("Say ready when you are in position.", "I'm ready.", "Draw both", wait_s=3.0),
    Turn("Hold for 5 seconds.", "Repeat.", "Draw both", wait_s=8.0),
    Turn("Hold for 5 seconds.", "Pause.", "aused.", wait_s=16.0),
    Turn("Say continue to go on.", "Continue.", "Going on.", wait_s=8.0),
    Turn("Going on.", "My shoulder hurts.", "We end here.", wait_s=12.0),
    Turn("Say yes, no, or not sure.", "No.", "Talk to a doctor", wait_s=3.0),
)

_MARK = re.compile(
    r"<!-- try: (?P<tried>\S+) -->\n.*?<!-- end -->"
    r"|<!-- run(?: (?P<most>\d+))?: (?P<command>.*?) -->\n(?P<shown>.*?)<!-- end -->"
    r"|<!-- write: (?P<file>\S+) -->\n```yaml\n(?P<text>.*?)```"
    r"|<!-- change: (?P<changed>\S+) -->\n```diff\n(?P<change>.*?)```",
    re.DOTALL,
)


def made(page: str, folder: Path, *, slow: bool = True) -> str:
    """The page with what its commands say in `folder`; without `slow`, only the quick ones."""

    def step(mark: re.Match[str]) -> str:
        if mark["tried"]:
            return _tried(mark, folder) if slow else mark[0]
        if mark["command"]:
            return _run(mark, folder, slow=slow)
        if mark["file"]:
            (folder / mark["file"]).write_text(mark["text"], "utf-8")
        else:
            _change(folder / mark["changed"], mark["change"])
        return mark[0]

    return _MARK.sub(step, page)


def _run(mark: re.Match[str], folder: Path, *, slow: bool) -> str:
    words = shlex.split(mark["command"])
    if words[1] in SLOW and not slow:
        return mark[0]
    said = _said(words[1:], folder).splitlines()
    most = int(mark["most"] or 0)
    shown = [*said[:most], "..."] if most and len(said) > most else said
    lines = [f"    {line}".rstrip() for line in (f"$ {mark['command']}", *shown)]
    most_of_it = f" {mark['most']}" if mark["most"] else ""
    head = f"<!-- run{most_of_it}: {mark['command']} -->"
    return "\n".join((head, *lines, "<!-- end -->"))


def _tried(mark: re.Match[str], folder: Path) -> str:
    held = hold(folder, TRIED, "run", str(folder / mark["tried"]))
    return "\n".join((f"<!-- try: {mark['tried']} -->", *written(held), "<!-- end -->"))


def _said(words: Sequence[str], folder: Path) -> str:
    """What a command prints; what goes to the error stream, only where it fails."""
    os.environ["VOICECOACH_DATA"] = str(folder / "data")
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    with chdir(folder), redirect_stdout(out), redirect_stderr(err):
        try:
            cli.main(words)
        except SystemExit as ended:
            code = ended.code
    return out.getvalue() + (err.getvalue() if code else "")


def _change(file: Path, change: str) -> None:
    """Put the lines with a plus where those with a minus before them stand."""
    text = file.read_text("utf-8")
    for part in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)+)", change, re.MULTILINE):
        old, new = ("".join(line[1:] + "\n" for line in lines.splitlines()) for lines in part)
        if text.count(old) != 1:
            raise SystemExit(f"{file.name} does not have this once:\n{old}")
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


if __name__ == "__main__":
    before = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        page = made(before, Path(name), slow=not {"--quick", "--check"} & set(sys.argv))
    if "--check" in sys.argv:
        sys.exit(f"{PAGE.name} is not as the program is. Make it again." if page != before else 0)
    PAGE.write_text(page, "utf-8")
    print(f"Wrote {PAGE.name}.")
