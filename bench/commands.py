"""How well the ear understands everything that is no stop, in synthetic voices.

    python bench/commands.py [--part test] [--voices 9] [--phrases 4] [--json FILE]

Of every command and answer some phrases of the grammar are spoken, each by another voice, in a
quiet room, and go through `Ear.feed` as in a session. "Right at once": heard as what it means, and
as nothing else. Nothing may be tuned on the voices of the part `test`; `bench/sounds.py` says who
is in it.
"""

import argparse
import json
from collections import Counter, defaultdict
from dataclasses import asdict
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from sounds import PARTS, Voice, voices
from trials import Result, Under, placed, run
from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.hearing.ears import make
from voicecoach.language import Language, load

SPEEDS = (0.9, 1.0, 1.15)


def chosen(language: Language, a_command: int) -> list[tuple[Intent, str]]:
    """So many phrases of every command, spread evenly over those that there are."""
    by_intent: dict[Intent, list[str]] = defaultdict(list)
    for phrase in language.grammar.phrases:
        if phrase.intent not in SAFETY_INTENTS | set(LEVELS):
            by_intent[phrase.intent].append(phrase.text)
    return [
        (intent, texts[k])
        for intent, texts in by_intent.items()
        for k in dict.fromkeys(np.linspace(0, len(texts) - 1, a_command).astype(int).tolist())
    ]


def verdict(result: Result) -> str:
    """What became of it: right, asked, silent, other, or early: right, and something else, too."""
    wants = result.trial.wants
    found = [event.intent for event in result.heard]
    if not found:
        return "silent"
    if set(found) == {wants}:
        return "right"
    if wants in found:
        return "early"
    return "asked" if all(e.certainty == "doubtful" for e in result.heard) else "other"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well the ear understands commands.")
    parser.add_argument("--part", choices=PARTS, default="test")
    parser.add_argument("--voices", type=int, default=9)
    parser.add_argument("--phrases", type=int, default=4, help="of each command")
    parser.add_argument("--json", type=Path, default=Path("commands.json"))
    options = parser.parse_args()
    language = load()
    recognizer = make("moonshine", language)
    every = list(voices(options.part))
    speakers: list[Voice] = every[:: max(1, len(every) // options.voices)][: options.voices]
    rng = np.random.default_rng(41)
    rows, counts = [], Counter[str]()
    by_intent: dict[str, Counter[str]] = defaultdict(Counter)
    phrases = chosen(language, options.phrases)
    for (intent, text), voice, speed in zip(
        phrases, islice(cycle(speakers), len(phrases)), cycle(SPEEDS), strict=False
    ):
        result = run(
            recognizer,
            language,
            placed(intent, voice.say(text, speed), Under(), rng, intent),
        )
        how = verdict(result)
        counts[how] += 1
        by_intent[intent][how] += 1
        rows.append((how, intent, text, voice.name, speed, [asdict(e) for e in result.heard]))
        if how != "right":
            heard = [(e.intent.value, e.phrase, e.text, round(e.score, 1)) for e in result.heard]
            print(
                f"{how:7}{intent}: {text!r} {voice.name} {speed}: {heard} {result.text!r}",
                flush=True,
            )
    for command, row in sorted(by_intent.items()):
        print(f"{command:16}{dict(row)}")
    total = sum(counts.values())
    print(f"{counts['right']} of {total} right at once; {dict(counts)}")
    options.json.write_text(json.dumps(rows, indent=1, default=str) + "\n", "utf-8")


if __name__ == "__main__":
    main()
