"""The rungs of the safety ladder: what is asked and advised, and where it leads."""

from collections.abc import Callable

from voicecoach.coach.advice import Advice
from voicecoach.coach.asking import Asking
from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.switch import Switch
from voicecoach.coach.table import Effect, Signal, Trigger
from voicecoach.core.actions import Action, Outcome, Show
from voicecoach.core.intents import Intent
from voicecoach.core.score import Spoken
from voicecoach.language.ladder import Then
from voicecoach.language.lines import Lines

HUSHED_S = 10.0
"""How long the user can still ask, having silenced the advice, before the session ends."""

Actions = list[Action]


class Rungs:
    """What the conductor does about questions and advice.

    `deaf`: the coach cannot hear, and answers are given with keys. `speaking`: somebody speaks
    just now. `outcome` is why the session ends, should it end now.
    """

    def __init__(
        self, lines: Lines, player: Player, head: Playhead, number: str | None, switch: Switch
    ) -> None:
        self._lines = lines
        self._player = player
        self._head = head
        self.advice = Advice(lines, number)
        self.asking = Asking(player, lines.say("unheard"), switch)
        self.deaf = self.speaking = False
        self.outcome = Outcome.ENDED_BY_USER
        self._next: Trigger | None = None
        self._advised: tuple[str, ...] = ()
        self._hushed = 0  # how often, while the question about red flags was due
        self._hush_is_on = False
        self.effects: dict[Effect, Callable[[], Actions]] = {
            Effect.PUT_QUESTION: self._put,
            Effect.PUT_AGAIN: self.put_again,
            Effect.ASK_UNHEARD: self._unclear,
            Effect.ASK_ONCE_MORE: self._no_answer,
            Effect.FOLLOW: self._follow,
            Effect.OFFER_EASIER: self._offer_easier,
            Effect.OFFER_EASIER_FORM: lambda: self._offer("easier_wished"),
            Effect.OFFER_HARDER_FORM: lambda: self._offer("harder_wished"),
            Effect.DECLINE: lambda: self._advise(Outcome.NOT_TODAY, *self.said_to_that()),
            Effect.ADVISE_PAIN: self._ask_about_red_flags,
            Effect.ASK_AGAIN: lambda: self._ask_about_red_flags(lines.say("advice_again")),
            Effect.ADVISE: lambda: self._advise(Outcome.PAIN, *self.said_to_that()),
            Effect.ADVISE_EMERGENCY: lambda: self._advise(
                Outcome.EMERGENCY, *self.advice.emergency()
            ),
            Effect.ADVISE_AGAIN: self.advise_again,
            Effect.HUSH: self._hush,
            Effect.HUSH_QUESTION: lambda: self._hush_question(1),
            Effect.HUSH_FOR_GOOD: lambda: self._hush_question(2),
        }

    def take_next(self) -> Trigger | None:
        """What follows from the last step, once."""
        following, self._next = self._next, None
        return following

    def in_writing(self) -> tuple[str, ...]:
        """All the advice that is due, for when it cannot be said."""
        return self._advised or self.advice.for_outcome(self.outcome)

    # -- questions

    def _put(self) -> Actions:
        """The cue that asks is being said: listen for the answer."""
        cue = self._head.cue
        if self.deaf and self.is_about_hearing(self._head.at):
            self._next = Then.GO_ON
            return []
        text = " ".join(note.text for note in cue.measure.notes if isinstance(note, Spoken))
        question = self._lines.ladder.questions[cue.asks]
        return self.asking.put(question, text, by_keys=self.deaf, playing=True)

    def is_about_hearing(self, cue: int) -> bool:
        """Whether the cue asks for what only ears can be shown."""
        cues, questions = self._head.plan.cues, self._lines.ladder.questions
        name = cues[cue].asks if cue < len(cues) else ""
        return bool(name) and Intent.STOP in questions[name].answers

    def put_again(self) -> Actions:
        return self.asking.again(by_keys=self.deaf)

    def _unclear(self) -> Actions:
        return self.asking.once_more(by_keys=self.deaf) or self._no_answer()

    def _no_answer(self) -> Actions:
        if self._hush_is_on:
            return self._hush_is_over()
        done = self.asking.time_is_up(speaking=self.speaking, by_keys=self.deaf)
        return [*done, *(self._follow() if self.asking.lead else [])]

    def _follow(self) -> Actions:
        """Go where the answer leads."""
        self._hush_is_on = False
        self._next = None if self.asking.lead is None else self.asking.lead.then
        self._head.answered()
        return []

    def said_to_that(self) -> tuple[str, ...]:
        """What is said to the answer."""
        return self.advice.of(self.asking.lead) if self.asking.lead else ()

    def _offer_easier(self) -> Actions:
        """Ask whether to take the easier form; where there is none, leave the rest out."""
        if not self._head.has_easier:
            self.asking.lead = self._lines.ladder.leads["leave_out"]
            self._next = Then.LEAVE_OUT
            return []
        return self._offer("easier")

    def _offer(self, name: str) -> Actions:
        question = self._lines.ladder.questions[name]
        return self.asking.put(question, question.ask, by_keys=self.deaf)

    # -- advice

    def _ask_about_red_flags(self, *before: str) -> Actions:
        """Something hurts: the session is over, and one question decides on the advice."""
        self.outcome, self._hushed, self._hush_is_on = Outcome.PAIN, 0, False
        question = self._lines.ladder.questions["red_flags"]
        advice = (*before, *self.advice.at_once())
        return self.asking.put(question, question.ask, *advice, by_keys=self.deaf)

    def _advise(self, outcome: Outcome, *texts: str) -> Actions:
        self.outcome, self._advised = outcome, texts
        return self._player.interrupt_with(*texts)

    def advise_again(self, *more: str) -> Actions:
        """Say all of the advice once more, and `more` behind it."""
        again = self._lines.say("advice_again")
        return self._player.interrupt_with(again, *self._advised, *more)

    def _hush(self) -> Actions:
        """Say no more; for a while the user can still ask for it."""
        return [self._player.silence(), self._player.wait(HUSHED_S)]

    def _hush_question(self, times: int) -> Actions:
        """Who cries "it hurts, stop" is asked all the same, a while later; not who insists."""
        self._hushed += times
        self._hush_is_on = True
        return self._hush()

    def _hush_is_over(self) -> Actions:
        self._hush_is_on = False
        if self._hushed == 1:
            return self.put_again()
        self._next = Signal.INTERRUPT
        return [Show(text) for text in self.advice.unasked()]

    def pause_in_doubt(self, doubted: Intent) -> tuple[str, ...]:
        """No answer to "does it hurt?" is no "no"."""
        urgent = (self.advice.help(),) if doubted in {Intent.EMERGENCY, Intent.HELP} else ()
        return (self._lines.say("paused_in_doubt"), *urgent)
