"""What the coach hears while nobody speaks but itself: false alarms in hours of prompts.

    python bench/own_voice.py [--hours 10] [--json FILE]

Everything that the coach can say in the session that comes with it goes through a virtual room
(`bench/room_session.py`), prompts with "stop" and "it hurts" in them included and twice as often.
Each stretch of three minutes begins anew, with an echo path that nobody knows yet, in another room
with another delay, drift, distortion and echo, and the path changes once. Where the coach is
stopped or asks, it is told at once to go on, and the rest of the stretch counts as well.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from barge_in import DELAYS_S, ROOMS_S, SESSION, SKEWS, VOICES
from hearing import most
from room_session import RoomSession, prompts
from sounds import RATE
from voicecoach.audio.room import Acoustics
from voicecoach.coach.advice import Advice
from voicecoach.coach.table import State
from voicecoach.core.events import Heard, SpeechBegan
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.ears import make
from voicecoach.hearing.recognizer import Recognizer
from voicecoach.language import Language, load
from voicecoach.plan.planner import plan
from voicecoach.plan.writer import BREATH_S
from voicecoach.script.reader import read as read_session

STRETCH_S = 180.0
DISTORTIONS = (0.0, 0.035, 0.1)
NOISES_DB = (45.0, 35.0, 25.0)
"""How far below the echo the noise lies: the same as how loud the echo is in it."""
DANGEROUS = ("stop", "pause", "hurt", "pain", "wait", "help", "hold")
OWN_WORDS = (
    "If it hurts, say stop, and I will be silent at once.",
    "You can say stop, or pause, or it hurts, at any time.",
    "Stop if the pain spreads down the leg.",
    "Now stop, and rest.",
)


@dataclass(frozen=True)
class Alarm:
    """Something that nobody said: when in its stretch, what, and how sure."""

    stretch: int
    at_s: float
    phrase: str
    text: str
    certainty: str


def all_lines(language: Language) -> list[str]:
    """What can be said in the session that comes with the program."""
    planned = plan(read_session(SESSION), language.lines)
    advice = Advice(language.lines, None).texts()
    return list(dict.fromkeys([*planned.texts(), *advice, *language.lines.fixed(), *OWN_WORDS]))


def stretch(
    recognizer: Recognizer, language: Language, number: int
) -> tuple[list[Alarm], float, int]:
    """What was falsely heard, the share of what was said that was ducked, and how often."""
    rng = np.random.default_rng(number)
    lines = all_lines(language)
    weights = np.array([2.0 if any(w in t.lower() for w in DANGEROUS) else 1.0 for t in lines])
    order = rng.choice(len(lines), 120, p=weights / weights.sum())
    acoustics = Acoustics(
        rt60_s=ROOMS_S[number % 3],
        delay_s=DELAYS_S[number % 5],
        skew_ppm=SKEWS[number // 2 % 3],
        distortion=DISTORTIONS[number // 3 % 3],
        user_to_echo_db=None,
        user_to_noise_db=NOISES_DB[number // 5 % 3],
        changes_s=(STRETCH_S / 2,),
    )
    session = RoomSession(
        recognizer,
        language,
        prompts([lines[k] for k in order], BREATH_S),
        acoustics,
        np.ones(RATE, np.float32),
        VOICES[number % len(VOICES)],
        seed=number,
    )
    alarms: list[Alarm] = []
    while session.now < STRETCH_S:
        before = len(session.log)
        session.run(session.now + 1.0)
        alarms += [
            Alarm(number, round(at_s, 2), e.phrase, e.text, str(e.certainty))
            for at_s, e in session.log[before:]
            if isinstance(e, Heard) and e.intent in SAFETY_INTENTS
        ]
        if session.conductor.state not in {State.COACHING, State.ENDED}:
            session.tell(Heard(Intent.CONTINUE, "continue"))
        if session.conductor.state is State.ENDED or State.ADVISING is session.conductor.state:
            break
    began = sum(isinstance(e, SpeechBegan) for _, e in session.log)
    return alarms, session.share_ducked(0.0, session.now), began


def stretches(hours: float) -> Iterator[int]:
    yield from range(round(hours * 3600 / STRETCH_S))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--hours", type=float, default=10.0)
    parser.add_argument("--json", type=Path, default=Path("own_voice.json"))
    args = parser.parse_args()
    language = load("en")
    recognizer = make("moonshine", language)
    alarms: list[Alarm] = []
    ducked: list[float] = []
    for number in stretches(args.hours):
        found, share, began = stretch(recognizer, language, number)
        alarms += found
        ducked.append(share)
        hours = (number + 1) * STRETCH_S / 3600
        stops = sum(a.certainty == Certainty.CLEAR for a in alarms)
        print(
            f"{hours:.2f} h: {stops} stops (at most {most(stops):.1f}), {len(alarms) - stops}"
            f" questions, {100 * np.mean(ducked):.0f} % ducked; speech {began} times;"
            f" {[(a.at_s, a.phrase, a.text, a.certainty) for a in found]}",
            flush=True,
        )
        args.json.write_text(
            json.dumps({"hours": hours, "alarms": [asdict(a) for a in alarms]}, indent=1) + "\n"
        )


if __name__ == "__main__":
    main()
