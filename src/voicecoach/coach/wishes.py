"""How the user wants it: louder, faster, with more or fewer words, with tones or without."""

from collections.abc import Mapping

from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.settings import Settings
from voicecoach.coach.showing import Showing
from voicecoach.core.actions import Action, AnotherVoice, Keep
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail
from voicecoach.language.lines import Lines

LOUDNESS = frozenset({Intent.LOUDER, Intent.QUIETER})
WISHES: Mapping[Intent, tuple[Action, str]] = {
    Intent.TONES_ON: (Keep("tones", "on"), "tones_are_on"),
    Intent.TONES_OFF: (Keep("tones", "off"), "tones_are_off"),
    Intent.OTHER_VOICE: (AnotherVoice(), "another_voice"),
    Intent.MORE_TALK: (Keep("talk", Detail.FULL.value), "full_from_now"),
    Intent.LESS_TALK: (Keep("talk", Detail.SHORT.value), "short_from_now"),
}
"""What is done about each, and the line that says so."""

Actions = list[Action]


class Wishes:
    """What is wished is done, and kept for the next sessions."""

    def __init__(
        self, lines: Lines, player: Player, head: Playhead, settings: Settings, showing: Showing
    ) -> None:
        self._lines = lines
        self._player = player
        self._head = head
        self._settings = settings
        self._showing = showing

    def adjust(self, wish: Intent | None, now: float) -> Actions:
        """Louder and quieter take effect at once, slower and faster with the next cue."""
        heard = self._showing.heard(now)
        if wish in LOUDNESS:
            return [*self._settings.change_volume(louder=wish is Intent.LOUDER), *heard]
        slower = wish is Intent.SLOWER
        rate: Actions = []
        if self._head.is_exercising:
            self._head.change_pace(slower)
        else:
            rate = self._settings.change_rate(slower=slower)
        return [*rate, *heard, *self._player.renew(self._head.measure)]

    def switch(self, wish: Intent) -> tuple[Actions, str]:
        """Do what is wished; and what to say to that."""
        if wish in {Intent.TONES_ON, Intent.TONES_OFF}:
            self._showing.on = wish is Intent.TONES_ON
        elif wish in {Intent.MORE_TALK, Intent.LESS_TALK}:
            self._head.tell_in(Detail.FULL if wish is Intent.MORE_TALK else Detail.SHORT)
        done, line = WISHES[wish]
        return [done], self._lines.say(line)
