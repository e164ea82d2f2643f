"""What the coach says when something hurts, and where to get help."""

from collections.abc import Iterator

from voicecoach.core.actions import Outcome
from voicecoach.language.ladder import Lead
from voicecoach.language.lines import Lines


class Advice:
    """The advice, with the emergency number if there is one.

    A number made of digits is said digit by digit, as one dials it. No line is a diagnosis, and
    none says that all is well.
    """

    def __init__(self, lines: Lines, emergency_number: str | None) -> None:
        self._lines = lines
        self.call(emergency_number)

    def call(self, emergency_number: str | None) -> None:
        """From now on this is the number to call."""
        self._number = emergency_number or self._lines.say("emergency_number_unknown")
        if self._number.isdecimal():
            self._number = " ".join(self._number)

    def at_once(self) -> tuple[str, ...]:
        """What is said when something hurts, before any question."""
        return self._lines.all_of("pain_advice")

    def of(self, lead: Lead) -> tuple[str, ...]:
        """What is said where an answer leads."""
        return tuple(line.format(emergency_number=self._number) for line in lead.say)

    def emergency(self) -> tuple[str, ...]:
        return self.of(self._lines.ladder.leads["emergency"])

    def unasked(self) -> tuple[str, ...]:
        """What somebody is told who gives no answer."""
        return self.of(self._lines.ladder.questions["red_flags"].silence)

    def for_outcome(self, outcome: Outcome) -> tuple[str, ...]:
        """All that there is to be told to somebody whose session ends this way."""
        if outcome is Outcome.EMERGENCY:
            return self.emergency()
        return (*self.at_once(), *self.unasked()) if outcome is Outcome.PAIN else ()

    def help(self) -> str:
        """What to do when help is needed urgently."""
        return self._lines.say("help_urgent", emergency_number=self._number)

    def texts(self) -> Iterator[str]:
        """All of it, to have it ready: a safety line must not wait for the voice."""
        yield from self.at_once()
        for lead in self._lines.ladder.leads.values():
            yield from self.of(lead)
        yield self.help()
