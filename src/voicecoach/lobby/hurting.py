"""Pain and emergencies in the lobby: made sure of, and then handed to the safety ladder."""

from collections.abc import Callable, Iterable

from voicecoach.coach.asking import Asking
from voicecoach.coach.conductor import Conductor
from voicecoach.coach.player import Player
from voicecoach.coach.switch import Switch
from voicecoach.core.actions import Action
from voicecoach.core.events import Event, Heard
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure
from voicecoach.language.lines import Lines
from voicecoach.lobby.table import Effect, Trigger
from voicecoach.plan.cues import Cue, CueKind, Plan

_NOTHING_TO_DO = Plan("", (Cue(CueKind.SAY, Measure("nothing", length_s=1.0)),), ())


def ladder(lines: Lines, spoken_s: Callable[[str], float], preferences: Preferences) -> Conductor:
    """The whole safety ladder, and no exercises to lead back to."""
    return Conductor(_NOTHING_TO_DO, lines, spoken_s, preferences)


def climb(conductor: Conductor, known: Iterable[Event], grave: Intent, now: float) -> list[Action]:
    """What it does about `grave`, as soon as it is told what is `known` of the ears."""
    actions = conductor.start(now)
    for event in (*known, Heard(grave, grave)):
        actions += conductor.handle(event, now)
    return actions


class MakingSure:
    """The question whether it hurts just now, where what was said may only be a wish.

    `deaf`: it is answered with keys. `speaking`: somebody speaks just now.
    """

    def __init__(self, lines: Lines, player: Player, switch: Switch) -> None:
        self.deaf = self.speaking = False
        self.asking = Asking(player, lines.say("unheard"), switch)
        self._question = lines.ladder.questions["hurts_now"]
        self._follow: Trigger | None = None
        self.effects: dict[Effect, Callable[[], list[Action]]] = {
            Effect.MAKE_SURE: self._ask,
            Effect.PUT_AGAIN: self.again,
            Effect.ASK_ONCE_MORE: self._no_answer,
            Effect.ASK_UNHEARD: self._unclear,
            Effect.FOLLOW: self._go_where_it_leads,
        }

    def take_next(self) -> Trigger | None:
        """Where the answer leads, once."""
        following, self._follow = self._follow, None
        return following

    def again(self) -> list[Action]:
        return self.asking.again(by_keys=self.deaf)

    def _ask(self) -> list[Action]:
        return self.asking.put(self._question, self._question.ask, by_keys=self.deaf)

    def _unclear(self) -> list[Action]:
        return self.asking.once_more(by_keys=self.deaf) or self._no_answer()

    def _no_answer(self) -> list[Action]:
        done = self.asking.time_is_up(speaking=self.speaking, by_keys=self.deaf)
        return [*done, *self._go_where_it_leads()]

    def _go_where_it_leads(self) -> list[Action]:
        self._follow = None if self.asking.lead is None else self.asking.lead.then
        return []
