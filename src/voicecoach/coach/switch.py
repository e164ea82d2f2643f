"""One key for everything: a press pauses, and then takes what is offered at that moment.

For who can press one switch and no more, and may not be heard. What is offered is said one after
the other, with time to press behind each, as switch users know it from scanning.
"""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from voicecoach.coach.player import Player
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Enqueue, Silence
from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.language.lines import Lines

CHOICE_S, NUMBER_S = 3.0, 1.5
"""Time to press behind what is offered."""

OFFERS: Mapping[State, tuple[Intent, ...]] = {
    State.PAUSED: (Intent.CONTINUE, Intent.FINISH, Intent.PAIN, Intent.SKIP),
    State.WAITING: (Intent.READY, Intent.REPEAT, Intent.PAUSE),
    State.FOLLOWING: (Intent.DONE, Intent.PAUSE),
}
OTHERWISE: Mapping[State, Intent] = {
    State.WAITING: Intent.READY,
    State.ASKING: Intent.REPEAT,
    State.CHECKING: Intent.REPEAT,
    State.PAUSED: Intent.STOP,
    State.DOUBTING: Intent.STOP,
    State.ADVISING: Intent.STOP,
    State.DECLINING: Intent.STOP,
    State.CLOSING: Intent.STOP,
}
"""What a press means while nothing is offered; elsewhere it is a pause. In a pause it begins to
offer again: no press goes on by chance."""

T = TypeVar("T")


class Scanning(Generic[T]):
    """Says what a press would do, one after the other, and knows which is on offer just now.

    Not `on`, it offers nothing.
    """

    def __init__(self, player: Player, lines: Lines, *, on: bool) -> None:
        self.on = on
        self.now: T | None = None
        self._player = player
        self._lines = lines
        self._offered: dict[str, T] = {}

    def offer(self, things: Iterable[tuple[T, str]], wait_s: float = CHOICE_S) -> list[Enqueue]:
        """Say each by its name, with `wait_s` to press behind it."""
        offers: list[Enqueue] = []
        for thing, name in things if self.on else ():
            text = self._lines.say("press_for", what=name)
            for action in self._player.say(text, tail_s=wait_s):
                if isinstance(action, Enqueue):
                    self._offered[action.measure.id] = thing
                    offers.append(action)
        return offers

    def follow(self, actions: Iterable[Action]) -> None:
        """Nothing is offered any more when the coach falls silent."""
        if any(isinstance(action, Silence) for action in actions):
            self.now = None
            kept = {a.measure.id for a in actions if isinstance(a, Enqueue)}
            self._offered = {name: what for name, what in self._offered.items() if name in kept}

    def began(self, measure: str) -> None:
        self.now = self._offered.pop(measure, None)


class Switch(Scanning[Intent]):
    """The one key in a session, and wherever a question is asked."""

    def offer_in(self, state: State) -> list[Enqueue]:
        """Offer what can be done in a state."""
        phrases = self._lines.phrases
        return self.offer((each, phrases.get(each, "")) for each in OFFERS.get(state, ()))

    def offer_answers(self, answers: Iterable[Intent]) -> list[Enqueue]:
        """Offer the answers to a question; no key shows whether a stop is heard."""
        phrases = self._lines.phrases
        levels, words = (
            [a for a in answers if (a in LEVELS) is number and a not in SAFETY_INTENTS]
            for number in (True, False)
        )
        return [
            *self.offer(((level, str(LEVELS.index(level))) for level in levels), NUMBER_S),
            *self.offer((word, phrases.get(word, "")) for word in words),
        ]

    def means(self, state: State) -> Intent:
        """What a press means just now."""
        return self.now or OTHERWISE.get(state, Intent.PAUSE)
