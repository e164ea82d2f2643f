"""Whether somebody said something to the coach that it does not understand.

Most of what a microphone hears is not meant for the coach: television, others in the room, a cough.
So this asks for much: a short remark, finished, by itself, near, and clear enough to be read.
"""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.intents import Certainty
from voicecoach.hearing.decision import Decision
from voicecoach.hearing.recognizer import Evidence
from voicecoach.hearing.vad import FRAME

_A_SECOND = HEARING_RATE / FRAME
SHORTEST_S, LONGEST_S = 0.3, 3.5
"""Shorter is a cough, longer a talk."""
ALONE_S = 1.5
"""So long nobody spoke before it: what follows other talk belongs to that."""
NEAR_DB = 15.0
"""So much louder than the room is who speaks to the coach."""
MOST_WORDS = 8


def is_puzzling(
    evidence: Evidence,
    levels_db: NDArray[np.float64],
    *,
    frames: int,
    quiet_frames: int,
    decision: Decision,
) -> bool:
    """Whether a stretch of speech that meant nothing was meant for the coach all the same.

    `levels_db` has the level of each of its `frames`, and of the room before; `quiet_frames` is
    how long nobody had spoken.
    """
    if not SHORTEST_S <= frames / _A_SECOND <= LONGEST_S or quiet_frames < ALONE_S * _A_SECOND:
        return False
    if not 1 <= len(evidence.text.split()) <= MOST_WORDS:
        return False
    if decision.trust(evidence) is not Certainty.CLEAR:
        return False
    room, voice = np.percentile(levels_db, 10), np.percentile(levels_db[-frames:], 75)
    return bool(voice - room >= NEAR_DB)
