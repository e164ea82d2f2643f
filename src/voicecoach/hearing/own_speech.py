"""What the coach has been saying, and when: its own "stop" in the loudspeaker is no command."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.score import Words
from voicecoach.hearing.vad import FRAME

_A_SECOND = HEARING_RATE / FRAME
_EARLY_S, _LATE_S = 0.25, 0.7
"""So long before and after its own time a word may be heard: the report of it is late, and so is
the echo."""
_LATER_S = 0.25
"""So much later than the echo itself, where that is known."""
_UNEVEN = 0.1
"""The share of a sentence by which a word may be off from where its letters put it."""
_KEPT = 8


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence, its frames as they were to be, and the frame in which it was cut off."""

    text: str
    first: float
    last: float
    cut: float


class OwnSpeech:
    """Remembers the last sentences. Time is in frames of the ear."""

    def __init__(self) -> None:
        self._said: deque[_Said] = deque(maxlen=_KEPT)
        self._late_s: float | None = None

    def is_heard(self, late_s: float | None) -> None:
        """That its echo is heard so late, and hides what is said over it; None: no more."""
        self._late_s = late_s

    def begins(self, words: Sequence[Words], frame: int) -> None:
        """The coach begins to say this; without words it has fallen silent."""
        if not words:
            self._said = deque(
                (replace(said, cut=min(said.cut, frame)) for said in self._said), maxlen=_KEPT
            )
        for each in words:
            first, last = (frame + at_s * _A_SECOND for at_s in (each.from_s, each.to_s))
            self._said.append(_Said(plain(each.text), first, last, last))

    def may_be(self, phrase: str, first: int, last: int) -> bool:
        """Whether it may be the coach who said `phrase` in these frames."""
        return any(
            self._heard_in(begin, end, first, last)
            for said in self._said
            for begin, end in _places(said, plain(phrase))
        )

    def speaks(self, first: int, last: int) -> bool:
        """Whether it says anything itself in these frames."""
        return any(self._heard_in(said.first, said.cut, first, last) for said in self._said)

    def drowns(self, first: int, last: int) -> bool:
        """Whether its own voice hides what is said in these frames."""
        return self._late_s is not None and self.speaks(first, last)

    def _heard_in(self, begin: float, end: float, first: int, last: int) -> bool:
        """Whether what it said between `begin` and `end` may be heard in these frames."""
        late_s = _LATE_S if self._late_s is None else max(_LATE_S, self._late_s + _LATER_S)
        return begin - _EARLY_S * _A_SECOND <= last and first <= end + late_s * _A_SECOND


def _places(said: _Said, phrase: str) -> Iterator[tuple[float, float]]:
    """From when to when the phrase is said, each time that it is in the sentence."""
    length = said.last - said.first
    letters = max(1, len(said.text))
    slack = _UNEVEN * length
    for found in re.finditer(rf"(?<!\S){re.escape(phrase)}(?!\S)", said.text) if phrase else ():
        begin = said.first + length * found.start() / letters
        end = said.first + length * found.end() / letters
        if begin <= said.cut:
            yield begin - slack, end + slack


def plain(text: str) -> str:
    """Lower case, words only."""
    return " ".join(re.findall(r"[\w']+", text.lower()))
