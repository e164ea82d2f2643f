"""Which kinds of sound file there are, by the end of a file's name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voicecoach.core.problems import Problem


class BadTarget(Problem):
    """The file cannot be written as it is named. A mistake in the command line."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of sound file in FFmpeg's words. Without `bit_rate` nothing is lost.

    `options` are the codec's, `container_options` the container's; `tags` are set in every file.
    """

    container: str
    codec: str
    bit_rate: int | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)


_SPEECH = {"genre": "Speech"}
# The index first, so that a phone can begin before it has all; times to the sample.
_MP4_OPTIONS = {"movflags": "+faststart", "movie_timescale": "48000"}
_AAC = Format("ipod", "aac", 64_000, {"aac_coder": "fast"}, _MP4_OPTIONS, _SPEECH)
_AUDIOBOOK = Format(
    "ipod", "aac", 64_000, {"aac_coder": "fast"}, _MP4_OPTIONS, {**_SPEECH, "media_type": "2"}
)
_OPUS = Format("opus", "libopus", 32_000, {"compression_level": "5"}, tags=_SPEECH)

FORMATS: Mapping[str, Format] = {
    # A constant rate, by which a simple player finds its place; old tags, which it can read.
    ".mp3": Format(
        "mp3", "libmp3lame", 64_000, {"compression_level": "7"}, {"id3v2_version": "3"}, _SPEECH
    ),
    ".m4a": _AAC,
    ".m4b": _AUDIOBOOK,
    ".opus": _OPUS,
    ".ogg": _OPUS,
    ".flac": Format("flac", "flac", tags=_SPEECH),
    ".wav": Format("wav", "pcm_s16le", tags=_SPEECH),
}


def format_of(path: Path) -> Format:
    """The format that the name of a file asks for. Raises BadTarget."""
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return FORMATS[suffix]
    known = ", ".join(FORMATS)
    what = f'"{path.name}" does not tell which kind of sound file it is to be.'
    raise BadTarget(what, f"End its name in one of {known}.")
