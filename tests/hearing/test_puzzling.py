"""What was said to the coach and means nothing is told from all else that a microphone hears."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from voicecoach.core.clip import HEARING_RATE
from voicecoach.hearing.decision import Decision
from voicecoach.hearing.puzzling import is_puzzling
from voicecoach.hearing.recognizer import Evidence
from voicecoach.hearing.vad import FRAME

DECISION = Decision.load()


@dataclass(frozen=True)
class Remark:
    """What somebody said, by default to the coach: clearly, from near by, into a silence."""

    text: str = "make me a sandwich"
    log_probability: float = -1.0
    lasts_s: float = 1.5
    quiet_s: float = 5.0
    louder_db: float = 30.0

    def is_puzzling(self) -> bool:
        frames, quiet = (
            round(s * HEARING_RATE / FRAME) for s in (self.lasts_s, min(self.quiet_s, 1e6))
        )
        levels = np.concatenate([np.full(20, -60.0), np.full(frames, -60.0 + self.louder_db)])
        return is_puzzling(
            Evidence(self.text, self.log_probability, len(self.text.split()) + 1),
            levels,
            frames=frames,
            quiet_frames=quiet,
            decision=DECISION,
        )


def test_a_clear_short_remark_from_near_by_puzzles_the_coach() -> None:
    assert Remark().is_puzzling()


@pytest.mark.parametrize(
    ("different", "why"),
    [
        ({"text": ""}, "nothing was read"),
        ({"text": "and then he went on to say that this was all"}, "a long sentence"),
        ({"log_probability": -30.0}, "a murmur"),
        ({"lasts_s": 0.2}, "a cough"),
        ({"lasts_s": 6.0}, "a speech"),
        ({"quiet_s": 0.6}, "one sentence behind the other, as on television"),
        ({"louder_db": 6.0}, "a voice from the next room"),
    ],
)
def test_what_is_not_said_to_the_coach_does_not(different: dict[str, object], why: str) -> None:
    remark = replace(Remark(), **different)  # type: ignore[arg-type] # its own fields
    assert not remark.is_puzzling(), why
