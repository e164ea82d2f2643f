"""How a user likes it."""

from dataclasses import dataclass
from enum import StrEnum

USUAL_WPM = 150
"""Words a minute: slower than most people talk, since one moves meanwhile."""
SLOWEST_WPM, FASTEST_WPM = 80, 700
"""What can be chosen. Users of screen readers choose 500 and more; an engine that cannot speaks as
fast as it can (docs/voices.md)."""
QUIETEST_DB, LOUDEST_DB = -28.0, 0.0
"""Against full scale."""


class Detail(StrEnum):
    """How much is told of an exercise."""

    FULL = "full"
    """Everything, and it is only done when the user is ready: to learn it."""
    USUAL = "usual"
    SHORT = "short"
    """Its cue, its dose and its warnings: to do it."""


@dataclass(frozen=True, slots=True)
class Levels:
    """How loud voice and tones are, in decibels against the usual, each for itself.

    `tones_db` of minus infinity is none at all; the voice is never silent.
    """

    voice_db: float = 0.0
    tones_db: float = 0.0


@dataclass(frozen=True, slots=True)
class Preferences:
    """Level against full scale, speaking rate in words a minute, and what else differs.

    The emergency number is said digit by digit, and may be None. `keyboard` tells whether
    somebody can press keys, `tones` whether the coach shows with tones that it listens,
    and `switch` whether one key must do for everything.
    """

    volume_db: float = -4.0
    wpm: int = USUAL_WPM
    emergency_number: str | None = None
    keyboard: bool = True
    tones: bool = True
    switch: bool = False
