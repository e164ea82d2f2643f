"""One key for everything: a press pauses, and then takes what is offered at that moment.

For who can press one switch and no more, and may not be heard. What is offered is said one after
the other, with time to press behind each, as switch users know it from scanning.
"""

from collections.abc import Iterable, Mapping

from voicecoach.coach.player import Player
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Enqueue, Silence
from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.language.lines import Lines

SWITCH = "switch"
"""What is posted for the one key, whichever it is."""
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

Actions = list[Action]


class Switch:
    """Offers, and knows what is offered just now. Not `on`, it offers nothing."""

    def __init__(self, player: Player, lines: Lines, *, on: bool) -> None:
        self.on = on
        self._player = player
        self._lines = lines
        self._offered: dict[str, Intent] = {}
        self._now: Intent | None = None

    def offer(self, intents: Iterable[Intent]) -> list[Enqueue]:
        """Say what a press would mean, one after the other."""
        offers: list[Enqueue] = []
        for intent in intents if self.on else ():
            what = self._lines.phrases.get(intent, "")
            is_number = intent in LEVELS
            if is_number:
                what = str(LEVELS.index(intent))
            text = self._lines.say("press_for", what=what)
            for action in self._player.say(text, tail_s=NUMBER_S if is_number else CHOICE_S):
                if isinstance(action, Enqueue):
                    self._offered[action.measure.id] = intent
                    offers.append(action)
        return offers

    def offer_in(self, state: State) -> list[Enqueue]:
        return self.offer(OFFERS.get(state, ()))

    def offer_answers(self, answers: Iterable[Intent]) -> list[Enqueue]:
        """The answers to a question; no key shows whether a stop is heard."""
        return self.offer(intent for intent in answers if intent not in SAFETY_INTENTS)

    def follow(self, actions: Iterable[Action]) -> None:
        """Nothing is offered any more when the coach falls silent."""
        if any(isinstance(action, Silence) for action in actions):
            self._now = None
            kept = {a.measure.id for a in actions if isinstance(a, Enqueue)}
            self._offered = {name: what for name, what in self._offered.items() if name in kept}

    def began(self, measure: str) -> None:
        self._now = self._offered.pop(measure, None)

    def means(self, state: State) -> Intent:
        """What a press means just now."""
        return self._now or OTHERWISE.get(state, Intent.PAUSE)
