"""Triggers of several kinds stand in one table, so that no two may be taken for each other."""

from enum import StrEnum
from itertools import combinations

import pytest

from voicecoach.coach import table as coach
from voicecoach.core.intents import Intent
from voicecoach.language.ladder import Then
from voicecoach.lobby import table as lobby
from voicecoach.lobby.reading import Request

ALIKE = {"pause", "pain", "emergency"}
"""Where an answer leads, and what a user means: the same is done about them."""


@pytest.mark.parametrize(
    "kinds",
    [(Intent, coach.Signal, Then), (Intent, Request, lobby.Signal, Then)],
    ids=["coach", "lobby"],
)
def test_no_two_triggers_have_one_name_unless_the_same_is_done(
    kinds: tuple[type[StrEnum], ...],
) -> None:
    for one, other in combinations(kinds, 2):
        assert {str(each) for each in one} & {str(each) for each in other} <= ALIKE
