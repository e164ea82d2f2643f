"""What a voice is."""

from dataclasses import dataclass
from typing import Protocol

from voicecoach.core.clip import Clip
from voicecoach.core.problems import NoSound

LONGEST_LINE = 2_000
"""Characters in a line that is spoken in one go: some two minutes of talk."""


class VoiceFailed(NoSound):
    """The voice gave no sound for a line, or cannot speak at all."""


class Voice(Protocol):
    """Turns a line of text into sound, the same sound for the same line every time."""

    @property
    def name(self) -> str:
        """Engine, version and voice: what tells its sound from any other. Not for people."""
        ...

    def render(self, text: str, wpm: int) -> Clip:
        """The sound of `text` at `wpm` words a minute.

        The clip begins with the first sound of the first word and ends with the last; a text
        without anything to say gives a clip of no length. Rates that it does not know are brought
        to the nearest. Raises VoiceFailed.
        """
        ...

    def close(self) -> None:
        """Let go of processes and files."""
        ...


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice that is installed. `languages` are tags such as `en-gb`, in lower case."""

    id: str
    name: str
    languages: tuple[str, ...] = ()

    def speaks(self, language: str) -> bool:
        """Whether it speaks `language`, a tag such as `en` or `en-gb`."""
        return any(f"{own}-".startswith(f"{language.lower()}-") for own in self.languages)
