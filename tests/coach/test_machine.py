"""Any events in any order, with a real mixer that plays on meanwhile: what must never happen.

`MACHINE_RUNS=5000 pytest tests/coach/test_machine.py` tries harder.
"""

import os
from collections import deque
from collections.abc import Callable

import numpy as np
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
from tests.coach.stage import LINES, TWO_EXERCISES, WAITS_FOR_THE_USER, spoken_s

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.mixer import Mixer
from voicecoach.coach.conductor import Conductor
from voicecoach.coach.table import State
from voicecoach.core.actions import (
    Action,
    Answered,
    Chime,
    End,
    Enqueue,
    Outcome,
    Silence,
    Withdraw,
)
from voicecoach.core.clip import Clip
from voicecoach.core.clock import ManualClock
from voicecoach.core.events import (
    Armed,
    Began,
    CutOff,
    Deaf,
    Ended,
    Event,
    Heard,
    Interrupted,
    Mute,
    OwnVoice,
    Pressed,
    SpeechBegan,
    SpeechEnded,
)
from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.key_names import SWITCH
from voicecoach.core.preferences import Detail, Preferences
from voicecoach.journal.entries import Entry, What
from voicecoach.journal.log import Log
from voicecoach.language.ladder import Then
from voicecoach.logbook import about
from voicecoach.plan.cues import Plan
from voicecoach.plan.opening import Opening, usual
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

RUNS = int(os.environ.get("MACHINE_RUNS", "20"))
STEPS = 50
RATE = 8
BLOCK = 8
LONGER_THAN_THE_SESSION_S = 400.0

SESSION = read_text(
    TWO_EXERCISES.replace("reps: 3", "reps: 3\n        pain_check: between_sets")
    .replace("sides: left_then_right", "sides: left_then_right\n        pain_check: before")
    .replace("blocks:", "screening: [fever]\nblocks:", 1)
    .replace("hold: 20s", "hold: 20s\n        easier: pelvic-tilt\n        harder: long")
    .replace("reps: 2\n", "reps: 2-4\n")
    + "forms: [{name: Long, reps: 1, hold: 30s}]\n",
    "session.yaml",
)
OPENINGS = (
    Opening(),
    usual(),
    usual(keyboard=False),
    Opening("settled", screening=True),
    Opening(screening=True, screened=True, rehearsal="rehearsal"),
    Opening("cleared", rehearsal="rehearsal"),
    Opening(resume_at=2, screening=True, rehearsal="rehearsal"),
)
PLANS = {
    (wait, opening): plan(SESSION, LINES, wait=wait, opening=opening)
    for wait in (True, False)
    for opening in OPENINGS
}
DETAILS = {
    (wait, opening, detail): plan(SESSION, LINES, wait=wait, opening=opening, detail=detail)
    for wait in (True, False)
    for opening in OPENINGS
    for detail in Detail
}
PLANS_IN_ALL = (*PLANS.values(), *DETAILS.values())
CUES = {cue.id for planned in PLANS_IN_ALL for cue in planned.all_cues()}
EXERCISES = {
    cue.id: cue for planned in PLANS_IN_ALL for cue in planned.all_cues() if cue.place is not None
}
OVER = frozenset({State.CHECKING, State.ADVISING, State.DECLINING})
REHEARSALS = {"rehearsal", "rehearsal_without_keys"}

KEYS = " \rnbr+-fsctwlyou?jx059gmdpaikzv#@"


def words(*intents: Intent) -> st.SearchStrategy[Event]:
    """One of them, mostly clear."""
    certainty = st.sampled_from([Certainty.CLEAR, Certainty.CLEAR, Certainty.DOUBTFUL])
    return st.builds(_heard, st.sampled_from(intents), certainty)


def _heard(intent: Intent, certainty: Certainty) -> Event:
    return Heard(intent, intent.value, certainty=certainty)


ENDINGS: st.SearchStrategy[Event] = st.one_of(
    words(Intent.PAIN, Intent.EMERGENCY, Intent.FINISH),
    st.sampled_from([*map(Pressed, "heq"), Mute("Gone."), Interrupted()]),
)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    words(Intent.STOP, Intent.PAUSE, Intent.HELP),
    words(Intent.CONTINUE),
    words(Intent.READY, Intent.YES, Intent.NO, Intent.NOT_SURE),
    words(*LEVELS),
    words(Intent.SKIP, Intent.BACK, Intent.REPEAT),
    words(Intent.EASIER, Intent.HARDER, Intent.DONE),
    words(Intent.HOW_MANY_LEFT, Intent.HOW_LONG_LEFT, Intent.WHICH_SIDE, Intent.WHERE_AM_I),
    words(Intent.WHAT_NEXT, Intent.SLOWLY, Intent.OPTIONS),
    words(Intent.OTHER_VOICE, Intent.MORE_TALK, Intent.LESS_TALK, Intent.TONES_ON),
    words(Intent.TONES_OFF, Intent.MY_NUMBER, Intent.MY_NAME),
    st.just(Pressed(SWITCH)),
    words(Intent.SLOWER, Intent.FASTER, Intent.LOUDER, Intent.QUIETER),
    st.sampled_from([Pressed(key) for key in KEYS]),
    st.sampled_from([Armed(), Deaf("Gone."), SpeechBegan(), SpeechEnded()]),
    st.sampled_from([SpeechBegan(), SpeechEnded(puzzling=True)]),
    st.sampled_from([OwnVoice(True), OwnVoice(False)]),
    ENDINGS,
)
AHEAD_S = st.sampled_from([0.0, 20.0, *(float(at) for at in range(25, 190, 5))])
SECONDS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 20.0])


def details_of(wait: bool, opening: Opening) -> dict[Detail, Plan]:
    return {detail: DETAILS[wait, opening, detail] for detail in Detail}


def is_cue(measure: str) -> bool:
    """Whether a measure is one of the plan's, rather than something that the coach says itself."""
    return measure.rpartition("#")[0] in CUES


class Book:
    """A journal without a disk: the real one has its own tests."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def write(self, entry: Entry) -> None:
        self.entries.append(entry)

    def flush(self, _timeout_s: float) -> bool:
        return True

    def trouble(self) -> None:
        return None


def silent_clip(text: str, _speed: float) -> Clip:
    return Clip(np.zeros(round(spoken_s(text) * RATE), np.float32).tobytes(), RATE)


class CoachMachine(RuleBasedStateMachine):
    """A conductor, a mixer, and one inbox between them."""

    @initialize(
        wait=st.booleans(),
        keyboard=st.booleans(),
        opening=st.sampled_from(OPENINGS),
        ahead_s=AHEAD_S,
    )
    def begin(self, wait: bool, keyboard: bool, opening: Opening, ahead_s: float) -> None:
        """Begin a session, and play it up to `ahead_s` with a user who is ready at once."""
        self.opening = opening
        planned = PLANS[wait, opening]
        self.conductor = Conductor(
            planned,
            LINES,
            spoken_s,
            Preferences(keyboard=keyboard, switch=wait),
            details_of(wait, opening),
        )
        self.book = Book()
        session = about(SESSION, planned)
        self.log = Log(self.book, session, ManualClock(), self.conductor.key_means)  # type: ignore[arg-type] # as much of one as a log needs
        self.unanswered = {q for q in (opening.after_pain, "screening") if self.asks(q)}
        self.mixer = Mixer(RATE)
        self.bars = BarMaker(RATE, silent_clip)
        self.inbox: deque[Event] = deque()
        self.over: list[str] = []
        self.outstanding: set[str] = set()
        self.halted = self.advised = False
        self.outcome: Outcome | None = None
        self.carry_out(self.conductor.start(self.now))
        if ahead_s:
            self.tell(Armed())
        while self.now < ahead_s and self.outcome is None:
            self.play(1.0)
            if self.conductor.state is State.WAITING:
                self.tell(Pressed("\r"))
            elif self.conductor.state is State.ASKING:
                self.tell(Heard(self.harmless_answer(), "as it comes"))

    def asks(self, question: str | None) -> bool:
        """Whether this session begins with that question."""
        if question == "screening":
            return self.opening.screening
        return question is not None

    def harmless_answer(self) -> Intent:
        """What a user says for whom all is well."""
        question = self.conductor._asking._question
        assert question is not None
        for intent in (Intent.LEVEL_0, Intent.STOP, Intent.NO, Intent.YES):
            lead = question.answers.get(intent)
            if lead and lead.then in {Then.GO_ON, Then.GO_PAST}:
                return intent
        return Intent.YES

    # -- what happens

    @precondition(lambda self: self.outcome is None)
    @rule(event=EVENTS, then_s=SECONDS)
    def tell(self, event: Event, then_s: float = 0.0) -> None:
        """Something happens, the conductor hears of it at once, and time goes on."""
        self.inbox.append(event)
        self.handle_all()
        self.play(then_s)

    @precondition(lambda self: self.outcome is None)
    @rule(event=EVENTS, seconds=SECONDS)
    def tell_late(self, event: Event, seconds: float) -> None:
        """Something happens, and waits in the inbox while the mixer plays on."""
        self.inbox.append(event)
        self.take(round(seconds * RATE))

    @precondition(lambda self: self.outcome is None)
    @rule(seconds=st.sampled_from([1.0, 10.0, 40.0]))
    def play(self, seconds: float) -> None:
        """The mixer plays, and the conductor follows."""
        left = round(seconds * RATE)
        while left:
            self.take(min(BLOCK, left))
            self.handle_all()
            left -= min(BLOCK, left)

    @precondition(lambda self: self.outcome is None)
    @rule()
    def leave_alone(self) -> None:
        """Nobody says anything for longer than the session lasts: it ends, or waits."""
        self.handle_all()
        self.play(LONGER_THAN_THE_SESSION_S)
        waits = self.outcome is not None or self.conductor.state in WAITS_FOR_THE_USER
        assert waits or self.conductor.state is State.ARMING, self.conductor.state

    @precondition(lambda self: self.outcome is None and not self.inbox)
    @rule(
        report=st.sampled_from([Began, Ended, lambda name: CutOff(name, 0.5)]),
        which=st.integers(0, 1000),
    )
    def report_late(self, report: Callable[[str], Event], which: int) -> None:
        """A report comes of a measure that is over, or that nobody knows."""
        name = self.over[which % len(self.over)] if self.over else "nobody-knows#7"
        state = self.conductor.state
        assert self.conductor.handle(report(name), self.now) == []
        assert self.conductor.state is state

    @precondition(lambda self: self.outcome is not None)
    @rule(
        wait=st.booleans(),
        keyboard=st.booleans(),
        opening=st.sampled_from(OPENINGS),
        ahead_s=AHEAD_S,
    )
    def begin_anew(self, wait: bool, keyboard: bool, opening: Opening, ahead_s: float) -> None:
        """The session has ended: the rest of the run is another one."""
        self.begin(wait=wait, keyboard=keyboard, opening=opening, ahead_s=ahead_s)

    # -- what must hold

    @invariant()
    def it_never_runs_dry(self) -> None:
        """While it is up to the coach, something is playing or about to."""
        if self.inbox or self.outcome is not None:
            return
        if self.conductor.state not in WAITS_FOR_THE_USER:
            assert self.outstanding, f"{self.conductor.state} ran dry"

    # -- how it is run

    @property
    def now(self) -> float:
        return self.mixer.frames_taken / RATE

    def take(self, frames: int) -> None:
        _, reports = self.mixer.take(frames)
        for report in reports:
            if isinstance(report, Ended | CutOff):
                self.outstanding.remove(report.measure)
            else:
                self.look_whether_it_may_be(report.measure)
                told = not self.inbox  # nothing that the conductor has not heard of yet
                assert not (told and self.silenced and is_cue(report.measure)), report
            self.inbox.append(report)

    def look_whether_it_may_be(self, measure: str) -> None:
        """No exercise begins while a question that has to be answered first is open."""
        cue = EXERCISES.get(measure.rpartition("#")[0])
        resumed = any(
            entry.name == "resume" and entry.value == "yes" for entry in self.book.entries
        )
        assert cue is None or resumed or not self.unanswered, (measure, self.unanswered)

    @property
    def silenced(self) -> bool:
        return self.halted or self.advised

    def handle_all(self) -> None:
        while self.inbox and self.outcome is None:
            self.handle(self.inbox.popleft())

    def handle(self, event: Event) -> None:
        before, written = self.conductor.state, len(self.book.entries)
        rehearsing, goes_on = self.rehearses(event), self.goes_on(event)
        self.log.event(event)
        actions = self.conductor.handle(event, self.now)
        self.log.state(self.conductor.state)
        if isinstance(event, Ended | CutOff):
            self.over.append(event.measure)
        if goes_on:
            self.halted = False
        assert not (self.silenced and _cues(actions)), (event, actions)
        self.halted |= self.conductor.state is State.PAUSED
        self.advised |= _means(event, {Intent.PAIN, Intent.EMERGENCY})
        self.advised |= self.conductor.state in OVER
        if _means(event, SAFETY_INTENTS) and not rehearsing:
            sounds = [a for a in actions if isinstance(a, Silence | Enqueue | Chime | Withdraw)]
            ignored = before in OVER and not sounds
            assert ignored or sounds[0] == Silence(), (before, event, actions)
            assert not [sound for sound in sounds if isinstance(sound, Chime)]
            assert not _cues(actions)
        self.carry_out(actions)
        self.look_into_the_book(event, before, actions, written)

    def goes_on(self, event: Event) -> bool:
        """Whether the user says that it goes on, or presses a key that means it just now."""
        if isinstance(event, Pressed):
            return self.conductor.key_means(event.key) is Intent.CONTINUE
        return _means(event, {Intent.CONTINUE})

    def rehearses(self, event: Event) -> bool:
        """Whether a stop is the answer to a question just now."""
        question = self.conductor._asking._question
        if self.conductor.state is not State.ASKING or question is None:
            return False
        return question.name in REHEARSALS and _means(event, {Intent.STOP, Intent.PAUSE})

    def look_into_the_book(
        self, event: Event, before: State, actions: list[Action], written: int
    ) -> None:
        """Nothing happens unlogged: no word or key, no change of state, no answer, no end."""
        wanted: list[tuple[What, str]] = []
        if isinstance(event, Heard):
            clear = event.certainty is Certainty.CLEAR
            wanted.append((What.HEARD if clear else What.DOUBTED, event.intent))
        after = self.conductor.state
        if after is not before:
            wanted.append((What.STATE, after))
        if after is State.CHECKING is not before:
            wanted.append((What.PAIN, "pain"))
        if after is State.ADVISING and before not in OVER:
            wanted.append((What.PAIN, "emergency"))
        for action in actions:
            if isinstance(action, Answered):
                wanted.append((What.ANSWER, action.question))
            if isinstance(action, End):
                wanted.append((What.ENDED, action.outcome))
        kept = [(entry.what, entry.name) for entry in self.book.entries[written:]]
        assert set(wanted) <= set(kept), (event, wanted, kept)

    def carry_out(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Enqueue(measure):
                    self.outstanding.add(measure.id)
                    self.mixer.enqueue(self.bars.bar(measure))
                case Silence():
                    self.mixer.silence()
                    self.take(0)
                case Withdraw(measure):
                    self.mixer.withdraw(measure)
                    self.take(0)
                case Chime(tone):
                    assert not self.advised
                    self.mixer.overlay(self.bars.tone(tone))
                case Answered(question, value, amount):
                    self.log.answer(question, value, amount)
                    self.unanswered.discard(question)
                    if (question, value) == ("screening_again", "no"):
                        self.unanswered.discard("screening")
                case End(outcome):
                    self.log.end(outcome)
                    self.outcome = outcome
                    ended_well = outcome in {Outcome.FINISHED, Outcome.ENDED_BY_USER}
                    assert not (self.advised and ended_well)
                case _:
                    pass


def _means(event: Event, intents: frozenset[Intent] | set[Intent]) -> bool:
    """Whether an event clearly is one of these words."""
    clear = isinstance(event, Heard) and event.certainty is Certainty.CLEAR
    return clear and isinstance(event, Heard) and event.intent in intents


def _cues(actions: list[Action]) -> list[Action]:
    return [a for a in actions if isinstance(a, Enqueue) and is_cue(a.measure.id)]


def test_whatever_happens_the_coach_stops_when_told_and_never_gets_stuck() -> None:
    run_state_machine_as_test(
        CoachMachine,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
