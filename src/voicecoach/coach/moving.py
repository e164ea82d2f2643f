"""To the next exercise, or to the one before."""

from voicecoach.coach.course import Course
from voicecoach.coach.patience import Patience
from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.core.actions import Action
from voicecoach.core.intents import Intent
from voicecoach.language.lines import Lines

Actions = list[Action]


class Moving:
    """Moves the head by a word of the user's: skip, or else back."""

    def __init__(
        self, head: Playhead, player: Player, course: Course, patience: Patience, lines: Lines
    ) -> None:
        self._head = head
        self._player = player
        self._course = course
        self._patience = patience
        self._lines = lines

    def move(self, meant: Intent | None) -> Actions:
        """Go there: the exercises say themselves which they are."""
        self._go(meant)
        return [self._player.silence(), *self._course.play(self._head.at)]

    def move_silently(self, meant: Intent | None) -> Actions:
        """Go there in a pause, and stay paused."""
        number = self._go(meant)
        if number is None:
            return self._patience.halt(self._lines.say("moved_to_end"))
        exercises = self._head.plan.exercises
        name, total = exercises[number - 1].name, len(exercises)
        return self._patience.halt(self._lines.say("moved_to", n=number, total=total, name=name))

    def _go(self, meant: Intent | None) -> int | None:
        self._player.cut = None
        return self._head.skip() if meant is Intent.SKIP else self._head.back()
