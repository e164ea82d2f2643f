"""Every rung of the safety ladder as a conversation, in a virtual room with another voice.

    python bench/safety_conversation.py docs/safety-conversation.md [--only NAME]...

What the coach said is read from the recording of the speaker by a recognizer, which mishears some
of it. Needs what `scripts/test` installs.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching, read_out_of
from tests.virtual_sound import speak, stretches

from conversations import HEADING, SHORTEST_S, Heard, Lines, began, coachs_row, wait_for

SESSION = Path(__file__).with_name("ladder.yaml")
VOICE, CLEARER, COUNTING = "en-us+f3", "flite:slt", "en-gb+f2"
PATIENCE_S, TRIES, ATTEMPTS = 150.0, 4, 3


@dataclass(frozen=True)
class Say:
    """What the user says, once the coach has said `after`, and the intent that it is."""

    after: str
    words: str
    intent: str
    voice: str = CLEARER


@dataclass(frozen=True)
class Rung:
    """A conversation, which may go on where it is left; `first` is held before it.

    Both write the same journal.
    """

    name: str
    title: str
    turns: tuple[Say, ...]
    options: tuple[str, ...] = ()
    ends: bool = True
    first: "Rung | None" = None


WELL = Say("Say yes, no, or not sure.", "No.", "no")
LOUD = Say("Say stop now", "Stop!", "stop")
FIRST = Say("Exercise 1 of 2", "It hurts!", "pain", VOICE)
WHICH = "Say yes, no, or not sure."
NUMBER = "Say a number. 0 is no pain."
TWO = Say(NUMBER, "Two.", "level_2", COUNTING)
BEGIN = ("--begin",)

RUNGS = (
    Rung(
        "before", "Before: nothing speaks against it, and the coach hears", (WELL, LOUD), ends=False
    ),
    Rung("put-off", "Before: something speaks against it", (Say(WHICH, "Yes.", "yes"),)),
    Rung("unheard", "Before: the coach does not hear a stop", (WELL,), ends=False),
    Rung("pain-2", "During: pain of 2", (TWO,), BEGIN, ends=False),
    Rung(
        "pain-5",
        "During: pain of 5, and the easier form",
        (
            Say(NUMBER, "Five.", "level_5", COUNTING),
            Say("Say yes, or no to leave it out.", "Yes.", "yes"),
        ),
        BEGIN,
        ends=False,
    ),
    Rung(
        "pain-8",
        "During: pain of 8",
        (Say(NUMBER, "Eight.", "level_8", COUNTING), Say(WHICH, "No.", "no")),
        BEGIN,
    ),
    Rung("pain-no-answer", "It hurts, and no answer", (FIRST,), BEGIN),
    Rung("pain-yes", "It hurts, and yes", (FIRST, Say(WHICH, "Yes.", "yes")), BEGIN),
    Rung("pain-no", "It hurts, and no", (FIRST, Say(WHICH, "No.", "no")), BEGIN),
    Rung(
        "pain-not-sure",
        "It hurts, not sure, and once more",
        (
            FIRST,
            Say(WHICH, "I'm not sure.", "not_sure"),
            Say("I cannot call for you.", "Say that again.", "repeat"),
        ),
        BEGIN,
    ),
    Rung(
        "red-flag",
        "A red flag said outright",
        (Say("Exercise 1 of 2", "I can't feel my legs!", "emergency", VOICE),),
        BEGIN,
    ),
    Rung(
        "next-time",
        "After: the next time, and it has not settled",
        (Say(WHICH, "No.", "no"),),
        BEGIN,
        first=Rung("", "", (FIRST, Say(WHICH, "No.", "no")), BEGIN),
    ),
    Rung(
        "resume",
        "After: a session that was cut off",
        (Say("Say yes or no.", "Yes.", "yes"),),
        ends=False,
        first=Rung("", "", (TWO, Say("Exercise 2 of 2", "Louder.", "louder")), BEGIN, ends=False),
    ),
)


@dataclass
class Held:
    """A conversation that was held."""

    rung: Rung
    code: int | None = None
    turns: list[tuple[float, float, str]] = field(default_factory=list)
    heard: Heard = field(default_factory=list)
    lines: Lines = field(default_factory=list)


def tell(coach: Coach, turn: Say, held: Held) -> None:
    """Say it, and again if it is not heard or only half heard, as people do."""
    so_far = len(list(coach.entries()))
    for _ in range(TRIES):
        before = coach.sound.now_s
        coach.sound.say(speak(turn.words, turn.voice)).wait()
        said = stretches(coach.sound.recording(before).room)
        start, end = before + said[0].start_s, before + said[-1].end_s
        held.turns.append((start, end, turn.words))
        give_up = coach.sound.now_s + 3
        while coach.sound.now_s < give_up:
            heard = [e for e in list(coach.entries())[so_far:] if e.get("intent") == turn.intent]
            if len(heard) > 1 or any(e["certainty"] == "clear" for e in heard):
                return
            coach.sound.wait_until(coach.sound.now_s + 0.05)
    raise TimeoutError(f"{turn.words!r} was never heard")


def ended(coach: Coach) -> int:
    """The exit code."""
    try:
        return coach.end(150)
    except subprocess.TimeoutExpired:
        last = [e for e in coach.entries() if e["type"] in {"Began", "Heard", "End"}][-6:]
        raise TimeoutError(f"it did not end: {last}") from None


def hold(rung: Rung, folder: Path) -> Held:
    """Hold the conversation; `folder` keeps the journal."""
    held = Held(rung)
    folder.mkdir(exist_ok=True)
    with coaching(folder, *rung.options, "--rate", "160", session=SESSION) as coach:
        place, clock = 0, 0.0
        for turn in rung.turns:
            found = wait_for(coach, (turn.after,), place, PATIENCE_S)
            if found is None:
                raise TimeoutError(f"the coach never said {turn.after!r}")
            place, clock = found[0] + 1, coach.sound.now_s - found[2]
            coach.sound.wait_until(coach.sound.now_s + (0.6 if turn.intent == "pain" else 2.6))
            tell(coach, turn, held)
        if rung.ends:
            held.code = ended(coach)
        else:
            coach.sound.wait_until(coach.sound.now_s + (40 if rung.name == "unheard" else 12))
        held.lines = [(at + clock, words) for _, words, at in began(coach)]
        from_s = max(0.0, held.turns[0][0] - 12) if held.turns else 0.0
        heard = read_out_of(coach.sound.recording().speaker, SHORTEST_S)
        held.heard = [each for each in heard if each[0].end_s >= from_s]
    return held


def written(held: Held) -> Iterator[str]:
    """A conversation as Markdown."""
    rung = held.rung
    yield f"## {rung.title}"
    yield ""
    facts = [f"`voicecoach run bench/ladder.yaml {' '.join(rung.options)}`".replace(" `", "`")]
    if held.code is not None:
        facts.append(f"exit code {held.code}")
    yield "; ".join(facts) + "."
    yield ""
    yield from (HEADING, "|---|---|---|---|")
    moments = [start for start, _, _ in held.turns]
    for turn, until in zip((None, *held.turns), (*moments, float("inf")), strict=True):
        if turn is not None:
            yield f"| {turn[0]:.1f} | **user** | **{turn[2]}** | |"
        since = turn[0] if turn else min((s.start_s for s, _ in held.heard), default=0.0) - 1
        yield from coachs_row(held.lines, held.heard, since, until)
    yield ""
    yield from silence_and_advice(held)


def silence_and_advice(held: Held) -> Iterator[str]:
    """How soon it fell silent for pain, and spoke again, in the recording."""
    hurting = {turn.words for turn in held.rung.turns if turn.intent in {"pain", "emergency"}}
    ends = [end for _, end, words in held.turns if words in hurting]
    before = [s.end_s for s, _ in held.heard if ends and s.start_s < ends[-1]]
    after = [s.start_s for s, _ in held.heard if before and s.start_s > before[-1]]
    if after:
        late, pause = before[-1] - ends[-1], after[0] - before[-1]
        when = f"{abs(late):.2f} s {'after' if late > 0 else 'before'} the end of the words"
        yield f"Silent {when}; the advice began {pause:.2f} s later."
        yield ""


HEAD = """\
# The safety conversation

Every rung of the safety ladder, as it was held between the program and another synthetic voice in
a virtual room. `words` are what the coach began to say, by its own log; the last column is what a
recognizer read from the recording of the speaker, and the share of those words that it understood
(it is a small one, and the voice a robot's). A sentence that breaks off there was silenced by the
user. The lines and their sources are in `src/voicecoach/language/en/safety.yaml`. **No clinician
has reviewed them.**

Each row begins at the second of the recording that stands before it; where the user says the same
twice, it was not heard the first time.

Written by `python bench/safety_conversation.py docs/safety-conversation.md`.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--only", action="append", choices=[rung.name for rung in RUNGS])
    options = parser.parse_args(arguments)
    for rung in RUNGS:
        if options.only and rung.name not in options.only:
            continue
        held = held_in_the_end(rung)
        print(f"{rung.name}: {held.code}", flush=True)
        options.page.write_text(refreshed(options.page, held), "utf-8")


def held_in_the_end(rung: Rung) -> Held:
    """The conversation; on a busy machine not every attempt succeeds."""
    for attempt in range(ATTEMPTS):
        try:
            with tempfile.TemporaryDirectory() as folder:
                os.environ["VOICECOACH_DATA"] = str(Path(folder) / "data")
                if rung.first:
                    hold(rung.first, Path(folder) / "first")
                return hold(rung, Path(folder) / "now")
        except (AssertionError, TimeoutError) as failure:
            print(f"{rung.name}, attempt {attempt + 1}: {str(failure)[:1500]}", flush=True)
    raise SystemExit(f"{rung.name} was not held")


def refreshed(page: Path, held: Held) -> str:
    """The page with this conversation in its place."""
    parts = page.read_text("utf-8").split("\n## ")[1:] if page.exists() else []
    sections = {part.partition("\n")[0]: f"## {part.strip()}\n" for part in parts}
    sections[held.rung.title] = "\n".join(written(held)).strip() + "\n"
    found = [sections[rung.title] for rung in RUNGS if rung.title in sections]
    return "\n".join([HEAD, *found])


if __name__ == "__main__":
    main()
