import numpy as np
import pytest
from tests.audio.test_canceller import Sound, voice

from voicecoach.audio.canceller import Canceller
from voicecoach.audio.own_echo import OwnEcho
from voicecoach.audio.room import Acoustics, VirtualRoom

SILENCE = np.zeros(0, np.float32)
COACH = voice(16, 110, seed=1)
USER = voice(16, 190, seed=2) * (np.arange(16 * 16_000) % 48_000 > 16_000).astype(np.float32)
"""Speaks for two seconds in three."""


def listens(acoustics: Acoustics, user: Sound, coach: Sound = COACH) -> OwnEcho:
    room, canceller, own = VirtualRoom(acoustics, COACH, USER, seed=4), Canceller(), OwnEcho()
    user = user if len(user) else np.zeros_like(coach)
    for at in range(0, len(coach) - 320, 320):
        played = coach[at : at + 320]
        heard = room.step(played, user[at : at + 320])
        own.feed(played, heard, canceller.process(heard, played))
    return own


@pytest.mark.parametrize("user", [SILENCE, USER], ids=["alone", "user speaks"])
def test_an_echo_later_than_the_canceller_looks_is_noticed(user: Sound) -> None:
    own = listens(Acoustics(delay_s=0.8, user_to_noise_db=30), user)
    assert own.late_s == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize("user", [SILENCE, USER], ids=["alone", "user speaks"])
def test_an_echo_that_is_cancelled_is_not_noticed(user: Sound) -> None:
    assert listens(Acoustics(delay_s=0.15, distortion=0.1), user).late_s is None


def test_talk_in_the_room_of_somebody_with_headphones_is_no_echo() -> None:
    assert listens(Acoustics(user_to_echo_db=60), USER).late_s is None


def test_nothing_is_said_about_a_coach_that_says_nothing() -> None:
    own = listens(Acoustics(delay_s=0.8), USER, np.zeros_like(COACH))
    assert (own.late_s, own.likeness) == (None, 0.0)


def test_it_tells_when_the_echo_is_gone_again() -> None:
    own, changes = OwnEcho(), []
    for left in (COACH, np.zeros_like(COACH)):
        for at in range(0, len(COACH) - 320, 320):
            block = COACH[at : at + 320]
            if own.feed(block, block, left[at : at + 320]):
                changes.append(own.late_s)
    assert changes == [0.0, None]


def test_a_hiss_that_is_turned_down_with_the_coach_is_no_echo() -> None:
    own, hiss = OwnEcho(), np.random.default_rng(1).normal(0, 1e-4, len(COACH)).astype(np.float32)
    speaks = np.arange(len(COACH)) % 48_000 < 24_000  # a second and a half, and as long a rest
    played, left = COACH * speaks, hiss * np.where(speaks, 0.02, 1).astype(np.float32)
    for at in range(0, len(COACH) - 320, 320):
        own.feed(*(sound[at : at + 320] for sound in (played, hiss, left)))
    assert own.late_s is None
