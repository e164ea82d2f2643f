"""A word that is acted on at once may be the beginning of something graver."""

import numpy as np
import pytest

from voicecoach.core.events import Heard
from voicecoach.core.intents import Certainty, Intent
from voicecoach.hearing.ear import Ear
from voicecoach.hearing.recognizer import Evidence, Samples, ScoredPhrase
from voicecoach.hearing.vad import FRAME

WORD = FRAME * 20


class GrowsGraver:
    """A recognizer to which the first half second is "pain", and all of it something else."""

    def __init__(self, whole: str) -> None:
        self._whole = whole

    def listen(self, samples: Samples) -> Evidence:
        if len(samples) > WORD + 30 * FRAME:
            return Evidence(self._whole, -2.0, 6, ())
        return Evidence("Pain.", -0.1, 3, (ScoredPhrase("pain", Intent.PAIN, 0.5),))


def loud(frame: Samples) -> float:
    return float(np.abs(frame).max() > 0.1)


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        ("Pain in my chest when I breathe.", [Intent.PAIN, Intent.EMERGENCY]),
        ("Pain in my knee when I bend it.", [Intent.PAIN]),
    ],
)
def test_what_is_said_in_all_counts_where_it_is_graver_than_what_was_acted_on_first(
    whole: str, expected: list[Intent]
) -> None:
    meanings = {
        "Pain in my chest when I breathe.": (Intent.EMERGENCY, Certainty.CLEAR),
        "Pain in my knee when I bend it.": (Intent.PAIN, Certainty.CLEAR),
    }.get
    ear = Ear(GrowsGraver(whole), loud, understand=meanings)
    rng = np.random.default_rng(1)
    speech = rng.uniform(-0.5, 0.5, 70 * FRAME).astype(np.float32)
    sound = np.concatenate([np.zeros(20 * FRAME, np.float32), speech])
    events = ear.feed(sound) + ear.finish()
    heard = dict.fromkeys(event.intent for event in events if isinstance(event, Heard))
    assert list(heard) == expected
