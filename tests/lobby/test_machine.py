"""Any words, keys and faults in any order: what must never happen in the lobby.

`MACHINE_RUNS=2000 pytest tests/lobby/test_machine.py` tries harder.
"""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.lobby.stage import Stage

from voicecoach.coach.table import State as CoachState
from voicecoach.core.actions import Action, Enqueue, Outcome, Silence
from voicecoach.core.events import (
    Armed,
    Deaf,
    Event,
    Faltered,
    Heard,
    Interrupted,
    Mute,
    Notice,
    OwnVoice,
    Pressed,
    Said,
    SpeechBegan,
    SpeechEnded,
)
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.lobby.finder import Done
from voicecoach.lobby.table import State
from voicecoach.lobby.visit import Visit

RUNS = int(os.environ.get("MACHINE_RUNS", "25"))
STEPS = 30
CUT_OFF = Done("knees", "Stiff knees", 0, "It was cut off, or still runs.", unfinished=True)
TEXTS = (
    *("something for my back", "number two", "the same again", "what sessions are there"),
    *("I've got bad knees", "ten minutes", "tell me about it", "rain", "okay", "what have I done"),
    *("test my microphone", "you choose", "a shorter one", "I can't stand", ""),
)
SAFETY_ENDS = frozenset({Outcome.PAIN, Outcome.EMERGENCY})
CONSENT = frozenset({Intent.YES, Intent.READY, Intent.CONTINUE})


def certain(event: Event) -> bool:
    return isinstance(event, Heard) and event.certainty is Certainty.CLEAR


class Visitor(RuleBasedStateMachine):
    """Somebody in the lobby."""

    @initialize(
        visit=st.sampled_from(Visit),
        keyboard=st.booleans(),
        cut_off=st.booleans(),
    )
    def come(self, visit: Visit, keyboard: bool, cut_off: bool) -> None:
        self.stage = Stage(
            [CUT_OFF] if cut_off else [],
            visit=visit,
            preferences=Preferences(keyboard=keyboard),
        )
        self.hurt = False
        self.consented = False

    def tell(self, event: Event) -> None:
        before, was = self.stage.at, self.stage.lobby.likely
        actions = self.stage.tell(event)
        self.look_at(event, before, actions)
        if self.stage.at is State.STARTING and before is not State.STARTING:
            assert self.consented, "nobody said yes"
            assert was is not None, "nothing was offered"

    def look_at(self, event: Event, before: State, actions: list[Action]) -> None:
        """A clear safety word is silence before anything else, wherever it is said."""
        silent = before in {State.PAUSED, State.HURTING}
        if certain(event) and event.intent in SAFETY_INTENTS and not silent:  # type: ignore[union-attr]
            kinds = [type(a) for a in actions if isinstance(a, Silence | Enqueue)]
            assert kinds[:1] == [Silence], (event, before, actions)
        if self.stage.at is State.HURTING:
            self.hurt = True

    @precondition(lambda self: self.stage.outcome is None)
    @rule(
        intent=st.sampled_from(Intent),
        certainty=st.sampled_from([Certainty.CLEAR, Certainty.CLEAR, Certainty.DOUBTFUL]),
    )
    def hear(self, intent: Intent, certainty: Certainty) -> None:
        self.consented = intent in CONSENT and certainty is Certainty.CLEAR
        self.tell(Heard(intent, "", certainty=certainty))

    @precondition(lambda self: self.stage.outcome is None)
    @rule(text=st.sampled_from(TEXTS))
    def say(self, text: str) -> None:
        event = self.stage.event(text)
        self.consented = text == "okay"
        self.tell(event if text else Said(text))

    @precondition(lambda self: self.stage.outcome is None)
    @rule(key=st.sampled_from(" \rnbytldaq?hz15\x1b"))
    def press(self, key: str) -> None:
        self.consented = key in "y\r "
        self.tell(Pressed(key))

    @precondition(lambda self: self.stage.outcome is None)
    @rule(
        event=st.sampled_from(
            [
                *(Armed(), Deaf("Gone."), Faltered("Late."), Notice("By the way.")),
                *(OwnVoice(heard=True), OwnVoice(heard=False), SpeechBegan(), SpeechEnded()),
            ]
        )
    )
    def change(self, event: Event) -> None:
        self.consented = False
        self.tell(event)

    @precondition(lambda self: self.stage.outcome is None)
    @rule(event=st.sampled_from([Mute("Gone."), Interrupted()]))
    def end(self, event: Event) -> None:
        self.consented = False
        self.tell(event)
        assert self.stage.outcome is not None

    @precondition(lambda self: self.stage.outcome is None)
    @rule(steps=st.integers(1, 12))
    def let_time_pass(self, steps: int) -> None:
        at = self.stage.at
        for _ in range(steps):
            if self.stage.outcome is None and (self.stage.playing or self.stage.queue):
                self.stage.step()
        if at is not State.STARTING:
            assert self.stage.lobby.chosen is None, "silence has chosen"

    @invariant()
    def it_is_never_stuck(self) -> None:
        """Either something is playing, or it waits for the user, who can end it."""
        if not hasattr(self, "stage") or self.stage.outcome is not None:
            return
        busy = self.stage.playing is not None or bool(self.stage.queue)
        waits = self.stage.at in {
            *(State.TRYING, State.CHOOSING, State.LISTING, State.OFFERING, State.PAUSED),
        }
        assert busy or waits, (self.stage.at, self.stage.lobby.state)

    @invariant()
    def nothing_leads_from_pain_to_a_session(self) -> None:
        if not hasattr(self, "stage") or not self.hurt or self.stage.at is State.ENDED:
            return
        assert self.stage.lobby.chosen is None
        assert self.stage.at is State.HURTING
        mute = {Outcome.NO_SOUND, Outcome.ENDED_BY_USER}
        assert self.stage.outcome in {None, *SAFETY_ENDS, *mute}
        CoachState(self.stage.lobby.state)

    @precondition(lambda self: self.stage.outcome is not None)
    @rule()
    def it_is_over(self) -> None:
        """Nothing more can happen."""

    def teardown(self) -> None:
        """Whatever happened, goodbye is the end of it."""
        if not hasattr(self, "stage"):
            return
        for words in ("goodbye", "goodbye"):
            if self.stage.outcome is None:
                self.stage.tell(self.stage.event(words))
                self.stage.wait()
        assert self.stage.outcome is not None


def test_it_is_never_stuck_and_nothing_but_a_yes_begins_a_session() -> None:
    run_state_machine_as_test(
        Visitor,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
