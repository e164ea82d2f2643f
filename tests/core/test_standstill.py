"""Whether something still moves, by its count."""

import math
from dataclasses import replace

import pytest

from voicecoach.core.standstill import FACTOR, Patience, Standstill

PATIENCE = Patience(opening_s=4.0, settling_s=5.0, least_s=0.5, most_s=3.0)
LOOK_S = 0.125


class Part:
    """Something that moves, or does not, on a clock of its own."""

    def __init__(self, patience: Patience = PATIENCE) -> None:
        self.standstill = Standstill(patience)
        self.count = 0

    def moves(self, seconds: float, every_s: float = LOOK_S) -> None:
        for look in range(1, round(seconds / LOOK_S) + 1):
            self.count += (look * LOOK_S) % every_s == 0
            assert not self.standstill.look(self.count, LOOK_S)

    def may_stand_still_s(self) -> float:
        self.count += 1
        self.standstill.look(self.count, LOOK_S)
        looks = 1
        while not self.standstill.look(self.count, LOOK_S):
            looks += 1
            assert looks < 10_000, "it may stand still for ever"
        return (looks - 1) * LOOK_S


def test_what_has_not_begun_is_given_time() -> None:
    assert Part().may_stand_still_s() == PATIENCE.opening_s


def test_what_moved_for_a_while_is_missed_soon() -> None:
    part = Part()
    part.moves(10)
    assert part.may_stand_still_s() == PATIENCE.least_s


def test_what_moves_in_large_steps_is_missed_after_a_few_of_them() -> None:
    part = Part(replace(PATIENCE, fading_s=math.inf))
    part.moves(10, every_s=0.5)
    assert part.may_stand_still_s() == pytest.approx(FACTOR * 0.375)


def test_however_large_its_steps_are_it_is_missed() -> None:
    part = Part()
    part.moves(10, every_s=2.0)
    assert part.may_stand_still_s() == PATIENCE.most_s


def test_large_steps_are_forgotten() -> None:
    part = Part()
    part.moves(10, every_s=2.0)
    part.moves(120)
    assert part.may_stand_still_s() == PATIENCE.least_s


def test_what_has_nothing_to_do_need_not_move() -> None:
    part = Part()
    part.moves(10)
    for _ in range(100):
        part.standstill.rest()
        assert not part.standstill.look(part.count, LOOK_S)
    assert part.may_stand_still_s() == PATIENCE.least_s


def test_it_has_not_moved_before_its_count_did() -> None:
    standstill = Standstill(PATIENCE)
    moved = [standstill.look(count, LOOK_S) or standstill.moved for count in (7, 7, 8)]
    assert moved == [False, False, True]
