"""The fifty ways of asking for a session, spoken by a synthetic voice and heard by the ear.

    python bench/asking_aloud.py [--voice NAME]... [--json OUT.json]

Prints how many are offered a right session within two turns. What is written in
`tests/lobby/asking.yaml` is spoken, in a quiet room and without echo, and what the ear makes of it
is what the lobby is told; "next", numbers, yes and no are typed.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soxr

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.lobby.fifty import converse, done, rows
from tests.lobby.stage import Stage, choosing, language, shipped
from tests.virtual_sound import speak

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Event, Heard, Said
from voicecoach.hearing.ears import ear_with, make
from voicecoach.hearing.level import levelled
from voicecoach.hearing.recognizer import Samples

VOICES = ("flite:slt", "en-gb+m3")
LEVEL = np.float32(0.3)
BEFORE_S, AFTER_S = 0.6, 1.2

KNOWN = language().letting_choose(choosing().phrases(choice.title for choice in shipped()))
RECOGNIZER = make("moonshine", KNOWN)


class Aloud(Stage):
    """A stage on which what is written in `row` is spoken, and heard."""

    def __init__(self, row: dict[str, Any], voice: str) -> None:
        self.spoken = {row["said"], row.get("then")}
        self.voice = voice
        self.heard: list[str] = []
        super().__init__(done(row))

    def say(self, text: str) -> list[str]:
        if text not in self.spoken:
            return super().say(text)
        before = len(self.said)
        for event in hear(text, self.voice):
            self.heard.append(f"{text} -> {event}")
            if self.outcome is None:
                self.tell(event)
        self.listen()
        return self.said[before:]


def hear(text: str, voice: str) -> list[Event]:
    """What a fresh ear makes of it."""
    ear = ear_with(RECOGNIZER, KNOWN)
    ear.expect(numbers=False, choices=True)
    rng = np.random.default_rng(0)
    before, after = (
        rng.normal(0, 3e-4, int(s * HEARING_RATE)).astype(np.float32) for s in (BEFORE_S, AFTER_S)
    )
    sound = np.concatenate([before, sound_of(text, voice), after])
    events = [*ear.feed(sound), *ear.finish()]
    return [event for event in events if isinstance(event, Heard | Said)]


def sound_of(text: str, voice: str) -> Samples:
    clip = speak(text, voice)
    sound = soxr.resample(np.frombuffer(clip.pcm, np.float32), clip.rate, HEARING_RATE)
    return (levelled(sound) * LEVEL).astype(np.float32)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--voice", action="append")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(arguments)
    told: dict[str, list[bool]] = {}
    for voice in options.voice or VOICES:
        told[voice] = []
        for row in rows():
            stage = Aloud(row, voice)
            conversation = converse(stage, row)
            told[voice].append(conversation.is_right)
            if not conversation.is_right:
                print("\n    ".join((f"not {row['right']}:", *stage.heard)), flush=True)
        print(f"{voice}: {sum(told[voice])} of {len(told[voice])}", flush=True)
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
