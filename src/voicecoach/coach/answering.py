"""Answering a question in the middle of a session: what is said, and what is said again."""

from collections.abc import Callable

from voicecoach.coach.answers import Orientation
from voicecoach.coach.options import Options
from voicecoach.coach.player import BREATH_S, Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.settings import Settings
from voicecoach.coach.table import State
from voicecoach.core.actions import Action
from voicecoach.core.intents import Intent
from voicecoach.language.lines import Lines

SLOW_GAP_S = 1.5
"""Between two sentences that are to be followed at leisure."""

Actions = list[Action]


class Answering:
    """One answer at a time. `spoken_s` tells how long a text takes to say, in seconds."""

    def __init__(  # noqa: PLR0913 - one a part that it asks
        self,
        lines: Lines,
        player: Player,
        head: Playhead,
        settings: Settings,
        *,
        options: Options,
        spoken_s: Callable[[str], float],
    ) -> None:
        self._lines = lines
        self._player = player
        self._head = head
        self._settings = settings
        self._options = options
        self._spoken_s = spoken_s
        self._answer: tuple[str, ...] = ()
        self._slowly = False
        self._orientation: Orientation | None = None

    def renew(self) -> None:
        """The plan is another one from here on."""
        self._orientation = None

    def _oriented(self) -> Orientation:
        """Made when it is asked for: a session begins before every line has its length."""
        if self._orientation is None:
            plan = self._head.plan
            self._orientation = Orientation(plan, self._lines, plan.starts_s(self._spoken_s))
        return self._orientation

    def answer(self, question: Intent, home: State) -> Actions:
        """Answer what is asked in the midst of `home`."""
        if question is Intent.OPTIONS:
            return self.say(self._options.line(home))
        self._answer = self._oriented().answer(question, self._head.at)
        self._slowly = question is Intent.SLOWLY
        return self.again()

    def say(self, *texts: str) -> Actions:
        """Say `texts`, and again if the user wants to hear them again."""
        self._answer, self._slowly = texts, False
        return self.again()

    def again(self) -> Actions:
        if not self._slowly:
            return self._player.interrupt_with(*self._answer)
        silence = self._player.silence()
        said = self._player.say(*self._answer, tail_s=SLOW_GAP_S, after_s=BREATH_S)
        return [silence, self._settings.slow(), *said, self._settings.rate()]
