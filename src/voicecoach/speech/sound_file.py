"""Reads the sound file that an engine wrote, and trusts nothing about it."""

import io
import struct

import numpy as np
import soundfile

from voicecoach.core.clip import Clip

_CONTAINERS = {
    b"RIFF": ("<I", (b"WAVE",), b"data"),
    b"FORM": (">I", (b"AIFF", b"AIFC"), b"SSND"),
}
"""By a file's first four bytes: how it writes sizes, the kinds known, the chunk with the sound."""


class BadSound(ValueError):  # noqa: N818 - named like BadFile
    """Not a whole sound file. The message says in which way, in a few words."""


def _check_whole(data: bytes) -> None:
    """Raise BadSound unless every chunk that `data` declares is there to its last byte."""
    size_format, kinds, wanted = _CONTAINERS.get(data[:4], ("", (), b""))
    if len(data) < 12 or data[8:12] not in kinds:
        raise BadSound("neither WAV nor AIFF")
    (declared,) = struct.unpack_from(size_format, data, 4)
    if 8 + declared > len(data):
        raise BadSound("shorter than it declares")
    place, found = 12, False
    while place + 8 <= 8 + declared:
        name = data[place : place + 4]
        (size,) = struct.unpack_from(size_format, data, place + 4)
        if place + 8 + size > len(data):
            raise BadSound("shorter than it declares")
        found |= name == wanted
        place += 8 + size + size % 2
    if not found:
        raise BadSound("without sound")


def decode(data: bytes) -> Clip:
    """The sound in the bytes of a WAV or AIFF file, by its header, whatever it is called.

    Several channels are mixed to one. Raises BadSound if it is not a whole file of sound.
    """
    _check_whole(data)
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise BadSound("not readable") from error
    if not len(samples):
        raise BadSound("without sound")
    if not np.isfinite(samples).all():
        raise BadSound("not readable")
    return Clip(samples.mean(axis=1, dtype=np.float32).tobytes(), rate)
