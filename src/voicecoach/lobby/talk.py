"""How the lobby talks: one thing at a time, and patiently."""

from collections.abc import Callable, Sequence

from voicecoach.coach.advice import Advice
from voicecoach.coach.player import FAULT_BREATH_S, Player
from voicecoach.core.actions import Action, Show
from voicecoach.language.lines import Lines
from voicecoach.lobby.table import State
from voicecoach.lobby.telling import Telling

Actions = list[Action]

PATIENCE_S = 25.0
"""How long it waits before it says once more what can be said. Then it only waits."""
GIVES_UP_AFTER = 2
"""What is not understood so often in a row is talk that is not meant for the coach."""

_PROMPTS = {
    State.TRYING: "check",
    State.CHOOSING: "what",
    State.LISTING: "pick",
    State.OFFERING: "shall_we",
    State.PAUSED: "hushed",
}


class Talk:
    """Says lines, remembers the last ones, and counts what was not understood.

    `deaf`: nobody can be heard, and lines name keys.
    """

    def __init__(self, telling: Telling, lines: Lines, player: Player, number: str | None) -> None:
        self.deaf = False
        self.reason = ""
        """Why a part has failed."""
        self._telling = telling
        self._lines = lines
        self._player = player
        self._advice = Advice(lines, number)
        self.offers: Callable[[], Sequence[Action]] = list
        """What says what one key would do, where there is one key only."""
        self.number = number
        """The one to call in an emergency."""
        self._last: tuple[str, ...] = ()
        self._reminded = False
        self._lost = 0
        self._notices: list[str] = []

    def call(self, number: str) -> None:
        """From now on this is the number to call."""
        self.number = number
        self._advice.call(number)

    def line(self, name: str, /, **values: object) -> str:
        """A line, for who can be heard or for who has keys."""
        return self._telling.say(name, by_keys=self.deaf, **values)

    def say(self, *texts: str) -> Actions:
        """Say it, in place of whatever is being said, and wait for an answer."""
        self._last = texts
        notices, self._notices = self._notices, []
        said = self._player.interrupt_with(*texts, *notices)
        return [*said, *self.offers(), self._player.wait(PATIENCE_S)]

    def again(self) -> Actions:
        """Say once more what was said last."""
        return self.say(*self._last)

    def go_on(self, *before: str) -> Actions:
        """Say it once more behind `before`, which is not said again."""
        return self.say_aside(*before, *self._last)

    def say_aside(self, *texts: str, after_s: float | None = None) -> Actions:
        """The same as `say`, for what nobody wants to hear again."""
        last = self._last
        if after_s is None:
            actions = self.say(*texts)
        else:
            said = self._player.interrupt_with(*texts, after_s=after_s)
            actions = [*said, *self.offers(), self._player.wait(PATIENCE_S)]
        self._last = last
        return actions

    def notice(self, text: str) -> Actions:
        """Show what the user should know, and say it when there is a quiet moment."""
        self._notices.append(text)
        return [Show(text)]

    # -- patience

    def understood(self) -> None:
        """Something was understood: the reminder may come again."""
        self._reminded, self._lost = False, 0

    def prompt(self, state: State) -> str:
        """What is asked in a state."""
        return self.line(_PROMPTS.get(state, "what"))

    def remind(self, state: State) -> Actions:
        """A gentle word, once."""
        if self._reminded:
            return []
        self._reminded = True
        first = [] if state is State.PAUSED else [self.line("take_your_time")]
        return self._player.say(*first, self.prompt(state))

    def pardon(self, state: State) -> Actions:
        """Nothing was understood: the second time in a row, say what can be said."""
        self._lost += 1
        if self._lost > GIVES_UP_AFTER:
            return []
        more = self.options(state) if self._lost == GIVES_UP_AFTER else self.prompt(state)
        return self.say_aside(self.line("not_understood"), more)

    def options(self, state: State) -> str:
        """What can be said or pressed."""
        return self.line("keys") if self.deaf else self._telling.can_say(state)

    def help(self, state: State) -> Actions:
        """Whom to call, and what can be said."""
        return self.say_aside(self._advice.help(), self.options(state))

    def hush(self) -> Actions:
        """Be quiet from here on."""
        return self.say_aside(self.line("hushed"))

    def pause_in_doubt(self, *, urgent: bool) -> Actions:
        """No answer came: be quiet, since somebody may have said stop."""
        more = [self._advice.help()] if urgent else []
        return self.say_aside(self._lines.say("paused_in_doubt"), *more)

    # -- parts that fail

    def cannot_hear(self, state: State, *, keyboard: bool) -> Actions:
        """Say so, and how to go on."""
        keys = [self.line("keys")] if keyboard else []
        self._last = self._last or (self.prompt(state),)
        said = (self.line("cannot_hear", reason=self.reason), *keys, *self._last)
        return self.say_aside(*said, after_s=FAULT_BREATH_S)

    def faltered(self) -> Actions:
        """What was being said may not have been heard."""
        said = (self.line("faltered", reason=self.reason), *self._last)
        return self.say_aside(*said, after_s=FAULT_BREATH_S)
