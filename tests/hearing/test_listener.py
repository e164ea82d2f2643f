"""The thread that listens, with a microphone that gives what is written for it."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from queue import Empty
from typing import NamedTuple

import numpy as np
import pytest

from voicecoach.core.events import Armed, Deaf, Event, Heard, SpeechBegan, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.core.problems import Problem
from voicecoach.hearing.ear import Ear
from voicecoach.hearing.listener import OPENING_S, STALLED_S, STEADY, Listener
from voicecoach.hearing.recognizer import Samples

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
        self.told: list[str | None] = []

    def coach_says(self, text: str | None) -> None:
        self.told.append(text)

    def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]:
        self.fed.append(samples)
        self.hurried.append(hurry)
        events = self._events.popleft() if self._events else []
        if isinstance(events, Exception):
            raise events
        return events


def listen(
    microphone: Microphone,
    make_ear: Callable[[], Scripted | Ear],
    clean: Callable[[Samples, Samples], Samples] = lambda heard, _: heard,
    says: Iterable[str | None] = (),
) -> list[Event]:
    """What is posted until the microphone's script is over."""
    posted: list[Event] = []
    listener = Listener(microphone, clean, make_ear, posted.append)
    for text in says:
        listener.coach_says(text)
    listener.start()
    assert microphone.over.wait(PATIENCE_S)
    told = list(posted)
    microphone.let_go.set()
    listener.close()
    assert not listener._thread.is_alive()
    return told


def test_it_is_armed_with_the_first_block_and_not_before() -> None:
    assert listen(Microphone(), Scripted) == []
    assert listen(Microphone(OPENING_S / 2, Sound(), Sound()), Scripted) == [Armed()]


def test_what_the_ear_hears_is_posted_in_order() -> None:
    stop = Heard(Intent.STOP, "stop")
    ear = Scripted([], [SpeechBegan()], [stop, SpeechEnded()])
    microphone = Microphone(Sound(), Sound(), Sound())
    assert listen(microphone, lambda: ear) == [Armed(), SpeechBegan(), stop, SpeechEnded()]


def test_a_microphone_that_never_gives_a_block_is_told_once() -> None:
    deaf = Deaf("The microphone gives no sound.")
    assert listen(Microphone(OPENING_S * 3), Scripted) == [deaf]


def test_a_steady_microphone_that_stalls_is_told_soon_and_once() -> None:
    steady = [Sound()] * (STEADY + 1)
    told = listen(Microphone(*steady, STALLED_S + 0.2), Scripted)
    assert told == [Armed(), Deaf("The microphone gives no sound.")]
    assert listen(Microphone(*steady, STALLED_S / 2, Sound()), Scripted) == [Armed()]


def test_a_microphone_that_has_just_begun_has_more_time() -> None:
    assert listen(Microphone(Sound(), STALLED_S + 0.2, Sound()), Scripted) == [Armed()]


def test_a_microphone_that_comes_back_arms_it_again() -> None:
    told = listen(Microphone(Sound(), OPENING_S + 0.2, Sound()), Scripted)
    assert told == [Armed(), Deaf("The microphone gives no sound."), Armed()]


def test_a_recognizer_that_is_not_installed_is_told_with_the_mend() -> None:
    def not_installed() -> Scripted:
        raise Problem("There is no model.", "Install it.")

    assert listen(Microphone(), not_installed) == [Deaf("There is no model. Install it.")]


def test_a_recognizer_that_fails_is_told_and_blocks_do_not_pile_up() -> None:
    microphone = Microphone(*[Sound()] * 50)
    told = listen(microphone, lambda: Scripted([], MemoryError("too large")))
    assert told == [Armed(), Deaf("The recognizer failed (MemoryError: too large).")]
    assert microphone.qsize() == 0


def test_the_echo_is_taken_out_before_anything_is_heard() -> None:
    ear = Scripted()
    heard, played = np.full(160, 0.5, np.float32), np.full(160, 0.25, np.float32)
    listen(Microphone(Sound(heard, played)), lambda: ear, lambda near, far: near - far)
    np.testing.assert_array_equal(ear.fed[0], np.full(160, 0.25, np.float32))


def test_the_ear_is_told_what_the_coach_says_before_the_block_that_follows() -> None:
    ear = Scripted()
    listen(Microphone(Sound()), lambda: ear, says=["Say stop.", None])
    assert ear.told == ["Say stop.", None]


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
    told = listen(Microphone(*blocks), lambda: ear)
    assert [event.phrase for event in told if isinstance(event, Heard)] == [words]
    assert (told[0], told[1], told[-1]) == (Armed(), SpeechBegan(), SpeechEnded())
