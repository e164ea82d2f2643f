"""Writes cues one behind the other, each with a name of its own."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from voicecoach.core.score import Measure, Note, Spoken
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Place, Side

BREATH_S = 0.6
"""Between two sentences, so that they can be followed."""


class Writer:
    """The cues so far. `place` is where the next one stands, `around` its name outside of all.

    `forms` are the names of the forms that are being written instead of an exercise.
    """

    def __init__(self, lines: Lines) -> None:
        self.cues: list[Cue] = []
        self.place: Place | None = None
        self.around = "intro"
        self.forms: tuple[str, ...] = ()
        self._lines = lines
        self._ids: Counter[str] = Counter()

    @contextmanager
    def aside(self, form: str) -> Iterator[list[Cue]]:
        """What is written meanwhile belongs to the form with this name, and not to the rest."""
        before, place, forms = self.cues, self.place, self.forms
        self.cues, self.forms = [], (*forms, form)
        try:
            yield self.cues
        finally:
            self.cues, self.place, self.forms = before, place, forms

    def say(self, text: str) -> None:
        self.add(CueKind.SAY, (Spoken(text),), tail_s=BREATH_S)

    def ask(self, question: str, /, *parts: str, **values: object) -> None:
        """A question of the safety ladder; `parts` are said behind it."""
        text = self._lines.ladder.questions[question].ask.format(**values)
        self.add(CueKind.ASK, (Spoken(" ".join((text, *parts))),), tail_s=BREATH_S, asks=question)

    def add(
        self,
        kind: CueKind,
        notes: tuple[Note, ...],
        length_s: float | None = None,
        tail_s: float = 0.0,
        asks: str = "",
    ) -> None:
        measure = Measure(self._id(kind), notes, length_s, tail_s)
        self.cues.append(Cue(kind, measure, self.place, asks))

    def _id(self, kind: CueKind) -> str:
        """A name that says where the cue stands, and is the same in every run."""
        place = self.place
        if place is None:
            parts = [self.around]
        else:
            parts = [f"e{place.exercise}", *self.forms]
            parts += [f"set{place.set}"] if place.set else []
            parts += [] if place.side is Side.BOTH else [place.side]
            parts += [f"rep{place.rep}"] if place.rep else []
        stem = ".".join([*parts, kind])
        self._ids[stem] += 1
        return f"{stem}-{self._ids[stem]}"
