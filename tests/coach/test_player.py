"""What has been handed to the speaker, when reports come late."""

from voicecoach.coach.player import CutCue, Player
from voicecoach.core.actions import Enqueue, Silence, Withdraw
from voicecoach.core.score import Measure

REP = Measure("rep", length_s=4.0)
SLOW = Measure("rep", length_s=5.0)


def test_a_cue_played_twice_has_two_names() -> None:
    player = Player()
    first, again = player.enqueue_cue(3, REP), player.enqueue_cue(3, REP)
    assert first.measure.id != again.measure.id


def test_a_waiting_cue_goes_when_the_new_one_is_there() -> None:
    player = Player()
    old = player.enqueue_cue(3, REP).measure.id
    new, withdrawn = player.renew(lambda cue: {3: SLOW}[cue])
    assert withdrawn == Withdraw(old)
    assert isinstance(new, Enqueue)
    assert new.measure.length_s == 5.0
    player.cut_off(old, 0.0, 1.0)
    assert player.began(new.measure.id) == (3, [])
    assert player.ended(new.measure.id)


def test_a_cue_that_begins_before_it_can_be_withdrawn_takes_its_successor_back() -> None:
    player = Player()
    old = player.enqueue_cue(3, REP).measure.id
    new, _ = player.renew(lambda _: SLOW)
    newer, _ = player.renew(lambda _: SLOW)
    assert isinstance(new, Enqueue)
    assert isinstance(newer, Enqueue)
    late = [Withdraw(new.measure.id), Withdraw(newer.measure.id)]
    assert player.began(old) == (3, late)
    assert player.ended(old)
    assert player.began(newer.measure.id) == (None, [])
    assert not player.ended(newer.measure.id)


def test_a_cue_under_way_and_the_rest_of_a_cue_are_not_played_anew() -> None:
    player = Player()
    under_way = player.enqueue_cue(3, REP).measure.id
    player.began(under_way)
    assert player.renew(lambda _: SLOW) == []
    player.enqueue_cue(4, REP, from_s=1.5)
    assert player.renew(lambda _: SLOW) == []


def test_a_cut_cue_is_remembered_with_what_was_over_of_it_before() -> None:
    player = Player()
    rest = player.enqueue_cue(4, REP, from_s=1.5).measure.id
    player.began(rest)
    assert player.silence() == Silence()
    player.cut_off(rest, 2.0, 60.0)
    assert player.cut == CutCue(4, 3.5, 60.0)


def test_a_cue_that_never_began_was_not_cut() -> None:
    player = Player()
    waiting = player.enqueue_cue(4, REP).measure.id
    player.silence()
    player.cut_off(waiting, 0.0, 60.0)
    assert player.cut is None


def test_a_cut_is_forgotten_when_another_cue_begins() -> None:
    player = Player()
    hold, call = player.enqueue_cue(4, REP).measure.id, player.enqueue_cue(5, REP).measure.id
    player.began(hold)
    player.silence()
    player.cut_off(hold, 2.0, 60.0)
    player.cut_off(call, 0.0, 60.0)
    player.began(player.enqueue_cue(5, REP).measure.id)
    assert player.cut is None


def test_what_was_given_up_changes_nothing_when_it_is_reported_late() -> None:
    player = Player()
    given_up = player.enqueue_cue(3, REP).measure.id
    player.silence()
    said = player.say("Paused.")
    assert player.began(given_up) == (None, [])
    assert not player.ended(given_up)
    assert isinstance(said[0], Enqueue)
    assert player.ended(said[0].measure.id)
    assert not player.ended("nobody knows this one")
