"""The transition table: total, reachable, and what it says is what is done."""

from collections import deque

import pytest
from tests.coach.stage import LIVING, Stage, in_state

from voicecoach.coach.table import TABLE, Effect, Move, Signal, State, move
from voicecoach.core.actions import Duck, End
from voicecoach.core.events import (
    Armed,
    Deaf,
    Event,
    Faltered,
    Heard,
    Interrupted,
    Mute,
    Notice,
    Pressed,
)
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.transitions import IllegalEventError

FROM_OUTSIDE: tuple[Event, ...] = (
    *(Heard(intent, intent.value) for intent in Intent),
    *(Heard(intent, intent.value, certainty=Certainty.DOUBTFUL) for intent in Intent),
    *(Pressed(key) for key in " \rhenbqrxpaj?"),
    *(Armed(), Deaf("Gone."), Mute("Gone."), Faltered("Late."), Notice("By the way.")),
    Interrupted(),
)
OVER = frozenset({State.CHECKING, State.ADVISING, State.DECLINING})
HALTS = OVER | {State.PAUSED, State.CLOSING, State.ENDED}


@pytest.mark.parametrize("intent", Intent)
@pytest.mark.parametrize("state", LIVING)
def test_every_command_does_something_in_every_state_or_is_knowingly_ignored(
    state: State, intent: Intent
) -> None:
    stage = in_state(state)
    step = move(state, intent)
    actions = [action for action in stage.say(intent) if action != Duck(on=False)]
    if step == Move(state) or means_nothing_at_home(step, intent):
        assert (actions, stage.state) == ([], state)
    else:
        assert actions
        assert stage.state is step.to or step.to not in HALTS


def means_nothing_at_home(step: Move, intent: Intent) -> bool:
    """Whether it is left to the state that was interrupted, which is coaching on this stage."""
    return step.effect is Effect.DEFER and move(State.COACHING, intent) == Move(State.COACHING)


@pytest.mark.parametrize("state", LIVING)
@pytest.mark.parametrize("keyboard", [True, False])
def test_nothing_from_outside_is_illegal_in_a_living_state(state: State, keyboard: bool) -> None:
    for event in FROM_OUTSIDE:
        stage = in_state(state, Preferences(keyboard=keyboard))
        stage.tell(event)
        stage.run_on(200)


@pytest.mark.parametrize("state", [State.NEW, State.ENDED])
def test_before_and_after_the_session_every_command_is_an_error_of_the_program(
    state: State,
) -> None:
    for intent in Intent:
        with pytest.raises(IllegalEventError, match=f"{intent!r}.*{state!r}"):
            move(state, intent)


def test_an_ended_conductor_raises_rather_than_go_on() -> None:
    stage = in_state(State.CLOSING)
    stage.run()
    with pytest.raises(IllegalEventError):
        stage.conductor.handle(Heard(Intent.CONTINUE, "continue"), stage.now)


@pytest.mark.parametrize("state", LIVING)
def test_a_stop_halts_every_state(state: State) -> None:
    assert move(state, Intent.STOP).to in HALTS
    assert move(state, Intent.PAIN).to in {State.CHECKING, State.ADVISING}
    assert move(state, Intent.EMERGENCY).to is State.ADVISING


@pytest.mark.parametrize("state", LIVING)
def test_no_living_state_lacks_a_trigger_that_can_come_in_it(state: State) -> None:
    always = {*Intent, Signal.ARMED, Signal.HEARING_AGAIN, Signal.DOUBT, Signal.DEAF}
    always |= {Signal.HELPLESS, Signal.MUTE, Signal.INTERRUPT, Signal.TELL_AGAIN}
    always |= {Signal.PLAN_DONE if state is State.COACHING else Signal.PLAYED}
    assert always <= set(TABLE[state])


def test_every_state_can_be_reached_and_leads_to_the_end() -> None:
    assert _reachable(State.NEW) == set(State)
    for state in LIVING:
        assert State.ENDED in _reachable(state)


def test_after_advice_there_is_no_way_back() -> None:
    assert _reachable(State.ADVISING) == {State.ADVISING, State.ENDED}
    assert _reachable(State.CHECKING) == {State.CHECKING, State.ADVISING, State.ENDED}
    assert _reachable(State.DECLINING) == OVER | {State.ENDED}


def test_nothing_but_continue_leads_from_a_pause_to_the_exercises() -> None:
    ways = [trigger for trigger, step in TABLE[State.PAUSED].items() if step.to is State.COACHING]
    assert ways == [Intent.CONTINUE]


def test_every_effect_is_used_and_can_be_done() -> None:
    used = {step.effect for row in TABLE.values() for step in row.values()}
    assert used == set(Effect)
    redirects = {Effect.DEFER, Effect.CONFIRM}
    assert set(Stage().conductor._effects) == set(Effect) - redirects


def test_only_safety_words_are_asked_about() -> None:
    for intent in frozenset(Intent) - SAFETY_INTENTS:
        stage = in_state(State.COACHING)
        stage.mumble(intent)
        assert stage.state is State.COACHING


def test_an_end_is_always_the_last_of_its_actions_that_is_heard() -> None:
    stage = in_state(State.COACHING)
    actions = stage.tell(Interrupted())
    assert isinstance(actions[-1], End)


def _reachable(state: State) -> set[State]:
    found, todo = {state}, deque([state])
    while todo:
        here = todo.popleft()
        for step in TABLE[here].values():
            to = step.to
            if to is not None and to not in found:
                found.add(to)
                todo.append(to)
    return found
