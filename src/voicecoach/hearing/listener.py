"""The thread that listens: it feeds the ear and posts what it hears."""

import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue
from typing import Protocol

from voicecoach.core.events import Armed, Deaf, Event
from voicecoach.core.problems import Problem
from voicecoach.hearing.recognizer import Samples

OPENING_S = 8.0
"""Some devices take seconds to give their first block, and to become steady."""
STEADY = 500
"""Blocks (5 s) after which a microphone is steady."""
STALLED_S = 3.0
"""So long without a block from a steady microphone, and it has gone: longer than an idle sound
server's longest block."""
_POLL_S = 0.1
"""How often it looks whether it is to close, while no block comes."""
_BEHIND = 40
"""Blocks (0.4 s) waiting, and only finished speech is looked at until they are worked off."""


class Block(Protocol):
    """What the microphone heard, and what was played meanwhile."""

    @property
    def microphone(self) -> Samples: ...

    @property
    def played(self) -> Samples: ...


class Blocks(Protocol):
    """A queue of them, as `queue.SimpleQueue` is."""

    def get(self, *, timeout: float) -> Block: ...

    def qsize(self) -> int: ...


class Hearing(Protocol):
    """What blocks are fed to, as `hearing.ear.Ear` is."""

    def coach_says(self, text: str | None) -> None: ...

    def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]: ...


class Listener:
    """Listens to `blocks` from `start` to `close`.

    `make_ear` loads the models, in the thread itself, so that the coach can already speak.
    `clean` takes the echo out. Armed is posted with the first block, Deaf when no more come or
    the recognizer fails.
    """

    def __init__(
        self,
        blocks: Blocks,
        clean: Callable[[Samples, Samples], Samples],
        make_ear: Callable[[], Hearing],
        post: Callable[[Event], None],
    ) -> None:
        self._blocks = blocks
        self._clean = clean
        self._make_ear = make_ear
        self._post = post
        self._said: SimpleQueue[str | None] = SimpleQueue()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="listener", daemon=True)

    def start(self) -> None:
        """Load the models and begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening; returns when the thread has ended, or soon if it hangs."""
        self._closing.set()
        self._thread.join(timeout=1.0)

    def coach_says(self, text: str | None) -> None:
        """Tell the ear what the coach is saying, None for silence."""
        self._said.put(text)

    def _run(self) -> None:
        try:
            self._listen(self._make_ear())
        except Problem as problem:
            self._post(Deaf(str(problem)))
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must be told
            self._post(Deaf(f"The recognizer failed ({type(error).__name__}: {error})."))
        while not self._closing.is_set():
            self._next(OPENING_S)  # nobody hears them, but they must not pile up

    def _listen(self, ear: Hearing) -> None:
        blocks, missed = 0, False
        while not self._closing.is_set():
            block = self._next(STALLED_S if blocks > STEADY else OPENING_S)
            if block is None:
                if not missed and not self._closing.is_set():
                    self._post(Deaf("The microphone gives no sound."))
                blocks, missed = 0, True
                continue
            while not self._said.empty():
                ear.coach_says(self._said.get())
            heard = self._clean(block.microphone, block.played)
            for event in ear.feed(heard, hurry=self._blocks.qsize() > _BEHIND):
                self._post(event)
            blocks, missed = blocks + 1, False
            if blocks == 1:
                self._post(Armed())

    def _next(self, patience_s: float) -> Block | None:
        """The next block, or None if none comes for so long, or it is time to close."""
        for _ in range(round(patience_s / _POLL_S)):
            if self._closing.is_set():
                break
            try:
                return self._blocks.get(timeout=_POLL_S)
            except Empty:
                pass
        return None
