"""What was measured of a room, a microphone and a speaker, and what was found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from voicecoach.core.intents import Intent


@dataclass(frozen=True, slots=True)
class Room:
    """The microphone while nobody speaks. Levels are decibels (RMS) against full scale.

    `noise_db` is exceeded half of the time, `loudest_db` a twentieth of it. `alive` is the share
    of the blocks that were not mere zeros.
    """

    noise_db: float
    loudest_db: float
    alive: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Echo:
    """The coach's own voice in the microphone.

    `over_room_db` is how much louder than the room it comes back, `reduced_db` how much of it the
    canceller takes away. `late_s` is the delay, None where no echo is found. `stays`: what is left
    still rises and falls with what was played. `clipped` is the share of frames at full scale.
    """

    over_room_db: float
    reduced_db: float
    late_s: float | None
    stays: bool
    clipped: float


class Caught(StrEnum):
    """What became of a phrase that the user was asked to say."""

    CLEARLY = "clearly"
    IN_DOUBT = "in_doubt"
    """The coach would have fallen silent and asked."""
    AS_ANOTHER = "as_another"
    """Speech was heard, and taken for something else."""
    NOT_UNDERSTOOD = "not_understood"
    """Speech was heard, and meant nothing."""
    NOT_AT_ALL = "not_at_all"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase that the user said, or was to say, and how loud it was at the microphone."""

    asked: Intent
    caught: Caught
    level_db: float | None = None
    over_room_db: float | None = None
    clipped: float = 0.0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: its code, and what is told with it."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


class Ended(StrEnum):
    """How a check ended."""

    DONE = "done"
    BY_USER = "by_user"
    PAIN = "pain"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Checkup:
    """All that one check has found. `when` is a date and time in ISO 8601.

    `usual_source` and `usual_sink` tell that the system's usual devices were used.
    """

    when: str
    microphone: str | None
    speaker: str | None
    usual_source: bool = True
    usual_sink: bool = True
    by_ear: bool = False
    ended: Ended = Ended.DONE
    room: Room | None = None
    echo: Echo | None = None
    phrases: tuple[Phrase, ...] = ()
    findings: tuple[Finding, ...] = ()
