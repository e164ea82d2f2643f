"""Fifty ways of asking for a session that comes with the program."""

from statistics import median

import pytest
from tests.lobby.fifty import held, rows

CONVERSATIONS = [(row, held(row)) for row in rows()]


def test_at_least_forty_five_of_fifty_are_offered_what_they_asked_for_within_two_turns() -> None:
    missed = [row["said"] for row, each in CONVERSATIONS if not each.is_right]
    assert len(CONVERSATIONS) == 50
    assert len(missed) <= 5, missed


def test_a_session_runs_in_the_third_turn_or_before_for_most() -> None:
    assert median(each.begun_in or 99 for _, each in CONVERSATIONS) <= 3


@pytest.mark.parametrize("row", [row for row, each in CONVERSATIONS if each.is_right], ids=str)
def test_whoever_is_offered_the_right_one_gets_it_with_a_yes(row: dict[str, object]) -> None:
    conversation = held(row)
    assert conversation.said[-1] == "yes"
    assert conversation.begun_in is not None
