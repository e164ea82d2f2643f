"""How the user wants it from now on: louder, another voice, fewer words, their own number and name.

What is wished is done at once where it can be, and kept for the sessions.
"""

from collections.abc import Callable

from voicecoach.coach.dictation import Dictation
from voicecoach.coach.player import Player
from voicecoach.coach.settings import Settings
from voicecoach.coach.wishes import LOUDNESS, WISHES
from voicecoach.core.actions import Action, Chime
from voicecoach.core.intents import Intent
from voicecoach.core.score import Tone
from voicecoach.language.lines import Lines
from voicecoach.lobby.table import Effect, Signal, State, Trigger
from voicecoach.lobby.talk import Talk

Actions = list[Action]

_FROM_NOW = frozenset({Intent.MORE_TALK, Intent.LESS_TALK})
"""They hold from the next exercise on in a session, and here from the next session on."""


class Wishes:
    """`meant` is what led to the present effect in `state`; `dictation.said` all that was said."""

    def __init__(self, lines: Lines, player: Player, talk: Talk, settings: Settings) -> None:
        self.meant: Trigger = Signal.START
        self.state = State.CHOOSING
        self.dictation = Dictation(lines, player, talk.call)
        self._lines = lines
        self._talk = talk
        self._settings = settings
        taken_down = self.dictation.effects.items()
        self.effects: dict[Effect, Callable[[], Actions]] = {
            Effect.ADJUST: self._adjust,
            Effect.SWITCH: self._switch,
            Effect.PART: lambda: self._say(self.dictation.parting),
            # What both tables know of a dictation has one name in both.
            **{Effect(known.value): self._taking_down(do) for known, do in taken_down},
        }

    def take_next(self) -> Signal | None:
        """What follows from the last step, once."""
        return None if self.dictation.take_next() is None else Signal.TAKEN_DOWN

    def _say(self, text: str) -> Actions:
        """Say what was done, and what can be said next."""
        return self._talk.say_aside(text, self._talk.prompt(self.state))

    def _taking_down(self, do: Callable[[], Actions]) -> Callable[[], Actions]:
        def done() -> Actions:
            if isinstance(self.meant, Intent):
                self.dictation.meant = self.meant
            return do()

        return done

    def _adjust(self) -> Actions:
        if self.meant in LOUDNESS:
            done = self._settings.change_volume(louder=self.meant is Intent.LOUDER)
        else:
            done = self._settings.change_rate(slower=self.meant is Intent.SLOWER)
        return [*done, Chime(Tone.HEARD)]

    def _switch(self) -> Actions:
        wish = Intent(self.meant)
        done, line = WISHES[wish]
        say = self._talk.line if wish in _FROM_NOW else self._lines.say
        return [done, *self._say(say(line))]
