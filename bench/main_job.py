"""The main job in a virtual room: from the command to the first word, from "it hurts" to silence.

    python bench/main_job.py [--runs N] [--json FILE]

Everything is read from the recording of the speaker and of the room, which share one timeline. The
voice that speaks into the room changes from run to run. Needs what `scripts/test` installs.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.end_to_end.coach import coaching, silence_after
from tests.virtual_sound import VirtualSound, stretches

ROOT = Path(__file__).parents[1]
VOICES = ("en-us+f3", "en-gb+m3", "en-gb-scotland+f2", "en-us+m7", "flite:slt", "flite:rms")
PATIENCE_S = 60.0


def to_first_word(home: str) -> float:
    """Seconds from `scripts/coach` to the first sound; `home` keeps the spoken lines."""
    command = ["env", f"HOME={home}", str(ROOT / "scripts/coach"), "--begin"]
    with VirtualSound() as sound:
        start = sound.now_s
        sound.start(command, stdout=subprocess.DEVNULL)
        while sound.now_s < start + PATIENCE_S:
            sound.wait_until(sound.now_s + 0.25)
            if heard := stretches(sound.recording(start).speaker):
                return heard[0].start_s
    raise SystemExit("nothing was heard")


def to_silence(voice: str) -> float | None:
    """Seconds from the end of "It hurts!" to silence; None where it was not heard."""
    with tempfile.TemporaryDirectory() as folder, coaching(Path(folder), "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        word_end = coach.hears("It hurts!", voice)
        coach.sound.wait_until(word_end + 3)
        heard = any(entry.get("intent") == "pain" for entry in coach.entries())
        return silence_after(coach.sound.recording(), word_end) if heard else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        cold = to_first_word(home)
        first = [to_first_word(home) for _ in range(min(options.runs, 5))]
    silence = [to_silence(VOICES[run % len(VOICES)]) for run in range(options.runs)]
    heard = [seconds for seconds in silence if seconds is not None]
    rows = {
        "to the first word, first run": [cold],
        "to the first word, later runs": first,
        'end of "It hurts!" to silence': heard,
    }
    print(f"{'seconds':36} {'median':>7} {'least':>7} {'most':>7} {'runs':>5}")
    for name, seconds in rows.items():
        figures = statistics.median(seconds), min(seconds), max(seconds)
        print(f"{name:36} " + " ".join(f"{f:7.2f}" for f in figures) + f" {len(seconds):5}")
    print(f"not heard: {len(silence) - len(heard)} of {len(silence)}")
    if options.json:
        options.json.write_text(json.dumps({**rows, "not_heard": len(silence) - len(heard)}))


if __name__ == "__main__":
    main()
