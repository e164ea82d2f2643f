"""Waiting for the user: in silence, with a reminder now and then, and for as long as it takes."""

from collections.abc import Callable, Iterator, Sequence

from voicecoach.coach.player import Player
from voicecoach.core.actions import Action, Show
from voicecoach.language.lines import Lines

PATIENCE_S = (30.0, 90.0)
"""How long the coach waits before each reminder. After the last it only waits."""

Actions = list[Action]


class Patience:
    """Counts the reminders, and keeps what can be said when it is quiet.

    `offers` says what the one key would do, where there is only one.
    """

    def __init__(
        self, player: Player, lines: Lines, offers: Callable[[], Sequence[Action]]
    ) -> None:
        self._offers = offers
        self._player = player
        self._lines = lines
        self._reminders = 0
        self._reminded_of_pain = False
        self._notices: list[str] = []

    def renew(self) -> None:
        """Something has happened: the reminders begin anew."""
        self._reminders = 0

    def notice(self, text: str) -> Actions:
        """Show what the user should know, and say it when there is a quiet moment."""
        self._notices.append(text)
        return [Show(text)]

    def wait(self) -> Actions:
        """Wait in silence for as long as the next reminder takes to come, after any notices."""
        notices, self._notices = self._notices, []
        said, offers = self._player.say(*notices), self._offers()
        waits = self._reminders < len(PATIENCE_S)
        wait = [self._player.wait(PATIENCE_S[self._reminders])] if waits else []
        return [*said, *offers, *wait]

    def remind(self, text: str) -> Actions:
        """Say `text`, if it is not the time to be patient only, and wait on."""
        if self._reminders >= len(PATIENCE_S):
            return []
        self._reminders += 1
        return [*self._player.say(text), *self.wait()]

    def halt(self, *texts: str) -> Actions:
        """Fall silent, say `texts`, and wait."""
        said = self._player.interrupt_with(*texts, *self._pain_reminder())
        return [*said, *self.wait()]

    def _pain_reminder(self) -> Iterator[str]:
        """Once a session, at its first pause."""
        if not self._reminded_of_pain:
            self._reminded_of_pain = True
            yield self._lines.say("pain_reminder")
