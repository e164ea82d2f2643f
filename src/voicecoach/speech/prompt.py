"""A voice that nobody waits for longer than they can."""

import threading
from queue import Empty, SimpleQueue

from voicecoach.core.clip import Clip
from voicecoach.speech.voice import Voice, VoiceFailed

AHEAD_S = 0.02
"""So long a line is waited for that is not needed yet."""


class _Request:
    """A line that is to be spoken, and what became of it."""

    def __init__(self, text: str, wpm: int) -> None:
        self.text = text
        self.wpm = wpm
        self.answer: SimpleQueue[Clip | Exception] = SimpleQueue()


class PromptVoice:
    """`voice`, asked in a thread of its own, one line after the other.

    `render` raises VoiceFailed when the clip is not there within `patience_s`, which may be set at
    any time; None is for ever. What was late is not lost if `voice` keeps it. While one line is
    late, others are refused at once.
    """

    def __init__(self, voice: Voice) -> None:
        self.patience_s: float | None = None
        self._voice = voice
        self._requests: SimpleQueue[_Request] = SimpleQueue()
        self._late: _Request | None = None
        self._ahead: _Request | None = None
        self._thread: threading.Thread | None = None

    @property
    def name(self) -> str:
        """The name of the voice behind it, which may have to load."""
        return self._voice.name

    def render(self, text: str, wpm: int) -> Clip:
        """The sound of `text`, if it comes in time. Raises as the voice does."""
        if self._late is not None and self._late.answer.empty():
            raise VoiceFailed("The voice does not answer.", "It is being started again.")
        self._late, request = None, self._ask(text, wpm)
        try:
            answer = request.answer.get(timeout=self.patience_s)
        except Empty:
            self._late = request
            raise VoiceFailed("The voice does not answer.", "It is being started again.") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def ahead(self, text: str, wpm: int) -> Clip | None:
        """The sound of `text` if it is there by now; otherwise it is being made, so ask again.

        For who has something else to do. Raises as the voice does.
        """
        if self._ahead is None or (self._ahead.text, self._ahead.wpm) != (text, wpm):
            self._ahead = self._ask(text, wpm)
        try:
            answer = self._ahead.answer.get(timeout=AHEAD_S)
        except Empty:
            return None
        self._ahead = None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _ask(self, text: str, wpm: int) -> _Request:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
            self._thread.start()
        request = _Request(text, wpm)
        self._requests.put(request)
        return request

    def close(self) -> None:
        """Close the voice."""
        self._voice.close()

    def _run(self) -> None:
        while True:
            request = self._requests.get()
            try:
                request.answer.put(self._voice.render(request.text, request.wpm))
            except Exception as error:  # noqa: BLE001 - it is raised where somebody waits for it
                request.answer.put(error)
