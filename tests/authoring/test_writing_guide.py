"""The page for authors shows what the program says today."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "writing-a-session.md").read_text("utf-8")


def test_the_way_of_an_author_is_as_the_page_tells_it() -> None:
    script = ROOT / "bench" / "writing_a_session.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_page_shows_every_step_from_nothing_to_the_mat() -> None:
    for command in ("new", "check", "plan", "render", "run", "get"):
        assert f"voicecoach {command} " in PAGE
