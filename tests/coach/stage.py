"""A stage for the conductor: it plays what is enqueued on a clock that jumps. No sound, no time.

It looks that the conductor never runs dry: while it is up to the coach, there is something playing
or about to. And that it knows of everything that is played.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources

from voicecoach.coach.conductor import Conductor
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Chime, End, Enqueue, Outcome, Show, Silence, Withdraw
from voicecoach.core.events import Armed, Began, CutOff, Ended, Event, Heard, Pressed
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.preferences import Detail, Preferences
from voicecoach.core.score import Measure, Note, Spoken
from voicecoach.language.lines import Lines, load_lines
from voicecoach.plan.cues import Plan
from voicecoach.plan.opening import Opening
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

LINES = load_lines(resources.files("voicecoach.language") / "en")

TWO_EXERCISES = """\
version: 1
title: Two exercises
blocks:
  - title: Main
    exercises:
      - name: Knee to chest
        start_position: supine
        setup: Lie on your back.
        steps: [Bring one knee up., Hold it with both hands.]
        cue: Knee in.
        sides: left_then_right
        reps: 2
        hold: 20s
      - name: Pelvic tilt
        steps: [Press your back down.]
        sets: 2
        reps: 3
        tempo: 3-1-2-0
        phases: [release, wait, flatten, stay]
        starts_with: concentric
        rest: 20s
"""

ALOUD = """\
version: 1
title: Counted aloud
blocks:
  - title: Main
    exercises:
      - name: Pelvic tilt
        start_position: supine
        setup: Lie on your back.
        sets: 2
        reps: 4
        count: on_voice
        rest: 20s
"""

LIVING = tuple(state for state in State if state not in {State.NEW, State.ENDED})
ASKS = frozenset({State.ASKING, State.CHECKING})
WAITS_FOR_THE_USER = frozenset({State.WAITING, State.PAUSED, State.FOLLOWING})


def spoken_s(text: str) -> float:
    """About as long as a voice takes, in eighths of a second, so that sums stay exact."""
    return (len(text) + 1) // 2 / 8


@dataclass(frozen=True)
class Moment:
    """A sound that was heard: when, and what; the words of a sound are a tone's in brackets."""

    at_s: float
    what: str

    @property
    def is_spoken(self) -> bool:
        return not self.what.startswith("(")


class Stage:
    """Runs a session until it waits, ends, or a time has come; keeps all that was to be heard."""

    def __init__(
        self,
        session: str = TWO_EXERCISES,
        *,
        armed: bool = True,
        wait: bool = True,
        preferences: Preferences | None = None,
        opening: Opening | None = None,
        lines: Lines = LINES,
        plans: Mapping[Detail, Plan] | None = None,
    ) -> None:
        read = read_text(session, "session.yaml")
        self.plan = plan(read, lines, wait=wait, opening=opening)
        self.conductor = Conductor(self.plan, lines, spoken_s, preferences, plans)
        self.now = 0.0
        self.heard: list[Moment] = []
        self.began: list[str] = []
        self.log: list[tuple[Event | Action, float]] = []
        self.outcome: Outcome | None = None
        self.playing: Measure | None = None
        self.queue: deque[Measure] = deque()
        self._inbox: deque[Event] = deque()
        self._due: deque[Note] = deque()
        self._since = 0.0
        self._carry_out(self.conductor.start(self.now))
        if armed:
            self.tell(Armed())

    # -- what the user and the machine do

    def tell(self, event: Event) -> list[Action]:
        """Give the conductor an event and all that follows; what it did about the first."""
        self._inbox.append(event)
        done: list[list[Action]] = []
        while self._inbox and self.outcome is None:
            event = self._inbox.popleft()
            self.log.append((event, self.now))
            done.append(self.conductor.handle(event, self.now))
            self._carry_out(done[-1])
        self._look_whether_it_goes_on()
        return done[0] if done else []

    def say(self, intent: Intent) -> list[Action]:
        return self.tell(Heard(intent, intent.value))

    def mumble(self, intent: Intent) -> list[Action]:
        return self.tell(Heard(intent, intent.value, certainty=Certainty.DOUBTFUL))

    def press(self, key: str) -> list[Action]:
        return self.tell(Pressed(key))

    # -- time

    def run(self, until_s: float = float("inf"), *, when: Callable[[], bool] | None = None) -> None:
        """Play on until then, until nothing is left to play, or until `when` holds."""
        while self.outcome is None and not (when and when()):
            if self.playing is None and not self.queue:
                break
            if self.playing is None:
                self._begin(self.queue.popleft())
                continue
            end = self._since + self.playing.seconds(spoken_s)
            due = self._since + self._due[0].at_s if self._due else end
            if min(due, end) > until_s:
                break
            self.now = max(self.now, min(due, end))
            if self._due and due <= end:
                self._sound(self._due.popleft())
            else:
                self._end(self.playing)
        if until_s != float("inf") and self.outcome is None:
            self.now = max(self.now, until_s)

    def run_on(self, seconds: float) -> None:
        self.run(self.now + seconds)

    def run_until_cue(self, part: str) -> None:
        """Play until a cue begins whose id contains `part`."""
        self.run(when=lambda: part in self.now_playing)
        assert part in self.now_playing, f"no {part} in {self.began}"

    def run_until_heard(self, text: str) -> None:
        """Play until somebody would hear `text` begin."""
        before = len(self.heard)
        self.run(when=lambda: text in (m.what for m in self.heard[before:]))
        assert text in (m.what for m in self.heard[before:]), self.said()

    def run_until_ready(self) -> None:
        """Play until the coach waits for the user to be ready."""
        self.run(when=lambda: self.conductor.state is State.WAITING)
        assert self.conductor.state is State.WAITING

    def run_until_asked(self) -> None:
        """Play until the coach has asked something, and listens."""
        self.run(when=lambda: self.state in ASKS and self.now_playing.startswith("wait"))
        assert self.state in ASKS, self.state

    def to_rep(self, part: str) -> None:
        """Play until a cue of a rep begins, being ready whenever the coach asks."""

        def asked_or_there() -> bool:
            return part in self.now_playing or self.conductor.state is State.WAITING

        self.run(when=asked_or_there)
        while part not in self.now_playing:
            assert self.conductor.state is State.WAITING, f"no {part} in {self.began}"
            self.say(Intent.READY)
            self.run(when=asked_or_there)

    def _begin(self, measure: Measure) -> None:
        self.playing, self._since = measure, self.now
        self._due = deque(sorted(measure.notes, key=lambda note: note.at_s))
        self.began.append(measure.id)
        assert measure.id in self.conductor._player._outstanding, f"{measure.id} was given up"
        self.tell(Began(measure.id))

    def _sound(self, note: Note) -> None:
        what = note.text if isinstance(note, Spoken) else f"({note.tone})"
        self.heard.append(Moment(self.now, what))

    def _end(self, measure: Measure) -> None:
        self.playing = None
        self.tell(Ended(measure.id))

    # -- what the conductor wants

    def _carry_out(self, actions: Iterable[Action]) -> None:
        for action in actions:
            self.log.append((action, self.now))
            match action:
                case Enqueue(measure):
                    self.queue.append(measure)
                case Silence():
                    self._silence()
                case Withdraw(name):
                    self._inbox += [CutOff(m.id, 0.0) for m in self.queue if m.id == name]
                    self.queue = deque(m for m in self.queue if m.id != name)
                case Chime(tone, after_s):
                    self.heard.append(Moment(self.now + after_s, f"({tone})"))
                case End(outcome):
                    self.outcome = outcome
                case _:
                    pass

    def _silence(self) -> None:
        if self.playing is not None:
            self._inbox.append(CutOff(self.playing.id, self.now - self._since))
        self._inbox += [CutOff(measure.id, 0.0) for measure in self.queue]
        self.playing = None
        self.queue.clear()

    def _look_whether_it_goes_on(self) -> None:
        waits = self.outcome is not None or self.conductor.state in WAITS_FOR_THE_USER
        assert waits or self.playing or self.queue, f"{self.conductor.state} ran dry"

    # -- what came of it

    @property
    def state(self) -> State:
        return self.conductor.state

    @property
    def now_playing(self) -> str:
        """The id of the measure that is playing."""
        return "" if self.playing is None else self.playing.id

    def sounds(self, since: int = 0) -> list[str]:
        """All words and tones but the first `since` of them, in order."""
        return [moment.what for moment in self.heard[since:]]

    def said(self, since: int = 0) -> list[str]:
        """The words among them."""
        return [moment.what for moment in self.heard[since:] if moment.is_spoken]

    def shown(self) -> list[str]:
        """What was written on the screen."""
        return [thing.text for thing, _ in self.log if isinstance(thing, Show)]

    def timeline(self, since_s: float = -1.0) -> list[str]:
        """Everything that was heard from then on, with its time from then, in seconds."""
        start = max(0.0, since_s)
        return [f"{round(m.at_s - start, 3):g} {m.what}" for m in self.heard if m.at_s >= since_s]


def in_state(state: State, preferences: Preferences | None = None) -> Stage:
    """A stage with the conductor in this state, in the midst of it."""
    asked = Opening("settled") if state in {State.ASKING, State.DECLINING} else None
    session = ALOUD if state is State.FOLLOWING else TWO_EXERCISES
    armed = state is not State.ARMING
    stage = Stage(session, armed=armed, preferences=preferences, opening=asked)
    if asked:
        stage.run_until_asked()
        if state is State.DECLINING:
            stage.say(Intent.NO)
    elif state is State.ARMING:
        stage.run(when=lambda: stage.state is State.ARMING)
    elif state is State.WAITING:
        stage.run_until_ready()
    elif state is State.FOLLOWING:
        stage.to_rep("rep1.follow")
    else:
        stage.to_rep("left.rep1.hold")
        stage.run_on(2)
        enter: dict[State, Callable[[], object]] = {
            State.COACHING: lambda: None,
            State.PAUSED: lambda: stage.say(Intent.PAUSE),
            State.DICTATING: lambda: stage.say(Intent.MY_NUMBER),
            State.ANSWERING: lambda: stage.say(Intent.HOW_LONG_LEFT),
            State.DOUBTING: lambda: stage.mumble(Intent.STOP),
            State.CHECKING: lambda: stage.say(Intent.PAIN),
            State.ADVISING: lambda: stage.say(Intent.EMERGENCY),
            State.CLOSING: lambda: stage.say(Intent.FINISH),
        }
        enter[state]()
    stage.run_on(0.25)
    assert stage.state is state
    return stage
