"""The ear: sound in, events out. The same for a running session and for a recording.

It works on a sample clock: what it says depends on the sound alone, not on when or in which
pieces the sound comes (unless the caller is in a hurry).
"""

import re
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Event, Heard, SpeechBegan, SpeechEnded
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.decision import Decision, Moment, Verdict
from voicecoach.hearing.level import clean, levelled
from voicecoach.hearing.recognizer import Evidence, Recognizer, Samples
from voicecoach.hearing.segmenter import Mark, Segmenter
from voicecoach.hearing.vad import FRAME, VoiceActivity

Understand = Callable[[str], Intent | None]
"""What a sentence means that no phrase of the grammar covers, if anything."""

_PRE_ROLL = 9
"""Frames (0.29 s) before the onset that belong to the word: its first consonant is quiet."""
_PARTIAL_EVERY = 5
"""Frames (160 ms) between two looks at what is still being said."""
_PARTIAL_FIRST = 8
"""Frames of speech before the first look; the shortest "stop" is as long."""
_TRAILING = 50
"""Frames (1.6 s) that are looked at in a long stretch: the last words."""
_REST = 16
"""Frames of speech after an early decision before there can be another word (0.5 s)."""
_ECHO_TAIL = 22
"""Frames (0.7 s) for which the coach's last words may still be in the room."""
_MEMORY = 280
"""Frames of sound that are kept (9 s)."""


class Ear:
    """Listens. `feed` it the microphone's sound; it answers with what was said.

    `understand` is asked about the free text of finished speech that is no phrase.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        vad: VoiceActivity,
        *,
        understand: Understand | None = None,
        decision: Decision | None = None,
    ) -> None:
        self._recognizer = recognizer
        self._vad = vad
        self._understand = understand or (lambda _: None)
        self._decision = decision or Decision.load()
        self._segmenter = Segmenter()
        self._waiting: Samples = np.zeros(0, np.float32)
        self._memory: Samples = np.zeros(_MEMORY * FRAME, np.float32)
        self._done = 0
        self._looked = 0
        self._asked = False
        self._stopped = False
        self._coach = ""
        self._coach_until: int | None = 0
        self.last_evidence = Evidence()

    def coach_says(self, text: str | None) -> None:
        """What the coach is saying from now on, None when it falls silent.

        The coach's own "stop" in the loudspeaker must not stop it.
        """
        if text is None:
            self._coach_until = self._segmenter.frame + 1 + _ECHO_TAIL
        else:
            self._coach, self._coach_until = _plain(text), None

    def feed(self, samples: ArrayLike, *, hurry: bool = False) -> list[Event]:
        """Listen to a block of mono sound at 16 kHz, of any length.

        `hurry` skips the looks at unfinished speech: for a caller who has fallen behind.
        """
        self._waiting = np.concatenate([self._waiting, clean(samples)])
        events: list[Event] = []
        whole = len(self._waiting) // FRAME * FRAME
        frames, self._waiting = self._waiting[:whole], self._waiting[whole:]
        for frame in frames.reshape(-1, FRAME):
            events += self._hear(frame, hurry=hurry)
        return events

    def finish(self) -> list[Event]:
        """The recording is over: what is still open is decided now."""
        events = self.feed(np.zeros(FRAME, np.float32))
        while self._segmenter.speaking:
            events += self.feed(np.zeros(FRAME, np.float32))
        return events

    def _hear(self, frame: Samples, *, hurry: bool) -> list[Event]:
        self._memory = np.concatenate([self._memory[FRAME:], frame])
        mark = self._segmenter.feed(self._vad(frame))
        match mark:
            case Mark.SILENT:
                return []
            case Mark.BEGAN:
                self._asked = self._stopped = False
                self._looked = self._segmenter.frame
                return [SpeechBegan()]
            case Mark.SPEAKING:
                return [] if hurry or not self._due() else self._decide(Moment.PARTIAL)
            case Mark.PAUSED:
                return self._decide(Moment.PAUSE)
            case Mark.SPLIT:
                events = self._decide(Moment.END)
                self._asked = self._stopped = False
                return events
            case Mark.ENDED:
                return [*self._decide(Moment.END), SpeechEnded()]

    def _due(self) -> bool:
        voiced = self._segmenter.frame - self._segmenter.start + 1
        return voiced >= _PARTIAL_FIRST and self._segmenter.frame - self._looked >= _PARTIAL_EVERY

    def _decide(self, moment: Moment) -> list[Event]:
        now, last = self._segmenter.frame, self._segmenter.last_voiced
        self._looked = now
        start = max(self._done, self._segmenter.start - _PRE_ROLL)
        if last - start + 1 < (_REST if self._done > self._segmenter.start else 1):
            return []
        stop = min(now, last + _PRE_ROLL) + 1
        if moment is not Moment.END:
            start = max(start, now + 1 - _TRAILING)
        self.last_evidence = self._recognizer.listen(levelled(self._cut(start, stop)))
        verdict = self._decision.decide(self.last_evidence, moment)
        if verdict is None and moment is Moment.END:
            verdict = self._read(self.last_evidence)
        verdict = self._unless_it_was_the_coach(verdict)
        if verdict is None or not self._is_news(verdict):
            return []
        return [
            Heard(
                verdict.intent,
                verdict.phrase,
                self.last_evidence.text,
                round(verdict.score, 3),
                _seconds(max(start, self._segmenter.start)),
                _seconds(last + 1),
                _seconds(now + 1),
                verdict.certainty,
            )
        ]

    def _is_news(self, verdict: Verdict) -> bool:
        """Whether this stretch of speech has not said it yet; if so, note that it has now.

        One doubt a stretch; and what follows a "stop" in one breath is its own end, misheard,
        unless it is one more reason to be silent.
        """
        if verdict.certainty is Certainty.DOUBTFUL:
            news, self._asked = not (self._asked or self._stopped), True
            return news
        if self._stopped and verdict.intent not in SAFETY_INTENTS:
            return False
        self._stopped = self._stopped or verdict.intent in SAFETY_INTENTS
        self._done = self._segmenter.frame + 1
        return True

    def _cut(self, start: int, stop: int) -> Samples:
        """The sound of frames `start` up to `stop`, as far as it is remembered."""
        first = self._segmenter.frame + 1 - _MEMORY
        return self._memory[max(0, start - first) * FRAME : max(0, stop - first) * FRAME]

    def _read(self, evidence: Evidence) -> Verdict | None:
        """What the free text means where the phrases say nothing."""
        intent = self._understand(evidence.text) if evidence.text else None
        return None if intent is None else Verdict(intent, evidence.text, 0.0, Certainty.CLEAR)

    def _unless_it_was_the_coach(self, verdict: Verdict | None) -> Verdict | None:
        """One step less sure of words that the coach is saying itself."""
        silent = self._coach_until is not None and self._segmenter.frame >= self._coach_until
        if verdict is None or silent or f" {_plain(verdict.phrase)} " not in f" {self._coach} ":
            return verdict
        if verdict.certainty is Certainty.DOUBTFUL or verdict.intent not in SAFETY_INTENTS:
            return None
        return Verdict(verdict.intent, verdict.phrase, verdict.score, Certainty.DOUBTFUL)


def _seconds(frames: int) -> float:
    return round(max(0, frames) * FRAME / HEARING_RATE, 3)


def _plain(text: str) -> str:
    """Lower case, words only."""
    return " ".join(re.findall(r"[\w']+", text.lower()))
