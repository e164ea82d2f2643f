"""What somebody says or presses during a check: an answer, or that they want out of it."""

from voicecoach.coach.keys import answers, meaning
from voicecoach.core.events import Event, Heard, Pressed, SpeechBegan, SpeechEnded
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.measured import Ended

_GRAVE = {Intent.PAIN: Ended.PAIN, Intent.EMERGENCY: Ended.EMERGENCY}
_GOES_ON = frozenset({Intent.READY, Intent.YES, Intent.NO})
"""What keys may say without ending the check."""


def pressed(event: Pressed) -> Intent:
    """What a key means during a check."""
    return meaning(event.key, paused=False, asked=answers(numbers=False))


def leaves(event: Event, expects: frozenset[Intent]) -> Ended | None:
    """How the check ends by what happened, if it does.

    Any safety word that was not asked for counts as in a session; most keys give quiet.
    """
    if isinstance(event, Pressed):
        meant = pressed(event)
        return None if meant in _GOES_ON else _GRAVE.get(meant, Ended.BY_USER)
    if not isinstance(event, Heard) or event.certainty is not Certainty.CLEAR:
        return None
    counts = event.intent in SAFETY_INTENTS - expects
    return _GRAVE.get(event.intent, Ended.BY_USER) if counts else None


class Answer:
    """What came while an answer was waited for. `expects` is what was asked for.

    With `anything` whatever is said is answer enough.
    """

    def __init__(self, expects: frozenset[Intent], *, anything: bool = False) -> None:
        self.expects = expects
        self._anything = anything
        self.intent: Intent | None = None
        self.certainty: Certainty | None = None
        self.spoke = False
        """Whether anybody said anything, understood or not."""
        self.speaking = False

    def take(self, event: Event) -> None:
        """Take note of what happened: what is expected counts most, then what is clear."""
        match event:
            case SpeechBegan():
                self.spoke = self.speaking = True
            case SpeechEnded():
                self.speaking = False
            case Heard():
                self.spoke = True
                if self._rank(event.intent, event.certainty) > self._rank(
                    self.intent, self.certainty
                ):
                    self.intent, self.certainty = event.intent, event.certainty
            case Pressed() if self.intent is None:
                self.intent, self.certainty = pressed(event), Certainty.CLEAR
            case _:
                pass

    def is_complete(self, event: Event) -> bool:
        """Take note of it; whether nothing more has to be waited for."""
        self.take(event)
        enough = self.intent is not None or (self._anything and self.spoke)
        return enough and not self.speaking

    def _rank(self, intent: Intent | None, certainty: Certainty | None) -> tuple[bool, bool, bool]:
        return intent is not None, intent in self.expects, certainty is Certainty.CLEAR
