"""The only place that reads a clock. Everything else is told the time."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Seconds that never jump: not with the wall clock, not with daylight saving."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...


class WallClock(Clock, Protocol):
    """A clock that knows the date as well."""

    def wall(self) -> datetime:
        """The date and time where the user is, with its offset from UTC. It may jump."""
        ...


class SystemClock:
    """The machine's monotonic clock, and its date."""

    def now(self) -> float:
        return time.monotonic()  # noqa: TID251 - here and nowhere else

    def wall(self) -> datetime:
        return datetime.now().astimezone()  # noqa: TID251 - here and nowhere else


def busy_s(thread: int | None) -> float | None:
    """How long a thread, by its `ident`, has been computing; None where that is not known."""
    if thread is None or not hasattr(time, "pthread_getcpuclockid"):
        return None
    try:
        return time.clock_gettime(time.pthread_getcpuclockid(thread))
    except OSError:  # it has ended
        return None


class ManualClock:
    """A clock that stands still until it is moved: whole sessions run in milliseconds.

    `began` is the date and time at 0 seconds.
    """

    def __init__(
        self, now: float = 0.0, began: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    ) -> None:
        self._now = now
        self._began = began

    def now(self) -> float:
        return self._now

    def wall(self) -> datetime:
        return self._began + timedelta(seconds=self._now)

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, which must not be negative."""
        if seconds < 0:
            raise ValueError(f"a clock does not run backwards ({seconds} s)")
        self._now += seconds
