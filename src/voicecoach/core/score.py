"""What is to be heard, and when: sound written down like music.

The mixer plays measures one behind the other without a gap, so that beats stay on the sample
however late the rest of the program is. A measure of silence is how the coach waits.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Tone(StrEnum):
    """The short sounds that are not words."""

    BEAT = "beat"
    """A second inside a phase."""
    LEAD_IN = "lead_in"
    """Counts the user in."""
    DONE = "done"
    """The end of a hold, a set or a rest."""
    LISTENING = "listening"
    """I hear you speak."""
    HEARD = "heard"
    """I have understood."""
    PUZZLED = "puzzled"
    """I have not understood."""
    DEAF = "deaf"
    """I cannot hear."""


TONE_S = 0.35
"""How long a tone counts when a measure lasts until its last note has ended. None is longer."""


class Priority(StrEnum):
    """What gives way where words of one measure would collide: the later of these."""

    COUNT = "count"
    """A word on a beat: it is heard to fall on its time, and is over before the next one. Where
    there is no room for it, it is said faster, then shorter, and at last gives way to a tone."""
    LINE = "line"
    """Whatever else the coach says."""
    MESSAGE = "message"
    """An author's words between the counts: they wait until `until_s`, or are left out."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that begin `at_s` seconds into their measure.

    With `until_s` they are left out where the voice would not have ended by then. `shorter` is
    what may be said instead where there is less room, the shortest last.
    """

    text: str
    at_s: float = 0.0
    until_s: float | None = None
    priority: Priority = Priority.LINE
    shorter: tuple[str, ...] = ()

    def moved(self, factor: float = 1.0, by_s: float = 0.0) -> Self:
        """The same at `factor` times its time, and `by_s` later."""
        until_s = None if self.until_s is None else self.until_s * factor + by_s
        return replace(self, at_s=self.at_s * factor + by_s, until_s=until_s)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said and how long that takes, in seconds from the beginning of its measure."""

    text: str
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Sounded:
    """A tone that begins `at_s` seconds into its measure."""

    tone: Tone
    at_s: float = 0.0

    def moved(self, factor: float = 1.0, by_s: float = 0.0) -> Self:
        """The same at `factor` times its time, and `by_s` later."""
        return replace(self, at_s=self.at_s * factor + by_s)


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

    def seconds(self, spoken_s: Callable[[str], float]) -> float:
        """The measure's length, given how long each text takes to say."""
        if self.length_s is not None:
            return self.length_s
        ends = (
            note.at_s + (spoken_s(note.text) if isinstance(note, Spoken) else TONE_S)
            for note in self.notes
        )
        return max(ends, default=0.0) + self.tail_s

    def scaled(self, factor: float) -> Self:
        """The same, `factor` times as slow: all but the words themselves."""
        notes = tuple(note.moved(factor) for note in self.notes)
        length_s = None if self.length_s is None else self.length_s * factor
        return replace(self, notes=notes, length_s=length_s, tail_s=self.tail_s * factor)

    def later(self, by_s: float) -> Self:
        """The same behind `by_s` seconds of silence."""
        notes = tuple(note.moved(by_s=by_s) for note in self.notes)
        length_s = None if self.length_s is None else self.length_s + by_s
        return replace(self, notes=notes, length_s=length_s)

    def after(self, elapsed_s: float) -> Self:
        """What is left of it when the first `elapsed_s` seconds are over."""
        notes = tuple(note.moved(by_s=-elapsed_s) for note in self.notes if note.at_s >= elapsed_s)
        length_s = None if self.length_s is None else max(0.0, self.length_s - elapsed_s)
        return replace(self, notes=notes, length_s=length_s)
