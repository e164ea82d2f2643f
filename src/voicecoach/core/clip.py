"""Sound as a value: mono samples with their rate, immutable and without a library."""

from dataclasses import dataclass

HEARING_RATE = 16_000
"""Samples a second of everything that is listened to."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of mono sound.

    `pcm` holds native-endian 32-bit floats in -1..1 (`numpy.frombuffer(pcm, numpy.float32)`
    reads it without a copy); `rate` is in frames a second.
    """

    pcm: bytes
    rate: int

    @property
    def frames(self) -> int:
        """Length in frames."""
        return len(self.pcm) // 4

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return self.frames / self.rate
