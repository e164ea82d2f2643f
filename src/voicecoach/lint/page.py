"""What the rules look at: the session, its texts, and the words of its language."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from voicecoach.handwritten.where import Step, Where
from voicecoach.language.grammar import Grammar
from voicecoach.language.wording import Wording
from voicecoach.lint.findings import Found
from voicecoach.lint.spot import Page as FileText
from voicecoach.lint.texts import Spoken, spoken
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Session

FELT = frozenset({"name", "expect", "stop_if", "title"})
"""Keys that say what is felt, or only name the exercise."""


def every_exercise(session: Session) -> tuple[Exercise, ...]:
    """All exercises, and those that are done only in place of others."""
    return (*session.exercises, *session.forms)


@dataclass(frozen=True)
class Page:
    """A session and what is needed to judge it. `files` has the text of its files by name."""

    session: Session
    files: dict[str, FileText]
    wording: Wording | None
    grammar: Grammar | None

    @cached_property
    def texts(self) -> tuple[Spoken, ...]:
        """All that the coach says of what the author wrote, where it came from left out."""
        files = self.files

        def locate(text: str, begins: Where, at: int) -> Where:
            page = files.get(begins.file)
            return page.where(text, begins, at) if page else begins

        return tuple(
            text
            for text in spoken(self.session, locate, self.wording)
            if text.exercise or text.key in {"title", "equipment"}
        )

    def of(self, exercise: Exercise, *keys: str) -> Iterator[Spoken]:
        """The texts of an exercise, or those behind some of its keys."""
        return (
            text
            for text in self.texts
            if text.exercise is exercise and (not keys or text.key in keys)
        )

    def doing(self, exercise: Exercise) -> Iterator[Spoken]:
        """Its texts that say how to be and what to do."""
        return (text for text in self.of(exercise) if text.key not in FELT)

    def at(self, exercise: Exercise, code: str, *path: Step, **values: object) -> Found:
        """A finding about an exercise, or about one of its values."""
        return Found(code, exercise.where_of(*path), exercise, values)
