"""What the figures mean: one table of limits, and the findings that follow from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from voicecoach.core.intents import SAFETY_INTENTS
from voicecoach.core.measured import Caught, Echo, Finding, Phrase, Room


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure from which on something is found, its unit, and why it is this one."""

    figure: float
    unit: str
    because: str


LIMITS = {
    "alive": Limit(
        0.02,
        "share of blocks",
        "A muted microphone gives none; one that fades in has some by then.",
    ),
    "noisy_room": Limit(
        -42.0,
        "dB",
        "Speech at two metres reaches a laptop at about -35 to -25 dB; 20 dB below is quiet.",
    ),
    "noisy": Limit(
        15.0, "dB over the room", "docs/hearing.md: found falls from 94 to 83 % from 20 to 10 dB."
    ),
    "too_noisy": Limit(
        6.0, "dB over the room", "docs/hearing.md: at 5 dB every second word is missed."
    ),
    "too_faint": Limit(
        -55.0,
        "dB",
        "The ear raises nothing whose peak is below -60 dB: it is the room, not a voice.",
    ),
    "clipped": Limit(
        0.05,
        "share of loud frames",
        "One frame of a shout is harmless; a twentieth changes the word.",
    ),
    "echo_there": Limit(
        6.0, "dB over the room", "Less than this may be a chair or a breath, not the coach's voice."
    ),
    "echo_loud": Limit(
        15.0, "dB over the room", "An echo less loud than this does not hide a voice that is near."
    ),
    "reduced": Limit(
        6.0, "dB", "Where it works the canceller takes 20 dB; at 10 all phrases were still heard."
    ),
    "late": Limit(
        0.4, "s", "The canceller finds delays up to 0.45 s, and needs some room before it."
    ),
    "asked": Limit(2, "phrases", "One question among five phrases is the price of missing none."),
}


def of_room(found: Room) -> Iterator[Finding]:
    """The microphone by itself."""
    if found.alive < LIMITS["alive"].figure:
        yield Finding("microphone-silent")
    elif found.noise_db > LIMITS["noisy_room"].figure:
        yield Finding("noisy", {"noise_db": found.noise_db})


def of_echo(found: Echo) -> Iterator[Finding]:
    """The coach's voice in its own ears."""
    if found.clipped > LIMITS["clipped"].figure:
        yield Finding("clipped", {"percent": round(100 * found.clipped)})
    if found.over_room_db < LIMITS["echo_there"].figure:
        yield Finding("no-echo")
        return
    if found.late_s is not None and found.late_s > LIMITS["late"].figure:
        yield Finding("echo-late", {"ms": round(1000 * found.late_s)})
    if found.stays:
        yield Finding("own-voice-stays")
    elif (
        found.over_room_db > LIMITS["echo_loud"].figure
        and found.reduced_db < LIMITS["reduced"].figure
    ):
        yield Finding("own-voice-loud", {"db": round(found.reduced_db)})


def of_phrases(found: Sequence[Phrase], room: Room) -> Iterator[Finding]:
    """How the user is heard, and why not where they are not."""
    said = [phrase for phrase in found if phrase.caught is not Caught.NOT_AT_ALL]
    if found and not said:
        yield Finding("heard-nobody")
        return
    missed = [phrase for phrase in found if not is_heard(phrase)]
    if any(phrase.asked in SAFETY_INTENTS for phrase in missed):
        yield Finding("misses-safety", {"n": len(missed), "total": len(found)})
    elif missed:
        yield Finding("misses-words", {"n": len(missed), "total": len(found)})
    asked = sum(phrase.caught is Caught.IN_DOUBT for phrase in found)
    if asked >= LIMITS["asked"].figure:
        yield Finding("asks-often", {"n": asked})
    yield from _why(said, room)


def _why(said: Sequence[Phrase], room: Room) -> Iterator[Finding]:
    levels = [phrase.level_db for phrase in said if phrase.level_db is not None]
    over = [phrase.over_room_db for phrase in said if phrase.over_room_db is not None]
    if sum(phrase.clipped > LIMITS["clipped"].figure for phrase in said) > len(said) / 2:
        percent = round(100 * max(phrase.clipped for phrase in said))
        yield Finding("clipped", {"percent": percent})
    if not over:
        return
    above = median(over)
    if above < LIMITS["noisy"].figure:
        # Whether the voice is weak or the room is loud decides what is to be done.
        if room.noise_db <= LIMITS["noisy_room"].figure:
            yield Finding("too-faint", {"db": round(above)})
        elif above < LIMITS["too_noisy"].figure:
            yield Finding("too-noisy", {"db": round(above)})
        else:
            yield Finding("noisy", {"noise_db": room.noise_db})
    elif median(levels) < LIMITS["too_faint"].figure:
        yield Finding("too-faint", {"db": round(above)})


def is_heard(phrase: Phrase) -> bool:
    """Whether it has its effect: a doubt silences the coach as well."""
    return phrase.caught in {Caught.CLEARLY, Caught.IN_DOUBT}
