"""What else is playing, as `pactl` tells it, and which of it is music."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

LOWERED = 10 ** (-14 / 60)
"""14 dB less, on the cubic scale of the sound server's volumes: still there, and below words."""
_NOT_MUSIC = frozenset({"a11y", "phone", "event", "test"})
"""A screen reader, a call, a signal: roles that nobody wants to miss for an exercise."""
_SCREEN_READERS = ("speech-dispatcher", "sd_", "orca", "espeak", "rhvoice", "brltty")


@dataclass(frozen=True, slots=True)
class Stream:
    """One program's sound: its number, whose it is, and its volume a channel.

    A volume is the sound server's own number, 65536 for all of it.
    """

    index: int
    owner: str
    pid: int
    role: str
    volumes: tuple[int, ...]

    @property
    def is_music(self) -> bool:
        """Whether it may be turned down: a film as well, but no screen reader and no call.

        What the sound server plays itself, such as one device through another, has no process.
        """
        names = self.owner.casefold().split("/")
        reads_aloud = any(name.startswith(_SCREEN_READERS) for name in names)
        return self.pid > 0 and self.role not in _NOT_MUSIC and not reads_aloud

    @property
    def lowered(self) -> tuple[int, ...]:
        return tuple(round(volume * LOWERED) for volume in self.volumes)


def streams(told: str) -> Iterator[Stream]:
    """The streams in what `pactl --format=json list sink-inputs` told.

    Raises ValueError where that is something else, as from an old pactl.
    """
    listed = json.loads(told)
    if not isinstance(listed, list):
        raise ValueError("this is no list")  # noqa: TRY004 - not of the wrong type, but no answer
    for each in listed:
        try:
            about = each["properties"]
            yield Stream(
                int(each["index"]),
                "/".join(about.get(key, "") for key in _NAMES),
                int(about.get("application.process.id", 0)),
                str(about.get("media.role", "")).casefold(),
                tuple(int(channel["value"]) for channel in each["volume"].values()),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("this is no stream") from error


_NAMES = ("application.process.binary", "application.name", "application.id")
