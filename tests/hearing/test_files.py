import io
import os
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
        (22_050, 1, "wav", "ALAW"),
        (11_025, 2, "wav", "PCM_32"),
        (192_000, 2, "wav", "DOUBLE"),
        (44_100, 1, "aiff", "PCM_24"),
        (48_000, 2, "ogg", "VORBIS"),
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


@pytest.mark.parametrize("name", ["broken.wav", "broken.raw", "broken"])
@pytest.mark.parametrize("content", [b"", b"not a sound", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_sound_file_is_told_with_the_mend(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Problem, match="WAV or FLAC"):
        read(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="no file"):
        read(tmp_path / "nowhere.wav")


def test_a_file_without_any_sound_in_it_gives_none(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    assert len(read(tmp_path / "empty.wav")) == 0


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_in_a_file_becomes_silence(tmp_path: Path, value: float) -> None:
    soundfile.write(tmp_path / "nan.wav", np.full(16_000, value), 16_000, "FLOAT")
    assert not read(tmp_path / "nan.wav").any()


def test_sound_beyond_full_scale_is_cut_there(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "loud.wav", np.full(16_000, 1e300), 16_000, "DOUBLE")
    assert np.abs(read(tmp_path / "loud.wav")).max() <= 1.0


def test_a_folder_is_told_apart_from_a_file(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"is a folder\. Name the sound files in it"):
        read(tmp_path)


def test_what_would_block_for_ever_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    with pytest.raises(Problem, match="is no file"):
        read(tmp_path / "pipe.wav")


def test_one_channel_wired_the_other_way_round_does_not_cancel_the_voice(tmp_path: Path) -> None:
    tone = 0.5 * np.sin(np.arange(32_000) * 0.2)
    soundfile.write(tmp_path / "x.wav", np.stack([tone, -tone], axis=1), 16_000)
    assert np.abs(read(tmp_path / "x.wav")).max() > 0.4


@pytest.mark.parametrize("rate", [1, 100, 2**31 - 1])
def test_a_header_that_lies_about_the_rate_is_told(tmp_path: Path, rate: int) -> None:
    path = tmp_path / "lie.wav"
    soundfile.write(path, np.zeros(16_000), 16_000)
    data = bytearray(path.read_bytes())
    data[24:28] = rate.to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(Problem, match=f"says that it has {rate} samples a second"):
        read(path)


@pytest.fixture(scope="module")
def sound_files() -> dict[str, bytes]:
    """A second of sound in several kinds of file."""
    tone = 0.5 * np.sin(np.arange(16_000) * 0.2)
    made = {}
    for kind, subtype in (
        ("WAV", "PCM_24"),
        ("WAV", "IMA_ADPCM"),
        ("FLAC", "PCM_16"),
        ("OGG", "VORBIS"),
        ("MP3", "MPEG_LAYER_III"),
    ):
        file = io.BytesIO()
        soundfile.write(file, tone, 16_000, subtype, format=kind)
        made[f"{kind} {subtype}"] = file.getvalue()
    return made


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_as_far_as_it_goes_or_told(
    tmp_path: Path, sound_files: dict[str, bytes], data: st.DataObject
) -> None:
    whole = sound_files[data.draw(st.sampled_from(sorted(sound_files)))]
    damaged = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    places = st.one_of(st.integers(0, 60), st.integers(0, max(0, len(damaged) - 1)))
    for at in data.draw(st.lists(places, max_size=8)):
        if at < len(damaged):
            damaged[at] = data.draw(st.integers(0, 255))
    path = tmp_path / "damaged"
    path.write_bytes(damaged)
    try:
        sound = read(path)
    except Problem:
        return
    assert np.isfinite(sound).all()
    assert np.abs(sound).max(initial=0.0) <= 1.0
