import contextlib
import io

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.speech.sound_file import BadSound, decode

TONE = (np.sin(np.arange(2205) / 10) * 0.5).astype(np.float32)


def written(fmt: str, subtype: str, samples: np.ndarray = TONE) -> bytes:
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, 22_050, format=fmt, subtype=subtype)
    return buffer.getvalue()


KINDS = (("WAV", "PCM_16"), ("WAV", "PCM_U8"), ("AIFF", "PCM_16"), ("AIFF", "FLOAT"))
WHOLE = {kind: written(*kind) for kind in KINDS}


@pytest.mark.parametrize(("fmt", "subtype"), WHOLE)
def test_a_file_is_read_by_its_header(fmt: str, subtype: str) -> None:
    clip = decode(WHOLE[fmt, subtype])
    assert clip.rate == 22_050
    np.testing.assert_allclose(np.frombuffer(clip.pcm, np.float32), TONE, atol=1 / 100)


def test_two_channels_become_one() -> None:
    clip = decode(written("WAV", "PCM_16", np.stack([TONE, -TONE], axis=1)))
    assert clip.frames == len(TONE)
    assert np.abs(np.frombuffer(clip.pcm, np.float32)).max() <= 1 / 32_768


@pytest.mark.parametrize("kind", WHOLE)
@given(st.data())
def test_a_file_that_was_cut_off_anywhere_is_refused(
    kind: tuple[str, str], data: st.DataObject
) -> None:
    whole = WHOLE[kind]
    kept = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(BadSound):
        decode(whole[:kept])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither WAV nor AIFF"),
        (b"\0" * 5000, "neither WAV nor AIFF"),
        (b"<html>not found</html>", "neither WAV nor AIFF"),
        (written("WAV", "PCM_16", TONE[:0]), "without sound"),
        (written("AIFF", "PCM_16", TONE[:0]), "without sound"),
        (b"RIFF\x24\0\0\0WAVEdata\x18\0\0\0" + b"\1" * 24, "not readable"),
    ],
)
def test_what_is_no_sound_file_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(BadSound, match=why):
        decode(data)


@given(st.binary(max_size=200).map(lambda tail: b"RIFF" + tail))
def test_random_bytes_are_refused_or_read_but_never_crash(data: bytes) -> None:
    with contextlib.suppress(BadSound):
        decode(data)
