"""How far a long piece of work is, told in plain lines: nothing while it is quick."""

from typing import TextIO

from voicecoach.core.clock import Clock

FIRST_S = 4.0
EVERY_S = 10.0


class Progress:
    """Prints a line now and then to `show`. Lines are only appended, so that they can be heard."""

    def __init__(self, show: TextIO, clock: Clock) -> None:
        self._show = show
        self._clock = clock
        self._next = clock.now() + FIRST_S

    def at(self, what: str, done: float, total: float, unit: str) -> None:
        """Say how much of `what` is done, if it is time to."""
        if self._clock.now() < self._next:
            return
        self._next = self._clock.now() + EVERY_S
        print(f"{what}: {done:.0f} of {total:.0f} {unit}.", file=self._show, flush=True)
