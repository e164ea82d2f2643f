"""When a word is heard to begin: its perceptual centre, or P-centre.

Words whose sounds begin in an even rhythm are not heard as even (Morton, Marcus and Frankish 1976):
what is heard as the beat of a word lies near the onset of its vowel. The estimate is Cummins and
Port's (1998, "Rhythmic constraints on stress timing in English", Journal of Phonetics 26), after
Scott (1993, 1998): the energy of the formants, in a band around 1 kHz that leaves out voicing and
hiss, is smoothed, and a beat lies half way up its rise. Both filters have no phase here, so that
they make nothing late.
"""

import numpy as np
from numpy.typing import NDArray

_CENTRE_HZ, _WIDTH_HZ = 1000.0, 600.0
_SMOOTH_HZ = 10.0
_LONGEST_S = 0.8
"""No word begins later than this."""
_LEAST = 0.4
"""The share of the loudest moment from which a rise is a syllable."""
_FROM, _TO = 0.1, 0.9
"""The part of the rise whose middle is taken."""
_AROUND_S = 0.2


def perceptual_onset(samples: NDArray[np.float32], rate: int) -> int:
    """The frame in which the first word of `samples` is heard to begin; 0 without a sound."""
    around = round(_AROUND_S * rate)
    envelope = _formant_energy(np.pad(samples[: round(_LONGEST_S * rate)], around), rate)
    rising = np.diff(envelope) > 0
    peaks = np.flatnonzero(rising[:-1] & ~rising[1:]) + 1
    loud = peaks[envelope[peaks] > _LEAST * envelope.max()] if samples.any() else peaks[:0]
    if not len(loud):
        return 0
    top = int(loud[0])
    falling = np.flatnonzero(~rising[:top])
    bottom = int(falling[-1]) + 1 if len(falling) else 0
    rise = (envelope[bottom : top + 1] - envelope[bottom]) / (envelope[top] - envelope[bottom])
    middle = (int(np.argmax(rise >= _FROM)) + int(np.argmax(rise >= _TO))) // 2
    return max(0, bottom + middle - around)


def _formant_energy(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """First-order Butterworth filters, there and back, and between them the size of the sound."""
    length = 1 << (len(samples) - 1).bit_length()  # others take ten times as long
    hertz = np.fft.rfftfreq(length, 1 / rate)
    with np.errstate(divide="ignore"):
        detuned = (hertz**2 - _CENTRE_HZ**2) / (hertz * _WIDTH_HZ)
    sizes = np.abs(np.fft.irfft(np.fft.rfft(samples, length) / (1 + detuned**2)))
    return np.fft.irfft(np.fft.rfft(sizes) / (1 + (hertz / _SMOOTH_HZ) ** 2))[: len(samples)]
