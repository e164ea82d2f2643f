"""The whole way from a fresh home folder to the end of a session, by voice alone.

    python bench/a_first_session.py docs/a-first-session.md

The program runs in a virtual room, and another synthetic voice talks with it. What the coach said
is in its own log and, as a recognizer reads it, in the recording of the speaker. Needs what
`scripts/test` installs, and some seven minutes.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soxr

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching, share_heard
from tests.virtual_sound import RATE, speak, stretches

from voicecoach.core.clip import HEARING_RATE
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.language import load

LOUD_DB = -45.0
VOICE = "flite:slt"
PATIENCE_S, ANSWER_S, TRIES = 240.0, 12.0, 4


@dataclass(frozen=True)
class Turn:
    """What the user says once the coach has begun to say `after`, and what it is to say then.

    `wait_s` more is waited before: time to think, or to be in the middle of an exercise. `title`
    begins a new part of the page.
    """

    after: str
    words: str
    then: str
    title: str = ""
    wait_s: float = 1.5


TURNS = (
    Turn("Shall we do that first?", "No.", "What would you like", "Greeting and choosing", 3.5),
    Turn("You can also ask what sessions", "The shortest one.", "Shall we do that?", wait_s=5.0),
    Turn("To know more, say tell me about it.", "Tell me about it.", "You need", wait_s=5.0),
    Turn("No clinician has reviewed it.", "Yes.", "Good. We begin.", wait_s=4.0),
    Turn("Say yes, no, or not sure.", "No.", "Say stop now", "The questions, and the rehearsal"),
    Turn("Say stop now", "Stop!", "I heard you.", wait_s=2.6),
    Turn("Say ready when you want to begin.", "Ready.", "Exercise 1 of 1", wait_s=2.6),
    Turn("Say ready when you are in position.", "I'm ready.", "Breathe in.", "The exercise", 3.0),
    Turn("Breathe out.", "How many are left?", "more after this one", wait_s=22.0),
    Turn("Breathe in.", "Pause.", "Paused.", "A pause", 14.0),
    Turn("do not go on", "Continue.", "Going on.", wait_s=9.0),
    Turn(
        "Tell me what you would like next",
        "What have I done?",
        "Today:",
        "The end, and the history",
    ),
    Turn("Today:", "Goodbye.", "Goodbye.", wait_s=8.0),
)


@dataclass
class Held:
    """What was said by whom: when, and for the user's words the turn."""

    turns: list[tuple[float, Turn]] = field(default_factory=list)
    lines: list[tuple[float, str]] = field(default_factory=list)
    heard: list[tuple[float, str]] = field(default_factory=list)
    code: int | None = None
    broken: str = ""


def spoken(entry: dict[str, object]) -> str:
    notes = entry["measure"]["notes"]  # type: ignore[index]
    return " ".join(str(note["text"]) for note in notes if "text" in note)


def began(coach: Coach) -> Iterator[tuple[int, str, float]]:
    """What the coach began to say: its place in the log, the words, and its own time."""
    words: dict[object, str] = {}
    for place, entry in enumerate(coach.entries()):
        if entry["type"] == "Enqueue":
            words[entry["measure"]["id"]] = spoken(entry)  # type: ignore[index]
        elif entry["type"] == "Began" and words.get(entry["measure"]):
            yield place, words[entry["measure"]], float(str(entry["time_s"]))


def wait_for(coach: Coach, text: str, since: int, patience_s: float) -> tuple[int, float] | None:
    """The place where it began to say `text`, after `since`, and when; None if it does not."""
    give_up = coach.sound.now_s + patience_s
    while True:
        found = next(((p, at) for p, said, at in began(coach) if p >= since and text in said), None)
        if found is not None or coach.sound.now_s > give_up:
            return found
        if coach.process.poll() is not None:
            return None
        coach.sound.wait_until(coach.sound.now_s + 0.1)


def tell(coach: Coach, turn: Turn, held: Held) -> int:
    """Say it, and again if the coach does not do what it is to do, as people would."""
    so_far = len(list(coach.entries()))
    for _ in range(TRIES):
        before = coach.sound.now_s
        coach.sound.say(speak(turn.words, VOICE)).wait()
        said = stretches(coach.sound.recording(before).room)
        held.turns.append((before + said[0].start_s, turn))
        if (found := wait_for(coach, turn.then, so_far, ANSWER_S)) is not None:
            return found[0]
    raise LookupError(f"{turn.words!r} did not lead to {turn.then!r}")


def hold(folder: Path) -> Held:
    """Hold the conversation; `folder` is a home that nobody has used yet."""
    held = Held()
    for name in ("DATA", "CONFIG"):
        os.environ[f"VOICECOACH_{name}"] = str(folder / name.lower())
    with coaching(folder, errand=("talk",)) as coach:
        place, clock = 0, 0.0
        for turn in TURNS:
            found = wait_for(coach, turn.after, place, PATIENCE_S)
            if found is None:
                held.broken = f"the coach never said {turn.after!r}"
                break
            clock = coach.sound.now_s - found[1]
            coach.sound.wait_until(coach.sound.now_s + turn.wait_s)
            try:
                place = tell(coach, turn, held)
            except LookupError as broken:
                held.broken = str(broken)
                break
        if not held.broken:
            held.code = coach.end()
        held.lines = [(at + clock, said) for _, said, at in began(coach)]
        listen(held, coach.sound.recording().speaker)
    return held


def listen(held: Held, speaker: np.ndarray) -> None:
    """Read what the coach said from the recording of the speaker."""
    recognizer = Moonshine(load("en").grammar)
    for stretch in stretches(speaker, above_db=LOUD_DB, gap_s=0.25):
        if stretch.end_s - stretch.start_s < 0.3:
            continue
        first, last = (round(at * RATE) for at in (stretch.start_s - 0.1, stretch.end_s + 0.1))
        piece = np.pad(speaker[max(0, first) : last], RATE // 5)
        sound = soxr.resample(piece, RATE, HEARING_RATE).astype(np.float32)
        held.heard.append((stretch.start_s, recognizer.listen(sound).text))


HEAD = """\
# A first session

The whole way by voice alone, in a home folder that nobody had used: greeting, choosing, the
questions before, the rehearsal, an exercise, a question in the middle of it, a pause, the end, and
what was done. It was held in a virtual room between the program and another synthetic voice.

`words` are what the coach began to say, by its own log; a sentence before the user's words may have
been cut off by them. The last column is what a small recognizer read from the recording of the
speaker, and the share of the coach's words that it understood. Where the user says the same twice,
the coach did not do what it was to do the first time. Seconds are those of the recording. The
shortest session of the library was chosen, since the page is made in real time.

Written by `python bench/a_first_session.py docs/a-first-session.md`.
Written by `python bench/a_first_session.py docs/a-first-session.md`.
"""


def written(held: Held) -> Iterator[str]:
    """The conversation as Markdown."""
    moments = [at for at, _ in held.turns]
    for before, until in zip((None, *held.turns), (*moments, float("inf")), strict=True):
        since = before[0] if before else 0.0
        if before is None or (before[1].title and before[1] is not _turn_before(held, before)):
            title = TURNS[0].title if before is None else before[1].title
            if before is None or title != TURNS[0].title:
                yield from (
                    "",
                    f"## {title}",
                    "",
                    "| second | who | words | read from the recording |",
                )
                yield "|---|---|---|---|"
        if before is not None:
            yield f"| {since:.1f} | **user** | **{before[1].words}** | |"
        said = [line for at, line in held.lines if since <= at < until]
        read = " ".join(text for at, text in held.heard if since <= at < until)
        if said:
            at = next(at for at, _ in held.lines if at >= since)
            words = " ".join(said)
            share = share_heard([words], read)
            yield f"| {at:.1f} | coach | {words} | {read} ({share:.0%}) |"
    yield ""
    spoke = f"{len(held.turns)} times the user spoke, for {len(TURNS)} things to say."
    ended = f"It broke off here: {held.broken}." if held.broken else f"Exit code {held.code}."
    yield f"{ended} {spoke}"


def _turn_before(held: Held, turn: tuple[float, Turn]) -> Turn | None:
    place = held.turns.index(turn)
    return held.turns[place - 1][1] if place else None


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page", type=Path)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        held = hold(Path(folder))
    options.page.write_text("\n".join((HEAD.rstrip(), *written(held), "")), "utf-8")


if __name__ == "__main__":
    main()
