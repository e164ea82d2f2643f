"""When the watchdog takes a session for dead, on a clock that only the test moves."""

import itertools

from voicecoach.watchdog.dog import LIMITS_S, TICK_S, Vigil


def alarmed_after(still: int | None, seconds: float = 60.0) -> float | None:
    """When it is alarmed where one count stands still, or none comes any more; None for never."""
    vigil, counts = Vigil(), [0] * len(LIMITS_S)
    for tick in itertools.count(1):
        if tick * TICK_S > seconds:
            return None
        counts = [count + (number != still) for number, count in enumerate(counts)]
        vigil.hears("counts " + " ".join(map(str, counts)))
        if vigil.is_alarmed(TICK_S):
            return tick * TICK_S
    raise AssertionError


def test_it_is_not_alarmed_while_every_count_moves() -> None:
    assert alarmed_after(None, seconds=3600) is None


def test_each_count_may_stand_still_for_so_long_and_no_longer() -> None:
    for number, limit_s in enumerate(LIMITS_S):
        at_s = alarmed_after(number)
        assert at_s is not None
        assert limit_s < at_s < limit_s + 3 * TICK_S


def test_it_is_alarmed_when_no_counts_come_any_more() -> None:
    vigil = Vigil()
    vigil.hears("counts 1 1 1")
    assert not vigil.is_alarmed(TICK_S)
    assert not vigil.is_alarmed(min(LIMITS_S) - TICK_S)
    assert vigil.is_alarmed(2 * TICK_S)


def test_it_waits_for_a_session_that_has_not_begun() -> None:
    vigil = Vigil()
    assert not any(vigil.is_alarmed(TICK_S) for _ in range(1000))
