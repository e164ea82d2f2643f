import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from voicecoach.hearing.level import clean, levelled


@given(arrays(np.float32, st.integers(0, 300), elements=st.floats(width=32, allow_nan=True)))
def test_whatever_comes_is_finite_and_within_range(samples: np.ndarray) -> None:
    for sound in (clean(samples), levelled(clean(samples))):
        assert np.isfinite(sound).all()
        assert sound.dtype == np.float32


@pytest.mark.parametrize("level", [0.01, 0.2, 1.0])
def test_quiet_and_loud_speech_come_out_alike(level: float) -> None:
    tone = np.sin(np.arange(3200) / 5).astype(np.float32)
    assert np.abs(levelled(tone * np.float32(level) + np.float32(0.1))).max() == pytest.approx(
        0.7, abs=0.02
    )


def test_near_silence_is_not_raised_to_speech() -> None:
    assert np.abs(levelled(np.full(1000, 1e-5, np.float32) * np.resize([1, -1], 1000))).max() < 0.01
