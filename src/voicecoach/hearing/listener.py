"""The thread that listens: it feeds the ear and posts what it hears."""

import threading
from collections.abc import Callable, Iterable, Sequence
from queue import Empty, SimpleQueue
from typing import Protocol

from voicecoach.core.clock import busy_s
from voicecoach.core.events import Event, SpeechEnded
from voicecoach.core.problems import Problem
from voicecoach.core.score import Words
from voicecoach.hearing.memory import let_go, share_one_heap
from voicecoach.hearing.recognizer import Samples

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

    def coach_says(self, words: Sequence[Words]) -> None: ...

    def expect(self, *, numbers: bool, choices: bool = False) -> None: ...

    def feed(self, samples: Samples, *, hurry: bool) -> Iterable[Event]: ...


Clean = Callable[[Samples, Samples], Samples]
"""Takes the echo of what was played out of what the microphone heard."""


class Listener:
    """Listens to `blocks` from `start` to `close`.

    `make` loads the models, in the thread itself, so that the coach can already speak. Whoever
    watches over it sees that it works by `taken`, and may `start` it anew.
    """

    def __init__(
        self,
        blocks: Blocks,
        make: Callable[[], tuple[Clean, Hearing]],
        post: Callable[[Event], None],
    ) -> None:
        share_one_heap()
        self._blocks = blocks
        self._make = make
        self._post = post
        self._says: Sequence[Words] = ()
        self._expected = (False, False)
        self._listening: _Listening | None = None

    def start(self) -> None:
        """Load the models and begin to listen; who listened before is not waited for."""
        if self._listening is not None:
            self._listening.over.set()
        self._listening = _Listening(self._blocks, self._make, self._post)
        self.coach_says(self._says)
        if any(self._expected):
            self.expect(*self._expected)
        self._listening.thread.start()

    def close(self) -> None:
        """Stop listening; returns when the thread has ended, or soon if it hangs."""
        if self._listening is not None:
            self._listening.over.set()
            self._listening.thread.join(timeout=1.0)

    def coach_says(self, words: Sequence[Words]) -> None:
        """Tell the ear what the coach is saying, nothing for silence."""
        self._says = words
        self._tell(lambda ear: ear.coach_says(words))

    def expect(self, numbers: bool, choices: bool) -> None:
        """Tell the ear whether the coach asks for a number, or lets choose what to do."""
        self._expected = (numbers, choices)
        self._tell(lambda ear: ear.expect(numbers=numbers, choices=choices))

    def _tell(self, what: "Callable[[Hearing], None]") -> None:
        if self._listening is not None:
            self._listening.told.put(what)

    @property
    def taken(self) -> int:
        """How many blocks it has listened to since it was started; 0 while the models load."""
        return self._listening.taken if self._listening else 0

    @property
    def busy_s(self) -> float | None:
        """How long it has been computing; None where that is not known."""
        alive = self._listening is not None and self._listening.thread.is_alive()
        return busy_s(self._listening.thread.ident) if self._listening and alive else None

    @property
    def waiting(self) -> int:
        """How many blocks it has not listened to yet."""
        return self._blocks.qsize()

    @property
    def failure(self) -> str | None:
        """Why it has ended by itself, in a sentence or two; "" where only a programmer knows."""
        return self._listening.failure if self._listening else None


class _Listening:
    """One run of the thread, until it is `over`."""

    def __init__(
        self,
        blocks: Blocks,
        make: Callable[[], tuple[Clean, Hearing]],
        post: Callable[[Event], None],
    ) -> None:
        self.taken = 0
        self.failure: str | None = None
        self.over = threading.Event()
        self.told: SimpleQueue[Callable[[Hearing], None]] = SimpleQueue()
        self.thread = threading.Thread(target=self._run, name="listener", daemon=True)
        self._blocks = blocks
        self._make = make
        self._post = post

    def _run(self) -> None:
        try:
            made = self._make()
            let_go()
            self._listen(*made)
        except Problem as problem:
            self.failure = str(problem)
        except Exception:  # noqa: BLE001 - whatever it is, whoever watches tells the user
            self.failure = ""

    def _listen(self, clean: Clean, ear: Hearing) -> None:
        while not self.over.is_set():
            try:
                block = self._blocks.get(timeout=_POLL_S)
            except Empty:
                continue
            while not self.told.empty():
                self.told.get()(ear)
            heard = clean(block.microphone, block.played)
            events = ear.feed(heard, hurry=self._blocks.qsize() > _BEHIND)
            if self.over.is_set():  # somebody else has taken over meanwhile
                return
            over = False
            for event in events:
                self._post(event)
                over |= isinstance(event, SpeechEnded)
            self.taken += 1
            if over:  # what it took to understand this is not needed until somebody speaks again
                let_go()
