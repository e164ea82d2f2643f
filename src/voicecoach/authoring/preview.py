"""What a session will be, before anybody does it: a plan with its times, as text and as data."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from voicecoach.core.score import Sounded
from voicecoach.language import load
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.plan.opening import usual
from voicecoach.plan.planner import plan
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import voice_called

BEFORE, AFTER = "Before you begin", "The end"


class Doing(StrEnum):
    """What the time goes to."""

    MOVING = "moving"
    HOLDING = "holding"
    RESTING = "resting"
    LISTENING = "listening"


_DOING = {
    CueKind.LEAD_IN: Doing.MOVING,
    CueKind.COUNT: Doing.MOVING,
    CueKind.FOLLOW: Doing.MOVING,
    CueKind.HOLD: Doing.HOLDING,
    CueKind.REST: Doing.RESTING,
}
"""All other kinds are for listening."""
WAITS = (CueKind.CHECKPOINT, CueKind.ASK)


@dataclass(frozen=True, slots=True)
class Line:
    """A cue with its time, in seconds from the beginning."""

    start_s: float
    length_s: float
    cue: Cue

    @property
    def doing(self) -> Doing:
        return _DOING.get(self.cue.kind, Doing.LISTENING)


@dataclass(frozen=True, slots=True)
class Part:
    """One turn of an exercise, or what comes before all of them (`number` 0) or after them."""

    title: str
    number: int
    start_s: float
    lines: tuple[Line, ...]

    @property
    def length_s(self) -> float:
        return sum(line.length_s for line in self.lines)

    def spent_s(self, doing: Doing) -> float:
        """How much of it goes to one thing."""
        return sum(line.length_s for line in self.lines if line.doing is doing)


@dataclass(frozen=True, slots=True)
class Preview:
    """A session in parts, in order. `total_s` leaves out how long the user takes to be ready."""

    title: str
    total_s: float
    parts: tuple[Part, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for part in self.parts for line in part.lines)

    def spent_s(self, doing: Doing) -> float:
        """How much of all goes to one thing."""
        return sum(part.spent_s(doing) for part in self.parts)

    def times(self, kind: CueKind) -> int:
        """How often there is a cue of a kind."""
        return sum(line.cue.kind is kind for line in self.lines)


def preview(session: Session, voice: str | None, wpm: int) -> Preview:
    """The plan of `session` as the voice called `voice` will speak it. Raises Problem."""
    language = load(session.language)
    planned = plan(session, language.lines, opening=usual())
    with voice_called(voice, language=language.code) as engine:
        clips = Clips(CachedVoice(engine, ClipCache()), planned.said_as)
        return of(planned, lambda text: clips.clip(text, wpm).seconds)


def of(planned: Plan, spoken_s: Callable[[str], float]) -> Preview:
    """A plan with its times; `spoken_s` tells how long a text takes to say."""
    starts = planned.starts_s(spoken_s)
    lines = tuple(
        Line(start, end - start, cue)
        for cue, (start, end) in zip(planned.cues, pairwise(starts), strict=True)
    )
    turns = (planned.turn(i) for i in range(len(planned.cues)))
    titles = [BEFORE, *(exercise.name for exercise in planned.exercises), AFTER]
    parts = []
    for number, group in groupby(zip(turns, lines, strict=True), key=itemgetter(0)):
        own = tuple(line for _, line in group)
        parts.append(Part(titles[number], number, own[0].start_s, own))
    return Preview(planned.title, starts[-1], tuple(parts))


def as_json(view: Preview) -> str:
    """One object: title, total and cues, times in seconds."""
    return json.dumps(
        {
            "title": view.title,
            "total_s": round(view.total_s, 3),
            "parts": [
                {
                    "title": part.title,
                    "number": part.number,
                    "start_s": round(part.start_s, 3),
                    "length_s": round(part.length_s, 3),
                    **{f"{doing}_s": round(part.spent_s(doing), 3) for doing in Doing},
                }
                for part in view.parts
            ],
            "cues": [_fields(line) for line in view.lines],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_text(view: Preview) -> str:
    """A heading for each part with what it takes, and a line a cue: when, and what is heard."""
    rows = [f"{view.title}. {clock(view.total_s)}, and what you take to be ready.", in_all(view)]
    for part in view.parts:
        rows += ["", f"{heading(part, view)}. {when(part)}"]
        rows += [f"{clock(line.start_s):>6}  {_heard(line)}" for line in part.lines]
    return "\n".join(rows)


def in_all(view: Preview) -> str:
    """What the whole time goes to, and how often it stops for the user."""
    waits = sum(view.times(kind) for kind in WAITS)
    return f"In all: {spent(view)}. It waits for you {waits} times."


def clock(seconds: float) -> str:
    """Minutes and seconds: 1:05."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


def heading(part: Part, view: Preview) -> str:
    """What a part is called, with its number if it is an exercise."""
    turns = sum(each.title not in {BEFORE, AFTER} for each in view.parts)
    return f"{part.number} of {turns}. {part.title}" if 0 < part.number <= turns else part.title


def when(part: Part) -> str:
    """When a part begins, how long it takes, and what for."""
    return f"From {clock(part.start_s)}, for {clock(part.length_s)}: {spent(part)}."


def spent(of_what: Part | Preview) -> str:
    """What the time goes to, the longest first."""
    times = sorted(((of_what.spent_s(doing), doing) for doing in Doing), reverse=True)
    return ", ".join(f"{doing} {clock(seconds)}" for seconds, doing in times if round(seconds))


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
    if line.cue.kind is CueKind.FOLLOW:
        return f"{said} (waits for your count)".lstrip()
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
