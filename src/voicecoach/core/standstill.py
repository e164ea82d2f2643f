"""Whether something still moves, judged by its count alone: a dead part may call itself alive."""

from dataclasses import dataclass

FACTOR = 4.0
"""A part that stands still this many times longer than it did lately has died."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a part may stand still, in seconds.

    `opening_s` holds until it has moved for `settling_s`; some devices begin in large steps. Later
    on it is `FACTOR` times the longest that it did lately, within `least_s` and `most_s`; what was
    `fading_s` ago counts half.
    """

    opening_s: float
    settling_s: float
    least_s: float
    most_s: float
    fading_s: float = 10.0


class Standstill:
    """Follows a count, which `look` is told again and again."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._count: int | None = None
        self.still_s = 0.0
        """How long it has been standing still."""
        self._longest_s = 0.0
        self._moving_s = 0.0
        self._moved = False

    @property
    def moved(self) -> bool:
        """Whether it ever did."""
        return self._moved

    @property
    def steady(self) -> bool:
        """Whether it has moved for long enough to be known."""
        return self._moving_s >= self._patience.settling_s

    def look(self, count: int, passed_s: float) -> bool:
        """Whether it has stood still for too long; `passed_s` have passed since the last look.

        Who could not look for a while, since the machine slept or was busy, says less than the
        clock does: then the part could not move either.
        """
        self._longest_s *= 0.5 ** (passed_s / self._patience.fading_s)
        if count != self._count:
            if self._moved:  # how long it took to begin is no measure for later
                self._longest_s = max(self._longest_s, self.still_s)
            self._moved = self._count is not None
            self._count, self.still_s = count, 0.0
        else:
            self.still_s += passed_s
        if self._moved:
            self._moving_s += passed_s
        return self.still_s > self._limit_s

    def rest(self) -> None:
        """It has nothing to do, and need not move."""
        self.still_s = 0.0

    @property
    def _limit_s(self) -> float:
        known = self._patience
        if not self.steady:
            return known.opening_s
        return min(max(FACTOR * self._longest_s, known.least_s), known.most_s)
