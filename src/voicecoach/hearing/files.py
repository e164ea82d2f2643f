"""Sound files of any kind, as what the ear listens to."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types
from numpy.typing import NDArray

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.problems import Problem
from voicecoach.hearing.level import clean
from voicecoach.hearing.recognizer import Samples

_BLOCK_S = 1.0
_RATES = range(4_000, 768_001)
"""Samples a second that a recording may have; a header with another number is damaged."""
_CANCELLED = 0.1
"""Channels that leave less than this of each other when they are added were wired the other way
round."""


def blocks(path: Path) -> Iterator[Samples]:
    """The sound in `path` (WAV, FLAC and whatever libsndfile reads) as mono blocks at 16 kHz.

    Channels are averaged, rates converted; the file is read piece by piece. Raises Problem
    where it is no sound file, or breaks off in the middle.
    """
    if path.is_dir():
        raise Problem(f"{path} is a folder.", "Name the sound files in it.")
    if path.exists() and not path.is_file():
        raise Problem(f"{path} is no file.", "Give a WAV or FLAC file.")
    at_s = 0.0
    try:
        with soundfile.SoundFile(path) as file:
            if file.samplerate not in _RATES:
                raise Problem(
                    f"{path} says that it has {file.samplerate} samples a second.",
                    "It is damaged: record it again, or convert it again.",
                )
            convert = soxr.ResampleStream(file.samplerate, HEARING_RATE, 1, dtype="float32")
            while len(
                piece := file.read(int(_BLOCK_S * file.samplerate), "float32", always_2d=True)
            ):
                yield clean(convert.resample_chunk(mono(piece)))
                at_s += len(piece) / file.samplerate
            yield clean(convert.resample_chunk(np.zeros(0, np.float32), last=True))
    except OSError as error:
        raise Problem(
            f"{path} cannot be read: {error.strerror or error}.", "Check the path."
        ) from error
    except (soundfile.SoundFileError, TypeError, ValueError) as error:  # headerless: a TypeError
        if not path.exists():
            raise Problem(f"There is no file {path}.", "Check the path.") from error
        if at_s:
            raise Problem(
                f"{path} is damaged after {at_s:.0f} seconds.", "Record it again, or copy it again."
            ) from error
        raise Problem(
            f"{path} is no sound file that can be read here.",
            "Give a WAV or FLAC file; other kinds must be converted first.",
        ) from error


def mono(channels: NDArray[np.float32]) -> Samples:
    """All channels (frames, channels) as one: their average, or the loudest if they cancel out."""
    each = np.stack([clean(channel) for channel in channels.T])
    average: Samples = each.mean(axis=0)
    loudness = np.abs(each).mean(axis=1)
    if np.abs(average).mean() < _CANCELLED * loudness.max():
        average = each[int(loudness.argmax())]
    return average
