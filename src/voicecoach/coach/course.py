"""Playing the plan: from cue to cue, and back to it after an interruption."""

from collections.abc import Callable
from typing import Protocol

from voicecoach.coach.player import BREATH_S, SENTENCE_GAP_S, Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.table import Signal
from voicecoach.core.actions import Action
from voicecoach.plan.cues import CueKind
from voicecoach.plan.reps import LEAD_IN

Actions = list[Action]

WAITS = {
    CueKind.CHECKPOINT: Signal.CHECKPOINT,
    CueKind.FOLLOW: Signal.FOLLOW,
    CueKind.ASK: Signal.QUESTION,
}
"""The cues behind which the coach waits, and what it is told as they begin."""


class Ears(Protocol):
    """What is known of the coach's hearing."""

    armed: bool
    """Whether a "stop" would be heard, or there is nothing but keys to wait for."""

    def cannot_answer(self, cue: int) -> bool:
        """Whether the cue with this index asks for what a deaf coach cannot take."""
        ...


class Course:
    """Puts cues on the player. `stuck` says why the last one could not be put there."""

    def __init__(
        self, head: Playhead, player: Player, ears: Ears, spoken_s: Callable[[str], float]
    ) -> None:
        self._head = head
        self._player = player
        self._ears = ears
        self._spoken_s = spoken_s
        self.stuck: Signal | None = None

    def after(self) -> int:
        """The index of the cue to play behind the current one."""
        following = self._head.at + 1
        return following + 1 if self._ears.cannot_answer(following) else following

    def play(self, cue: int) -> Actions:
        """Put the cue behind all that is being said."""
        self.stuck = self._why_not(cue)
        if self.stuck is Signal.NOT_ARMED:
            self._head.at = cue
        return [] if self.stuck else self.enqueue(cue)

    def look_ahead(self) -> Actions:
        """Put the cue behind the current one, if it can be played."""
        following = self.after()
        return [] if self._why_not(following) else self.enqueue(following)

    def enqueue(self, cue: int) -> Actions:
        return [self._player.enqueue_cue(cue, self._head.measure(cue))]

    def _why_not(self, cue: int) -> Signal | None:
        """Why the cue with this index cannot be played, or None."""
        if cue >= len(self._head.plan.cues):
            return Signal.PLAN_DONE
        deaf = cue >= self._head.plan.ears_from and not self._ears.armed
        return Signal.NOT_ARMED if deaf else None

    def play_at_once(self, cue: int, *texts: str) -> Actions:
        """Say `texts` instead of what is being said, and then play the cue."""
        said = self._player.interrupt_with(*texts)
        self._player.cut, self._head.at = None, cue
        return [*said, *self.play(cue)]

    def tell_again(self) -> Actions:
        self._player.cut = None
        again = self._head.told_from()
        return [self._player.silence(), *self.play(self._head.at if again is None else again)]

    def end_set(self) -> Actions:
        """Go on behind this set, of which enough is done."""
        behind = self._head.set_end()
        if behind is None:
            return []
        return self.play_at_once(behind)

    def go_back(self, now: float, *texts: str) -> Actions:
        """Back to the plan after a question: a hold and a rest went on meanwhile."""
        return self._go_back(now, {CueKind.HOLD, CueKind.REST}, *texts)

    def begin_again(self, now: float, *texts: str) -> Actions:
        """Go on after a pause: the rep begins again; a rest was rest meanwhile."""
        actions = self._go_back(now, {CueKind.REST}, *texts)
        self._player.cut = None
        return actions

    def _go_back(self, now: float, timed: set[CueKind], *texts: str) -> Actions:
        """The rep again with a lead-in, or what is left of a cue whose time went on meanwhile."""
        self.stuck = None
        said, cut = self._player.interrupt_with(*texts), self._player.cut
        if cut and self._head.plan.cues[cut.cue].kind in timed:
            saying_s = bool(texts) * BREATH_S + sum(
                self._spoken_s(text) + SENTENCE_GAP_S for text in texts
            )
            over_s = cut.at_s + now - cut.when + saying_s
            rest = self._head.rest_of(cut.cue, over_s)
            return [*said, self._player.enqueue_cue(cut.cue, rest, over_s)]
        lead_in = [self._player.enqueue(LEAD_IN)] if self._head.is_moving else []
        return [*said, *lead_in, *self.play(self._head.rep_start())]
