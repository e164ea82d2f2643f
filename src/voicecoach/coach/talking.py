"""What the coach says by itself: reminders, help, and what can be said instead."""

from voicecoach.coach.answering import Answering
from voicecoach.coach.following import Following
from voicecoach.coach.options import Options
from voicecoach.coach.patience import Patience
from voicecoach.coach.player import Player
from voicecoach.coach.rungs import Rungs
from voicecoach.coach.table import State
from voicecoach.core.actions import Action
from voicecoach.language.lines import Lines

Actions = list[Action]


class Talking:
    """Says it, and waits where the user is to say what is next."""

    def __init__(  # noqa: PLR0913 - one a part that it speaks for
        self,
        lines: Lines,
        player: Player,
        patience: Patience,
        *,
        rungs: Rungs,
        options: Options,
        answering: Answering,
        following: Following,
    ) -> None:
        self._lines = lines
        self._player = player
        self._patience = patience
        self._rungs = rungs
        self._options = options
        self._answering = answering
        self._following = following

    def remind(self, state: State) -> Actions:
        if state is State.FOLLOWING:
            return self._patience.remind(self._following.so_far())
        line = "still_waiting" if state is State.WAITING else "still_paused"
        return self._patience.remind(self._lines.say(line))

    def offer_help(self) -> Actions:
        urgent, can_say = self._rungs.advice.help(), self._options.line(State.PAUSED)
        return self._patience.halt(self._lines.say("paused"), urgent, can_say)

    def tell_options(self, state: State) -> Actions:
        """What can still be said when the session is as good as over."""
        options = self._options.line(state)
        if state is State.CLOSING:
            return self._player.interrupt_with(options, self._lines.say("finishing"))
        return self._rungs.advise_again(options)

    def not_understood(self, home: State) -> Actions:
        """What can be said where the user was twice not understood."""
        said = self._lines.say("not_understood"), self._options.line(home)
        if home is State.PAUSED:
            return self._patience.halt(*said)
        return self._answering.say(*said)

    def hearing(self, state: State) -> Actions:
        """That it hears again."""
        if state is State.PAUSED:
            again = self._lines.say("hear_again_paused")
            return [*self._player.interrupt_with(again), *self._patience.wait()]
        return self._answering.say(self._lines.say("hear_again"))
