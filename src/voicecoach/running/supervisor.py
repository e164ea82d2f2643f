"""Watches over the parts of a session: begins anew what can be, and tells of the rest.

It judges by frames and blocks that were counted, never by what a part says of itself. Nothing that
may block is done in the thread that looks.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Literal, Protocol

from voicecoach.core.clock import Clock, SystemClock
from voicecoach.core.events import Armed, Deaf, Event, Faltered, Mute
from voicecoach.core.problems import NoSound
from voicecoach.core.standstill import Patience, Standstill

LOOK_EVERY_S = 0.05
LATE_S = 0.15
"""No more than this counts between two looks: who looks late was held up, and so were the parts."""

SOUND = Patience(opening_s=4.0, settling_s=5.0, least_s=0.4, most_s=2.5)
"""A device's first frame takes up to 1.9 s, a block some hundredths; an idle PulseAudio sink may
work in blocks of two seconds."""
LIFE = Patience(opening_s=8.0, settling_s=2.0, least_s=0.4, most_s=20.0, fading_s=inf)
"""Zeros for a while are nothing strange where noise is taken out before we get the sound: such a
microphone is known by them, and is given time."""
RECOGNIZER = Patience(opening_s=30.0, settling_s=1.0, least_s=0.6, most_s=0.6)
"""For one that neither answers nor computes. Models take a second to load, or ten."""
SLOW_RECOGNIZER = Patience(opening_s=30.0, settling_s=1.0, least_s=2.0, most_s=6.0)
"""For one that computes, and does not answer: a look takes a tenth of a second, or one on a slow
machine that has much to do."""
HUNG_S = 3.0
"""So long without an answer, and the recognizer is not only slow: another one is loaded."""

TRIES = 3
"""How often in a row the speaker is begun anew, or the recognizer, before it is given up."""
STUCK_S = 8.0
"""So long beginning it anew may take."""
SETTLED_S = 1.0
"""So long a speaker must play before another standstill is news."""
FORGIVEN_S = 60.0
"""A part that lived for so long may fail as often again."""
AGAIN_S = (0.0, 1.0, 3.0, 10.0)
"""How long after the last try the microphone is tried again; the last figure for ever."""
HEARS_S = 5.0
"""So long everything must be well before the user is told so: time to say first what was wrong."""

Kind = Literal["input", "output"]


class Sound(Protocol):
    """What plays and records: `audio.duplex.Duplex`."""

    frames_played: int
    frames_heard: int
    frames_alive: int
    deaf_because: str | None
    failure: Exception | None

    def restart(self, kind: Kind) -> None:
        """Begin one direction anew. Raises NoSound."""
        ...

    def reopen(self) -> None:
        """Begin both anew. Raises NoSound."""
        ...


class Ears(Protocol):
    """What listens: `hearing.listener.Listener`."""

    @property
    def taken(self) -> int: ...

    @property
    def busy_s(self) -> float | None: ...

    @property
    def waiting(self) -> int: ...

    @property
    def failure(self) -> str | None: ...

    def start(self) -> None:
        """Begin, or begin anew."""
        ...


Fault = Callable[[str], str]
"""The sentence for a fault by its name, as under `faults` in the lines."""


class Supervisor:
    """Posts Armed, Deaf, Faltered and Mute as the parts come, go and stumble.

    `ears` is None where nobody is to listen. `look` is for whoever has a clock of their own; in a
    `with` block it is called many times a second.
    """

    def __init__(
        self,
        sound: Sound,
        ears: Ears | None,
        fault: Fault,
        post: Callable[[Event], None],
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        self._mender = _Mender()
        self._last = self._clock.now()
        self.looks = 0
        """How often it has looked: whoever watches over the watcher counts these."""
        listens = ears is not None and sound.deaf_because is None
        self._parts: list[Callable[[float], None]] = [
            _Speaker(sound, fault, post, self._mender).look
        ]
        if ears is not None and listens:
            self._parts.append(_Hearing(sound, ears, fault, post, self._mender).look)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def __enter__(self) -> "Supervisor":
        self._last = self._clock.now()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(1.0)

    def look(self) -> None:
        """Look at every part."""
        now = self._clock.now()
        passed_s, self._last = min(now - self._last, LATE_S), now
        for part in self._parts:
            part(passed_s)

    def _run(self) -> None:
        while not self._over.wait(LOOK_EVERY_S):
            self.look()
            self.looks += 1


class _Mender:
    """Does one thing at a time that may block, in a thread that may hang."""

    def __init__(self) -> None:
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def mend(self, how: Callable[[], None]) -> None:
        def try_it() -> None:
            try:
                how()
            except Exception:  # noqa: BLE001 - what is not mended is seen by its counts
                return

        self._thread = threading.Thread(target=try_it, name="mending", daemon=True)
        self._thread.start()


class _Speaker:
    """Begins a speaker anew that takes no frames; tells of it, and when it gives it up."""

    def __init__(
        self, sound: Sound, fault: Fault, post: Callable[[Event], None], mender: _Mender
    ) -> None:
        self._sound = sound
        self._fault = fault
        self._post = post
        self._mender = mender
        self._frames = Standstill(SOUND)
        self._well_s = self._mending_s = 0.0
        self._tries = 0
        self._told = self._mute = False

    def look(self, passed_s: float) -> None:
        still = self._frames.look(self._sound.frames_played, passed_s)
        self._mending_s = self._mending_s + passed_s if self._mender.busy else 0.0
        if self._mender.busy:
            if still and self._mending_s > STUCK_S:
                self._give_up()
        elif still or self._sound.failure is not None:
            self._well_s = 0.0
            self._begin_anew()
        elif self._frames.moved:
            self._well_s += passed_s
            self._told = self._told and self._well_s < SETTLED_S
            if self._well_s > FORGIVEN_S:
                self._tries = 0

    def _give_up(self) -> None:
        if not self._mute:
            self._mute = True
            self._post(Mute(self._fault("speaker_gone")))

    def _begin_anew(self) -> None:
        if not self._told:
            self._told = True
            self._post(Faltered(self._fault("speaker_stalled")))
        if self._tries == TRIES:
            self._give_up()
            return
        self._tries += 1
        self._frames = Standstill(SOUND)
        self._mender.mend(self._restart if self._tries == 1 else self._sound.reopen)

    def _restart(self) -> None:
        try:
            self._sound.restart("output")
        except NoSound:  # the device may have a new number
            self._sound.reopen()


@dataclass(slots=True)
class _Retry:
    """When something is to be tried again."""

    tries: int = 0
    since_s: float = 0.0

    def is_due(self, passed_s: float) -> bool:
        self.since_s += passed_s
        return self.since_s >= AGAIN_S[min(self.tries, len(AGAIN_S) - 1)]

    def tried(self) -> None:
        self.tries, self.since_s = self.tries + 1, 0.0


class _Recognizer:
    """Whether it hangs: at once where it does not even compute, later where it does."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._idle = Standstill(RECOGNIZER)
        self._slow = Standstill(SLOW_RECOGNIZER)

    @property
    def still_s(self) -> float:
        return self._slow.still_s

    def look(self, passed_s: float) -> bool:
        taken, busy_s = self._ears.taken, self._ears.busy_s
        if taken and not self._ears.waiting:
            self._idle.rest()
            self._slow.rest()
        hangs = self._slow.look(taken, passed_s)
        if busy_s is None:
            return hangs
        return self._idle.look(taken + round(busy_s * 1000), passed_s) or hangs


class _Hearing:
    """Whether a "stop" would be heard now: microphone, its life, and the recognizer."""

    def __init__(
        self,
        sound: Sound,
        ears: Ears,
        fault: Fault,
        post: Callable[[Event], None],
        mender: _Mender,
    ) -> None:
        self._sound = sound
        self._ears = ears
        self._fault = fault
        self._post = post
        self._mender = mender
        self._frames = Standstill(SOUND)
        self._life = Standstill(LIFE)
        self._recognizer = _Recognizer(ears)
        self._microphone = _Retry()
        self._failures = 0
        self._deaf = False
        self._armed = False
        self._well_s = 0.0

    def look(self, passed_s: float) -> None:
        wrong = self._microphone_is_gone(passed_s) or self._recognizer_is_gone(passed_s)
        if wrong is not None:
            self._well_s = 0.0
            if not self._deaf:
                self._deaf, self._armed = True, False
                self._post(Deaf(wrong))
            return
        self._well_s += passed_s
        if self._well_s > FORGIVEN_S:
            self._failures, self._microphone = 0, _Retry()
        hears = self._ears.taken > 0 and self._life.moved
        if hears and not self._armed and (not self._deaf or self._well_s > HEARS_S):
            self._deaf, self._armed = False, True
            self._post(Armed())

    def _microphone_is_gone(self, passed_s: float) -> str | None:
        """Why the microphone is of no use, if it is not."""
        if self._frames.look(self._sound.frames_heard, passed_s):
            self._life.rest()
            if self._microphone.is_due(passed_s) and not self._mender.busy:
                once = self._microphone.tries == 0
                self._microphone.tried()
                self._mender.mend(self._restart if once else self._sound.reopen)
            return self._fault("microphone_gone")
        if self._life.look(self._sound.frames_alive, passed_s):
            return self._fault("microphone_silent")
        return None

    def _recognizer_is_gone(self, passed_s: float) -> str | None:
        """Why nobody understands what the microphone hears, if it is so."""
        if (failure := self._ears.failure) is not None:
            self._start_anew()
            return failure or self._fault("recognizer_failed")
        if self._recognizer.look(passed_s):
            if self._recognizer.still_s > HUNG_S:
                self._start_anew()
            return self._fault("recognizer_hangs")
        return None

    def _start_anew(self) -> None:
        if self._failures < TRIES:
            self._failures += 1
            self._recognizer = _Recognizer(self._ears)
            self._ears.start()

    def _restart(self) -> None:
        self._sound.restart("input")
