"""A conversation with the coach in a virtual room, and both sides of it as a table.

The program runs as it is; another synthetic voice talks with it. What the coach said is in its own
log and, as a recognizer reads it, in the recording of the speaker.
"""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import LOUD_DB, Coach, coaching, read_out_of, share_heard
from tests.virtual_sound import Stretch, speak, stretches

VOICE = "flite:slt"
PATIENCE_S, ANSWER_S, QUIET_S, TRIES = 240.0, 12.0, 6.0, 4
SHORTEST_S = 0.3
"""A shorter sound is no word of the coach's."""
Lines = list[tuple[float, str]]
"""When the coach began to say something, in the recording, and the words."""
Heard = list[tuple[Stretch, str]]
DOUBT, YES = "Did you say", "Yes."
ONCE_MORE = "once more"
"""Who is asked to say it again does not wait until it is too late."""
THINK_S = 2.0
HEADING = "| second | who | words | read from the recording |"


@dataclass(frozen=True)
class Turn:
    """What the user says once the coach has begun to say `after`, and what it is to say then.

    `wait_s` more is waited before: time to think, or to be in the middle of an exercise. `title`
    begins a new part of the page. A `key` is pressed in place of the words, which only name it.
    """

    after: str
    words: str
    then: str
    title: str = ""
    wait_s: float = 1.5
    key: str = ""


@dataclass
class Held:
    """What was said by whom: when, and for the user's words the turn."""

    turns: list[tuple[float, Turn]] = field(default_factory=list)
    lines: Lines = field(default_factory=list)
    heard: Heard = field(default_factory=list)
    code: int | None = None
    broken: str = ""


def spoken(entry: dict[str, object]) -> str:
    notes = entry["measure"]["notes"]  # type: ignore[index]
    return " ".join(str(note["text"]) for note in notes if "text" in note)


Began = tuple[int, str, float]
"""What the coach began to say: its place in the log, the words, and its own time."""


def began(coach: Coach) -> Iterator[Began]:
    words: dict[object, str] = {}
    for place, entry in enumerate(coach.entries()):
        if entry["type"] == "Enqueue":
            words[entry["measure"]["id"]] = spoken(entry)  # type: ignore[index]
        elif entry["type"] == "Began" and words.get(entry["measure"]):
            yield place, words[entry["measure"]], float(str(entry["time_s"]))


def wait_for(coach: Coach, texts: Sequence[str], since: int, patience_s: float) -> Began | None:
    """What it began to say first, after `since`, with one of `texts` in it; None if it does not."""
    give_up = coach.sound.now_s + patience_s
    while True:
        later = (each for each in began(coach) if each[0] >= since)
        found = next((each for each in later if any(text in each[1] for text in texts)), None)
        if found is not None or coach.sound.now_s > give_up:
            return found
        if coach.process.poll() is not None:
            return None
        coach.sound.wait_until(coach.sound.now_s + 0.1)


def tell(coach: Coach, turn: Turn, held: Held, fingers: int) -> int:
    """Say it, and again if the coach does not do what it is to do, as people would."""
    so_far = len(list(coach.entries()))
    for attempt in range(TRIES):
        if attempt:
            wait_for_quiet(coach)
        before = coach.sound.now_s
        if turn.key:
            os.write(fingers, turn.key.encode())
            held.turns.append((before, turn))
        else:
            coach.sound.say(speak(turn.words, VOICE)).wait()
            said = stretches(coach.sound.recording(before).room)
            held.turns.append((before + said[0].start_s, turn))
        found = wait_for(coach, (turn.then, DOUBT, ONCE_MORE), so_far, ANSWER_S)
        if found is None:
            continue
        if turn.then in found[1]:
            return found[0]
        if DOUBT in found[1] and turn.words != YES:
            coach.sound.wait_until(coach.sound.now_s + THINK_S)
            if (made_up := wait_for(coach, (turn.then,), so_far, 0.0)) is not None:
                return made_up[0]  # it has heard the rest of the word by now
            return tell(coach, replace(turn, words=YES, title=""), held, fingers)
        so_far = found[0] + 1
    raise LookupError(f"{turn.words!r} did not lead to {turn.then!r}")


def wait_for_quiet(coach: Coach) -> None:
    """Let the coach finish, as people do who were not understood; not a whole exercise."""
    give_up = coach.sound.now_s + QUIET_S
    while coach.sound.now_s < give_up and stretches(
        coach.sound.recording(coach.sound.now_s - 1.0).speaker, above_db=LOUD_DB
    ):
        coach.sound.wait_until(coach.sound.now_s + 0.2)


def hold(folder: Path, turns: Sequence[Turn], *errand: str, setting: Sequence[str] = ()) -> Held:
    """Hold the conversation; `folder` is a home that nobody has used yet.

    `setting` is what the program is told before it.
    """
    held = Held()
    for name in ("DATA", "CONFIG"):
        os.environ[f"VOICECOACH_{name}"] = str(folder / name.lower())
    if setting:
        subprocess.run([sys.executable, "-m", "voicecoach", *setting], check=True)  # noqa: S603
    fingers, inside = os.openpty()
    by_keys = any(turn.key for turn in turns)
    with coaching(folder, errand=errand, stdin=inside if by_keys else subprocess.DEVNULL) as coach:
        place, clock = 0, 0.0
        for turn in turns:
            found = wait_for(coach, (turn.after,), place, PATIENCE_S)
            if found is None:
                held.broken = f"the coach never said {turn.after!r}"
                break
            clock = coach.sound.now_s - found[2]
            coach.sound.wait_until(coach.sound.now_s + turn.wait_s)
            try:
                place = tell(coach, turn, held, fingers)
            except LookupError as broken:
                held.broken = str(broken)
                break
        if not held.broken:
            held.code = coach.end()
        held.lines = [(at + clock, said) for _, said, at in began(coach)]
        held.heard = list(read_out_of(coach.sound.recording().speaker, SHORTEST_S))
    os.close(fingers)
    os.close(inside)
    return held


def written(held: Held) -> Iterator[str]:
    """The conversation as Markdown: a table for each part of it, and how it ended."""
    moments = [at for at, _ in held.turns]
    title = ""
    for (since, turn), until in zip(held.turns, (*moments[1:], inf), strict=True):
        anew = since == moments[0]
        if turn.title and turn.title != title:
            title = turn.title
            yield from ("", f"## {title}")
            anew = True
        if anew:
            yield from ("", HEADING, "|---|---|---|---|")
        if since == moments[0]:
            yield from coachs_row(held.lines, held.heard, 0.0, since)
        yield f"| {since:.1f} | **user** | **{turn.words}** | |"
        yield from coachs_row(held.lines, held.heard, since, until)
    yield ""
    said = len({turn for _, turn in held.turns})
    spoke = f"{len(held.turns)} times the user spoke, for {said} things to say."
    ended = f"It broke off here: {held.broken}." if held.broken else f"Exit code {held.code}."
    yield f"{ended} {spoke}"


def coachs_row(lines: Lines, heard: Heard, since: float, until: float) -> Iterator[str]:
    """The row of what the coach said in that time, if anything."""
    said = [(at, line) for at, line in lines if since <= at < until]
    if said:
        words = " ".join(line for _, line in said)
        read = " ".join(text for stretch, text in heard if since <= stretch.start_s < until)
        yield f"| {said[0][0]:.1f} | coach | {words} | {read} ({share_heard([words], read):.0%}) |"
