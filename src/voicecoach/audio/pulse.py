"""Whether the sound still flows: counted in frames, since a dead stream may call itself active."""

from typing import Protocol

from voicecoach.core.clock import Clock
from voicecoach.core.problems import NoSound

SETTLING_S = 5.0
"""So long a stream has to flow until it counts as one that lives."""
OPENING_S = 4.0
"""So long without a frame at the beginning, and a stream has died."""
STALLED_S = 2.5
"""So long without a frame later on. An idle PulseAudio sink may work in blocks of two seconds, and
stands still for as long when a stream joins it or was late: that is not death."""
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
            if self._played.steady(now):
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
    """A count of frames: since when it has not moved, and when it first did."""

    def __init__(self, now: float) -> None:
        self._last: int | None = None
        self._moved = now
        self._first: float | None = None

    def steady(self, now: float) -> bool:
        return self._first is not None and now - self._first > SETTLING_S

    def stalled(self, count: int, now: float) -> bool:
        if self._last is not None and count != self._last:
            self._moved = now
            self._first = now if self._first is None else self._first
        self._last = count
        return now - self._moved > (STALLED_S if self.steady(now) else OPENING_S)
