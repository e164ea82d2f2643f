"""The diagram and the table of `docs/lobby.md`, drawn from the transition table.

`python -m voicecoach.lobby.reference` brings them up to date.
"""

from pathlib import Path

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.transitions import Drawing
from voicecoach.lobby.reading import Request
from voicecoach.lobby.table import TABLE, Signal, State

PAGE = Path(__file__).parents[3] / "docs" / "lobby.md"

DRAWING = Drawing(
    TABLE,
    said=(*Intent, *Request),
    happens=tuple(Signal),
    inside=tuple(state for state in State if TABLE[state] and state is not State.NEW),
    box="talking",
    names={LEVELS[0]: "0 to 10"},
    unnamed=LEVELS[1:],
)


def refresh(page: str) -> str:
    """Put today's diagram and table between the marks on `page`."""
    return DRAWING.refresh(page, "lobby")


if __name__ == "__main__":
    PAGE.write_text(refresh(PAGE.read_text("utf-8")), "utf-8")
