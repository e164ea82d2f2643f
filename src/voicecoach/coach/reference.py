"""The diagram and the table of `docs/conductor.md`, drawn from the transition table.

`python -m voicecoach.coach.reference` brings them up to date.
"""

from pathlib import Path

from voicecoach.coach.table import TABLE, Signal, State
from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.transitions import Drawing

PAGE = Path(__file__).parents[3] / "docs" / "conductor.md"
_ENDINGS = frozenset({State.NEW, State.ADVISING, State.CLOSING, State.ENDED})

DRAWING = Drawing(
    TABLE,
    said=tuple(Intent),
    happens=tuple(Signal),
    inside=tuple(state for state in State if state not in _ENDINGS),
    box="alive",
    names={LEVELS[0]: "0 to 10"},
    unnamed=LEVELS[1:],
)


def refresh(page: str) -> str:
    """Put today's diagram and table between the marks on `page`."""
    return DRAWING.refresh(page, "conductor")


if __name__ == "__main__":
    PAGE.write_text(refresh(PAGE.read_text("utf-8")), "utf-8")
