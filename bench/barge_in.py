"""How well "stop" is heard over the coach's own voice, and how soon there is silence.

    python bench/barge_in.py FOLDER [--words 48] [--rows PATTERN] [--json FILE]

FOLDER is laid out as `bench/sounds.py` says; people of its `test` part say "stop" while the coach
reads lines of the session that comes with it. The whole session runs in a virtual room on a sample
clock (`bench/room_session.py`): the coach ducks and falls silent as the ear tells it to. Delays of
20 to 400 ms, clocks up to 100 ppm apart and rooms of three sizes take turns within a row. The
user's level is against the echo before it is ducked, and there is noise 40 dB below it.

- "missed": half a second after the word's end the coach has neither stopped nor asked.
- "silent after": from the word's end to silence, with 60 ms for the sound card's buffer.
- "ducked after": from the word's first sound until the coach is 15 dB quieter, likewise.
- "too early": it stopped or asked before the word; such a trial is done again, in another room.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hearing import wilson
from room_session import RoomSession, Voice, plan_of, prompts, say
from sounds import RATE, Recordings, Sound, read, span
from voicecoach.audio.room import Acoustics, active_rms
from voicecoach.coach.table import State
from voicecoach.core.events import Heard
from voicecoach.core.intents import SAFETY_INTENTS, Certainty
from voicecoach.core.score import Sounded, Spoken, Tone
from voicecoach.hearing.ears import make
from voicecoach.hearing.recognizer import Recognizer
from voicecoach.language import Language, load
from voicecoach.plan.planner import plan
from voicecoach.plan.writer import BREATH_S
from voicecoach.script.reader import read as read_session

SESSION = Path(__file__).parents[1] / "sessions" / "sciatica-gentle.yaml"
VOICES = (Voice("en-gb", 160), Voice("en-us", 175), Voice("en-gb+f3", 150), Voice("en-us+m3", 190))
DELAYS_S, SKEWS, ROOMS_S = (0.02, 0.06, 0.15, 0.25, 0.4), (0.0, -100.0, 100.0), (0.17, 0.3, 0.5)
LATE_S = 0.5
PAD = 800
TRIES = 4


@dataclass(frozen=True)
class Trial:
    """What came of one "stop"."""

    row: str
    user_to_echo_db: float
    delay_s: float
    skew_ppm: float
    rt60_s: float
    found: bool
    outright: bool
    silent_after_s: float | None
    ducked_after_s: float | None
    ducked_before: float
    too_early: int


@dataclass(frozen=True)
class Case:
    """A word to be said, the session that it is said in, and chance."""

    session: RoomSession
    word: Sound
    rng: np.random.Generator

    @property
    def delay_s(self) -> float:
        return self.session.acoustics.delay_s

    def spoken_s(self, prompt: int) -> float:
        note = self.session.plan.cues[prompt].measure.notes[0]
        assert isinstance(note, Spoken)
        voice = self.session.voice
        return len(say(note.text, voice.name, voice.wpm)) / RATE


def while_it_speaks(case: Case) -> float:
    begun = case.session.run_until_it_says(1)
    return begun + case.delay_s + float(case.rng.uniform(0.1, 0.9))


def at_the_beginning(case: Case) -> float:
    return case.session.run_until_it_says(0) + case.delay_s + float(case.rng.uniform(0, 0.1))


def between_prompts(case: Case) -> float:
    end = case.session.run_until_it_says(1) + case.spoken_s(1)
    return end + case.delay_s + float(case.rng.uniform(0, 0.25))


def during_tones(case: Case) -> float:
    begun = case.session.run_until_it_says(2) + float(case.rng.integers(0, 3))
    return begun + case.delay_s + float(case.rng.uniform(-0.15, 0.05))


MOVED_S = 6.0


def after_a_change(case: Case) -> float:  # noqa: ARG001 - as the others
    return MOVED_S + 0.5


@dataclass(frozen=True)
class Row:
    """A line of the table: what the room is like, and when the word comes."""

    name: str
    acoustics: tuple[Acoustics, ...]
    when: Callable[[Case], float] = while_it_speaks
    tones: bool = False


def rows() -> Iterator[Row]:
    usual = Acoustics(user_to_noise_db=40.0)
    for ratio in (5.0, 0.0, -5.0, -10.0):
        for distortion in (0.0, 0.035, 0.1):
            here = replace(usual, user_to_echo_db=ratio, distortion=distortion)
            yield Row(f"{ratio:+.0f} dB, {100 * distortion:g} %", (here,))
    levels = tuple(replace(usual, user_to_echo_db=r, distortion=0.035) for r in (5.0, 0.0, -5.0))
    yield Row("first 100 ms", levels, at_the_beginning)
    yield Row("between prompts", levels, between_prompts)
    yield Row("during tones", levels, during_tones, tones=True)
    moved = tuple(replace(level, changes_s=(MOVED_S,)) for level in levels)
    yield Row("0.5 s after a change", moved, after_a_change)


def long_lines(language: Language) -> list[str]:
    """What the coach says in the session that comes with it, as far as one can talk over it."""
    texts = plan(read_session(SESSION), language.lines).texts()
    return [text for text in texts if len(text) >= 35]


def cut_words(paths: Sequence[Path]) -> list[Sound]:
    """The words, at one level, with 50 ms around each."""
    words = []
    for path in paths:
        sound = read(path)
        begin, end = (int(s * RATE) for s in span(sound))
        word = np.pad(sound, PAD)[begin : end + 2 * PAD]
        words.append((word * (0.05 / max(1e-6, active_rms(word)))).astype(np.float32))
    return words


class Bench:
    """Trials of `words`, the recognizer loaded once."""

    def __init__(self, words: Sequence[Sound], *, hindsight: bool = True) -> None:
        self._words = words
        self._language = load("en")
        self._recognizer: Recognizer = make("moonshine", self._language)
        self._lines = long_lines(self._language)
        self._hindsight = hindsight

    def trials(self, row: Row, count: int, first: int) -> Iterator[Trial]:
        for k in range(count):
            tries = (
                self._trial(row, k, np.random.default_rng((first + k, early)), early)
                for early in range(TRIES)
            )
            yield from (trial for trial in (next(filter(None, tries), None),) if trial)

    def _trial(self, row: Row, k: int, rng: np.random.Generator, early: int) -> Trial | None:
        """One trial; None where the coach was silenced before the word."""
        word = self._words[k % len(self._words)]
        acoustics = replace(
            row.acoustics[k % len(row.acoustics)],
            delay_s=DELAYS_S[k % len(DELAYS_S)],
            skew_ppm=SKEWS[(k // 2) % len(SKEWS)],
            rt60_s=ROOMS_S[(k // 3) % len(ROOMS_S)],
        )
        session = self._session(acoustics, word, row, rng)
        begin = row.when(Case(session, word, rng))
        end = begin + (len(word) - 2 * PAD) / RATE
        session.run(begin - PAD / RATE)
        if session.conductor.state is not State.COACHING:
            return None
        ducked = session.share_ducked(max(0.0, session.now - 2.0), session.now)
        session.user_says(word, begin - PAD / RATE)
        session.run(end + LATE_S)
        heard = [
            (at_s, event)
            for at_s, event in session.log
            if at_s >= begin and isinstance(event, Heard) and event.intent in SAFETY_INTENTS
        ]
        silent = session.silenced_s(heard[0][0]) if heard else None
        down = session.ducked_s(begin)
        return Trial(
            row.name,
            acoustics.user_to_echo_db or 0.0,
            acoustics.delay_s,
            acoustics.skew_ppm,
            acoustics.rt60_s,
            bool(heard),
            bool(heard) and heard[0][1].certainty is Certainty.CLEAR,
            None if silent is None else round(silent - end, 3),
            None if down is None else round(down - begin, 3),
            round(ducked, 2),
            early,
        )

    def _session(
        self, acoustics: Acoustics, word: Sound, row: Row, rng: np.random.Generator
    ) -> RoomSession:
        lines = [self._lines[int(at)] for at in rng.integers(0, len(self._lines), 6)]
        planned = prompts(lines, BREATH_S)
        if row.tones:
            tones = Tone.LEAD_IN, Tone.LEAD_IN, Tone.DONE, Tone.LEAD_IN, Tone.BEAT, Tone.BEAT
            sounds = tuple(Sounded(tone, float(k)) for k, tone in enumerate(tones))
            planned = plan_of([(Spoken(lines[0]),), (Spoken(lines[1]),), sounds], BREATH_S)
        return RoomSession(
            self._recognizer,
            self._language,
            planned,
            acoustics,
            word,
            VOICES[int(rng.integers(len(VOICES)))],
            seed=int(rng.integers(1 << 30)),
            hindsight=self._hindsight,
        )


def percentiles(seconds: Sequence[float | None]) -> list[float]:
    known = [s for s in seconds if s is not None]
    return [round(float(p), 3) for p in np.percentile(known or [np.nan], (50, 95, 100))]


def summary(name: str, trials: Sequence[Trial]) -> dict[str, Any]:
    """A row of the table."""
    missed, of = sum(not t.found for t in trials), len(trials)
    found = [t for t in trials if t.found]
    ducked = [t.ducked_after_s for t in trials]
    return {
        "row": name,
        "words": of,
        "missed": missed,
        "missed_percent": round(100 * missed / max(1, of), 1),
        "missed_95": [round(100 * b, 1) for b in wilson(missed, of)],
        "outright_percent": round(100 * sum(t.outright for t in found) / max(1, len(found)), 1),
        "silent_after_s": percentiles([t.silent_after_s for t in found]),
        "ducked_after_s": percentiles(ducked),
        "never_ducked": sum(d is None for d in ducked),
        "ducked_before_percent": round(100 * float(np.mean([t.ducked_before for t in trials])), 1),
        "too_early": sum(t.too_early for t in trials),
    }


def shown(row: dict[str, Any]) -> str:
    low, high = row["missed_95"]
    silent, ducked = (
        " / ".join(f"{s:.2f}" for s in row[name]) for name in ("silent_after_s", "ducked_after_s")
    )
    return (
        f"{row['row']:22} {row['missed']:3} of {row['words']:3}"
        f" {row['missed_percent']:5.1f} % ({low:.1f} to {high:.1f})"
        f"  outright {row['outright_percent']:5.1f} %  silent {silent}  ducked {ducked}"
        f"  never {row['never_ducked']}  before {row['ducked_before_percent']} %"
        f"  too early {row['too_early']}"
    )


def together(name: str, matches: str, trials: Sequence[Trial]) -> Iterator[dict[str, Any]]:
    """A row of several rows."""
    part = [t for t in trials if re.search(matches, t.row)]
    if part:
        yield summary(name, part)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=int, default=48, help="words a row")
    parser.add_argument("--part", default="test", help="whose voices (train, calibrate, test)")
    parser.add_argument("--rows", default="", help="which rows (a pattern)")
    parser.add_argument("--no-hindsight", action="store_true")
    parser.add_argument("--json", type=Path, default=Path("barge_in.json"))
    args = parser.parse_args()
    paths = Recordings(args.folder).clips("stop", args.part)
    order = np.random.default_rng(0).permutation(len(paths))
    bench = Bench(cut_words([paths[k] for k in order]), hindsight=not args.no_hindsight)
    trials: list[Trial] = []
    table: list[dict[str, Any]] = []
    print("silent and ducked after: median / 95th / worst, in seconds")
    for number, row in enumerate(rows()):
        if not re.search(args.rows, row.name):
            continue
        done: list[Trial] = []
        for trial in bench.trials(row, args.words, 1000 * number):
            done.append(trial)
            trials.append(trial)
            written = {"rows": table, "trials": [asdict(t) for t in trials]}
            args.json.write_text(json.dumps(written, indent=1) + "\n")
        table.append(summary(row.name, done))
        print(shown(table[-1]), flush=True)
    args.json.write_text(
        json.dumps({"rows": table, "trials": [asdict(t) for t in trials]}, indent=1) + "\n"
    )
    sums = partial(together, trials=trials)
    for line in (
        *sums("+5 to -5 dB", r"^(\+5|\+0|-5) dB"),
        *sums("-10 dB", r"^-10 dB"),
        *sums("all", ""),
    ):
        print(shown(line))


if __name__ == "__main__":
    main()
