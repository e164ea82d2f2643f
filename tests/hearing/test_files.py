from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicecoach.core.problems import Problem
from voicecoach.hearing.files import blocks


def read(path: Path) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.float32), *blocks(path)])


@pytest.mark.parametrize(
    ("rate", "channels", "suffix", "subtype"),
    [
        (8_000, 1, "wav", "PCM_16"),
        (16_000, 1, "flac", "PCM_16"),
        (44_100, 2, "wav", "PCM_24"),
        (48_000, 2, "wav", "FLOAT"),
        (16_000, 1, "wav", "ULAW"),
    ],
)
def test_any_kind_of_file_becomes_the_same_mono_sound(
    tmp_path: Path, rate: int, channels: int, suffix: str, subtype: str
) -> None:
    path = tmp_path / f"tone.{suffix}"
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate * 2) / rate)
    soundfile.write(path, np.stack([tone] * channels, axis=1), rate, subtype)
    sound = read(path)
    assert abs(len(sound) - 32_000) < 200
    expected = 0.5 * np.sin(2 * np.pi * 440 * np.arange(len(sound)) / 16_000)
    assert np.abs(sound - expected)[1_000:30_000].max() < 0.05


@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_sound_file_is_told_with_the_mend(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.wav"
    path.write_bytes(content)
    with pytest.raises(Problem, match="WAV or FLAC"):
        read(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no file"):
        read(tmp_path / "nowhere.wav")


def test_a_file_without_any_sound_in_it_gives_none(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    assert len(read(tmp_path / "empty.wav")) == 0


def test_not_a_number_in_a_file_becomes_silence(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "nan.wav", np.full(16_000, np.nan), 16_000, "FLOAT")
    assert not read(tmp_path / "nan.wav").any()
