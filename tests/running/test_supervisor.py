"""The supervisor, with parts that do what is written for them on a clock that only it moves."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from voicecoach.core.clock import ManualClock
from voicecoach.core.events import Armed, Deaf, Event, Faltered, Mute
from voicecoach.core.problems import NoSound
from voicecoach.running.supervisor import (
    HEARS_S,
    HUNG_S,
    LOOK_EVERY_S,
    TRIES,
    Kind,
    Supervisor,
)

RATE = 48_000
PART_S = 1.0
"""Within this time a fault has to be told."""


@dataclass
class Sound:
    """Two streams, and what was done about them. What is still does not count."""

    frames_played: int = 0
    frames_heard: int = 0
    frames_alive: int = 0
    deaf_because: str | None = None
    failure: Exception | None = None
    still: set[str] = field(default_factory=set)
    mended: list[str] = field(default_factory=list)
    mends: bool = False

    def flow(self, seconds: float) -> None:
        frames = round(seconds * RATE)
        self.frames_played += frames * ("output" not in self.still)
        self.frames_heard += frames * ("input" not in self.still)
        self.frames_alive += frames * (not self.still & {"input", "life"})

    def restart(self, kind: Kind) -> None:
        self._mend(f"restart {kind}", {kind})

    def reopen(self) -> None:
        self._mend("reopen", {"input", "output"})

    def _mend(self, what: str, kinds: set[str]) -> None:
        self.mended.append(what)
        if not self.mends:
            raise NoSound("It is gone.", "Bring it back.")
        self.still -= kinds
        self.failure = None


@dataclass
class Ears:
    """A listener: `hangs` and `failure` until it is started anew, if that `mends` it."""

    taken: int = 0
    waiting: int = 0
    failure: str | None = None
    hangs: bool = False
    computes: bool = False
    busy_s: float | None = 0.0
    loads: bool = False
    starts: int = 0
    mends: bool = True

    def flow(self) -> None:
        dead = self.hangs or self.loads or self.failure is not None
        self.taken, self.waiting = self.taken + (not dead), self.waiting + 5 if dead else 0
        if self.busy_s is not None and (self.computes or not dead):
            self.busy_s += LOOK_EVERY_S / 10

    def start(self) -> None:
        self.starts += 1
        self.taken = 0
        if self.mends:
            self.failure, self.hangs = None, False


class Watched:
    """A session's parts under a supervisor; `posted` is each event with its time."""

    def __init__(self, *, settle: bool = True, busy_s: float | None = 0.0) -> None:
        self.clock = ManualClock()
        self.sound, self.ears = Sound(), Ears(busy_s=busy_s)
        self.posted: list[tuple[float, Event]] = []
        self.supervisor = Supervisor(
            self.sound,
            self.ears,
            lambda fault: fault,
            lambda event: self.posted.append((self.clock.now(), event)),
            self.clock,
        )
        if settle:
            self.run(10)
            assert self.events() == [Armed()]
            self.posted.clear()

    def run(self, seconds: float, until: Callable[[], bool] = lambda: False) -> float:
        """Let so much time pass; how much did."""
        began = self.clock.now()
        while self.clock.now() - began < seconds and not until():
            self.clock.advance(LOOK_EVERY_S)
            self.sound.flow(LOOK_EVERY_S)
            if "input" not in self.sound.still:
                self.ears.flow()
            self.supervisor.look()
            for thread in threading.enumerate():
                if thread.name == "mending":
                    thread.join()
        return self.clock.now() - began

    def events(self) -> list[Event]:
        return [event for _, event in self.posted]


def test_it_is_armed_as_soon_as_sound_comes_and_somebody_listens() -> None:
    watched = Watched(settle=False)
    watched.ears.loads = True
    watched.run(3)
    assert watched.events() == []
    watched.ears.loads = False
    watched.run(0.2)
    assert watched.events() == [Armed()]


def test_nothing_is_told_while_all_is_well() -> None:
    watched = Watched()
    watched.run(600)
    assert watched.events() == []
    assert watched.sound.mended == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (lambda at: at.sound.still.add("input"), "microphone_gone"),
        (lambda at: at.sound.still.add("life"), "microphone_silent"),
        (lambda at: setattr(at.ears, "failure", ""), "recognizer_failed"),
        (lambda at: setattr(at.ears, "failure", "No model."), "No model."),
        (lambda at: setattr(at.ears, "hangs", True), "recognizer_hangs"),
    ],
)
def test_whatever_makes_it_deaf_is_told_once_and_soon(
    fault: Callable[[Watched], None], reason: str
) -> None:
    watched = Watched()
    watched.ears.mends = False
    fault(watched)
    assert watched.run(PART_S, lambda: bool(watched.posted)) < PART_S
    watched.run(120)
    assert watched.events() == [Deaf(reason)]


def test_a_microphone_is_begun_anew_again_and_again_and_its_return_is_told() -> None:
    watched = Watched()
    watched.sound.still.add("input")
    watched.run(60)
    assert watched.sound.mended[:2] == ["restart input", "reopen"]
    assert len(watched.sound.mended) > 5
    watched.sound.mends = True
    watched.run(30)
    assert watched.events() == [Deaf("microphone_gone"), Armed()]


def test_its_return_is_told_when_there_was_time_to_say_what_was_wrong() -> None:
    watched = Watched()
    watched.sound.mends = True
    watched.sound.still.add("input")
    watched.run(30)
    (deaf_s, _), (armed_s, _) = watched.posted
    assert armed_s - deaf_s >= HEARS_S


def test_a_microphone_that_never_gives_anything_but_zeros_is_told_of() -> None:
    watched = Watched(settle=False)
    watched.sound.still.add("life")
    watched.run(10)
    assert watched.events() == [Deaf("microphone_silent")]
    watched.sound.still.clear()
    watched.run(HEARS_S + 1)
    assert watched.events() == [Deaf("microphone_silent"), Armed()]


def test_a_microphone_that_takes_out_all_noise_is_known_by_its_silences() -> None:
    watched = Watched()
    for _ in range(4):
        watched.sound.still.add("life")
        watched.run(0.3)
        watched.sound.still.clear()
        watched.run(1)
    watched.sound.still.add("life")
    watched.run(1.1)
    assert watched.events() == []


def test_a_recognizer_that_failed_is_loaded_again_and_hears() -> None:
    watched = Watched()
    watched.ears.failure = ""
    watched.run(30)
    assert watched.ears.starts == 1
    assert watched.events() == [Deaf("recognizer_failed"), Armed()]


def test_a_recognizer_that_fails_every_time_is_given_up() -> None:
    watched = Watched()
    watched.ears.mends, watched.ears.failure = False, ""
    watched.run(300)
    assert watched.ears.starts == TRIES
    assert watched.events() == [Deaf("recognizer_failed")]


def test_a_recognizer_that_is_only_slow_is_not_loaded_again() -> None:
    watched = Watched()
    watched.ears.hangs = True
    watched.run(HUNG_S - 0.5)
    watched.ears.hangs = False
    watched.run(30)
    assert watched.ears.starts == 0
    assert watched.events() == [Deaf("recognizer_hangs"), Armed()]


@pytest.mark.parametrize("busy_s", [0.0, None], ids=["computing", "not known"])
def test_a_recognizer_that_may_only_be_slow_is_given_more_time(busy_s: float | None) -> None:
    watched = Watched(busy_s=busy_s)
    watched.ears.hangs = watched.ears.computes = True
    watched.run(1.5)
    watched.ears.hangs = False
    watched.run(10)
    assert watched.events() == []
    watched.ears.hangs = True
    watched.run(10)
    assert watched.events()[0] == Deaf("recognizer_hangs")


def test_a_speaker_that_stalls_is_told_of_soon_and_begun_anew() -> None:
    watched = Watched()
    watched.sound.mends = True
    watched.sound.still.add("output")
    assert watched.run(PART_S, lambda: bool(watched.posted)) < PART_S
    watched.run(60)
    assert watched.events() == [Faltered("speaker_stalled")]
    assert watched.sound.mended == ["restart output"]


def test_a_speaker_whose_callback_failed_is_told_of_at_once() -> None:
    watched = Watched()
    watched.sound.mends = True
    watched.sound.failure = ValueError("a mistake in the mixer")
    watched.run(60)
    assert watched.events() == [Faltered("speaker_stalled")]


def test_every_time_that_a_speaker_stalls_is_told() -> None:
    watched = Watched()
    watched.sound.mends = True
    for _ in range(2):
        watched.sound.still.add("output")
        watched.run(20)
    assert watched.events() == [Faltered("speaker_stalled")] * 2


def test_a_speaker_that_stays_dead_is_given_up() -> None:
    watched = Watched()
    watched.sound.still.add("output")
    watched.run(60)
    assert watched.events() == [Faltered("speaker_stalled"), Mute("speaker_gone")]
    assert len(watched.sound.mended) >= TRIES


def test_a_machine_that_slept_or_was_busy_is_no_fault() -> None:
    watched = Watched()
    for _ in range(20):
        watched.clock.advance(30)
        watched.supervisor.look()
        watched.run(1)
    assert watched.events() == []


def test_who_only_speaks_needs_no_ears() -> None:
    sound, clock, posted = Sound(), ManualClock(), list[Event]()
    supervisor = Supervisor(sound, None, lambda fault: fault, posted.append, clock)
    for _ in range(2000):
        clock.advance(LOOK_EVERY_S)
        sound.frames_played += 480
        supervisor.look()
    assert posted == []
