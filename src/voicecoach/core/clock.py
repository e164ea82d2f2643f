"""The only place that reads a clock. Everything else is told the time."""

import time
from typing import Protocol


class Clock(Protocol):
    """Seconds that never jump: not with the wall clock, not with daylight saving."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...


class SystemClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        return time.monotonic()  # noqa: TID251 - here and nowhere else


class ManualClock:
    """A clock that stands still until it is moved: whole sessions run in milliseconds."""

    def __init__(self, now: float = 0.0) -> None:
        self._now = now

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, which must not be negative."""
        if seconds < 0:
            raise ValueError(f"a clock does not run backwards ({seconds} s)")
        self._now += seconds
