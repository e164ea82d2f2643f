"""Taking down a number or a name: asked for, read back, and kept only when the user says yes."""

from collections.abc import Callable

from voicecoach.coach.player import Player
from voicecoach.coach.table import Effect, Signal, Trigger
from voicecoach.core.actions import Action, Keep
from voicecoach.core.intents import LEVELS, Intent
from voicecoach.language.lines import Lines

LISTEN_S = 8.0
"""How long it waits for the next word. Then it reads back what it has, or leaves all as it was."""
FEWEST_DIGITS, MOST_DIGITS = 2, 15

NUMBER, NAME = "emergency_number", "name"

Actions = list[Action]


class Dictation:
    """One value at a time. `call` is told the number that is to be called.

    `meant` is the word that was understood last, `said` all that was said with it. `parting` is
    what to say when it is over.
    """

    def __init__(self, lines: Lines, player: Player, call: Callable[[str], None]) -> None:
        self._lines = lines
        self._player = player
        self._call = call
        self._key = NUMBER
        self._value = ""
        self._prompt: tuple[str, ...] = ()
        self._is_read_back = False
        self._next: Trigger | None = None
        self.meant = Intent.LEVEL_0
        self.said = self.parting = ""
        self.effects: dict[Effect, Callable[[], Actions]] = {
            Effect.ASK_NUMBER: self._ask_for_number,
            Effect.ASK_NAME: self._ask_for_name,
            Effect.TAKE_DIGIT: self._take_digit,
            Effect.READ_BACK: self._read_back,
            Effect.CONFIRM_VALUE: self._confirmed,
            Effect.LEAVE_VALUE: self._left,
            Effect.ASK_ON: lambda: self._say(*self._prompt),
            Effect.HEAR_VALUE_OUT: self._hear_out,
        }

    def take_next(self) -> Trigger | None:
        """What follows from the last step, once."""
        following, self._next = self._next, None
        return following

    @property
    def is_for_digits(self) -> bool:
        """Whether digits are what is listened for."""
        return self._key == NUMBER and not self._is_read_back

    # -- taking it down

    def _ask_for_number(self) -> Actions:
        self._key, self._value, self._is_read_back = NUMBER, "", False
        return self._say(self._lines.say("say_digits"))

    def _ask_for_name(self) -> Actions:
        """Ask for the name, unless it was said in the same breath."""
        self._key, self._value, self._is_read_back = NAME, self._name_in(self.said), False
        return self._read_back() if self._value else self._say(self._lines.say("say_name"))

    def _take_digit(self) -> Actions:
        """One more digit, which is said again: what was heard wrong is left at the end."""
        if not self.is_for_digits or len(self._value) == MOST_DIGITS:
            return []
        self._value += str(LEVELS.index(self.meant))
        said = self._player.interrupt_with(self._lines.say("count", n=self._value[-1]))
        return [*said, self._player.wait(LISTEN_S)]

    def _read_back(self) -> Actions:
        """Say what was understood, and ask whether it is right."""
        if self._key == NAME and not self._value:
            return self._say(*self._prompt)
        if self._key == NUMBER and len(self._value) < FEWEST_DIGITS:
            return self._ask_for_number()
        self._is_read_back = True
        spaced = ", ".join(self._value.replace(" ", "").upper())
        if self._key == NUMBER:
            return self._say(self._lines.say("number_right", number=spaced))
        return self._say(self._lines.say("name_right", name=self._value, letters=spaced))

    # -- and what becomes of it

    def _confirmed(self) -> Actions:
        if not self._is_read_back:
            return self._say(*self._prompt)
        if self._key == NUMBER:
            self._call(self._value)
        self._part("number_kept" if self._key == NUMBER else "name_kept")
        return [Keep(self._key, self._value)]

    def _left(self) -> Actions:
        self._part("left_as_it_was")
        return []

    def _hear_out(self) -> Actions:
        """Nothing more came: that ends a number, and is no yes."""
        is_whole = self._key == NUMBER and len(self._value) >= FEWEST_DIGITS
        return self._read_back() if is_whole and not self._is_read_back else self._left()

    def _part(self, line: str) -> None:
        self.parting, self._next = self._lines.say(line), Signal.TAKEN_DOWN

    def _say(self, *texts: str) -> Actions:
        self._prompt = texts
        return [*self._player.interrupt_with(*texts), self._player.wait(LISTEN_S)]

    def _name_in(self, said: str) -> str:
        """The name behind words such as "call me"; nothing where there is none."""
        words = said.replace(",", " ").replace(".", " ").split()
        for opening in self._lines.names:
            behind = len(opening.split())
            if [word.casefold() for word in words[:behind]] == opening.split():
                return " ".join(words[behind:]).title()
        return ""
