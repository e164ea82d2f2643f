"""What the coach says when a part of it fails: its ears, its voice, or both."""

from voicecoach.coach.patience import Patience
from voicecoach.coach.player import FAULT_BREATH_S, Player
from voicecoach.coach.rungs import Rungs
from voicecoach.core.actions import Action, End, Outcome, Show
from voicecoach.language.lines import Lines

Actions = list[Action]


class Failing:
    """`reason` is why, as a sentence for the user; `keyboard` tells whether there is one."""

    def __init__(
        self, lines: Lines, player: Player, patience: Patience, rungs: Rungs, *, keyboard: bool
    ) -> None:
        self._lines = lines
        self._player = player
        self._patience = patience
        self._rungs = rungs
        self._keyboard = keyboard
        self.reason = ""

    def deaf(self) -> Actions:
        said = [self._lines.say("cannot_hear", reason=self.reason)]
        said += [self._lines.say("use_keys")] if self._keyboard else []
        return self._at_once(*said)

    def faltered(self) -> Actions:
        return self._at_once(self._lines.say("faltered", reason=self.reason))

    def _at_once(self, *texts: str) -> Actions:
        said = self._player.interrupt_with(*texts, after_s=FAULT_BREATH_S)
        return [*said, *self._patience.wait()]

    def helpless(self) -> Actions:
        self._rungs.outcome = Outcome.NO_SOUND
        return self._player.interrupt_with(self._lines.say("helpless", reason=self.reason))

    def mute(self) -> Actions:
        """What can no longer be said is shown."""
        advice = self._rungs.in_writing()
        outcome = self._rungs.outcome if advice else Outcome.NO_SOUND
        shown = [Show(text) for text in (self.reason, *advice)]
        return [self._player.silence(), *shown, End(outcome)]
