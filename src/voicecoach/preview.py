"""What a session will be, before anybody does it: a plan with its times."""

import json
from dataclasses import dataclass
from itertools import pairwise

from voicecoach.core.score import Sounded
from voicecoach.language import load
from voicecoach.plan.cues import Cue, CueKind
from voicecoach.plan.opening import usual
from voicecoach.plan.planner import plan
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice


@dataclass(frozen=True, slots=True)
class Line:
    """A cue with its time, in seconds from the beginning."""

    start_s: float
    length_s: float
    cue: Cue


@dataclass(frozen=True, slots=True)
class Preview:
    """A session's cues in order. `total_s` leaves out how long the user takes to be ready."""

    title: str
    total_s: float
    lines: tuple[Line, ...]


def preview(session: Session, voice: str | None, wpm: int) -> Preview:
    """The plan of `session` as the voice called `voice` will speak it. Raises Problem."""
    language = load(session.language)
    planned = plan(session, language.lines, opening=usual())
    with Pyttsx3Voice(voice, language=language.code) as engine:
        clips = Clips(CachedVoice(engine, ClipCache()), planned.said_as)
        starts = planned.starts_s(lambda text: clips.clip(text, wpm).seconds)
    lines = tuple(
        Line(start, end - start, cue)
        for cue, (start, end) in zip(planned.cues, pairwise(starts), strict=True)
    )
    return Preview(planned.title, starts[-1], lines)


def as_json(view: Preview) -> str:
    """One object: title, total and cues, times in seconds."""
    return json.dumps(
        {
            "title": view.title,
            "total_s": round(view.total_s, 3),
            "cues": [_fields(line) for line in view.lines],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(view: Preview) -> str:
    """A line a cue: when it begins, and what is heard in it."""
    rows = [f"{view.title}. {clock(view.total_s)}, and what you take to be ready."]
    rows += [f"{clock(line.start_s):>6}  {_heard(line)}" for line in view.lines]
    return "\n".join(rows)


def clock(seconds: float) -> str:
    """Minutes and seconds: 1:05."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def _heard(line: Line) -> str:
    words = []
    for note in line.cue.measure.notes:
        if not isinstance(note, Sounded):
            words.append(note.text)
        elif not words or words[-1] != f"({note.tone})":
            words.append(f"({note.tone})")
    said = " ".join(words)
    if line.cue.kind is CueKind.CHECKPOINT:
        return f"{said} (waits for you)"
    if line.cue.kind is CueKind.ASK:
        return f"{said} (waits for your answer)"
    if line.cue.kind in {CueKind.HOLD, CueKind.REST}:
        return f"{said} ({line.length_s:g} seconds)"
    return said


def _fields(line: Line) -> dict[str, object]:
    place = line.cue.place
    notes = [
        {"at_s": round(note.at_s, 3), "tone": note.tone}
        if isinstance(note, Sounded)
        else {"at_s": round(note.at_s, 3), "text": note.text}
        for note in line.cue.measure.notes
    ]
    return {
        "id": line.cue.id,
        "kind": line.cue.kind,
        "start_s": round(line.start_s, 3),
        "length_s": round(line.length_s, 3),
        "notes": notes,
        "place": place
        and {"exercise": place.exercise, "set": place.set, "rep": place.rep, "side": place.side},
    }
