"""A plan as a picture, for those who write sessions: where the time goes, exercise by exercise.

What is done is told by shape as well as by colour, and all of it stands in the picture's own
description in words.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from voicecoach.authoring.preview import (
    WAITS,
    Doing,
    Line,
    Part,
    Preview,
    clock,
    heading,
    in_all,
    when,
)
from voicecoach.core.problems import Problem

WIDTH = 960
_EDGE, _TRACK = 30, WIDTH - 60
_TOP, _ROW, _BAR = 190, 66, 26
_TEXT, _SMALL = 16, 14

# Colours that differ for colour-blind eyes as well (Okabe and Ito, 2008), and heights of the bars
# as a part of the row's, from its base line.
_LOOKS = {
    Doing.MOVING: ("#0072b2", 1.0),
    Doing.HOLDING: ("url(#stripes)", 1.0),
    Doing.LISTENING: ("#999999", 0.4),
    Doing.RESTING: ("#333333", 0.08),
}
_HEAD = (
    "<defs><pattern id='stripes' width='6' height='6' patternUnits='userSpaceOnUse' "
    "patternTransform='rotate(45)'><rect width='6' height='6' fill='#e69f00'/>"
    "<rect width='2' height='6' fill='#7a5200'/></pattern></defs>"
)
_STEPS_S = (60, 120, 300, 600, 1200)
_MOST_TICKS = 16


def as_svg(view: Preview) -> str:
    """The picture of a plan. Every row has the same scale, so that lengths can be compared."""
    height = _TOP + _ROW * len(view.parts) + _EDGE
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' "
            f"width='{WIDTH}' height='{height}' role='img' aria-labelledby='title desc' "
            "font-family='sans-serif' fill='#111111'>",
            f"<title id='title'>{escape(view.title)}: a plan of {clock(view.total_s)}</title>",
            f"<desc id='desc'>{escape(in_words(view))}</desc>",
            _HEAD,
            f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
            _text(_EDGE, 36, view.title, 22),
            _text(_EDGE, 60, f"{clock(view.total_s)}. {in_all(view)}", _SMALL),
            *_legend(),
            *_whole(view),
            *_rows(view),
            "</svg>\n",
        ]
    )


def draw(view: Preview, path: Path) -> None:
    """Write the picture to `path`, over an older one. Raises Problem."""
    try:
        path.write_text(as_svg(view), "utf-8")
    except OSError as error:
        what = f'"{path}" was not written: {error.strerror}.'
        raise Problem(what, "Choose another place for the picture.") from error


def in_words(view: Preview) -> str:
    """All that the picture shows."""
    parts = (f"{heading(part, view)}. {when(part)}" for part in view.parts)
    return " ".join([f"{clock(view.total_s)} long.", in_all(view), *parts])


def _legend() -> Iterator[str]:
    x = _EDGE
    for doing in Doing:
        yield _bar(x, 96, 28, doing)
        yield _text(x + 36, 92, doing, _SMALL)
        x += 140
    yield _mark(x + 8, 96)
    yield _text(x + 24, 92, "waits for you", _SMALL)


def _whole(view: Preview) -> Iterator[str]:
    """All of it from end to end, minutes under it, the number of each exercise over it."""
    scale, base = _TRACK / view.total_s, 152
    yield from _bars(view.lines, 0.0, scale, base)
    for part in view.parts:
        x = _EDGE + part.start_s * scale
        yield f"<path d='M{x:.1f} {base - 34}V{base}' stroke='#111111'/>"
        if heading(part, view) != part.title:
            yield _text(x + 3, base - 26, str(part.number), 12)
    step = next((s for s in _STEPS_S if view.total_s / s <= _MOST_TICKS), _STEPS_S[-1])
    for second in range(0, int(view.total_s) + 1, step):
        yield _text(_EDGE + second * scale, base + 18, f"{second // 60} min", 12)


def _rows(view: Preview) -> Iterator[str]:
    scale = _TRACK / max(part.length_s for part in view.parts)
    for n, part in enumerate(view.parts):
        base = _TOP + _ROW * (n + 1)
        yield f"<g><title>{escape(f'{heading(part, view)}. {when(part)}')}</title>"
        yield _text(_EDGE, base - 34, heading(part, view), _TEXT)
        yield _text(WIDTH - _EDGE, base - 34, _times(part), _SMALL, "end")
        yield from _bars(part.lines, part.start_s, scale, base)
        yield "</g>"


def _times(part: Part) -> str:
    return (
        f"{clock(part.start_s)} to {clock(part.start_s + part.length_s)} ({clock(part.length_s)})"
    )


def _bars(lines: Sequence[Line], from_s: float, scale: float, base: float) -> Iterator[str]:
    """What is done one after the other, and a mark wherever it waits."""
    for doing, group in groupby(lines, key=lambda line: line.doing):
        same = list(group)
        x = _EDGE + (same[0].start_s - from_s) * scale
        yield _bar(x, base, sum(line.length_s for line in same) * scale, doing)
    for line in lines:
        if line.cue.kind in WAITS:
            yield _mark(_EDGE + (line.start_s + line.length_s - from_s) * scale, base)


def _bar(x: float, base: float, width: float, doing: Doing) -> str:
    fill, part = _LOOKS[doing]
    height = _BAR * part
    return (
        f"<rect x='{x:.1f}' y='{base - height:.1f}' width='{max(width, 0.5):.1f}' "
        f"height='{height:.1f}' fill='{fill}'/>"
    )


def _mark(x: float, base: float) -> str:
    """A triangle that stands on its tip, over the base line."""
    return f"<path d='M{x:.1f} {base - 11:.1f}l-6 -12h12z' fill='#d55e00' stroke='#111111'/>"


def _text(x: float, y: float, words: str, size: int, anchor: str = "start") -> str:
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' text-anchor='{anchor}'>"
        f"{escape(words)}</text>"
    )
