"""What rates the voices really speak at, and how long they take for it.

    python bench/rates.py [--voices NAME ...]

Words a minute are counted as the engines mean them, five letters to a word and none for signs, and
as a listener counts them. Needs no sound. Writes rates.json.
"""

import argparse
import json
import re
import statistics
from pathlib import Path

from voicecoach.core.clock import SystemClock
from voicecoach.speech.engines import voice_called
from voicecoach.speech.voice import Voice

RATES = (80, 120, 150, 180, 220, 260, 300, 350, 400, 450, 500, 600, 700)
LINES = (
    "Lie on your back with your knees bent and your feet flat on the floor.",
    "Bring one knee slowly towards your chest and hold it there with both hands.",
    "Breathe out as the knee comes in, and breathe in again as you let it go.",
    "If the pain spreads down your leg, tell me at once, and we end the exercise.",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--voices", nargs="*", default=[None, "piper:joe"])
    parser.add_argument("--json", type=Path, default=Path("rates.json"))
    options = parser.parse_args()
    rows = []
    print(f"{'voice':<28}{'asked':>6}{'words/min':>11}{'by letters':>12}{'s a line':>10}")
    for name in options.voices:
        with voice_called(name) as voice:
            voice.render(LINES[0], 150)
            for rate in RATES:
                found = spoken(voice, rate)
                rows.append({"voice": voice.name, "asked": rate, **found})
                print(
                    f"{voice.name[:26]:<28}{rate:>6}{found['words']:>11.0f}"
                    f"{found['letters']:>12.0f}{found['took_s']:>10.3f}"
                )
    options.json.write_text(json.dumps(rows, indent=1))


def spoken(voice: Voice, rate: int) -> dict[str, float]:
    """Words a minute, by words and by letters, and how long a line took to make."""
    words = letters = seconds = 0.0
    took = []
    for line in LINES:
        began = SystemClock().now()
        clip = voice.render(line, rate)
        took.append(SystemClock().now() - began)
        words += len(line.split())
        letters += len(re.findall(r"[a-z]", line, re.IGNORECASE))
        seconds += clip.seconds
    return {
        "words": 60 * words / seconds,
        "letters": 60 * letters / 5 / seconds,
        "took_s": statistics.median(took),
    }


if __name__ == "__main__":
    main()
