"""Keeps what the user wished for in a session in their settings, without holding anything up."""

import threading
from collections.abc import Callable
from queue import SimpleQueue

from voicecoach.core.events import Event, Notice
from voicecoach.core.problems import BadFile, Problem
from voicecoach.settings import file as settings_file


class Keeper:
    """Writes one setting after the other in a thread of its own.

    `post` is told, once, of a file that cannot be written.
    """

    def __init__(self, post: Callable[[Event], None]) -> None:
        self._post = post
        self._wishes: SimpleQueue[tuple[str, str] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._told = False

    def keep(self, key: str, value: str) -> None:
        """Have `key` set to `value` soon."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, name="settings", daemon=True)
            self._thread.start()
        self._wishes.put((key, value))

    def close(self, patience_s: float = 2.0) -> None:
        """Let what was wished last be written."""
        if self._thread is not None:
            self._wishes.put(None)
            self._thread.join(patience_s)
            self._thread = None

    def _write(self) -> None:
        while (wish := self._wishes.get()) is not None:
            key, value = wish
            try:
                settings_file.change(settings_file.path(), key, [value])
            except (Problem, BadFile) as problem:
                self._tell(problem)

    def _tell(self, problem: Exception) -> None:
        if not self._told:
            self._told = True
            self._post(Notice(f"I cannot keep that for the next time. {problem}"))
