"""A stage for the lobby: it plays what is enqueued on a clock that jumps. No sound, no time.

What is said goes the way of a recognizer's text: the triage and the grammar read it first.
"""

from collections import deque
from collections.abc import Iterable
from functools import cache

from voicecoach.coach.table import State as CoachState
from voicecoach.core.actions import Action, End, Enqueue, Outcome, Silence
from voicecoach.core.events import Armed, Began, CutOff, Ended, Event, Heard, Pressed, Said
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Spoken
from voicecoach.language import Language, load
from voicecoach.language.choosing import Choosing, load_choosing
from voicecoach.language.understand import MeaningKind, understand
from voicecoach.lobby.finder import Choice, Done
from voicecoach.lobby.lobby import Lobby
from voicecoach.lobby.table import State
from voicecoach.lobby.visit import Here, Visit
from voicecoach.repertoire import repertoire


@cache
def language(code: str = "en") -> Language:
    return load(code)


@cache
def choosing(code: str = "en") -> Choosing:
    return load_choosing(code)


@cache
def shipped(code: str = "en") -> tuple[Choice, ...]:
    """The sessions and programmes that come with the program."""
    return repertoire(code).choices


def spoken_s(text: str) -> float:
    return (len(text) + 1) // 2 / 8


class Stage:
    """Runs a conversation until it waits; keeps all that was said, and by whom."""

    def __init__(
        self,
        done: Iterable[Done] = (),
        *,
        choices: tuple[Choice, ...] | None = None,
        visit: Visit = Visit.USUAL,
        code: str = "en",
        preferences: Preferences | None = None,
        armed: bool = True,
        progress: tuple[str, ...] = (),
    ) -> None:
        there = shipped(code) if choices is None else choices
        here = Here(there, tuple(done), visit, progress)
        self.code = code
        self.language = language(code)
        self.lobby = Lobby(here, self.language, choosing(code), spoken_s, preferences)
        self.now = 0.0
        self.turns = 0
        self.said: list[str] = []
        self.actions: list[Action] = []
        self.outcome: Outcome | None = None
        self.playing: Measure | None = None
        self.queue: deque[Measure] = deque()
        self._inbox: deque[Event] = deque()
        self._since = 0.0
        self._carry_out(self.lobby.start(self.now))
        if armed:
            self.tell(Armed())
        self.listen()

    def tell(self, event: Event) -> list[Action]:
        """Give the lobby an event and all that follows; what it did about the first."""
        self._inbox.append(event)
        done: list[list[Action]] = []
        while self._inbox and self.outcome is None:
            done.append(list(self.lobby.handle(self._inbox.popleft(), self.now)))
            self._carry_out(done[-1])
        return done[0] if done else []

    def say(self, text: str) -> list[str]:
        """The user says `text`; what the coach answers, until it waits for more."""
        self.turns += 1
        before = len(self.said)
        self.tell(self.event(text))
        self.listen()
        return self.said[before:]

    def event(self, text: str) -> Event:
        meaning = understand(text, self.language)
        if meaning.kind is MeaningKind.NONE or meaning.intent is None:
            return Said(text)
        return Heard(meaning.intent, text, text, certainty=meaning.certainty)

    def clearly(self, intent: Intent) -> Event:
        return Heard(intent, intent.value)

    def mumble(self, intent: Intent) -> None:
        self.tell(Heard(intent, intent.value, certainty=Certainty.DOUBTFUL))

    def press(self, *keys: str) -> list[str]:
        before = len(self.said)
        for key in keys:
            self.tell(Pressed(key))
            self.listen()
        return self.said[before:]

    # -- time

    def listen(self) -> None:
        """Play on until the coach has nothing more to say, and only waits, or offers a press."""
        while self.outcome is None and (self.playing or self.queue):
            if self.playing is None and self._offers(self.queue[0]):
                return
            if self.playing is not None and not self.playing.notes:
                return
            self.step()

    def _offers(self, measure: Measure) -> bool:
        begin = self.language.lines.say("press_for", what="")[:-2]
        return any(isinstance(n, Spoken) and n.text.startswith(begin) for n in measure.notes)

    def wait(self) -> None:
        """Let all the time pass that there is."""
        while self.outcome is None and (self.playing or self.queue):
            self.step()

    def step(self) -> None:
        """One measure begins, or ends."""
        if self.playing is None:
            self.playing, self._since = self.queue.popleft(), self.now
            self.said += [n.text for n in self.playing.notes if isinstance(n, Spoken)]
            self.tell(Began(self.playing.id))
            return
        self.now = max(self.now, self._since + self.playing.seconds(spoken_s))
        ended, self.playing = self.playing, None
        self.tell(Ended(ended.id))

    # -- what the lobby wants

    def _carry_out(self, actions: Iterable[Action]) -> None:
        for action in actions:
            self.actions.append(action)
            match action:
                case Enqueue(measure):
                    self.queue.append(measure)
                case Silence():
                    if self.playing is not None:
                        self._inbox.append(CutOff(self.playing.id, self.now - self._since))
                    self._inbox += [CutOff(measure.id, 0.0) for measure in self.queue]
                    self.playing = None
                    self.queue.clear()
                case End(outcome):
                    self.outcome = outcome
                case _:
                    pass

    # -- what came of it

    @property
    def at(self) -> State:
        return self.lobby.at

    @property
    def ladder(self) -> CoachState:
        return CoachState(self.lobby.state)

    @property
    def offered(self) -> str | None:
        """The name of the session that is offered."""
        likely = self.lobby.likely
        return likely.name if likely else None


SAY = {
    "en": {
        "list": "what sessions are there",
        "one": "sciatica in bed",
        "yes": "yes",
        "maybe pain": "something for my back pain",
        "my number": "my emergency number",
        "stop": "stop",
        "goodbye": "goodbye",
        "pain": "it hurts",
    },
    "de": {
        "list": "welche sitzungen gibt es",
        "one": "im bett",
        "yes": "ja",
        "maybe pain": "etwas für meine rückenschmerzen",
        "my number": "meine notrufnummer",
        "stop": "stopp",
        "goodbye": "auf wiedersehen",
        "pain": "es tut weh",
    },
}


def in_state(state: State | str, code: str = "en", preferences: Preferences | None = None) -> Stage:
    """A stage with the lobby in this state, in the midst of it."""
    say = SAY[code]
    state = State(state)
    visit = Visit.FIRST if state is State.TRYING else Visit.USUAL
    stage = Stage(visit=visit, code=code, preferences=preferences)
    match state:
        case State.LISTING:
            stage.say(say["list"])
        case State.OFFERING:
            stage.say(say["one"])
        case State.STARTING:
            stage.say(say["one"])
            stage.tell(stage.event(say["yes"]))
        case State.MAKING_SURE:
            stage.say(say["maybe pain"])
        case State.DICTATING:
            stage.say(say["my number"])
        case State.PAUSED:
            stage.say(say["stop"])
        case State.DOUBTING:
            stage.mumble(Intent.STOP)
        case State.LEAVING:
            stage.tell(stage.event(say["goodbye"]))
        case State.HURTING:
            stage.say(say["pain"])
        case _:
            pass
    assert stage.at is state, stage.at
    return stage
