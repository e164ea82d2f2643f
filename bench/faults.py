"""Every fault in every state, with real processes: how soon it halts, and how soon one is told.

    python bench/faults.py [--faults NAME,...] [--states NAME,...] [--json FILE]
    python bench/faults.py --from FILE... --docs docs/failing-safe.md

Runs in a virtual room (PulseAudio, no sound card). "halt" is when the exercise fell silent, by the
program's own log, or by its end; "told" is when the first word of the announcement was heard in the
recording of the speaker, or stood on the screen where the speaker itself is gone. Both count from
the fault. "mended" is when the coach told that it could hear again. Takes about half an hour; with
`--from` it prints what earlier runs wrote, and puts it into the docs.
"""

import argparse
import json
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import share_heard, transcribe
from tests.faults.rig import CLOCK, Trouble, trouble

from voicecoach.language import load
from voicecoach.running.faults import FaultLines

LINES = load("en").lines
FAULT_LINES = FaultLines("en", LINES)
PART_S, PROCESS_S = 1.0, 2.0
"""The limits: for a part, and for the whole process."""
ENDING = frozenset({"checking", "advising"})
"""States after pain: no exercise is left to halt."""
ALIKE = 0.4
"""The share of the words that a recognizer must understand in the recording; it mishears some."""
ANSWERED = "answered"
FADED_S = 0.07
"""What was in the sound server's buffer is heard for so long."""
_MARKED = re.compile(r"(<!-- faults -->\n).*?(<!-- end -->)", re.DOTALL)


@dataclass(frozen=True)
class Cell:
    """What came of one fault in one state; seconds, None where it did not come."""

    fault: str
    state: str
    halt_s: float | None
    told_s: float | None
    mended_s: float | None
    told_by: str
    words: str

    @property
    def expected(self) -> str:
        """What is to be said. After pain a speaker that comes back says the advice once more."""
        if self.told_by == "coach" and self.state == "after pain":
            return " ".join((LINES.say("advice_again"), *LINES.all_of("pain_advice")))
        return FAULTS[self.fault].words

    @property
    def passed(self) -> bool:
        """Whether it halted and was told in time, in the words that were to be said."""
        if self.told_by == "goes on":
            return self.words in {"pain", "emergency", ANSWERED}
        if self.halt_s is None or self.told_s is None:
            return False
        limit_s = PROCESS_S if self.told_by == "watchdog" else PART_S
        heard = share_heard([self.expected], self.words)
        return max(self.halt_s, self.told_s) <= limit_s and heard >= ALIKE


# -- states, and how to get there


def exercising(at: Trouble) -> None:
    """Past all that is said before, into the counting, and on for a while."""
    at.press("n")
    at.wait_s(0.3)
    at.press("n")
    at.wait_for(lambda: at.reps >= 1)
    at.wait_s(3)


def by_key(*keys: str) -> Callable[[Trouble], None]:
    def enter(at: Trouble) -> None:
        exercising(at)
        for key in keys:
            at.press(key)
            at.wait_s(1.0)

    return enter


def waiting(at: Trouble) -> None:
    """To where the coach asks whether one is ready."""
    at.press("n")
    at.wait_for(lambda: at.state == "waiting")
    at.wait_s(1.0)


STATES: Mapping[str, Callable[[Trouble], None]] = {
    "coaching": exercising,
    "waiting": waiting,
    "paused": by_key(" "),
    "answering": by_key("w"),
    "after pain": by_key("h"),
}
"""By the name at the top of the table's columns."""


# -- faults, and what follows from them


@dataclass(frozen=True)
class Fault:
    """How it is brought about, what is then to be said, and by whom.

    `by` is "coach", "screen" or "watchdog". `unsaid`: it shows only where something is to be said
    that was not made ready; where all is, the coach answers and goes on.
    """

    happen: Callable[[Trouble], None]
    words: str
    by: str = "coach"
    undo: Callable[[Trouble], object] = lambda _: None
    unsaid: bool = False


def _deaf(fault: str) -> str:
    return LINES.say("cannot_hear", reason=FAULT_LINES.reason(fault))


def _faltered(fault: str) -> str:
    return LINES.say("faltered", reason=FAULT_LINES.reason(fault))


def _voice_hangs(at: Trouble) -> None:
    """The voice's process stands still, and then something is asked that was never said before."""
    at.signal(signal.SIGSTOP, "pyttsx3_child")
    at.press("w" if at.state == "waiting" else "c")


_WATCHDOG = " ".join(FAULT_LINES.watchdog())
FAULTS: Mapping[str, Fault] = {
    "microphone: end of file": Fault(
        lambda at: at.cut_off("source-outputs"), _deaf("microphone_gone")
    ),
    "microphone: stalls while active": Fault(
        lambda at: at.suspend("source", "microphone", True),
        _deaf("microphone_gone"),
        undo=lambda at: at.suspend("source", "microphone", False),
    ),
    "microphone: all zeros": Fault(
        lambda at: at.mute(True), _deaf("microphone_silent"), undo=lambda at: at.mute(False)
    ),
    "speaker: end of file": Fault(
        lambda at: at.cut_off("sink-inputs"), _faltered("speaker_stalled")
    ),
    "speaker: stalls while active": Fault(
        lambda at: at.suspend("sink", "speaker", True),
        FAULT_LINES.reason("speaker_stalled"),
        by="screen",
        undo=lambda at: at.suspend("sink", "speaker", False),
    ),
    "recognizer: crash": Fault(lambda at: at.call_up("crash"), _deaf("recognizer_failed")),
    "recognizer: out of memory": Fault(lambda at: at.call_up("memory"), _deaf("recognizer_failed")),
    "recognizer: hangs": Fault(lambda at: at.call_up("hang"), _deaf("recognizer_hangs")),
    "voice: hangs": Fault(_voice_hangs, _faltered("voice_failed"), unsaid=True),
    "program: main loop hangs": Fault(
        lambda at: at.signal(signal.SIGUSR1), _WATCHDOG, by="watchdog"
    ),
    "program: stopped": Fault(lambda at: at.signal(signal.SIGSTOP), _WATCHDOG, by="watchdog"),
    "program: killed": Fault(lambda at: at.signal(signal.SIGKILL), _WATCHDOG, by="watchdog"),
}


def observe(name: str, state: str, home: Path) -> Cell:
    """Run one cell."""
    fault = FAULTS[name]
    with (
        tempfile.TemporaryDirectory() as folder,
        trouble(
            Path(folder),
            home=Path(folder) if fault.unsaid else home,
            begin=state != "waiting",
        ) as at,
    ):
        STATES[state](at)
        was = at.state
        at_s, here_s = CLOCK.now(), at.sound.now_s
        fault.happen(at)
        halt_s = _halted_s(at, at_s, fault.by)
        shown = at.shown(fault.words, at_s)
        fault.undo(at)
        at.wait_s(9)
        mended_s = _since(at_s, at.first(at_s, "Armed"))
        if halt_s is None and was in ENDING:
            return Cell(name, state, None, None, mended_s, *_went_on(at))
        if fault.by == "screen":
            told_s, words = _since(at_s, shown), fault.words if shown else ""
        else:
            told_s, words = _told(at, here_s, halt_s)
        if fault.unsaid and words and at.first(at_s, "Faltered") is None:
            return Cell(name, state, halt_s, told_s, mended_s, "goes on", ANSWERED)
    return Cell(name, state, halt_s, told_s, mended_s, fault.by, words)


def _went_on(at: Trouble) -> tuple[str, str]:
    """What came of a session that was at its end: it has nothing to halt, and must give advice."""
    at.process.wait(60)
    ended = [entry["outcome"] for entry in at.entries() if entry["type"] == "End"]
    return "goes on", " ".join(ended)


def _since(at_s: float, then_s: float | None) -> float | None:
    return None if then_s is None else then_s - at_s


def _halted_s(at: Trouble, at_s: float, by: str) -> float | None:
    """When the exercise fell silent: by the log, or with the process."""
    if by != "watchdog":
        at.wait_s(2.5)
        return _since(at_s, at.first(at_s, "Silence"))
    at.wait_for(lambda: at.process.poll() is not None, 10)
    return CLOCK.now() - at_s


def _told(at: Trouble, here_s: float, halt_s: float | None) -> tuple[float | None, str]:
    """When something was said after it, and what that was."""
    from_s = (0.0 if halt_s is None else halt_s) + FADED_S
    already = at.process.poll() is not None  # then it is no more the coach that speaks
    onset_s = at.onset_s(here_s + from_s, 0.0 if already else 0.02)
    if onset_s is None:
        return None, ""
    told_s = from_s + onset_s
    speaker = at.sound.recording(here_s + told_s - 0.1).speaker
    return told_s, " ".join(transcribe(speaker[: round(7.5 * 48_000)]))


def as_table(cells: list[Cell]) -> str:
    """A row a fault, a column a state: halt and told, in seconds."""
    states = list(dict.fromkeys(cell.state for cell in cells))
    rows = [f"| | told by | {' | '.join(states)} |", "|---" * (len(states) + 2) + "|"]
    for fault in dict.fromkeys(cell.fault for cell in cells):
        of_it = {cell.state: cell for cell in cells if cell.fault == fault}
        by = FAULTS[fault].by
        entries = [_entry(of_it.get(state)) for state in states]
        rows.append(f"| {fault} | {by} | {' | '.join(entries)} |")
    return "\n".join(rows)


def _entry(cell: Cell | None) -> str:
    if cell is None:
        return ""
    if cell.told_by == "goes on":
        return f"goes on: {cell.words}" + ("" if cell.passed else " **!**")
    times = [f"{s:.2f}" if s is not None else "-" for s in (cell.halt_s, cell.told_s)]
    return " / ".join(times) + ("" if cell.passed else " **!**")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--faults", default=",".join(FAULTS))
    parser.add_argument("--states", default=",".join(STATES))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--from", dest="earlier", type=Path, nargs="*", default=[])
    parser.add_argument("--docs", type=Path)
    options = parser.parse_args()
    faults = [f for f in FAULTS if any(part in f for part in options.faults.split(","))]
    cells = [Cell(**cell) for path in options.earlier for cell in json.loads(path.read_text())]
    if cells:
        faults = []
    with tempfile.TemporaryDirectory() as home:
        for fault in faults:
            for state in options.states.split(","):
                try:
                    cell = observe(fault, state, Path(home))
                except (AssertionError, RuntimeError) as error:
                    cell = Cell(fault, state, None, None, None, "nobody", str(error))
                cells.append(cell)
                mended = "" if cell.mended_s is None else f"  mended {cell.mended_s:.2f}"
                print(f"{fault:32} {cell.state:10} {_entry(cell)}{mended} {cell.words}", flush=True)
    print(as_table(cells))
    print(f"{sum(cell.passed for cell in cells)} of {len(cells)} cells passed")
    if options.json:
        options.json.write_text(json.dumps([asdict(cell) for cell in cells], indent=1) + "\n")
    if options.docs:
        page = options.docs.read_text("utf-8")
        table = as_table(cells)
        options.docs.write_text(_MARKED.sub(lambda m: f"{m[1]}\n{table}\n\n{m[2]}", page), "utf-8")


if __name__ == "__main__":
    main()
