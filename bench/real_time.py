"""People say "stop" to a running coach, in real time, with its voice led back into the microphone.

    python bench/real_time.py FOLDER [--trials 40] [--echo-db 0] [--user-db 0] [--json FILE]

FOLDER is laid out as `bench/sounds.py` says; its `test` part is used. The coach is a process of
its own with PulseAudio's null sinks for speaker and microphone; everything is read from their
recording and from the coach's log. `--user-db` is the word's level against the echo's.

"Missed": half a second after the word's end there is no safety command in the log. "Late": it came
within three seconds; that is what a busy machine does. When the coach fell silent, somebody says
"continue" until it goes on.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import Coach, coaching
from tests.virtual_sound import RATE as ROOM_RATE
from tests.virtual_sound import silent_from, speak, stretches

from barge_in import SESSION, cut_words, percentiles
from hearing import wilson
from sounds import RATE, Recordings, Sound
from voicecoach.audio.room import active_rms
from voicecoach.core.intents import SAFETY_INTENTS

LATE_S = 0.5
LATEST_S = 3.0
LOG_S = 0.15
"""How late an event may be read from the log."""
A_PROCESS = 20
"""Trials with one coach; then another one, from the beginning of the session."""


@dataclass(frozen=True)
class Trial:
    """What came of one "stop"."""

    found: bool
    late: bool
    certainty: str
    silent_after_s: float | None


def heard(coach: Coach, since: int) -> list[dict[str, object]]:
    return [entry for entry in list(coach.entries())[since:] if entry["type"] == "Heard"]


def safety(coach: Coach, since: int) -> list[dict[str, object]]:
    return [h for h in heard(coach, since) if h["intent"] in set(SAFETY_INTENTS)]


def trial(coach: Coach, word: Sound, user_db: float) -> Trial:
    coach.wait_until_it_listens_and_speaks()
    sound = coach.sound
    lately = sound.recording(sound.now_s - 0.6).speaker
    level = active_rms(lately) * 10 ** (user_db / 20)
    before, start_s = len(list(coach.entries())), sound.now_s
    sound.play((word * np.float32(level / active_rms(word))), "room", RATE).wait()
    said = stretches(sound.recording(start_s).room, above_db=20 * np.log10(level) - 25)
    word_end_s = start_s + (said[-1].end_s if said else len(word) / RATE)
    sound.wait_until(word_end_s + LATE_S + LOG_S)
    in_time = safety(coach, before)
    sound.wait_until(word_end_s + LATEST_S)
    known = safety(coach, before)
    if not known:
        return Trial(False, False, "", None)
    silent = silent_from(sound.recording().speaker, max(start_s, word_end_s - 0.5), for_s=0.25)
    after = None if silent is None else round(silent - word_end_s, 3)
    return Trial(bool(in_time), not in_time, str(known[0]["certainty"]), after)


def go_on(coach: Coach) -> None:
    """Say "continue" until the coach has taken it."""
    voice = speak("Continue.", "en-us+f3")
    for _ in range(6):
        before = len(list(coach.entries()))
        coach.sound.say(voice).wait()
        coach.sound.wait_until(coach.sound.now_s + 1.5)
        if any(h["intent"] in {"continue", "ready", "no"} for h in heard(coach, before)):
            return
    raise RuntimeError("the coach never went on")


def trials(words: Sequence[Sound], count: int, echo_db: float, user_db: float) -> Iterator[Trial]:
    done = 0
    while done < count:
        with (
            tempfile.TemporaryDirectory() as folder,
            coaching(Path(folder), "--begin", session=SESSION, echo_db=echo_db) as coach,
        ):
            try:
                for _ in range(min(A_PROCESS, count - done)):
                    result = trial(coach, words[done % len(words)], user_db)
                    done += 1
                    yield result
                    if result.found or result.late:
                        go_on(coach)
            except (AssertionError, RuntimeError) as problem:
                print(f"(another coach: {str(problem)[:200]})", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--part", default="test", help="whose voices (train, calibrate, test)")
    parser.add_argument("--echo-db", type=float, default=-6.0, help="of the speaker's sound")
    parser.add_argument("--user-db", type=float, default=0.0, help="against the echo")
    parser.add_argument("--json", type=Path, default=Path("real_time.json"))
    args = parser.parse_args()
    assert ROOM_RATE % RATE == 0
    paths = Recordings(args.folder).clips("stop", args.part)
    order = np.random.default_rng(0).permutation(len(paths))
    words = cut_words([paths[k] for k in order])
    done: list[Trial] = []
    for each in trials(words, args.trials, args.echo_db, args.echo_db + args.user_db):
        done.append(each)
        missed = sum(not t.found for t in done)
        low, high = wilson(missed, len(done))
        silent = percentiles([t.silent_after_s for t in done])
        outright = sum(t.certainty == "clear" for t in done)
        print(
            f"{missed} of {len(done)} missed ({100 * low:.1f} to {100 * high:.1f} %),"
            f" {sum(t.late for t in done)} of them late,"
            f" {outright} outright; silent after {silent} s",
            flush=True,
        )
        args.json.write_text(json.dumps([asdict(t) for t in done], indent=1) + "\n")


if __name__ == "__main__":
    main()
