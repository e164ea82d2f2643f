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
from voicecoach.speech import piper_voice, pyttsx3_voice
from voicecoach.speech.engines import voice_called

RATES = (80, 120, 150, 180, 220, 260, 300, 350, 400, 450, 500, 600, 700, 800)
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
    # The engines' own limits are to be seen, not ours.
    pyttsx3_voice._FASTEST_WPM = piper_voice.FASTEST_WPM = max(RATES)
    rows = []
    print(f"{'voice':<28}{'asked':>6}{'words/min':>11}{'by letters':>12}{'s a line':>10}")
    for name in options.voices:
        with voice_called(name) as voice:
            voice.render(LINES[0], 150)
            for rate in RATES:
                row = {"voice": voice.name, "asked": rate, **spoken(voice, rate)}
                rows.append(row)
                print(
                    f"{row['voice'][:26]:<28}{rate:>6}{row['words']:>11.0f}"
                    f"{row['letters']:>12.0f}{row['took_s']:>10.3f}"
                )
    options.json.write_text(json.dumps(rows, indent=1))


def spoken(voice: object, rate: int) -> dict[str, float]:
    """Words a minute, by words and by letters, and how long a line took to make."""
    words = letters = seconds = 0.0
    took = []
    for line in LINES:
        began = SystemClock().now()
        clip = voice.render(line, rate)  # type: ignore[attr-defined]
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
