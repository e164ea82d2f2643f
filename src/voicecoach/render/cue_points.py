"""Chapters in a WAV file: cue points with labels, which FFmpeg does not write.

After Microsoft's "Multimedia Programming Interface and Data Specifications 1.0" (1991): a chunk
`cue ` with the places, and a list `adtl` with a label for each.
"""

import os
import struct
from collections.abc import Sequence
from pathlib import Path

_RIFF_SIZE_AT = 4


def append(path: Path, points: Sequence[tuple[str, int]]) -> None:
    """Append titles with the sample that each begins at to the WAV file `path`."""
    places = b"".join(
        struct.pack("<II4sIII", number, first, b"data", 0, 0, first)
        for number, (_, first) in enumerate(points, 1)
    )
    labels = b"".join(
        _chunk(b"labl", struct.pack("<I", number) + title.encode() + b"\0")
        for number, (title, _) in enumerate(points, 1)
    )
    added = _chunk(b"cue ", struct.pack("<I", len(points)) + places)
    added += _chunk(b"LIST", b"adtl" + labels)
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        file.write(added)
        file.seek(_RIFF_SIZE_AT)
        file.write(struct.pack("<I", end + len(added) - 8))


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
