"""A virtual room: what the microphone hears of the loudspeaker, the user and the kitchen.

Tests and benches run the real echo canceller in it, on a sample clock, without a sound card.
The loudspeaker bends the wave, the sound card delays it and runs a little fast or slow, the
room answers with an echo path that may change in the middle, and noise lies under it all.
Everything follows from the seed.
"""

from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.clip import HEARING_RATE

Sound = NDArray[np.float32]
"""Mono samples at 16 kHz, one dimension."""

_HALF_TAPS = 12
_SLIP = 320
_EARLIEST = 16


@dataclass(frozen=True, slots=True)
class Acoustics:
    """What lies between the loudspeaker and the microphone.

    `rt60_s`: the time in which the room's echo falls by 60 dB. `delay_s`: the loudspeaker's
    buffer, the way through the air and the microphone's buffer together. `skew_ppm`: how much
    faster than the loudspeaker's the microphone's clock runs. `distortion`: the part of the
    loudspeaker's sound that is not linear in what it was given, rms against rms, on the example
    of its sound (0.1 is 10 %). `clips` takes hard clipping instead of a tanh. `user_to_echo_db`
    and `user_to_noise_db` compare active speech at the microphone; None is silence. `changes_s`
    are the moments at which somebody moves and the path becomes another one.
    """

    rt60_s: float = 0.3
    delay_s: float = 0.15
    skew_ppm: float = 0.0
    distortion: float = 0.0
    clips: bool = False
    user_to_echo_db: float | None = 0.0
    user_to_noise_db: float | None = None
    direct_to_reverberant_db: float = 3.0
    changes_s: tuple[float, ...] = ()


def active_rms(sound: Sound) -> float:
    """Measure the rms of the frames (20 ms) in which somebody speaks; 0 for silence.

    Active are the frames within 30 dB of the loudest tenth, so that pauses do not count, as in
    ITU-T P.56, whose exact envelope a bench does not need.
    """
    frame = HEARING_RATE // 50
    whole = sound[: len(sound) // frame * frame] if len(sound) >= frame else sound
    if not whole.size:
        return 0.0
    powers = np.mean(np.square(whole.reshape(-1, min(frame, len(whole))), dtype=np.float64), axis=1)
    loud = float(np.quantile(powers, 0.9))
    if loud == 0.0:
        loud = float(powers.max())
    active = powers[powers >= loud * 1e-3]
    return float(np.sqrt(active.mean())) if loud > 0 else 0.0


def impulse_response(
    rt60_s: float, direct_to_reverberant_db: float, rng: np.random.Generator
) -> Sound:
    """Make an impulse response of unit energy: a direct sound, then noise that dies away.

    Noise under an exponential decay is the model of J. D. Polack, "La transmission de l'énergie
    sonore dans les salles" (1988). A small loudspeaker gives little below 150 Hz; a first-order
    high-pass stands for it.
    """
    length = max(64, round(rt60_s * HEARING_RATE))
    start = 8 + int(rng.integers(0, 16))
    tail = rng.standard_normal(length) * np.exp(-log(1000) * np.arange(length) / length)
    tail[: start + 16] = 0
    tail *= 10 ** (-direct_to_reverberant_db / 20) / np.sqrt(np.sum(tail**2))
    tail[start] = 1.0
    pole = np.exp(-2 * np.pi * 150 / HEARING_RATE)
    low = np.convolve(tail, (1 - pole) * pole ** np.arange(400))[:length]
    path = tail - low
    return np.asarray(path / np.sqrt(np.sum(path**2)), np.float32)


class _Convolver:
    """Convolution of a stream with one impulse response, block by block."""

    def __init__(self, response: Sound) -> None:
        self._response = response
        self._past = np.zeros(len(response) - 1)

    def step(self, block: NDArray[np.float64]) -> NDArray[np.float64]:
        sound = np.concatenate([self._past, block])
        size = 1 << (len(sound) + len(self._response) - 1).bit_length()
        wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(self._response, size), size)
        self._past = sound[len(block) :]
        return np.asarray(wet[len(self._response) - 1 : len(sound)], np.float64)


class _Drift:
    """The way from one sample clock to another: a delay, read off at a rate of its own.

    Band-limited interpolation with a windowed sinc (J. O. Smith, "Digital Audio Resampling").
    Where the clocks have drifted so far apart that the microphone would hear what has not been
    played, a buffer slips by 20 ms, as it does in a sound card.
    """

    def __init__(self, delay: float, skew: float) -> None:
        self._rate = 1.0 + skew
        self._at = -delay
        self._given = 0
        kept = int(delay) + 2 * _HALF_TAPS + HEARING_RATE
        self._past = np.zeros(kept)

    def step(self, block: NDArray[np.float64]) -> NDArray[np.float64]:
        self._past = np.concatenate([self._past[len(block) :], block])
        if len(block) > HEARING_RATE // 2:
            raise ValueError("a room takes blocks of at most half a second")
        self._given += len(block)
        ahead = self._at + self._rate * len(block) + _EARLIEST - self._given
        if ahead > 0:
            self._at -= _SLIP
        positions = self._at + self._rate * np.arange(len(block))
        self._at += self._rate * len(block)
        whole = np.floor(positions).astype(np.int64)
        taps = np.arange(1 - _HALF_TAPS, _HALF_TAPS + 1)
        apart = (positions - whole)[:, None] - taps
        weights = np.sinc(apart) * np.cos(np.pi * apart / (2 * _HALF_TAPS + 2)) ** 2
        index = whole[:, None] + taps + (len(self._past) - self._given)
        return np.asarray(np.sum(self._past[index] * weights, axis=1))


def bend(sound: Sound, drive: float, *, clips: bool = False) -> NDArray[np.float64]:
    """Distort without memory, with unit gain at low levels; a drive of 0 changes nothing."""
    if drive == 0:
        return sound.astype(np.float64)
    driven = sound * np.float64(drive)
    return np.asarray((np.clip(driven, -1, 1) if clips else np.tanh(driven)) / drive)


def drive_for(distortion: float, example: Sound, *, clips: bool = False) -> float:
    """Find the drive at which `bend` makes `distortion` of `example`, rms against rms.

    What the best gain cannot explain counts as distortion.
    """
    if distortion <= 0 or not np.any(example):
        return 0.0

    def bent(drive: float) -> float:
        made = bend(example, drive, clips=clips)
        gain = float(made @ example) / float(example @ example)
        return float(np.sqrt(np.sum((made - gain * example) ** 2) / np.sum((gain * example) ** 2)))

    low, high = 1e-3, 1e4
    for _ in range(40):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if bent(middle) > distortion else (middle, high)
    return low


class VirtualRoom:
    """A room with a loudspeaker, a user, noise and a microphone.

    `coach` and `user` are examples of what they will say (a whole prompt, a whole clip): the
    levels and the distortion are set by them once, so that the room can then run block by block.
    `noise` is repeated for as long as it is needed; without it the noise is white.
    """

    ECHO_RMS = 0.05
    """The echo's level at the microphone while the coach speaks."""

    def __init__(
        self,
        acoustics: Acoustics,
        coach: Sound,
        user: Sound,
        *,
        noise: Sound | None = None,
        seed: int = 0,
    ) -> None:
        rng, echo_rms = np.random.default_rng(seed), self.ECHO_RMS
        self._acoustics = acoustics
        self._rng = rng
        self._drive = drive_for(acoustics.distortion, coach, clips=acoustics.clips)
        self._paths = [
            _Convolver(impulse_response(acoustics.rt60_s, acoustics.direct_to_reverberant_db, rng))
            for _ in range(len(acoustics.changes_s) + 1)
        ]
        self._user_path = _Convolver(
            impulse_response(acoustics.rt60_s, acoustics.direct_to_reverberant_db, rng)
        )
        self._drift = _Drift(acoustics.delay_s * HEARING_RATE, acoustics.skew_ppm * 1e-6)
        self._changes = [round(s * HEARING_RATE) for s in acoustics.changes_s]
        coach_rms = active_rms(bend(coach, self._drive, clips=acoustics.clips).astype(np.float32))
        user_rms = active_rms(user)
        self._echo_gain = echo_rms / coach_rms if coach_rms else 0.0
        self._user_gain = self._against(echo_rms, acoustics.user_to_echo_db) / (user_rms or 1.0)
        user_level = self._user_gain * user_rms
        self._noise = (
            np.asarray(noise, np.float64) if noise is not None else rng.standard_normal(160_000)
        )
        noise_rms = active_rms(self._noise.astype(np.float32))
        quiet = acoustics.user_to_noise_db is None or not noise_rms
        self._noise_gain = (
            0.0
            if quiet
            else self._against(user_level or echo_rms, -(acoustics.user_to_noise_db or 0.0))
            / noise_rms
        )
        self._noise_at = int(rng.integers(0, len(self._noise)))
        self._at = 0
        self.echo: Sound = np.zeros(0, np.float32)
        self.user: Sound = np.zeros(0, np.float32)

    @staticmethod
    def _against(level: float, ratio_db: float | None) -> float:
        return 0.0 if ratio_db is None else level * float(10 ** (ratio_db / 20))

    def step(self, speaker: Sound, user: Sound) -> Sound:
        """Give what the microphone hears while `speaker` is played and `user` is said.

        Both have the same length, at most half a second. Afterwards `echo` and `user` hold the
        microphone's two parts without the noise, for measures that need to know them apart.
        """
        if len(speaker) != len(user):
            raise ValueError(f"blocks of {len(speaker)} and {len(user)} samples are not one moment")
        bent = bend(speaker, self._drive, clips=self._acoustics.clips)
        delayed = self._drift.step(bent)
        echoes = [path.step(delayed) for path in self._paths]
        at = self._at + np.arange(len(speaker))
        echo = np.choose(np.searchsorted(self._changes, at, side="right"), echoes)
        self.echo = (self._echo_gain * echo).astype(np.float32)
        self.user = (self._user_gain * self._user_path.step(user.astype(np.float64))).astype(
            np.float32
        )
        hiss = self._noise[(self._noise_at + at) % len(self._noise)] * self._noise_gain
        self._at += len(speaker)
        return np.asarray(self.echo + self.user + hiss, np.float32)
