"""How the user wants it: louder, faster, with more or fewer words, with tones or without."""

from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.settings import Settings
from voicecoach.coach.showing import Showing
from voicecoach.core.actions import Action, AnotherVoice, Keep
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail
from voicecoach.language.lines import Lines

_LOUDNESS = frozenset({Intent.LOUDER, Intent.QUIETER})

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
        if wish in _LOUDNESS:
            volume = self._settings.change_volume(louder=wish is Intent.LOUDER)
            return [volume, Keep("volume", f"{volume.db:g}"), *heard]
        slower = wish is Intent.SLOWER
        rate: Actions = []
        if self._head.is_exercising:
            self._head.change_pace(slower)
        else:
            new = self._settings.change_rate(slower=slower)
            rate = [new, Keep("rate", str(new.wpm))]
        return [*rate, *heard, *self._player.renew(self._head.measure)]

    def switch(self, wish: Intent) -> tuple[Actions, str]:
        """Do what is wished; and what to say to that."""
        if wish in {Intent.TONES_ON, Intent.TONES_OFF}:
            self._showing.on = wish is Intent.TONES_ON
            line = "tones_are_on" if self._showing.on else "tones_are_off"
            return [Keep("tones", "on" if self._showing.on else "off")], self._lines.say(line)
        if wish is Intent.OTHER_VOICE:
            return [AnotherVoice()], self._lines.say("another_voice")
        detail = Detail.FULL if wish is Intent.MORE_TALK else Detail.SHORT
        self._head.tell_in(detail)
        line = "full_from_now" if detail is Detail.FULL else "short_from_now"
        return [Keep("talk", detail.value)], self._lines.say(line)
