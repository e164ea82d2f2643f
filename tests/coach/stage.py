"""A stage for the conductor: it plays what is enqueued on a clock that jumps. No sound, no time."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from voicecoach.coach.conductor import Conductor
from voicecoach.core.actions import Action, End, Enqueue, Outcome, Silence, Withdraw
from voicecoach.core.events import Armed, Began, CutOff, Ended, Event, Heard, Pressed
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Sounded, Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

LINES = Lines(
    yaml.safe_load(
        (Path(__file__).parents[2] / "src/voicecoach/language/en/lines.yaml").read_text(
            encoding="utf-8"
        )
    )
)

TWO_EXERCISES = """\
version: 1
title: Two exercises
blocks:
  - title: Main
    exercises:
      - name: Knee to chest
        start_position: supine
        setup: Lie on your back.
        steps: [Bring one knee up.]
        cue: Knee in.
        sides: left_then_right
        reps: 2
        hold: 20s
      - name: Pelvic tilt
        steps: [Press your back down.]
        sets: 2
        reps: 3
        tempo: 3-1-2-0
        phases: [release, wait, flatten, wait]
        starts_with: concentric
        rest: 10s
"""


def spoken_s(text: str) -> float:
    """About as long as a voice takes."""
    return 0.06 * len(text)


@dataclass(frozen=True)
class Moment:
    """A sound that was heard: when, and what."""

    at_s: float
    what: str


class Stage:
    """Runs a session until it waits, ends, or a time has come; keeps all that was to be heard."""

    def __init__(self, session: str = TWO_EXERCISES, *, armed: bool = True, wait: bool = True):
        self.plan = plan(read_text(session, "session.yaml"), LINES, wait=wait)
        self.conductor = Conductor(self.plan, LINES, spoken_s, Preferences())
        self.now = 0.0
        self.heard: list[Moment] = []
        self.log: list[Event | Action] = []
        self.outcome: Outcome | None = None
        self._queue: deque[Measure] = deque()
        self._playing: Measure | None = None
        self._began = 0.0
        self._carry_out(self.conductor.start(self.now))
        if armed:
            self.tell(Armed())

    # -- what the user and the machine do

    def tell(self, event: Event) -> None:
        self.log.append(event)
        if self.outcome is None:
            self._carry_out(self.conductor.handle(event, self.now))

    def say(self, *intents: Intent) -> None:
        for intent in intents:
            self.tell(Heard(intent, intent.value))

    def mumble(self, intent: Intent) -> None:
        self.tell(Heard(intent, intent.value, certainty=Certainty.DOUBTFUL))

    def press(self, key: str) -> None:
        self.tell(Pressed(key))

    # -- time

    def run(self, until_s: float = float("inf"), *, when: Callable[[], bool] | None = None) -> None:
        """Play on until then, until nothing is left to play, or until `when` holds."""
        while self.outcome is None and self.now < until_s and not (when and when()):
            if self._playing is None:
                if not self._queue:
                    return
                self._playing, self._began = self._queue.popleft(), self.now
                self.tell(Began(self._playing.id))
                continue
            self._step(until_s)

    def run_on(self, seconds: float) -> None:
        self.run(self.now + seconds)

    def run_until_cue(self, part: str) -> None:
        """Play until a cue begins whose id contains `part`."""
        self.run(when=lambda: self._playing is not None and part in self._playing.id)
        assert self._playing is not None, f"no {part} in {[m.what for m in self.heard]}"
        assert part in self._playing.id

    def _step(self, until_s: float) -> None:
        """Go to the next sound, the end of the measure, or `until_s`."""
        measure = self._playing
        assert measure is not None
        end = self._began + measure.seconds(spoken_s)
        done = self.now - self._began
        due = sorted(note.at_s for note in measure.notes if note.at_s >= done - 1e-9)
        target = min(until_s, end)
        for note in measure.notes:
            at = self._began + note.at_s
            if due and abs(note.at_s - due[0]) < 1e-9 and at <= target:
                what = note.text if isinstance(note, Spoken) else f"({note.tone})"
                self.heard.append(Moment(round(at, 3), what))
        if due and self._began + due[0] <= target:
            self.now = self._began + due[0] + 1e-6
            return
        self.now = target
        if target == end:
            self._playing = None
            self.tell(Ended(measure.id))

    # -- what the conductor wants

    def _carry_out(self, actions: Iterable[Action]) -> None:
        reports: list[Event] = []
        for action in actions:
            self.log.append(action)
            match action:
                case Enqueue(measure):
                    self._queue.append(measure)
                case Silence():
                    reports += self._silence()
                case Withdraw(measure):
                    reports += [CutOff(m.id, 0.0) for m in self._queue if m.id == measure]
                    self._queue = deque(m for m in self._queue if m.id != measure)
                case End(outcome):
                    self.outcome = outcome
                case _:
                    pass
        for report in reports:
            self.tell(report)

    def _silence(self) -> list[Event]:
        cut: list[Event] = []
        if self._playing is not None:
            cut.append(CutOff(self._playing.id, self.now - self._began))
        cut += [CutOff(measure.id, 0.0) for measure in self._queue]
        self._playing = None
        self._queue.clear()
        return cut

    # -- what came of it

    @property
    def playing(self) -> str:
        return "" if self._playing is None else self._playing.id

    def said(self, since_s: float = -1.0) -> list[str]:
        """The words from then on, in order."""
        return [m.what for m in self.heard if m.at_s >= since_s and not m.what.startswith("(")]

    def tones(self) -> list[str]:
        return [m.what for m in self.heard if m.what.startswith("(")]


__all__ = ["LINES", "TWO_EXERCISES", "Moment", "Sounded", "Stage", "spoken_s"]
