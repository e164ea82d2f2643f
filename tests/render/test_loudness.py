from collections.abc import Iterator

import numpy as np
import pytest

from voicecoach.render.loudness import TARGET_LUFS, Samples, gain_for, levelled, measured

RATE = 48_000


def sine(dbfs: float, seconds: float = 5.0) -> Samples:
    amplitude = 10 ** (dbfs / 20)
    return np.asarray(
        amplitude * np.sin(2 * np.pi * 997 * np.arange(int(seconds * RATE)) / RATE), np.float32
    )


def bursts(peak_dbfs: float) -> Samples:
    """Something like speech: a peak far above the rest, now and then."""
    noise = np.random.default_rng(1).standard_normal(8 * RATE).astype(np.float32)
    noise *= 0.03
    noise[:: RATE // 5] = 10 ** (peak_dbfs / 20)
    return noise


def blocks(sound: Samples, size: int = 24_000) -> Iterator[Samples]:
    return (sound[at : at + size] for at in range(0, len(sound), size))


def played(sound: Samples, gain_db: float) -> Samples:
    return np.concatenate(list(levelled(blocks(sound), RATE, gain_db)))


@pytest.mark.parametrize("dbfs", [-6.0, -20.0, -33.0])
def test_loudness_is_that_of_the_standard(dbfs: float) -> None:
    """A sine of 997 Hz at full scale in one channel is -3.01 LUFS in BS.1770."""
    assert measured(blocks(sine(dbfs)), RATE) == pytest.approx(dbfs - 3.01, abs=0.1)


def test_silences_do_not_count() -> None:
    silence = np.zeros(20 * RATE, np.float32)
    whole = np.concatenate([sine(-20.0), silence, sine(-20.0)])
    assert measured(blocks(whole), RATE) == pytest.approx(-23.01, abs=0.2)


@pytest.mark.parametrize(
    "sound", [sine(-30.0), sine(-8.0), bursts(-6.0)], ids=["soft", "loud", "peaks"]
)
def test_the_target_is_reached_whatever_the_limiter_takes_away(sound: Samples) -> None:
    gain_db = gain_for(lambda: blocks(sound), RATE)
    assert measured(blocks(played(sound, gain_db)), RATE) == pytest.approx(TARGET_LUFS, abs=0.3)


def test_no_sample_passes_the_ceiling() -> None:
    assert np.abs(played(bursts(-3.0), 12.0)).max() <= 10 ** (-2.9 / 20)


@pytest.mark.parametrize("frames", [RATE * 3, RATE * 3 + 1, 777])
def test_what_is_levelled_is_as_long_as_before_and_not_later(frames: int) -> None:
    sound = np.zeros(frames, np.float32)
    sound[500] = 0.9
    out = played(sound, 6.0)
    assert len(out) == frames
    assert abs(int(np.abs(out).argmax()) - 500) <= 1


def test_silence_stays_silence() -> None:
    silence = np.zeros(2 * RATE, np.float32)
    assert gain_for(lambda: blocks(silence), RATE) == 0.0
    assert not played(silence, 0.0).any()
