"""What happened. Every part posts these to the one inbox; the conductor handles them."""

from dataclasses import dataclass

from voicecoach.core.intents import Certainty, Intent


@dataclass(frozen=True, slots=True)
class Armed:
    """The microphone gives sound and the recognizer listens: "stop" would be heard."""


@dataclass(frozen=True, slots=True)
class Deaf:
    """The coach cannot hear. `reason` is a sentence for the user."""

    reason: str


@dataclass(frozen=True, slots=True)
class Mute:
    """The coach cannot be heard: voice or speaker failed. `reason` is a sentence for the user."""

    reason: str


@dataclass(frozen=True, slots=True)
class Faltered:
    """The coach was not heard for a moment. `reason` is a sentence for the user."""

    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know, as soon as there is a quiet moment."""

    text: str


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """Whether the coach's own voice is `heard`, so that it hides what is said over it."""

    heard: bool


@dataclass(frozen=True, slots=True)
class Began:
    """The first frame of a measure went to the speaker."""

    measure: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A measure was played to its end."""

    measure: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """A measure was silenced after `at_s` seconds of it were played."""

    measure: str
    at_s: float


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """Somebody began to speak; what they say is not known yet."""


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """Whoever spoke has stopped, and nothing more will come of it.

    `puzzling`: it was short, near, clear and by itself, and means nothing to the coach.
    """

    puzzling: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that mean something to the coach.

    Times are seconds of microphone sound since listening began: where the words start and end,
    and how much sound had been heard when it was decided. `score` is the recognizer's own.
    """

    intent: Intent
    phrase: str
    text: str = ""
    score: float = 0.0
    start_s: float = 0.0
    end_s: float = 0.0
    decided_s: float = 0.0
    certainty: Certainty = Certainty.CLEAR


@dataclass(frozen=True, slots=True)
class Said:
    """Words that are no command, as the recognizer wrote them, while the coach lets them choose.

    `certainty` tells how far the text can be taken at its word. `likely` is the phrase that a
    choice may be asked for with which explains the sound best, if the text means nothing.
    """

    text: str
    certainty: Certainty = Certainty.CLEAR
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key, by its character."""

    key: str


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The system asks the program to end: Ctrl-C, a closed terminal, a shutdown."""


Event = (
    Armed
    | Deaf
    | Mute
    | Faltered
    | Notice
    | OwnVoice
    | Began
    | Ended
    | CutOff
    | SpeechBegan
    | SpeechEnded
    | Heard
    | Said
    | Pressed
    | Interrupted
)
