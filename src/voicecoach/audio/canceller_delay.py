"""Finds how far the echo lags behind what was played, and how fast that changes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.clip import HEARING_RATE

LONGEST = 8_000
"""The longest delay that is looked for, in samples (0.5 s)."""

WINDOW = 12_288
"""How much of the microphone one look compares with what was played before it (0.77 s)."""

_SIZE = 32_768
_LOWEST, _HIGHEST = (round(hz / HEARING_RATE * _SIZE) for hz in (150, 6_500))
_PROMINENCE = 2.5
_AROUND = slice(-160, 480)
_FAINT = 1e-5
_REACH = 32
_STEPS = np.linspace(-1, 1, 41)
_APART = _STEPS[:, None] - np.arange(-_REACH, _REACH + 1)
_BETWEEN = np.sinc(_APART) * np.cos(np.pi * _APART / (2 * _REACH + 4)) ** 2
_JUMP = 4.0


def find_delay(microphone: NDArray[np.float32], reference: NDArray[np.float32]) -> float | None:
    """Find the delay in samples at which the microphone hears the reference; None where unclear.

    `microphone` has `WINDOW` samples, `reference` the `WINDOW + LONGEST` that end with it. The
    generalized cross-correlation with phase transform: C. H. Knapp and G. C. Carter, "The
    generalized correlation method for estimation of time delay" (IEEE ASSP 24, 1976). Its peak
    has to stand out from everything further off than one room, and is read to a fraction.
    """
    if np.max(np.abs(microphone)) < _FAINT or np.max(np.abs(reference)) < _FAINT:
        return None
    heard = np.fft.rfft(microphone, _SIZE)
    played = np.fft.rfft(reference, _SIZE)
    cross = heard * played.conj()
    cross /= np.abs(cross) + 1e-9
    cross[:_LOWEST] = 0
    cross[_HIGHEST:] = 0
    # The reference began LONGEST earlier, so that a delay of 0 lies at -LONGEST.
    signed = np.fft.irfft(cross)[-LONGEST:]
    likeness = np.abs(signed)
    best = int(likeness.argmax())
    others = likeness.copy()
    others[max(0, best + _AROUND.start) : best + _AROUND.stop] = 0
    if likeness[best] < _PROMINENCE * others.max():
        return None
    return best + _fraction(signed, best)


def _fraction(likeness: NDArray[np.floating], peak: int) -> float:
    """Read the peak between the samples, to a twentieth."""
    near = likeness[peak - _REACH : peak + _REACH + 1]
    if len(near) < 2 * _REACH + 1:
        return 0.0
    return float(_STEPS[np.abs(_BETWEEN @ near).argmax()])


@dataclass(slots=True)
class DelayTrack:
    """The delay, and the drift of two sample clocks, from one look after the other.

    A Kalman filter over two numbers: `delay` in samples and `drift` in samples a second. A look
    that jumps away counts only when the next one agrees with it.
    """

    delay: float
    drift: float = 0.0
    _known: tuple[float, float, float] = (0.01, 0.0, 4.0)
    _doubted: float | None = None

    def look(self, seconds: float, seen: float) -> float:
        """Take in a delay seen `seconds` after the last look; give the jump, mostly 0."""
        delay, drift = self.delay + self.drift * seconds, self.drift
        vd, cov, vs = self._known
        vd += 2 * cov * seconds + vs * seconds**2 + 1e-4 * seconds
        cov += vs * seconds
        vs += 1e-6 * seconds
        off = seen - delay
        self.delay, self._known = delay, (vd, cov, vs)
        if abs(off) > _JUMP + 3 * vd**0.5:
            agreed = self._doubted is not None and abs(seen - self._doubted) < _JUMP
            self._doubted = None if agreed else seen
            if not agreed:
                return 0.0
            self.delay, self._known = seen, (0.01, 0.0, vs)
            return off
        self._doubted = None
        gain_d, gain_s = vd / (vd + 0.01), cov / (vd + 0.01)
        self.delay, self.drift = delay + gain_d * off, drift + gain_s * off
        self._known = ((1 - gain_d) * vd, (1 - gain_d) * cov, vs - gain_s * cov)
        return 0.0
