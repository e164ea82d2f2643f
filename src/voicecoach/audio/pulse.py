"""Whether the sound still flows: counted in frames, since a dead stream may call itself active."""

from typing import Protocol

from voicecoach.core.clock import Clock
from voicecoach.core.problems import NoSound

OPENING_S = 4.0
"""An idle device may take seconds to ask for its first frame."""
STALLED_S = 0.7
"""So long without a frame, and a stream has died."""
TRIES = 3
"""How often in a row the sound is begun anew before it is given up."""


class Sound(Protocol):
    """What is watched: `audio.duplex.Duplex`."""

    frames_played: int
    frames_heard: int
    deaf_because: str | None
    failure: Exception | None

    def reopen(self) -> None:
        """Begin anew. Raises NoSound."""
        ...


class Pulse:
    """Watches a sound, and begins it anew when it stalls. To be checked a few times a second."""

    def __init__(self, sound: Sound, clock: Clock) -> None:
        self._sound = sound
        self._clock = clock
        self._played = _Counter(clock.now())
        self._heard = _Counter(clock.now())
        self._tries = 0

    def check(self) -> str | None:
        """What the user must be told about the speaker, or None.

        A microphone that stays dead is not told here: the listener misses its blocks.
        """
        now, sound = self._clock.now(), self._sound
        mute = self._played.stalled(sound.frames_played, now) or sound.failure is not None
        deaf = sound.deaf_because is None and self._heard.stalled(sound.frames_heard, now)
        if not mute and not deaf:
            if self._played.alive and self._heard.alive:
                self._tries = 0
            return None
        if self._tries >= TRIES:
            return "The speaker takes no more sound." if mute else None
        self._tries += 1
        try:
            sound.reopen()
        except NoSound as problem:
            return str(problem) if self._tries >= TRIES else None
        now = self._clock.now()
        self._played, self._heard = _Counter(now), _Counter(now)
        return None


class _Counter:
    """A count of frames, and since when it has not moved."""

    def __init__(self, now: float) -> None:
        self._last: int | None = None
        self._since = now
        self.alive = False

    def stalled(self, count: int, now: float) -> bool:
        if self._last is None:
            self._last = count
        if count != self._last:
            self._last, self._since, self.alive = count, now, True
        return now - self._since > (STALLED_S if self.alive else OPENING_S)
