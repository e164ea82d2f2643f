"""What the coach would make of sentences that nobody said to it.

    python bench/talk_in_text.py FILE... [--show 20] [--json FILE]

FILE is plain text of any kind (a line of "%" ends a passage, as in files of fortunes). Its
sentences of 2 to 18 words are sorted as if they had been heard: what it stops for, what it asks
about. Nothing in them is meant for a coach, though some do say that something hurts.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from voicecoach.core.intents import SAFETY_INTENTS, Certainty
from voicecoach.language import load
from voicecoach.language.understand import Meaning, understand

SHORTEST, LONGEST = 2, 18
_PASSAGE = re.compile(r"\n%\n|\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?\"]) ")
_SIGNED = re.compile(r"\t--.*", re.DOTALL)


def sentences(text: str) -> Iterator[str]:
    """The sentences of `text`, whatever its lines are."""
    for passage in _PASSAGE.split(text):
        whole = " ".join(_SIGNED.sub("", passage).split())
        for sentence in _SENTENCE.split(whole):
            if SHORTEST <= len(sentence.split()) <= LONGEST:
                yield sentence.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description="What the coach makes of other people's talk.")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--show", type=int, default=0, help="print so many that it stops for")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    texts = (file.read_text("utf-8", errors="replace") for file in options.files)
    said = sorted({sentence for text in texts for sentence in sentences(text)})
    english = load("en")
    taken: dict[str, Meaning] = {}
    for sentence in said:
        meaning = understand(sentence, english)
        if meaning.intent in SAFETY_INTENTS:
            taken[sentence] = meaning
    clear = {s: m for s, m in taken.items() if m.certainty is Certainty.CLEAR}
    report = {
        "sentences": len(said),
        "stops": len(clear),
        "questions": len(taken) - len(clear),
        "stops_by_meaning": dict(Counter(str(meaning.kind) for meaning in clear.values())),
    }
    print(json.dumps(report, indent=1))
    for sentence, meaning in list(clear.items())[: options.show]:
        print(f"{meaning.because}: {sentence}")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
