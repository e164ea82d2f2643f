"""The whole way from a fresh home folder to the end of a session: by voice, by keys, with one key.

    python bench/a_first_session.py docs/a-first-session.md

Needs what `scripts/test` installs, and some 25 minutes. `conversations.py` tells how it is
held.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from conversations import Turn, hold, written

TO_THE_TONE_S = 3.6
"""From the beginning of "After the tone, say: stop" to behind the tone."""
TURNS = (
    Turn(
        "Shall we do that first?",
        "Yes.",
        "I find out whether we hear each other",
        "By voice alone: the check",
        3.5,
    ),
    Turn("Say ready when you are there.", "Ready.", "say: stop", wait_s=4.0),
    Turn("say: stop", "Stop!", "say: pause", wait_s=TO_THE_TONE_S),
    Turn("say: pause", "Pause.", "say: it hurts", wait_s=TO_THE_TONE_S),
    Turn("say: it hurts", "It hurts!", "say: continue", wait_s=TO_THE_TONE_S),
    Turn("say: continue", "Continue.", "say: ready", wait_s=TO_THE_TONE_S),
    Turn("say: ready", "Ready.", "The check is done", wait_s=TO_THE_TONE_S),
    Turn(
        "You can also ask what sessions",
        "The shortest one.",
        "Shall we do that?",
        "By voice alone: choosing",
        5.0,
    ),
    Turn("To know more, say tell me about it.", "Tell me about it.", "You need", wait_s=5.0),
    Turn("No clinician has reviewed it.", "Yes.", "Good. We begin.", wait_s=4.0),
    Turn(
        "Say yes, no, or not sure.",
        "No.",
        "Three tones",
        "By voice alone: the questions, and the rehearsal",
        3.0,
    ),
    Turn("Say stop now", "Stop!", "I heard you.", wait_s=2.6),
    Turn("Say ready when you want to begin.", "Ready.", "Exercise 1 of 1", wait_s=2.6),
    Turn(
        "Say ready when you are in position.",
        "I'm ready.",
        "Breathe in.",
        "By voice alone: the exercise",
        3.0,
    ),
    Turn("Breathe out.", "How many are left?", "more after this one", wait_s=22.0),
    Turn("Breathe in.", "Pause.", "aused.", "By voice alone: a pause", 14.0),
    Turn("Say continue to go on.", "Continue.", "Going on.", wait_s=12.0),
    Turn(
        "Tell me what you would like next",
        "What have I done?",
        "Today:",
        "By voice alone: the end, and the history",
    ),
    Turn("Today:", "Goodbye.", "Goodbye.", wait_s=8.0),
)


BY_KEYS = (
    Turn("Shall we do that first?", "N", "What would you like", "By keyboard alone", key="n"),
    Turn("You can also ask what sessions", "Enter", "Shall we do that?", key="\r"),
    Turn("To know more, say tell me about it.", "T", "You need", key="t"),
    Turn("No clinician has reviewed it.", "Y", "Good. We begin.", key="y"),
    Turn("Say yes, no, or not sure.", "N", "Three tones", key="n"),
    Turn("Say stop now", "Enter", "Say ready when you want to begin.", key="\r"),
    Turn("Say ready when you want to begin.", "Enter", "Exercise 1 of 1", key="\r"),
    Turn("Say ready when you are in position.", "Enter", "Breathe in", key="\r"),
    Turn("Say ready when you want to go on.", "Enter", "Breathe out.", key="\r"),
    Turn("Breathe out.", "C", "more after this one", wait_s=22.0, key="c"),
    Turn("Breathe in.", "space", "Paused.", wait_s=14.0, key=" "),
    Turn("do not go on", "space", "Going on.", wait_s=9.0, key=" "),
    Turn("Tell me what you would like next", "D", "Today:", key="d"),
    Turn("Today:", "Q", "Goodbye.", wait_s=8.0, key="q"),
)
ONE = "the key"
WITH_ONE_KEY = (
    Turn("Press for: no.", ONE, "What would you like", "With one key alone", key=" "),
    Turn("Press for: you choose.", ONE, "Shall we do that?", key=" "),
    Turn("Press for: yes.", ONE, "Good. We begin.", key=" "),
    Turn("Press for: no.", ONE, "Three tones", key=" "),
    Turn("Press for: ready.", ONE, "Say ready when you want to begin.", key=" "),
    Turn("Press for: ready.", ONE, "Exercise 1 of 1", key=" "),
    Turn("Press for: ready.", ONE, "Breathe in", key=" "),
    Turn("Press for: ready.", ONE, "Breathe out.", key=" "),
    Turn("Breathe in.", ONE, "Paused.", wait_s=14.0, key=" "),
    Turn("Press for: continue.", ONE, "Going on.", key=" "),
    Turn("Press for: goodbye.", ONE, "Goodbye.", key=" "),
)
WAYS = (
    (TURNS, ()),
    (BY_KEYS, ()),
    (WITH_ONE_KEY, ("set", "one_switch", "space")),
)

HEAD = """\
# A first session

The whole way, in a home folder that nobody had used: greeting, the check of microphone and speaker
(by voice; with keys it is declined), choosing, the questions before, the rehearsal, an exercise, a
question in the middle of it, a pause, the end, and what was done. Once by voice alone, once by
keyboard alone, and once with one key (`voicecoach set one_switch space`). It was held in a virtual
room; where there is a voice, it is another synthetic one.

`words` are what the coach began to say, by its own log; a sentence before the user's words may have
been cut off by them. The last column is what a small recognizer read from the recording of the
speaker, and the share of the coach's words that it understood. Where the user says the same twice,
the coach did not do what it was to do the first time. Seconds are those of the recording. One of
the shortest sessions is done, since the page is made in real time.

Written by `python bench/a_first_session.py docs/a-first-session.md`.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("page", type=Path)
    page = parser.parse_args(arguments).page
    lines = [HEAD.rstrip()]
    for turns, setting in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            lines += written(hold(Path(folder), turns, "talk", setting=setting))
        page.write_text("\n".join((*lines, "")), "utf-8")


if __name__ == "__main__":
    main()
