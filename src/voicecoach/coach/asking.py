"""The question that is being asked: what counts as an answer to it, and where that leads."""

from voicecoach.coach.player import Player
from voicecoach.coach.switch import Switch
from voicecoach.core.actions import Action, Answered, Enqueue
from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.language.ladder import NO_ANSWER, Ladder, Lead, Question, Then
from voicecoach.plan.cues import Plan

LISTEN_S = 8.0
"""How long the coach listens for an answer."""
FINISH_SPEAKING_S = 4.0
"""How much longer, once, if somebody speaks just then."""

_ONCE_MORE = 1
"""How often a question is asked again when no answer comes."""


def gates(plan: Plan, ladder: Ladder) -> frozenset[int]:
    """The cues that ask what has to be answered before the first exercise, by index."""
    decisive = {
        name
        for name, question in ladder.questions.items()
        if any(lead.then is Then.NOT_TODAY for lead in question.leads())
    }
    return frozenset(i for i, cue in enumerate(plan.cues) if cue.asks in decisive)


class Asking:
    """One question at a time. `unheard` is said before it is asked again."""

    def __init__(self, player: Player, unheard: str, switch: Switch | None = None) -> None:
        self._switch = switch
        self._player = player
        self._unheard = unheard
        self._question: Question | None = None
        self._text = ""
        self._times = 0
        self._waited_on = False
        self._first = self._last = ""  # the measures with which it begins, and has been said
        self._is_said = self._is_begun = False
        self._half_heard: Intent | None = None
        self.lead: Lead | None = None
        """Where the answer leads, once there is one."""

    @property
    def is_for_a_number(self) -> bool:
        return self._question is not None and self._question.is_for_a_number

    # -- saying it

    def put(
        self, question: Question, text: str, *before: str, by_keys: bool, playing: bool = False
    ) -> list[Action]:
        """Ask `question` as `text`, behind `before`.

        `playing`: the text is being said already. `by_keys`: say how to answer with the keys.
        """
        self._question, self._text, self.lead = question, text, None
        self._times, self._waited_on = 0, False
        self._is_said, self._is_begun = False, playing
        self._half_heard = None
        if playing:
            return self._listen(by_keys)
        return self._ask(*before, text, at=len(before), by_keys=by_keys)

    def again(self, *, by_keys: bool) -> list[Action]:
        """Ask all of it again, since it was interrupted or the user wants to hear it."""
        return self._ask(self._text, at=0, by_keys=by_keys)

    def once_more(self, *, by_keys: bool) -> list[Action]:
        """Ask again, since no answer came; nothing if that was done already."""
        if self._question is None or self._times == _ONCE_MORE:
            return []
        self._times, self._waited_on = self._times + 1, False
        if self._question.again:
            return self._ask(self._question.again, at=0, by_keys=by_keys)
        return self._ask(self._unheard, self._text, at=1, by_keys=by_keys)

    def time_is_up(self, *, speaking: bool, by_keys: bool) -> list[Action]:
        """Hear out who is `speaking`, ask once more, or take no answer for what it is.

        Then there is a `lead`; it is never that of a "no".
        """
        more = self.hear_out() if speaking else []
        return more or self.once_more(by_keys=by_keys) or self.takes_silence()

    def hear_out(self) -> list[Action]:
        """Let who is speaking at the last moment finish; nothing if that was done already."""
        if self._waited_on:
            return []
        self._waited_on = True
        return [self._player.wait(FINISH_SPEAKING_S)]

    def _ask(self, *texts: str, at: int, by_keys: bool) -> list[Action]:
        said = self._player.interrupt_with(*texts)
        enqueued = [action for action in said if isinstance(action, Enqueue)]
        self._first = enqueued[at].measure.id
        return [*said, *self._listen(by_keys)]

    def _listen(self, by_keys: bool) -> list[Action]:
        """Say how to answer, and wait for it."""
        answers = self._question.answers if self._question else ()
        offers = self._switch.offer_answers(answers) if self._switch else []
        choices = offers or self._player.say(*self._choices(by_keys))
        wait = self._player.wait(LISTEN_S)
        self._last = (offers or [wait])[0].measure.id
        return [*choices, wait]

    def _choices(self, by_keys: bool) -> tuple[str, ...]:
        if self._question is None:
            return ()
        choices = self._question.keys if by_keys else self._question.choices
        return (choices,) if choices else ()

    # -- the answer

    def began(self, measure: str) -> None:
        """Take note of what is being said."""
        self._is_begun = self._is_begun or measure in {self._first, self._last}
        self._is_said = self._is_said or measure == self._last

    def is_too_early(self, intent: Intent) -> bool:
        """Whether this may be an answer to a part of the question, or to none."""
        question = self._question
        if question is None or intent not in question.answers:
            return False
        return not self._is_begun or (
            question.hear_out and intent is Intent.NO and not self._is_said
        )

    def is_unclear(self, intent: Intent) -> bool:
        """Whether a word that was half heard would be the answer."""
        return self._question is not None and intent in self._question.answers

    def half_hears(self, intent: Intent) -> bool:
        """Whether a word that would halt the coach is half heard again: then it is heard.

        That is how a session takes it, too, and a rehearsal is to show no more and no less.
        """
        before, self._half_heard = self._half_heard, intent
        return intent in SAFETY_INTENTS and before in SAFETY_INTENTS

    @property
    def is_said(self) -> bool:
        """Whether all of it was said, so that an answer can be waited for."""
        return self._is_said

    def takes(self, intent: Intent, *, by_voice: bool) -> Answered | None:
        """The answer, if it is one. No key answers whether the coach hears."""
        question = self._question
        if question is None or intent not in question.answers:
            return None
        if intent in SAFETY_INTENTS and not by_voice:
            return None
        self.lead = question.answers[intent]
        if intent in LEVELS:
            return Answered(question.name, "", float(LEVELS.index(intent)))
        return Answered(question.name, intent.value)

    def takes_silence(self) -> list[Action]:
        """No answer, as an answer."""
        if self._question is None:
            return []
        self.lead = self._question.silence
        return [Answered(self._question.name, NO_ANSWER)]
