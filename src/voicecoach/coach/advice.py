"""What the coach says when something hurts, and where to get help."""

from collections.abc import Iterator

from voicecoach.core.actions import Outcome
from voicecoach.language.lines import Lines

_LINES = {Outcome.PAIN: "pain_advice", Outcome.EMERGENCY: "emergency_advice"}


class Advice:
    """The advice, with the emergency number if there is one.

    A number made of digits is said digit by digit, as one dials it.
    """

    def __init__(self, lines: Lines, emergency_number: str | None) -> None:
        self._lines = lines
        self._number = emergency_number or lines.say("emergency_number_unknown")
        if self._number.isdecimal():
            self._number = " ".join(self._number)

    def for_outcome(self, outcome: Outcome) -> tuple[str, ...]:
        """What to say when a session ends this way; nothing unless it ended for a red flag or pain.

        No answer here is a diagnosis, and none says that all is well.
        """
        if outcome not in _LINES:
            return ()
        return self._lines.all_of(_LINES[outcome], emergency_number=self._number)

    def help(self) -> str:
        """What to do when help is needed urgently."""
        return self._lines.say("help_urgent", emergency_number=self._number)

    def texts(self) -> Iterator[str]:
        """All of it, to have it ready: a safety line must not wait for the voice."""
        for outcome in _LINES:
            yield from self.for_outcome(outcome)
        yield self.help()
