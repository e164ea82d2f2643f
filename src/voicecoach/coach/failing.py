"""What the coach says when a part of it fails: its ears, its voice, or both."""

from voicecoach.coach.patience import Patience
from voicecoach.coach.player import FAULT_BREATH_S, Player
from voicecoach.coach.rungs import Rungs
from voicecoach.coach.showing import Showing
from voicecoach.core.actions import Action, End, Outcome, Show
from voicecoach.core.score import Measure, Sounded, Tone
from voicecoach.language.lines import Lines

DEAF = Measure("deaf", (Sounded(Tone.DEAF),))
"""The tone that is to remind of it: the words before it say what it means."""

Actions = list[Action]


class Failing:
    """`reason` is why, as a sentence for the user; `keyboard` tells whether there is one."""

    def __init__(  # noqa: PLR0913 - one a part that it speaks for
        self,
        lines: Lines,
        player: Player,
        patience: Patience,
        rungs: Rungs,
        showing: Showing,
        *,
        keyboard: bool,
    ) -> None:
        self._lines = lines
        self._player = player
        self._patience = patience
        self._rungs = rungs
        self._showing = showing
        self._keyboard = keyboard
        self.reason = ""

    def deaf(self) -> Actions:
        said = [self._lines.say("cannot_hear", reason=self.reason)]
        said += [self._lines.say("use_keys")] if self._keyboard else []
        words = self._player.interrupt_with(*said, after_s=FAULT_BREATH_S)
        tone = [self._player.enqueue(DEAF)] if self._showing.on else []
        return [*words, *tone, *self._patience.wait()]

    def wait(self, *, deaf: bool) -> Actions:
        """Wait for the user, and show it if nobody can be heard meanwhile."""
        return [*(self._showing.deaf() if deaf else []), *self._patience.wait()]

    def faltered(self) -> Actions:
        words = self._lines.say("faltered", reason=self.reason)
        said = self._player.interrupt_with(words, after_s=FAULT_BREATH_S)
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
