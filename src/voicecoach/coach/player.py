"""What has been handed to the speaker and is not over yet."""

from dataclasses import dataclass, replace

from voicecoach.core.actions import Enqueue, Silence, Withdraw
from voicecoach.core.score import Measure


@dataclass(frozen=True, slots=True)
class _Part:
    """A cue that was enqueued: its index, and how many seconds of it were over before."""

    cue: int
    from_s: float


@dataclass(frozen=True, slots=True)
class CutCue:
    """A cue that was cut off: its index, how far it had got, and when that was."""

    cue: int
    at_s: float
    when: float


class Player:
    """Numbers every measure, since a cue may be played twice, and follows what became of it.

    Reports about measures that it does not know, or has given up, change nothing.
    """

    def __init__(self) -> None:
        self._serial = 0
        self._outstanding: set[str] = set()
        self._parts: dict[str, _Part] = {}
        self._withdrawn: str | None = None
        self._current: str | None = None
        self.cut: CutCue | None = None
        """The cue that the last silence cut off, until another one begins."""

    def enqueue(self, measure: Measure) -> Enqueue:
        """Play `measure` after all others."""
        self._serial += 1
        numbered = replace(measure, id=f"{measure.id}#{self._serial}")
        self._outstanding.add(numbered.id)
        return Enqueue(numbered)

    def enqueue_cue(self, cue: int, measure: Measure, from_s: float = 0.0) -> Enqueue:
        """Play the cue with index `cue`, of which `from_s` seconds are over."""
        action = self.enqueue(measure)
        self._parts[action.measure.id] = _Part(cue, from_s)
        return action

    def silence(self) -> Silence:
        """Give up all that was enqueued."""
        self._outstanding.clear()
        self._withdrawn = None
        return Silence()

    def withdraw(self, cue: int) -> list[Withdraw]:
        """Take the cue with index `cue` back, if it is enqueued."""
        for measure, part in self._parts.items():
            if part.cue == cue and measure in self._outstanding and measure != self._current:
                self._withdrawn = measure
                return [Withdraw(measure)]
        return []

    def began(self, measure: str) -> int | None:
        """The index of the cue that begins with `measure`, if it is one."""
        if measure not in self._outstanding:
            return None
        if measure == self._withdrawn:  # too late to take it back
            self._withdrawn = None
        part = self._parts.get(measure)
        if part is None:
            return None
        self._current, self.cut = measure, None
        return part.cue

    def ended(self, measure: str) -> bool:
        """Whether nothing is left to play now that `measure` has ended."""
        self._parts.pop(measure, None)
        if measure not in self._outstanding:
            return False
        self._outstanding.remove(measure)
        return not self._outstanding

    def cut_off(self, measure: str, at_s: float, now: float) -> int | None:
        """Take note of a cut; the index of the cue if it was withdrawn and is to be made anew."""
        part = self._parts.pop(measure, None)
        if part is None:
            return None
        if measure == self._withdrawn:
            self._withdrawn = None
            self._outstanding.discard(measure)
            return part.cue
        if measure == self._current:
            self.cut = CutCue(part.cue, part.from_s + at_s, now)
        return None
