"""A whole check by ear in a virtual room: a voice says what it is asked to say.

    python bench/check_by_ear.py [--voice flite:slt] [--echo-db -20] [--hiss-db -70] [--level-db 0]

Real time, some two minutes, on a machine that is not busy. Prints each line with its time, and the
report; writes check_by_ear.json.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.virtual_sound import VirtualSound, speak

from voicecoach.core.clock import SystemClock

ROOT = Path(__file__).parents[1]
_ASKED = re.compile(r"After the tone, (?:say|once more): (.*)\.$")
_CHARACTERS_A_S, _THINKS_S, _GOES_THERE_S = 14.0, 1.6, 4.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voice", default="flite:slt")
    parser.add_argument("--echo-db", type=float, default=-20.0)
    parser.add_argument("--hiss-db", type=float, default=-70.0)
    parser.add_argument("--level-db", type=float, default=0.0)
    parser.add_argument("--json", type=Path, default=Path("check_by_ear.json"))
    options = parser.parse_args()
    clock = SystemClock()
    with (
        tempfile.TemporaryDirectory() as folder,
        VirtualSound(echo_db=options.echo_db, hiss_db=options.hiss_db) as sound,
    ):
        own = [f"VOICECOACH_CONFIG={folder}", f"VOICECOACH_DATA={folder}"]
        command = ["env", *own, sys.executable, "-m", "voicecoach", "doctor", "--json"]
        process = sound.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stderr is not None
        assert process.stdout is not None
        began = clock.now()
        for line in process.stderr:
            text = line.decode().rstrip()
            print(f"{clock.now() - began:7.1f}  {text}", flush=True)
            if (answer := _answer(text)) is not None:
                after_s, said = answer

                def reply(said: str = said) -> None:
                    sound.say(speak(said, options.voice), db=options.level_db)

                threading.Timer(after_s, reply).start()
        report = json.loads(process.stdout.read())
        code = process.wait()
    for phrase in report["phrases"]:
        print(
            f"{phrase['asked']:<10}{phrase['caught']:<16}{phrase['over_room_db']} dB over the room"
        )
    print(f"echo {report['echo']}, exit code {code}, {clock.now() - began:.0f} s")
    print("found:", ", ".join(finding["code"] for finding in report["findings"]) or "nothing")
    options.json.write_text(json.dumps(report, indent=1))


def _answer(line: str) -> tuple[float, str] | None:
    """How long after a line begins the user speaks, and what they say."""
    asked = _ASKED.search(line)
    if asked:
        return len(line) / _CHARACTERS_A_S + _THINKS_S, asked[1]
    if "Say ready when you are there" in line:
        return _GOES_THERE_S, "ready"
    if "Shall we try the words once more" in line:
        return len(line) / _CHARACTERS_A_S + _THINKS_S, "no"
    return None


if __name__ == "__main__":
    main()
