"""How somebody comes into the lobby, and what they find there."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.lobby.finder import Choice, Done


class Visit(StrEnum):
    """How the user comes here."""

    FIRST = "first"
    """Microphone and speaker were never tried."""
    USUAL = "usual"
    AFTER = "after"
    """From a session."""


@dataclass(frozen=True, slots=True)
class Here:
    """What there is to choose from, and what was done before, the newest first."""

    choices: tuple[Choice, ...] = ()
    done: tuple[Done, ...] = ()
    visit: Visit = Visit.USUAL
    progress: tuple[str, ...] = ()
    """How it goes, in sentences: `journal.progress`."""
