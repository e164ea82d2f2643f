from functools import cache

import numpy as np

from voicecoach.audio.front_end import FrontEnd
from voicecoach.audio.measuring import Moment, clipped, echo, room, speech
from voicecoach.audio.mixer import Samples
from voicecoach.audio.room import Acoustics, VirtualRoom
from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.measured import Echo

RATE, BLOCK = HEARING_RATE, 800
NOTHING = np.zeros(BLOCK, np.float32)


def moments(microphone: Samples) -> list[Moment]:
    whole = microphone[: len(microphone) // BLOCK * BLOCK].reshape(-1, BLOCK)
    return [Moment(block.astype(np.float32), NOTHING, NOTHING) for block in whole]


def noise(db: float, seconds: float = 2.0, seed: int = 0) -> Samples:
    made = np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * 10 ** (db / 20)
    return np.asarray(made, np.float32)


def voice(seconds: float, seed: int = 1) -> Samples:
    """Noise in syllables: what a canceller takes for speech."""
    t = np.arange(round(seconds * RATE)) / RATE
    syllables = np.maximum(0, np.sin(2 * np.pi * 2.3 * t)) * (np.sin(2 * np.pi * 0.21 * t) > -0.7)
    return np.asarray(noise(-22, seconds, seed) * syllables, np.float32)


@cache
def heard_in(acoustics: Acoustics, seconds: float = 7.0) -> Echo:
    said = voice(seconds)
    virtual = VirtualRoom(acoustics, said, noise(-30), seed=3)
    front_end = FrontEnd(RATE)
    blocks = []
    for at in range(0, len(said) - BLOCK + 1, BLOCK):
        played = said[at : at + BLOCK]
        microphone = virtual.step(played, NOTHING) + noise(-70, BLOCK / RATE, at)
        blocks.append(Moment(microphone, played, front_end.process(microphone, played)))
    return echo(blocks, RATE, -70.0, stays=False)


def test_a_rooms_level_is_what_was_put_into_it() -> None:
    found = room(moments(noise(-50)), RATE)
    assert abs(found.noise_db + 50) < 0.5
    assert found.alive == 1.0
    assert found.seconds == 2.0


def test_mere_zeros_are_known_for_what_they_are() -> None:
    found = room(moments(np.zeros(RATE, np.float32)), RATE)
    assert (found.alive, found.noise_db) == (0.0, -100.0)


def test_a_constant_offset_is_no_noise() -> None:
    assert abs(room(moments(noise(-60) + np.float32(0.2)), RATE).noise_db + 60) < 0.5


def test_what_is_no_number_does_no_harm() -> None:
    assert room(moments(np.full(RATE, np.nan, np.float32)), RATE).noise_db == -100.0
    assert room([], RATE).alive == 0.0


def test_a_short_word_in_a_long_silence_has_its_own_level() -> None:
    sound = noise(-70, 8.0)
    sound[2 * RATE : 2 * RATE + RATE // 2] += noise(-30, 0.5, seed=5)
    level = speech(moments(sound), RATE)
    assert level is not None
    assert abs(level + 30) < 1.0


def test_words_at_full_scale_are_found_and_loud_ones_are_not() -> None:
    loud = noise(-12)
    assert clipped(moments(loud.clip(-0.97, 0.97)), RATE) == 0.0
    assert clipped(moments((20 * loud).clip(-1, 1)), RATE) > 0.9


def test_an_echo_is_measured_with_its_delay_and_how_much_of_it_goes_away() -> None:
    found = heard_in(Acoustics(rt60_s=0.2, delay_s=0.15))
    assert found.over_room_db > 30
    assert found.reduced_db > 10
    assert found.late_s is not None
    assert 0.14 < found.late_s < 0.18


def test_a_distorted_echo_is_reduced_less() -> None:
    clean = heard_in(Acoustics(rt60_s=0.2, delay_s=0.15))
    bent = heard_in(Acoustics(rt60_s=0.2, delay_s=0.15, distortion=0.5, clips=True))
    assert bent.reduced_db < clean.reduced_db
