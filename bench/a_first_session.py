"""The whole way from a fresh home folder to the end of a session, by voice alone.

    python bench/a_first_session.py docs/a-first-session.md

Needs what `scripts/test` installs, and some seven minutes. `conversations.py` tells how it is held.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conversations import Turn, hold, written

TURNS = (
    Turn("Shall we do that first?", "No.", "What would you like", "Greeting and choosing", 3.5),
    Turn("You can also ask what sessions", "The shortest one.", "Shall we do that?", wait_s=5.0),
    Turn("To know more, say tell me about it.", "Tell me about it.", "You need", wait_s=5.0),
    Turn("No clinician has reviewed it.", "Yes.", "Good. We begin.", wait_s=4.0),
    Turn(
        "Say yes, no, or not sure.", "No.", "Say stop now", "The questions, and the rehearsal", 3.0
    ),
    Turn("Say stop now", "Stop!", "I heard you.", wait_s=2.6),
    Turn("Say ready when you want to begin.", "Ready.", "Exercise 1 of 1", wait_s=2.6),
    Turn("Say ready when you are in position.", "I'm ready.", "Breathe in.", "The exercise", 3.0),
    Turn("Breathe out.", "How many are left?", "more after this one", wait_s=22.0),
    Turn("Breathe in.", "Pause.", "Paused.", "A pause", 14.0),
    Turn("do not go on", "Continue.", "Going on.", wait_s=9.0),
    Turn(
        "Tell me what you would like next",
        "What have I done?",
        "Today:",
        "The end, and the history",
    ),
    Turn("Today:", "Goodbye.", "Goodbye.", wait_s=8.0),
)


HEAD = """\
# A first session

The whole way by voice alone, in a home folder that nobody had used: greeting, choosing, the
questions before, the rehearsal, an exercise, a question in the middle of it, a pause, the end, and
what was done. It was held in a virtual room between the program and another synthetic voice.

`words` are what the coach began to say, by its own log; a sentence before the user's words may have
been cut off by them. The last column is what a small recognizer read from the recording of the
speaker, and the share of the coach's words that it understood. Where the user says the same twice,
the coach did not do what it was to do the first time. Seconds are those of the recording. The
shortest session of the library was chosen, since the page is made in real time.

Written by `python bench/a_first_session.py docs/a-first-session.md`.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        held = hold(Path(folder), TURNS, "talk")
    options.page.write_text("\n".join((HEAD.rstrip(), *written(held), "")), "utf-8")


if __name__ == "__main__":
    main()
