from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from voicecoach.audio.canceller import Canceller
from voicecoach.audio.room import Acoustics, VirtualRoom

Sound = NDArray[np.float32]
RATE = 16_000


def voice(seconds: float, pitch_hz: float, seed: int) -> Sound:
    """A buzz through wandering resonances with pauses: as uneven in time and pitch as speech."""
    rng = np.random.default_rng(seed)
    length = int(seconds * RATE)
    frame = RATE // 50
    glide = np.interp(
        np.arange(length),
        np.arange(0, length + 1600, 1600),
        pitch_hz
        * rng.uniform(0.8, 1.25, (length + 1600) // 1600 + 1)[
            : len(np.arange(0, length + 1600, 1600))
        ],
    )
    buzz = np.diff(np.floor(np.cumsum(glide / RATE)), prepend=0) + 0.02 * rng.standard_normal(
        length
    )
    out = np.zeros(length + 400)
    decay = np.exp(-np.arange(400) / 60)
    for at in range(0, length, frame * 4):
        hz = rng.uniform([300, 900, 2200], [800, 2000, 3500])
        ring = (np.sin(2 * np.pi * np.outer(np.arange(400), hz) / RATE) @ [1.0, 0.7, 0.4]) * decay
        part = buzz[at : at + frame * 4] * (0.0 if rng.random() < 0.15 else rng.uniform(0.3, 1))
        out[at : at + len(part) + 399] += np.convolve(part, ring)
    return np.asarray(0.3 * out[:length] / np.abs(out).max(), np.float32)


def hear(
    acoustics: Acoustics, coach: Sound, user: Sound, canceller: Canceller, seed: int = 0
) -> tuple[Sound, Sound, Sound]:
    """What is left, the echo, and everything else, aligned."""
    room = VirtualRoom(acoustics, coach, user if user.any() else coach, seed=seed)
    left, echo, other = [], [], []
    for at in range(0, len(coach), 320):
        played = coach[at : at + 320]
        heard = room.step(played, user[at : at + 320])
        left.append(canceller.process(heard, played))
        echo.append(room.echo)
        other.append(heard - room.echo)
    late = canceller.latency
    return (
        np.concatenate(left)[late:],
        np.concatenate(echo)[:-late],
        np.concatenate(other)[:-late],
    )


def gone_db(left: Sound, echo: Sound, other: Sound, start_s: float, end_s: float) -> float:
    part = slice(int(start_s * RATE), int(end_s * RATE))
    rest = np.sum(np.square(left[part] - other[part], dtype=np.float64))
    return float(10 * np.log10(np.sum(np.square(echo[part], dtype=np.float64)) / rest))


COACH, USER, NOBODY = voice(8, 110, 1), voice(8, 200, 2), np.zeros(8 * RATE, np.float32)


@pytest.mark.parametrize("delay_s", [0.02, 0.15, 0.4])
def test_the_echo_goes_whatever_the_delay(delay_s: float) -> None:
    sounds = hear(Acoustics(delay_s=delay_s, rt60_s=0.17), COACH, NOBODY, Canceller())
    assert gone_db(*sounds, 4, 8) > 15


def test_the_echo_goes_while_the_user_speaks_all_the_time() -> None:
    sounds = hear(Acoustics(user_to_echo_db=0.0, rt60_s=0.17), COACH, USER, Canceller())
    assert gone_db(*sounds, 4, 8) > 8


def test_a_user_without_any_echo_is_left_as_they_are() -> None:
    left, _, other = hear(Acoustics(), NOBODY, USER, Canceller())
    assert np.allclose(left, other, atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(0, 3_000), min_size=1, max_size=6))
def test_blocks_of_any_length_give_the_same_sound(cuts: list[int]) -> None:
    microphone, reference = USER[:6_000] + COACH[:6_000], COACH[:6_000]
    whole = Canceller().process(microphone, reference)
    edges = [0, *sorted(min(c * 2, 6_000) for c in cuts), 6_000]
    canceller = Canceller()
    split = [canceller.process(microphone[a:b], reference[a:b]) for a, b in pairwise(edges)]
    assert [len(s) for s in split] == [b - a for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(split), whole)


def test_what_comes_out_lags_by_exactly_the_stated_latency() -> None:
    canceller = Canceller()
    left = canceller.process(USER, NOBODY)
    assert np.allclose(left[canceller.latency :], USER[: -canceller.latency], atol=1e-6)


def test_it_measures_how_much_of_the_echo_it_takes_away() -> None:
    canceller = Canceller()
    assert canceller.echo_return_loss_enhancement == 0.0
    assert not canceller.settled
    hear(Acoustics(rt60_s=0.17), COACH, NOBODY, canceller)
    assert canceller.echo_return_loss_enhancement > 12
    assert canceller.settled


def test_a_reference_that_is_not_what_the_microphone_hears_measures_as_no_cancelling() -> None:
    canceller = Canceller()
    canceller.process(USER, COACH)
    assert canceller.echo_return_loss_enhancement < 4


@pytest.mark.parametrize("skew_ppm", [-100.0, 100.0])
def test_the_echo_goes_though_the_clocks_drift(skew_ppm: float) -> None:
    sounds = hear(Acoustics(skew_ppm=skew_ppm, rt60_s=0.17), COACH, NOBODY, Canceller())
    assert gone_db(*sounds, 4, 8) > 15


@pytest.mark.parametrize("clips", [False, True])
def test_the_echo_of_a_distorting_loudspeaker_goes_beyond_what_is_linear(clips: bool) -> None:
    acoustics = Acoustics(distortion=0.1, clips=clips, rt60_s=0.17)
    sounds = hear(acoustics, COACH, NOBODY, Canceller())
    assert gone_db(*sounds, 5, 8) > 22  # a linear filter ends at 20 dB


def test_a_changed_echo_path_is_learnt_anew_within_a_second() -> None:
    sounds = hear(Acoustics(changes_s=(5.0,), rt60_s=0.17), COACH, NOBODY, Canceller())
    assert gone_db(*sounds, 6, 8) > 12


def test_a_delay_that_jumps_while_the_coach_speaks_is_found_again() -> None:
    slip = np.zeros(int(0.06 * RATE), np.float32)
    room, canceller = VirtualRoom(Acoustics(rt60_s=0.17), COACH, COACH), Canceller()
    echo = np.concatenate(
        [room.step(COACH[a : a + 320], NOBODY[a : a + 320]) for a in range(0, len(COACH), 320)]
    )
    late = np.concatenate([echo[: 4 * RATE], slip, echo[4 * RATE :]])[: len(COACH)]
    left = canceller.process(late, COACH)
    assert np.sum(left[6 * RATE :] ** 2) < 0.05 * np.sum(late[6 * RATE :] ** 2)


def test_beeps_with_long_silence_before_the_first_words_do_no_harm() -> None:
    beep = 0.3 * np.sin(2 * np.pi * 880 * np.arange(2_400) / RATE)
    beeps = np.tile(np.pad(beep, (0, RATE - 2_400)), 3).astype(np.float32)
    coach = np.concatenate([beeps, COACH[: 5 * RATE]])
    acoustics = Acoustics(user_to_noise_db=20.0, rt60_s=0.17)
    sounds = hear(acoustics, coach, np.zeros_like(coach), Canceller())
    assert gone_db(*sounds, 3, 4) > 10


def test_headphones_without_any_echo_leave_the_user_as_they_are() -> None:
    canceller = Canceller()
    left = canceller.process(USER, COACH)[canceller.latency :]
    heard = USER[: -canceller.latency]
    assert np.sum((left - heard) ** 2) < 0.01 * np.sum(heard**2)


def test_in_hindsight_the_first_second_comes_out_clearer() -> None:
    room, canceller = VirtualRoom(Acoustics(rt60_s=0.17, delay_s=0.05), COACH, COACH), Canceller()
    now, echo = [], []
    for at in range(0, 4 * RATE // 5, 320):
        played = COACH[at : at + 320]
        echo.append(room.step(played, NOBODY[at : at + 320]))
        now.append(canceller.process(echo[-1], played))
    heard = 4 * RATE // 5 // 256 * 256
    later = canceller.again(heard)
    assert len(later) == heard
    assert np.sum(later**2) < 0.5 * np.sum(np.concatenate(now) ** 2)


@pytest.mark.parametrize("seconds", [0.7, 7.0])
@pytest.mark.parametrize("odd", [0, 111])
def test_what_is_recalled_is_the_same_moment_as_what_was_given(seconds: float, odd: int) -> None:
    room = VirtualRoom(Acoustics(user_to_echo_db=5.0, rt60_s=0.17, delay_s=0.05), COACH, USER)
    heard = np.concatenate(
        [room.step(COACH[a : a + 320], USER[a : a + 320]) for a in range(0, len(COACH), 320)]
    )
    fed, canceller = int(seconds * RATE) + odd, Canceller()
    given = canceller.process(heard[:fed], COACH[:fed])
    again = canceller.recall(4_000, ago=700)
    assert again is not None
    assert len(again) == 4_000
    shifts = range(-60, 61)
    alike = [float(again @ given[fed - 4_700 + s : fed - 700 + s]) for s in shifts]
    assert shifts[int(np.argmax(alike))] == 0


def test_nothing_is_recalled_without_an_echo() -> None:
    canceller = Canceller()
    canceller.process(USER, NOBODY)
    assert canceller.recall(4_000) is None


def test_of_an_echo_that_is_taken_away_next_to_nothing_is_left_to_wake_for() -> None:
    canceller = Canceller()
    left, echo, _ = hear(Acoustics(rt60_s=0.3, distortion=0.1), COACH, NOBODY, canceller)
    part = slice(3 * RATE, None)
    given = float(np.sum(left[part] ** 2))
    assert given < 1e-3 * float(np.sum(echo[part] ** 2))


def test_hindsight_is_no_longer_than_what_is_kept_and_aligned_with_the_microphone() -> None:
    canceller = Canceller()
    canceller.process(USER, NOBODY)
    assert np.allclose(canceller.again(1_000), USER[-1_024:], atol=1e-6)
    assert len(canceller.again(10 * RATE)) == int(1.536 * RATE)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_do_not_poison_what_follows(bad: float) -> None:
    canceller = Canceller()
    broken = USER.copy()
    broken[1_000:1_100] = bad
    assert np.all(np.isfinite(canceller.process(broken, COACH)))


def test_a_microphone_and_a_reference_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="not one moment"):
        Canceller().process(USER, COACH[:-1])
