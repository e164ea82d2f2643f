"""Every finding: how grave it is, and why it matters. The words are in `language/*/doctor.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """With a fault the coach cannot be relied on; a warning makes it worse than it need be.

    A note is good to know.
    """

    FAULT = "fault"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    `sound`: it is about microphone, speaker or voice. `again`: what the user can mend on the spot,
    after which the phrases are worth saying once more.
    """

    severity: Severity
    because: str
    sound: bool = False
    again: bool = False


_F, _W, _N = Severity.FAULT, Severity.WARNING, Severity.NOTE

CODES: Mapping[str, Code] = {
    # -- microphone and speaker
    "no-microphone": Code(_F, "Nobody can be heard; keys still work.", sound=True),
    "microphone-stalls": Code(
        _F, "It opens and gives no frame, as a hung sound system does.", True
    ),
    "microphone-silent": Code(
        _F, "Mere zeros come from a microphone that is muted or not allowed to us.", sound=True
    ),
    "other-microphone": Code(_N, "The usual one gave nothing, and another one does.", sound=True),
    "device-gone": Code(_F, "A device that was chosen is not there any more.", sound=True),
    "no-speaker": Code(_F, "Nothing can be said.", sound=True),
    "no-voice": Code(_F, "Nothing can be said.", sound=True),
    "other-voice": Code(_W, "The voice that was chosen is not there.", sound=True),
    "clipped": Code(
        _W, "What is cut off at full scale is another sound to the recognizer.", True, again=True
    ),
    "too-faint": Code(
        _W, "What is close to the microphone's own noise is missed.", sound=True, again=True
    ),
    "noisy": Code(_W, "Below 20 dB over the noise it hears less, below 10 much less.", True, True),
    "too-noisy": Code(_F, "At this noise about every second word is missed.", True, again=True),
    # -- the coach in its own ears
    "own-voice-stays": Code(_W, "What is said over the coach's voice is missed.", sound=True),
    "own-voice-loud": Code(_W, "Little of the echo is taken out.", sound=True),
    "echo-late": Code(_W, "The canceller looks 450 ms back, and no further.", sound=True),
    "no-echo": Code(_N, "Headphones, or a speaker that is switched off.", sound=True),
    # -- whether it understands
    "misses-safety": Code(_F, "A missed stop is the worst failure that it has.", again=True),
    "misses-words": Code(_W, "What it does not understand has to be said again.", again=True),
    "asks-often": Code(_N, "Words that it half hears cost a question each.", again=True),
    "heard-nobody": Code(_F, "No phrase reached the microphone.", sound=True, again=True),
    "not-tried": Code(_N, "The check ended before all phrases were said."),
    # -- what is installed, and what is kept
    "package-missing": Code(_F, "A part of the program is not installed."),
    "no-recognizer": Code(_F, "Nobody can be understood."),
    "hears-less": Code(_W, "The recognizer that stands in misses more."),
    "no-language": Code(_N, "Keys are used where no recognizer knows the language."),
    "settings-bad": Code(_F, "No session begins with a mistake in the settings."),
    "journal-bad": Code(_W, "What was done and where it hurt could not be read."),
    "disk-full": Code(_F, "The journal could not be written."),
    "disk-low": Code(_W, "The journal and the spoken lines need room."),
    "cannot-write": Code(_W, "What was done is not remembered."),
    "never-checked": Code(_N, "Nobody has tried yet whether the coach hears them."),
}
