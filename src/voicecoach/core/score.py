"""What is to be heard, and when: sound written down like music.

The mixer plays measures one behind the other without a gap, so that beats stay on the sample
however late the rest of the program is. A measure of silence is how the coach waits.
"""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """The short sounds that are not words."""

    BEAT = "beat"
    """A second inside a phase."""
    LEAD_IN = "lead_in"
    """Counts the user in."""
    DONE = "done"
    """The end of a hold, a set or a rest."""
    HEARD = "heard"
    """Understood."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that begin `at_s` seconds into their measure."""

    text: str
    at_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Sounded:
    """A tone that begins `at_s` seconds into its measure."""

    tone: Tone
    at_s: float = 0.0


Note = Spoken | Sounded


@dataclass(frozen=True, slots=True)
class Measure:
    """A stretch of time with sounds in it.

    `length_s` is its exact length; without one it lasts until its last note has ended, and
    `tail_s` longer.
    """

    id: str
    notes: tuple[Note, ...] = ()
    length_s: float | None = None
    tail_s: float = 0.0
