import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from voicecoach.audio.room import Acoustics, VirtualRoom, active_rms, bend, drive_for

Sound = NDArray[np.float32]


def babble(seconds: float, seed: int = 1) -> Sound:
    rng = np.random.default_rng(seed)
    length = int(seconds * 16_000)
    loudness = np.repeat(rng.random(length // 1600 + 1), 1600)[:length]
    return np.asarray(0.2 * rng.standard_normal(length) * loudness, np.float32)


def run(room: VirtualRoom, speaker: Sound, user: Sound, block: int = 320) -> Sound:
    return np.concatenate(
        [
            room.step(speaker[i : i + block], user[i : i + block])
            for i in range(0, len(speaker), block)
        ]
    )


def parts(room: VirtualRoom, speaker: Sound, user: Sound) -> tuple[Sound, Sound]:
    echo, own = [], []
    for i in range(0, len(speaker), 320):
        room.step(speaker[i : i + 320], user[i : i + 320])
        echo.append(room.echo)
        own.append(room.user)
    return np.concatenate(echo), np.concatenate(own)


@pytest.mark.parametrize("ratio_db", [5.0, 0.0, -10.0])
def test_the_user_is_as_loud_against_the_echo_as_was_asked(ratio_db: float) -> None:
    coach, user = babble(3, 1), babble(3, 2)
    room = VirtualRoom(Acoustics(user_to_echo_db=ratio_db), coach, user)
    echo, own = parts(room, coach, user)
    assert 20 * np.log10(active_rms(own) / active_rms(echo)) == pytest.approx(ratio_db, abs=1.5)


def test_noise_lies_as_far_below_the_user_as_was_asked() -> None:
    coach, user = babble(3, 1), babble(3, 2)
    room = VirtualRoom(Acoustics(user_to_noise_db=10.0), coach, user)
    heard = run(room, np.zeros_like(coach), np.zeros_like(user))
    again = VirtualRoom(Acoustics(user_to_noise_db=None), coach, user)
    _, own = parts(again, coach, user)
    assert 20 * np.log10(active_rms(own) / active_rms(heard)) == pytest.approx(10.0, abs=1.5)


@pytest.mark.parametrize("delay_s", [0.02, 0.15, 0.4])
def test_the_echo_comes_after_the_delay_and_not_before(delay_s: float) -> None:
    click = np.zeros(16_000, np.float32)
    click[1600] = 1.0
    heard = run(VirtualRoom(Acoustics(delay_s=delay_s), click, click), click, np.zeros_like(click))
    first = int(np.argmax(np.abs(heard) > 0.2 * np.abs(heard).max()))
    assert 0 <= first - 1600 - delay_s * 16_000 < 40


@pytest.mark.parametrize("skew_ppm", [-100.0, 100.0])
def test_a_skewed_clock_drifts_by_its_parts_per_million(skew_ppm: float) -> None:
    clicks = np.zeros(16_000 * 21, np.float32)
    clicks[[8_000, 8_000 + 16_000 * 20]] = 1.0
    acoustics = Acoustics(rt60_s=0.01, delay_s=0.02, skew_ppm=skew_ppm)
    heard = run(VirtualRoom(acoustics, clicks, clicks), clicks, np.zeros_like(clicks))
    early = int(np.argmax(np.abs(heard[:32_000])))
    late = int(np.argmax(np.abs(heard[-32_000:]))) + len(heard) - 32_000
    assert late - early == pytest.approx(16_000 * 20 * (1 - skew_ppm * 1e-6), abs=1.1)


def test_clocks_that_drift_too_far_slip_and_never_hear_the_future() -> None:
    coach = babble(3)
    room = VirtualRoom(Acoustics(delay_s=0.002, skew_ppm=2_000.0), coach, coach)
    assert np.all(np.isfinite(run(room, coach, coach)))


@pytest.mark.parametrize("clips", [False, True])
@pytest.mark.parametrize("distortion", [0.035, 0.1])
def test_the_loudspeaker_distorts_by_the_part_that_was_asked(
    distortion: float, clips: bool
) -> None:
    sound = babble(2)
    bent = bend(sound, drive_for(distortion, sound, clips=clips), clips=clips)
    gain = float(bent @ sound) / float(sound @ sound)
    rest = np.sqrt(np.sum((bent - gain * sound) ** 2) / np.sum((gain * sound) ** 2))
    assert rest == pytest.approx(distortion, rel=0.02)


def test_without_distortion_the_loudspeaker_is_linear() -> None:
    sound = babble(1)
    assert np.array_equal(bend(sound, drive_for(0.0, sound)), sound)


@settings(max_examples=10, deadline=None)
@given(block=st.integers(1, 2_000))
def test_the_room_sounds_the_same_in_blocks_of_any_length(block: int) -> None:
    length = min(8_000, 60 * block)
    coach, user = babble(0.5, 1), babble(0.5, 2)
    acoustics = Acoustics(rt60_s=0.1, user_to_noise_db=20.0, skew_ppm=100.0, changes_s=(0.2,))
    whole, split = (
        run(VirtualRoom(acoustics, coach, user, seed=3), coach[:length], user[:length], size)
        for size in (8_000, block)
    )
    assert np.allclose(whole, split, atol=1e-6)


def test_the_same_seed_is_the_same_room_and_another_seed_is_another() -> None:
    coach, user = babble(1, 1), babble(1, 2)
    a, b, c = (run(VirtualRoom(Acoustics(), coach, user, seed=s), coach, user) for s in (1, 1, 2))
    assert np.array_equal(a, b)
    assert not np.allclose(a, c, atol=1e-3)


def test_the_echo_path_changes_at_its_moment_and_not_before() -> None:
    coach, user = babble(1, 1), np.zeros(16_000, np.float32)
    steady = run(VirtualRoom(Acoustics(), coach, coach, seed=4), coach, user)
    moved = run(VirtualRoom(Acoustics(changes_s=(0.5,)), coach, coach, seed=4), coach, user)
    assert np.allclose(steady[:8_000], moved[:8_000], atol=1e-6)
    assert not np.allclose(steady[8_000:], moved[8_000:], atol=1e-3)


def test_silence_in_a_quiet_room_is_silence() -> None:
    nothing = np.zeros(3_200, np.float32)
    assert not np.any(run(VirtualRoom(Acoustics(), nothing, nothing), nothing, nothing))


def test_blocks_of_different_length_are_refused() -> None:
    room = VirtualRoom(Acoustics(), babble(1), babble(1))
    with pytest.raises(ValueError, match="not one moment"):
        room.step(babble(0.1), babble(0.2))
