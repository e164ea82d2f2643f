"""What is to be done. The conductor returns these; the edges carry them out."""

from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.score import Measure, Tone


class Outcome(StrEnum):
    """Why a session ended."""

    FINISHED = "finished"
    ENDED_BY_USER = "ended_by_user"
    PAIN = "pain"
    EMERGENCY = "emergency"
    NOT_TODAY = "not_today"
    """What the user answered before the exercises speaks against them."""
    NO_SOUND = "no_sound"
    FAILED = "failed"
    """The program made a mistake, and ended for it."""


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Play this measure when all that was enqueued before it has ended."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back a measure; if it has not begun yet, it is reported as cut off at 0."""

    measure: str


@dataclass(frozen=True, slots=True)
class Chime:
    """Sound a tone over whatever is playing, at once or `after_s` seconds."""

    tone: Tone
    after_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Silence:
    """Fall silent at once; nothing that was enqueued survives."""


@dataclass(frozen=True, slots=True)
class Duck:
    """Lower the voice while somebody speaks (`on`), or bring it back softly."""

    on: bool


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The coach's level against full scale, in decibels (0 or less)."""

    db: float


@dataclass(frozen=True, slots=True)
class SetRate:
    """The speaking rate from the next enqueued measure on, in words a minute."""

    wpm: int


@dataclass(frozen=True, slots=True)
class Show:
    """A line for the screen that is not spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Expect:
    """Numbers are answers from now on, or (`numbers` false) no more.

    With `choices` the user is free to say what they would like, in any words.
    """

    numbers: bool
    choices: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The user has done so many reps of this set, by their own count."""

    reps: int


@dataclass(frozen=True, slots=True)
class Answered:
    """Keep the answer to a question: `value` is a name, `amount` a number if it was one."""

    question: str
    value: str
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Keep:
    """Keep a setting for the next sessions: `key` and `value` as they stand in the settings."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class AnotherVoice:
    """Speak with another voice as soon as it is ready, and keep that."""


@dataclass(frozen=True, slots=True)
class End:
    """The session is over; leave when this has been carried out."""

    outcome: Outcome


Action = (
    Enqueue
    | Withdraw
    | Chime
    | Silence
    | Duck
    | SetVolume
    | SetRate
    | Show
    | Expect
    | Counted
    | Answered
    | Keep
    | AnotherVoice
    | End
)
