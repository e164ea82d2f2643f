"""The words of a recording, for the eyes: WebVTT with times, and plain text. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caption:
    """What is heard from `start_s` to `end_s`. A sound that is not words is `aside`."""

    start_s: float
    end_s: float
    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with all that is heard in it."""

    title: str
    start_s: float
    captions: tuple[Caption, ...]


def as_vtt(title: str, language: str, notes: Sequence[str], sections: Sequence[Section]) -> str:
    """WebVTT; each chapter begins with a note of its title."""
    blocks = [f"WEBVTT - {_escaped(title)}\nKind: captions\nLanguage: {language}"]
    blocks += [f"NOTE {_escaped(note)}" for note in notes]
    for section in sections:
        blocks.append(f"NOTE {_escaped(section.title)}")
        blocks += [
            f"{_stamp(each.start_s)} --> {_stamp(each.end_s)}\n{_escaped(_shown(each))}"
            for each in _apart(section.captions)
        ]
    return "\n\n".join(blocks) + "\n"


def as_text(title: str, notes: Sequence[str], sections: Sequence[Section]) -> str:
    """Plain text: a heading with its time a chapter, and a line for what is said in one go."""
    blocks = ["\n".join([title, *notes])]
    for section in sections:
        heading = f"{section.title} ({minutes(section.start_s)})"
        blocks.append("\n".join([heading, *_lines(section.captions)]))
    return "\n\n".join(blocks) + "\n"


def minutes(seconds: float) -> str:
    """Minutes and seconds: 1:05."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _lines(captions: Sequence[Caption]) -> Iterator[str]:
    """Each text; asides that repeat the one before are left out."""
    before = None
    for each in captions:
        if not each.aside or each.text != before:
            yield _shown(each)
        before = each.text


def _apart(captions: Sequence[Caption]) -> Iterator[Caption]:
    """In order, none before the one before it has begun; one that has no length gets a little."""
    for each in sorted(captions, key=lambda caption: caption.start_s):
        yield Caption(each.start_s, max(each.end_s, each.start_s + 0.1), each.text, each.aside)


def _shown(caption: Caption) -> str:
    return f"[{caption.text}]" if caption.aside else caption.text


def _escaped(text: str) -> str:
    """`text` as WebVTT takes it: no markup, no arrow, one line."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(plain.split())


def _stamp(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
