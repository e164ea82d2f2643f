"""Blocks of sound into a file, with chapters and tags, through FFmpeg's libraries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from voicecoach.render import cue_points
from voicecoach.render.codecs import library
from voicecoach.render.formats import Format
from voicecoach.render.loudness import Samples, frame_of

_WITH_COMMENTS = {"flac", "opus"}
"""Containers whose chapters are comments. FFmpeg writes none into FLAC, and into Ogg some of them a
second late: it rounds the seconds where it should cut them."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the recording that a player can jump to; `first` is its first sample."""

    title: str
    first: int


@dataclass(frozen=True, slots=True)
class Label:
    """What the file says of itself. `language` is a code of ISO 639-2."""

    title: str
    artist: str
    comment: str
    language: str


def write(  # noqa: PLR0913, PLR0917 - all that makes a file
    path: Path,
    kind: Format,
    blocks: Iterable[Samples],
    rate: int,
    label: Label,
    chapters: Sequence[Chapter],
    frames: int,
) -> None:
    """Write `blocks`, `frames` samples at `rate`, to `path`. Raises OSError.

    The same sound makes the same file, byte by byte.
    """
    options = {"fflags": "+bitexact", **kind.container_options}
    with library().open(str(path), "w", format=kind.container, options=options) as container:
        stream = container.add_stream(
            kind.codec, rate=rate, layout="mono", options=dict(kind.options)
        )
        if kind.bit_rate:
            stream.bit_rate = kind.bit_rate
        stream.metadata["language"] = label.language
        container.metadata.update(_tags(kind, label))
        if kind.container in _WITH_COMMENTS:
            container.metadata.update(_chapter_comments(chapters, rate))
        else:
            container.set_chapters(_chapters(chapters, rate, frames))
        at = 0
        for block in blocks:
            container.mux(stream.encode(frame_of(block, at, rate)))
            at += len(block)
        container.mux(stream.encode(None))
    if kind.container == "wav":
        cue_points.append(path, [(each.title, each.first) for each in chapters])


def _tags(kind: Format, label: Label) -> Mapping[str, str]:
    return {
        **kind.tags,
        "title": label.title,
        "album": label.title,
        "artist": label.artist,
        "comment": label.comment,
        "language": label.language,
    }


def _chapters(chapters: Sequence[Chapter], rate: int, frames: int) -> list[dict[str, Any]]:
    ends = [*(each.first for each in chapters[1:]), frames]
    return [
        {
            "id": number,
            "start": each.first,
            "end": end,
            "time_base": Fraction(1, rate),
            "metadata": {"title": each.title},
        }
        for number, (each, end) in enumerate(zip(chapters, ends, strict=True))
    ]


def _chapter_comments(chapters: Sequence[Chapter], rate: int) -> dict[str, str]:
    """Chapters as Xiph's formats keep them."""
    comments = {}
    for number, each in enumerate(chapters):
        comments[f"CHAPTER{number:03}"] = _hours(each.first / rate)
        comments[f"CHAPTER{number:03}NAME"] = each.title
    return comments


def _hours(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
