"""A session that writes its journal as fast as the disk lets it, and says what is safe.

    python bench/journal_child.py DATABASE TITLE EVENTS [--synchronous NORMAL]

For each event it writes a line: "ack N", when the first N entries are on the disk, or "nak N" when
they could not be put there; at the end what was told to the user, if anything, and how long the
longest `write` and the longest `settle` took. Killed and starved by `journal.py`.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from itertools import cycle, islice
from pathlib import Path

from voicecoach.coach.keys import meaning
from voicecoach.core.clock import SystemClock
from voicecoach.core.events import Began, Ended, Event, Heard
from voicecoach.core.intents import Intent
from voicecoach.journal import schema
from voicecoach.journal.entries import About
from voicecoach.journal.log import ADVISING, Log
from voicecoach.journal.writer import Journal
from voicecoach.language.lines import load_lines
from voicecoach.logbook import about
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read

SESSION = Path(__file__).parents[1] / "sessions" / "sciatica-gentle.yaml"
SAID = (Intent.SLOWER, Intent.HOW_MANY_LEFT, Intent.PAUSE, Intent.CONTINUE, Intent.LOUDER)
PATIENCE_S = 10.0


@cache
def session() -> tuple[About, tuple[Event, ...]]:
    """A real session as the journal sees it: every cue begins and ends, and somebody talks."""
    read_ = read(SESSION)
    planned = plan(read_, load_lines(resources.files("voicecoach.language") / "en"))
    events: list[Event] = []
    for number, (cue, intent) in enumerate(zip(planned.cues, cycle(SAID), strict=False), 1):
        events += [Began(f"{cue.id}#{number}"), Ended(f"{cue.id}#{number}")]
        if number % 5 == 0:
            events.append(Heard(intent, "some words", "some words"))
    return about(read_, planned), tuple(events)


def keep(path: Path, title: str, count: int | None, acknowledge: int) -> Iterator[str]:
    """Write `count` events of the session; acknowledge to that file descriptor what is safe."""
    what, events = session()
    what, clock, settled_s, wrote_s = replace(what, title=title), SystemClock(), 0.0, 0.0
    with Journal(path, what, clock.wall()) as journal:
        log = Log(journal, what, clock, lambda key: meaning(key, False))
        for number, event in enumerate(islice(events, count)):
            start = clock.now()
            log.event(event)
            wrote_s = max(wrote_s, clock.now() - start)
            if number == (count or len(events)) // 2:
                start = clock.now()
                log.state(ADVISING)
                log.settle()
                settled_s = clock.now() - start
            safe = journal.flush(PATIENCE_S)
            os.write(acknowledge, f"{'ack' if safe else 'nak'} {journal.written}\n".encode())
        problem = log.trouble()
    if problem is not None:
        yield f"told {problem}"
    yield f"waits {wrote_s * 1e3:.3f} {settled_s * 1e3:.3f}"


def acknowledged(lines: Sequence[str]) -> int:
    """How many entries were told to be safe."""
    return max((int(line.split()[1]) for line in lines if line.startswith("ack ")), default=0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("database", type=Path)
    parser.add_argument("title")
    parser.add_argument("events", type=int)
    parser.add_argument("--synchronous", default="EXTRA")
    told = parser.parse_args()
    # The control: what a setting that is less careful would lose.
    settings = [each.replace("EXTRA", told.synchronous) for each in schema.SETTINGS]
    schema.SETTINGS = tuple(settings)
    for line in keep(told.database, told.title, told.events, 1):
        print(line, flush=True)


if __name__ == "__main__":
    main()
