"""The thread that listens, with a microphone that gives what is written for it."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import Empty
from typing import NamedTuple

import numpy as np
import pytest

from voicecoach.core.events import Event, Heard, SpeechBegan, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.core.score import Words
from voicecoach.hearing.ear import Ear
from voicecoach.hearing.listener import Clean, Hearing, Listener
from voicecoach.hearing.recognizer import Samples

SAY_STOP = (Words("Say stop.", 0.0, 1.0),)

PATIENCE_S = 20.0
NOTHING = np.zeros(160, np.float32)


class Sound(NamedTuple):
    """10 ms at 16 kHz."""

    microphone: Samples = NOTHING
    played: Samples = NOTHING


class Microphone:
    """Gives blocks, and in between nothing for some seconds, on a clock that only it moves."""

    def __init__(self, *script: Sound | float) -> None:
        self._script = deque(script)
        self.over = threading.Event()
        self.let_go = threading.Event()

    def get(self, *, timeout: float) -> Sound:
        if not self._script:
            self.over.set()
            self.let_go.wait(PATIENCE_S)
            raise Empty
        first = self._script.popleft()
        if isinstance(first, Sound):
            return first
        if first > timeout:
            self._script.appendleft(first - timeout)
        raise Empty

    def qsize(self) -> int:
        return sum(isinstance(item, Sound) for item in self._script)


class Scripted:
    """An ear that hears what is written for it, block by block."""

    def __init__(self, *events: list[Event] | Exception) -> None:
        self._events = deque(events)
        self.fed: list[Samples] = []
        self.hurried: list[bool] = []
        self.told: list[str | Sequence[Words]] = []

    def coach_says(self, words: Sequence[Words]) -> None:
        self.told.append(words)

    def expect(self, *, numbers: bool, choices: bool = False) -> None:
        self.told.append("numbers" if numbers else "choices" if choices else "no numbers")

    def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]:
        self.fed.append(samples)
        self.hurried.append(hurry)
        events = self._events.popleft() if self._events else []
        if isinstance(events, Exception):
            raise events
        return events


def as_it_is(microphone: Samples, _played: Samples) -> Samples:
    return microphone


@dataclass
class Session:
    """What came of listening until the microphone's script was over."""

    listener: Listener
    posted: list[Event]


def listen(
    microphone: Microphone,
    make_ear: Callable[[], Hearing],
    clean: Clean = as_it_is,
    says: Iterable[Sequence[Words]] = (),
) -> Session:
    posted: list[Event] = []
    listener = Listener(microphone, lambda: (clean, make_ear()), posted.append)
    for words in says:
        listener.coach_says(words)
    listener.start()
    assert microphone.over.wait(PATIENCE_S)
    session = Session(listener, list(posted))
    microphone.let_go.set()
    listener.close()
    return session


def eventually(true: Callable[[], bool]) -> bool:
    """Whether something comes true, in a thread that is not ours."""
    patience = threading.Event()
    return any(true() or patience.wait(0.01) for _ in range(1000))


def test_what_the_ear_hears_is_posted_in_order() -> None:
    stop = Heard(Intent.STOP, "stop")
    ear = Scripted([], [SpeechBegan()], [stop, SpeechEnded()])
    microphone = Microphone(Sound(), Sound(), Sound())
    assert listen(microphone, lambda: ear).posted == [SpeechBegan(), stop, SpeechEnded()]


def test_what_it_has_listened_to_is_counted_for_whoever_watches_over_it() -> None:
    listener = listen(Microphone(Sound(), 0.5, Sound(), Sound()), Scripted).listener
    assert (listener.taken, listener.waiting, listener.failure) == (3, 0, None)


def test_nothing_is_counted_before_the_models_are_loaded() -> None:
    loaded = threading.Event()
    microphone = Microphone(Sound())

    def slowly() -> tuple[Clean, Hearing]:
        loaded.wait(PATIENCE_S)
        return as_it_is, Scripted()

    listener = Listener(microphone, slowly, lambda _: None)
    listener.start()
    assert (listener.taken, listener.waiting) == (0, 1)
    loaded.set()
    assert eventually(lambda: listener.taken == 1)
    microphone.let_go.set()
    listener.close()


def test_a_recognizer_that_is_not_installed_is_told_with_the_mend() -> None:
    def not_installed() -> tuple[Clean, Hearing]:
        raise Problem("There is no model.", "Install it.")

    listener = Listener(Microphone(), not_installed, lambda _: None)
    listener.start()
    assert eventually(lambda: listener.failure == "There is no model. Install it.")


def test_a_recognizer_that_fails_ends_it_and_another_one_hears_what_is_said_next() -> None:
    microphone = Microphone(Sound(), Sound(), 0.5, Sound())
    heard = Heard(Intent.STOP, "stop")
    ears = deque([Scripted([], MemoryError("too large")), Scripted([heard])])
    posted: list[Event] = []
    listener = Listener(microphone, lambda: (as_it_is, ears.popleft()), posted.append)
    listener.start()
    assert eventually(lambda: listener.failure == "")
    listener.start()
    assert eventually(lambda: posted == [heard])
    assert listener.failure is None
    microphone.let_go.set()
    listener.close()


def test_a_recognizer_that_hangs_is_left_behind_and_is_not_believed_when_it_answers() -> None:
    late, heard = threading.Event(), Heard(Intent.STOP, "stop")

    class Hanging(Scripted):
        def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]:
            super().feed(samples, hurry=hurry)
            late.wait(PATIENCE_S)
            over.set()
            return [SpeechBegan()]

    over = threading.Event()
    microphone = Microphone(Sound(), Sound())
    ears: deque[Hearing] = deque([Hanging(), Scripted([heard])])
    posted: list[Event] = []
    listener = Listener(microphone, lambda: (as_it_is, ears.popleft()), posted.append)
    listener.start()
    assert eventually(lambda: listener.waiting == 1)
    listener.start()
    assert eventually(lambda: listener.taken == 1)
    late.set()
    assert over.wait(PATIENCE_S)
    microphone.let_go.set()
    listener.close()
    assert posted == [heard]


def test_another_ear_is_told_what_the_coach_is_saying_too() -> None:
    first, second = Scripted(MemoryError("too large")), Scripted()
    ears = deque([first, second])
    microphone = Microphone(Sound(), Sound())
    listener = Listener(microphone, lambda: (as_it_is, ears.popleft()), lambda _: None)
    listener.coach_says(SAY_STOP)
    listener.start()
    assert eventually(lambda: listener.failure is not None)
    listener.start()
    assert eventually(lambda: listener.taken == 1)
    microphone.let_go.set()
    listener.close()
    assert second.told == [SAY_STOP]


def test_the_echo_is_taken_out_before_anything_is_heard() -> None:
    ear = Scripted()
    heard, played = np.full(160, 0.5, np.float32), np.full(160, 0.25, np.float32)
    listen(Microphone(Sound(heard, played)), lambda: ear, lambda near, far: near - far)
    np.testing.assert_array_equal(ear.fed[0], np.full(160, 0.25, np.float32))


def test_the_ear_is_told_what_the_coach_says_before_the_block_that_follows() -> None:
    ear = Scripted()
    listen(Microphone(Sound()), lambda: ear, says=[SAY_STOP, ()])
    assert ear.told[-1] == ()


def test_only_who_has_fallen_behind_is_in_a_hurry() -> None:
    ear = Scripted()
    listen(Microphone(*[Sound()] * 100), lambda: ear)
    assert ear.hurried[0]
    assert not ear.hurried[-1]


@pytest.mark.parametrize("words", ["stop", "it hurts"])
def test_a_spoken_word_goes_all_the_way(
    ear: Ear, speak: Callable[..., Samples], room: Callable[[float], Samples], words: str
) -> None:
    sound = np.concatenate([room(0.8), speak(words), room(1.5)])
    blocks = [
        Sound(piece, np.zeros_like(piece)) for piece in np.split(sound, range(160, len(sound), 160))
    ]
    told = listen(Microphone(*blocks), lambda: ear).posted
    assert [event.phrase for event in told if isinstance(event, Heard)] == [words]
    assert (told[0], told[-1]) == (SpeechBegan(), SpeechEnded())
