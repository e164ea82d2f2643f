"""Reps that the user counts: the coach follows, and never guesses."""

from voicecoach.coach.patience import Patience
from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.core.actions import Action, Chime, Counted
from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.score import Tone
from voicecoach.language.lines import Lines


class Following:
    """What the user counts aloud, at the cue of the rep that is under way.

    The last number is what holds: who was not heard at "two" says "three", and is told "three", so
    that a number that was misheard is noticed, and put right by saying the right one.
    """

    def __init__(self, head: Playhead, player: Player, patience: Patience, lines: Lines) -> None:
        self._head = head
        self._player = player
        self._patience = patience
        self._lines = lines
        self.has_moved = False
        """Whether the last count led to another cue, at which the head is now."""

    def so_far(self) -> str:
        """Asks for the next number, and tells what was counted."""
        rep, total = self._reps()
        if rep == 1:
            return self._lines.say("count_not_begun")
        return self._lines.say("count_so_far", n=rep - 1, total=total)

    def take(self, intent: Intent | None) -> list[Action]:
        """What a number, or else "done", leads to; it asks where that is not clear."""
        rep, total = self._reps()
        is_done = intent not in LEVELS
        number = rep - 1 if intent not in LEVELS else LEVELS.index(intent)
        self.has_moved = False
        if not 1 <= number <= total:
            return [*self._player.interrupt_with(self.so_far()), *self._patience.wait()]
        if number == rep - 1 and not is_done:  # once more what was counted already
            return [Chime(Tone.HEARD)]
        self._head.at += (total - rep if is_done else number - rep) + 1
        self.has_moved, self._player.cut = True, None
        as_expected = is_done or number == rep
        said = () if as_expected else (self._lines.say("count", n=number),)
        return [
            *self._player.interrupt_with(*said),
            Chime(Tone.HEARD),
            *([] if is_done else [Counted(number)]),
        ]

    def _reps(self) -> tuple[int, int]:
        """The number of the rep that is under way, and of how many."""
        place = self._head.cue.place
        if place is None:
            raise ValueError("nobody counts outside of an exercise")
        return place.rep, int(self._head.plan.exercises[place.exercise - 1].reps)
