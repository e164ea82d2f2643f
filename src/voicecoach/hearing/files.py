"""Sound files of any kind, as what the ear listens to."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.problems import Problem
from voicecoach.hearing.level import clean
from voicecoach.hearing.recognizer import Samples

_BLOCK_S = 1.0


def blocks(path: Path) -> Iterator[Samples]:
    """The sound in `path` (WAV, FLAC and whatever libsndfile reads) as mono blocks at 16 kHz.

    Channels are averaged, rates converted; the file is read piece by piece. Raises Problem
    where it is no sound file, or breaks off in the middle.
    """
    try:
        with soundfile.SoundFile(path) as file:
            convert = soxr.ResampleStream(file.samplerate, HEARING_RATE, 1, dtype="float32")
            while len(
                piece := file.read(int(_BLOCK_S * file.samplerate), "float32", always_2d=True)
            ):
                yield clean(convert.resample_chunk(clean(piece.mean(axis=1))))
            yield clean(convert.resample_chunk(np.zeros(0, np.float32), last=True))
    except OSError as error:
        raise Problem(
            f"{path} cannot be read: {error.strerror or error}.", "Check the path."
        ) from error
    except soundfile.SoundFileError as error:
        if not path.exists():
            raise Problem(f"There is no file {path}.", "Check the path.") from error
        raise Problem(
            f"{path} is no sound file that can be read here.",
            "Give a WAV or FLAC file; other kinds must be converted first.",
        ) from error
