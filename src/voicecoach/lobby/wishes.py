"""How the user wants it from now on: louder, another voice, fewer words, their own number and name.

What is wished is done at once where it can be, and kept for the sessions.
"""

from collections.abc import Callable

from voicecoach.coach.dictation import Dictation
from voicecoach.coach.player import Player
from voicecoach.coach.settings import Settings
from voicecoach.coach.table import Effect as CoachEffect
from voicecoach.core.actions import Action, AnotherVoice, Chime, Keep
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail
from voicecoach.core.score import Tone
from voicecoach.language.lines import Lines
from voicecoach.lobby.table import Effect, Signal, State, Trigger
from voicecoach.lobby.talk import Talk

Actions = list[Action]

_LOUDNESS = frozenset({Intent.LOUDER, Intent.QUIETER})
_TAKES_DOWN = {
    Effect.ASK_NUMBER: CoachEffect.ASK_NUMBER,
    Effect.ASK_NAME: CoachEffect.ASK_NAME,
    Effect.TAKE_DIGIT: CoachEffect.TAKE_DIGIT,
    Effect.READ_BACK: CoachEffect.READ_BACK,
    Effect.CONFIRM_VALUE: CoachEffect.CONFIRM_VALUE,
    Effect.LEAVE_VALUE: CoachEffect.LEAVE_VALUE,
    Effect.ASK_ON: CoachEffect.PROMPT,
    Effect.HEAR_VALUE_OUT: CoachEffect.HEAR_VALUE_OUT,
}


class Wishes:
    """`meant` is what led to the present effect in `state`; `dictation.said` all that was said."""

    def __init__(self, lines: Lines, player: Player, talk: Talk, settings: Settings) -> None:
        self.meant: Trigger = Signal.START
        self.state = State.CHOOSING
        self.dictation = Dictation(lines, player, talk.call)
        self._lines = lines
        self._talk = talk
        self._settings = settings
        self.effects: dict[Effect, Callable[[], Actions]] = {
            Effect.ADJUST: self._adjust,
            Effect.SWITCH: self._switch,
            Effect.PART: lambda: self._say(self.dictation.parting),
            **{own: self._taking_down(coachs) for own, coachs in _TAKES_DOWN.items()},
        }

    def take_next(self) -> Signal | None:
        """What follows from the last step, once."""
        return None if self.dictation.take_next() is None else Signal.TAKEN_DOWN

    def _say(self, text: str) -> Actions:
        """Say what was done, and what can be said next."""
        return self._talk.say_aside(text, self._talk.prompt(self.state))

    def _taking_down(self, effect: CoachEffect) -> Callable[[], Actions]:
        def done() -> Actions:
            if isinstance(self.meant, Intent):
                self.dictation.meant = self.meant
            return self.dictation.effects[effect]()

        return done

    def _adjust(self) -> Actions:
        heard = Chime(Tone.HEARD)
        if self.meant in _LOUDNESS:
            volume = self._settings.change_volume(louder=self.meant is Intent.LOUDER)
            return [volume, Keep("volume", f"{volume.db:g}"), heard]
        rate = self._settings.change_rate(slower=self.meant is Intent.SLOWER)
        return [rate, Keep("rate", str(rate.wpm)), heard]

    def _switch(self) -> Actions:
        say, talk = self._lines.say, self._talk
        match self.meant:
            case Intent.OTHER_VOICE:
                return [AnotherVoice(), *self._say(say("another_voice"))]
            case Intent.TONES_ON:
                return [Keep("tones", "on"), *self._say(say("tones_are_on"))]
            case Intent.TONES_OFF:
                return [Keep("tones", "off"), *self._say(say("tones_are_off"))]
            case Intent.MORE_TALK:
                return [Keep("talk", Detail.FULL.value), *self._say(talk.line("full_from_now"))]
            case _:
                return [Keep("talk", Detail.SHORT.value), *self._say(talk.line("short_from_now"))]
