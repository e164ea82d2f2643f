"""How well the coach hears the answers that it asks for, and whether a number hides a stop.

    python bench/answers.py [--voices N]

Each word in synthetic voices, streamed through the ear as in a session while a number is asked for:
the numbers, and the words that must not be taken for one.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import soxr

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.virtual_sound import speak

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Heard
from voicecoach.core.intents import LEVELS, Certainty, Intent
from voicecoach.hearing.ears import ear_with, make
from voicecoach.hearing.recognizer import Samples
from voicecoach.language import load

VOICES = (
    *("en-us", "en-gb+f2", "flite:slt", "en-gb-scotland", "en-us+f3", "en-us+m3", "flite:rms"),
    *("en-gb+m7", "en-gb"),
)
NUMBERS = ("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
OTHERS = {
    "Wait!": Intent.PAUSE,
    "Stop!": Intent.STOP,
    "It hurts!": Intent.PAIN,
    "Yes.": Intent.YES,
    "No.": Intent.NO,
    "I'm not sure.": Intent.NOT_SURE,
}


def said(text: str, voice: str) -> Samples:
    """The words with silence around them and a little hiss."""
    clip = speak(text, voice)
    sound = soxr.resample(np.frombuffer(clip.pcm, np.float32), clip.rate, HEARING_RATE)
    sound = np.pad(0.3 * sound / np.abs(sound).max(), (HEARING_RATE // 2, HEARING_RATE))
    hiss = np.random.default_rng(1).normal(0, 0.0005, len(sound))
    return (sound + hiss).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--voices", type=int, default=len(VOICES))
    voices = VOICES[: parser.parse_args().voices]
    language = load("en")
    recognizer = make("moonshine", language)
    wanted = {f"{number}.": level for number, level in zip(NUMBERS, LEVELS, strict=True)} | OTHERS
    totals: Counter[tuple[str, str]] = Counter()
    for text, intent in wanted.items():
        for voice in voices:
            ear = ear_with(recognizer, language)
            ear.expect(numbers=True)
            events = [*ear.feed(said(text, voice)), *ear.finish()]
            heard = [event for event in events if isinstance(event, Heard)]
            clear = [event.intent for event in heard if event.certainty is Certainty.CLEAR]
            kind = "number" if intent in LEVELS else text
            result = "nothing" if not heard else "asked about" if not clear else "something else"
            result = "right" if clear[:1] == [intent] else result
            totals[kind, result] += 1
            if result != "right":
                found = ", ".join(f"{e.intent} ({e.certainty}): {e.text}" for e in heard)
                print(f"{text} by {voice}: {found or ear.last_evidence.text!r}", flush=True)
    for (kind, result), count in sorted(totals.items()):
        print(f"{kind:14} {result:15} {count:4}")


if __name__ == "__main__":
    main()
