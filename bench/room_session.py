"""A session in a virtual room, on a sample clock: what the user gets, not what a part of it can do.

The conductor, mixer, echo canceller and ear of a real session; only the sound card is not there.
The room hears what the mixer plays, and what the mixer plays depends on what the ear says: the
coach ducks when speech begins, and falls silent when a "stop" is heard. What the ear has said
takes effect as late as its own work on one slow core would make it: a fixed time for every look, so
that a busy machine measures the same.
"""

import io
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import soundfile
import soxr  # type: ignore[import-untyped, unused-ignore] # published without types

from sounds import RATE, Sound
from voicecoach.audio.bars import BarMaker
from voicecoach.audio.canceller import Canceller
from voicecoach.audio.mixer import FADE_S, Mixer
from voicecoach.audio.room import Acoustics, VirtualRoom
from voicecoach.coach.conductor import Conductor
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Chime, Duck, Enqueue, SetVolume, Silence, Withdraw
from voicecoach.core.clip import Clip
from voicecoach.core.events import Armed, Began, CutOff, Ended, Event
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Note, Spoken, Words
from voicecoach.hearing.ears import ear_with
from voicecoach.hearing.recognizer import Evidence, Recognizer, Spot
from voicecoach.language import Language
from voicecoach.plan.cues import Cue, CueKind, Plan, PlannedExercise
from voicecoach.script.values import Reps, Sides

BLOCK = 320
"""Samples that go round at a time (20 ms)."""
BUFFER_S = 0.06
"""What is already on its way from the mixer to the air when it falls silent (decision 0070)."""
GAP_S = 0.5
_BEHIND_S = 0.4
_LISTEN_S, _SPOT_S, _BLOCK_S = 0.12, 0.04, 0.004
"""What a whole look, a quick one, and everything else in a block take on one slow core."""
_UP_TO = 10 ** (-15 / 20)
_WINDOW = 80
_INAUDIBLE = 1e-3


@cache
def say(text: str, voice: str, wpm: int) -> Sound:
    """What eSpeak NG makes of `text`, without the silence around it."""
    done = subprocess.run(  # noqa: S603 - our own text
        ["espeak-ng", "-v", voice, "-s", str(wpm), "--stdout", text],  # noqa: S607 - found on the path
        capture_output=True,
        check=True,
    )
    sound, rate = soundfile.read(io.BytesIO(done.stdout), dtype="float32")
    sound = soxr.resample(sound, rate, RATE)
    loud = np.flatnonzero(np.abs(sound) > _INAUDIBLE)
    return np.asarray(sound[loud[0] : loud[-1] + 1], np.float32)


@dataclass(frozen=True)
class Voice:
    """One of eSpeak NG's voices."""

    name: str = "en-gb"
    wpm: int = 160

    def clip(self, text: str, speed: float = 1.0) -> Clip:
        return Clip(say(text, self.name, round(self.wpm * speed)).tobytes(), RATE)


class Counted:
    """A recognizer that counts how long it would have taken."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self.taken_s = 0.0

    def listen(self, samples: Sound) -> Evidence:
        self.taken_s += _LISTEN_S
        return self._recognizer.listen(samples)

    def spot(self, samples: Sound) -> tuple[Spot, ...]:
        self.taken_s += _SPOT_S
        spots: tuple[Spot, ...] = getattr(self._recognizer, "spot")(samples)  # noqa: B009 - optional
        return spots


def plan_of(measures: Sequence[tuple[Note, ...]], gap_s: float = GAP_S) -> Plan:
    """A plan that plays these one behind the other."""
    cues = tuple(
        Cue(CueKind.SAY, Measure(f"prompt{k}", notes, tail_s=gap_s))
        for k, notes in enumerate(measures)
    )
    none = PlannedExercise("none", len(cues), 1, Reps(1), Sides.BOTH, ())
    return Plan("bench", cues, (none,), ears_from=len(cues))


def prompts(texts: Iterable[str], gap_s: float = GAP_S) -> Plan:
    """A plan that says `texts`."""
    return plan_of([(Spoken(text),) for text in texts], gap_s)


@dataclass
class RoomSession:
    """One session. `example` sets the user's level, `voice` speaks for the coach.

    `log` has what happened and what was done about it, with the moment in seconds; `played` and
    `unducked` are what the mixer gave, and what it would have given without ducking.
    """

    recognizer: Recognizer
    language: Language
    plan: Plan
    acoustics: Acoustics
    example: Sound
    voice: Voice = field(default_factory=Voice)
    seed: int = 0
    hindsight: bool = True
    log: list[tuple[float, Event | Action]] = field(default_factory=list)
    frames: int = 0

    def __post_init__(self) -> None:
        self._clip = self.voice.clip
        texts = list(self.plan.texts()) or ["Ready."]
        spoken = np.concatenate([say(t, self.voice.name, self.voice.wpm) for t in texts])
        spoken *= np.float32(10 ** (Preferences().volume_db / 20))
        self.room = VirtualRoom(self.acoustics, spoken, self.example, seed=self.seed)
        self.canceller = Canceller()
        again = self.canceller.recall if self.hindsight else None
        self._counted = Counted(self.recognizer)
        self._ear = ear_with(self._counted, self.language, hindsight=again)
        self._bars = BarMaker(RATE, self.voice.clip)
        self._mixer, self._plain = Mixer(RATE), Mixer(RATE)
        self._words: dict[str, Sequence[Words]] = {}
        self._said = np.zeros(0, np.float32)
        self._began: dict[str, float] = {}
        self._lag_s = 0.0
        self._due: list[tuple[float, Event]] = []
        self._played: list[Sound] = []
        self._unducked: list[Sound] = []
        self.conductor = Conductor(
            self.plan, self.language.lines, lambda text: self._clip(text).seconds
        )
        self._do: dict[type, Callable[[Any], None]] = {
            Enqueue: self._enqueue,
            Silence: lambda _: self._both(Mixer.silence),
            Withdraw: lambda a: self._both(lambda mixer: mixer.withdraw(a.measure)),
            Chime: lambda a: self._both(lambda mixer: mixer.overlay(self._bars.tone(a.tone))),
            SetVolume: lambda a: self._both(lambda mixer: mixer.set_volume(a.db)),
            Duck: lambda a: self._mixer.duck(a.on),
        }
        self._carry_out(self.conductor.start(0.0))
        self.tell(Armed())

    @property
    def now(self) -> float:
        return self.frames / RATE

    @property
    def played(self) -> Sound:
        return np.concatenate(self._played)

    def user_says(self, sound: Sound, at_s: float) -> None:
        """`sound` begins at the microphone at `at_s`; what of it has passed by then is lost."""
        start = round(at_s * RATE) - self.frames
        sound, start = sound[max(0, -start) :], max(0, start)
        end = max(len(self._said), start + len(sound))
        self._said = np.pad(self._said, (0, end - len(self._said)))
        self._said[start : start + len(sound)] += sound

    def tell(self, event: Event) -> None:
        """Let the conductor know, and do what it wants."""
        self.log.append((self.now, event))
        if self.conductor.state is State.ENDED:
            return
        self._carry_out(self.conductor.handle(event, self.now))

    def run(self, until_s: float) -> None:
        while self.now < until_s:
            self._step()

    def run_until_it_says(self, prompt: int) -> float:
        """Until the prompt with this number has begun, or it is silenced; the moment."""
        name = f"prompt{prompt}"
        while name not in self._began and self.conductor.state is State.COACHING:
            self._step()
        return self._began.get(name, self.now)

    def _step(self) -> None:
        played, reports = self._mixer.take(BLOCK)
        unducked, _ = self._plain.take(BLOCK)
        self._played.append(played)
        self._unducked.append(unducked)
        said = np.pad(self._said[:BLOCK], (0, BLOCK - len(self._said[:BLOCK])))
        self._said = self._said[BLOCK:]
        heard = self.room.step(played, said)
        self.frames += BLOCK
        for report in reports:
            if isinstance(report, Began):
                self._began[report.measure.partition("#")[0]] = self.now
                self._ear.coach_says(self._words.get(report.measure, ()))
            elif isinstance(report, Ended | CutOff):
                self._ear.coach_says(())
            self.tell(report)
        before = self._counted.taken_s
        events = self._ear.feed(
            self.canceller.process(heard, played), hurry=self._lag_s > _BEHIND_S
        )
        taken = self._counted.taken_s - before + _BLOCK_S
        self._lag_s = max(0.0, self._lag_s + taken - BLOCK / RATE)
        self._due += [(self.now + self._lag_s, event) for event in events]
        while self._due and self._due[0][0] <= self.now:
            self.tell(self._due.pop(0)[1])

    def _carry_out(self, actions: Iterable[Action]) -> None:
        for action in actions:
            self.log.append((self.now, action))
            if type(action) in self._do:
                self._do[type(action)](action)

    def _enqueue(self, action: Enqueue) -> None:
        measure = action.measure
        self._words[measure.id] = self._bars.words(measure)
        self._both(lambda mixer: mixer.enqueue(self._bars.bar(measure)))

    def _both(self, do: Callable[[Mixer], None]) -> None:
        do(self._mixer)
        do(self._plain)

    # -- what came of it

    def silenced_s(self, after_s: float) -> float | None:
        """When it fell silent, the fade and the sound card's buffer included."""
        times = (at for at, action in self.log if isinstance(action, Silence) and at >= after_s)
        at_s = next(times, None)
        return None if at_s is None else at_s + FADE_S + BUFFER_S

    def ducked_s(self, after_s: float) -> float | None:
        """When it was 15 dB below what it would have played, the buffer included."""
        start = round(after_s * RATE)
        loud, free = (
            np.sqrt(np.mean(np.square(s[: len(s) // _WINDOW * _WINDOW].reshape(-1, _WINDOW)), 1))
            for s in (self.played[start:], np.concatenate(self._unducked)[start:])
        )
        down = np.flatnonzero((free > _INAUDIBLE) & (loud <= _UP_TO * free))
        return None if not len(down) else after_s + int(down[0]) * _WINDOW / RATE + BUFFER_S

    def share_ducked(self, from_s: float, to_s: float) -> float:
        """How much of what it says is ducked."""
        span = slice(round(from_s * RATE), round(to_s * RATE))
        loud, free = self.played[span], np.concatenate(self._unducked)[span]
        audible = np.abs(free) > _INAUDIBLE
        return float(np.mean(np.abs(loud[audible]) < 0.5 * np.abs(free[audible])))
