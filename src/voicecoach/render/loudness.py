"""Loudness after ITU-R BS.1770, measured and set with FFmpeg's filters, block by block."""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voicecoach.render.codecs import library

Samples = NDArray[np.float32]

TARGET_LUFS = -16.0
"""What makers of podcasts agree on for speech, so that nobody reaches for the volume."""
MOST_DBTP = -1.0
"""No peak between the samples is higher once it is decoded again."""
_CEILING_DBFS = -3.0
"""Where the limiter holds the samples: room for what lies between them and what a codec adds."""
_NEAR_LU, _MOST_TRIES = 0.1, 3
_GUESSED_SLOPE, _LEAST_SLOPE = 0.5, 0.3
"""What a decibel of gain adds where the limiter takes a part of it."""
_SILENT_LUFS = -69.0
"""The meter's bottom: nothing was loud enough to count."""
_Filter = tuple[str, str]


def measured(blocks: Iterable[Samples], rate: int) -> float:
    """The loudness of all blocks together, in LUFS (gated, as the standard says)."""
    graph = _Graph((("ebur128", "metadata=1:framelog=quiet"),), rate)
    lufs = _SILENT_LUFS
    for frame in graph.frames(blocks):
        lufs = float(frame.metadata.get("lavfi.r128.I", lufs))  # one that is short has none
    return lufs


def gain_for(play: Callable[[], Iterable[Samples]], rate: int) -> float:
    """The gain in dB that brings what `play` plays to the target, its peaks limited.

    It is played a few times: the limiter takes some of the loudness away again.
    """
    lufs = measured(play(), rate)
    if lufs <= _SILENT_LUFS:
        return 0.0
    at_db, gain_db, reached = 0.0, TARGET_LUFS - lufs, lufs
    slope = _GUESSED_SLOPE
    for tries in range(_MOST_TRIES):
        before, reached = reached, measured(levelled(play(), rate, gain_db), rate)
        if abs(TARGET_LUFS - reached) < _NEAR_LU or gain_db == at_db:
            break
        if tries:
            slope = max(_LEAST_SLOPE, (reached - before) / (gain_db - at_db))
        at_db, gain_db = gain_db, gain_db + (TARGET_LUFS - reached) / slope
    return gain_db


def levelled(blocks: Iterable[Samples], rate: int, gain_db: float) -> Iterator[Samples]:
    """The same sound, as many samples, `gain_db` louder, its peaks limited."""
    ceiling = 10 ** (_CEILING_DBFS / 20)
    graph = _Graph(
        (
            ("volume", f"volume={gain_db:.3f}dB:precision=float"),
            # Looks ahead, and takes the delay out again.
            ("alimiter", f"limit={ceiling:.4f}:attack=5:release=50:level=disabled:latency=1"),
            ("aformat", "sample_fmts=flt"),
        ),
        rate,
    )
    for frame in graph.frames(blocks):
        yield frame.to_ndarray()[0]


class _Graph:
    """Filters in a row, from blocks of samples to frames."""

    def __init__(self, filters: Iterable[_Filter], rate: int) -> None:
        self._av = library()
        self._rate = rate
        self._graph = self._av.filter.Graph()
        self._source = self._graph.add_abuffer(
            format="flt", sample_rate=rate, layout="mono", time_base=Fraction(1, rate)
        )
        last = self._source
        for name, arguments in (*filters, ("abuffersink", "")):
            each = self._graph.add(name, arguments or None)
            last.link_to(each)
            last = each
        self._sink = last
        self._graph.configure()

    def frames(self, blocks: Iterable[Samples]) -> Iterator[Any]:
        """What comes out, as soon as it does."""
        at = 0
        for block in blocks:
            self._source.push(frame_of(block, at, self._rate))
            at += len(block)
            yield from self._ready()
        self._source.push(None)
        yield from self._ready()

    def _ready(self) -> Iterator[Any]:
        while True:
            try:
                yield self._sink.pull()
            except (self._av.BlockingIOError, self._av.EOFError):
                return


def frame_of(block: Samples, at: int, rate: int) -> Any:
    """A block as a frame that begins at sample `at`."""
    frame = library().AudioFrame.from_ndarray(block[None], format="flt", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
    return frame
