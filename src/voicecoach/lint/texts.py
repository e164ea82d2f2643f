"""The texts of a session that a user hears, each with its sentences and its place in the file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, get_args

from pydantic import AfterValidator, StringConstraints
from pydantic.fields import FieldInfo

from voicecoach.handwritten.where import Step, Where
from voicecoach.language.patterns import PatternSet, Span, Spans
from voicecoach.language.wording import Wording
from voicecoach.lint.findings import Found
from voicecoach.lint.prose import Sentence, sentences
from voicecoach.script import text
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Session, Source
from voicecoach.script.node import Node

Locate = Callable[[str, Where, int], Where]
"""Finds a letter of a text in the file, given where the text begins."""


@dataclass(frozen=True)
class Spoken:
    """A text that stands behind `key`, in an exercise or in the session around them."""

    text: str
    key: str
    exercise: Exercise | None
    begins: Where
    locate: Locate = field(repr=False)
    wording: Wording | None = field(repr=False)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.text)

    @cached_property
    def _spans(self) -> tuple[Spans, ...]:
        known = self.wording
        return tuple(known.spans(sentence.words) if known else {} for sentence in self.sentences)

    def find(self, patterns: PatternSet) -> Iterator[tuple[Sentence, Span]]:
        """Where one of the patterns fits; of those that begin together, the longest."""
        for sentence, spans in zip(self.sentences, self._spans, strict=True):
            longest = {span.start: span for span in patterns.find(sentence.words, spans)}
            yield from ((sentence, span) for span in _apart(longest.values()))

    def listed(self, name: str) -> Iterator[tuple[Sentence, Span]]:
        """Where a word of the list stands."""
        known = self.wording
        yield from self.find(known.lists.get(name, known.nothing)) if known else ()

    def found(self, code: str, at: int = 0, mend: str | None = None, **values: object) -> Found:
        """A finding at the letter number `at`."""
        where = self.locate(self.text, self.begins, at)
        return Found(code, where, self.exercise, values, mend)

    def found_words(
        self, code: str, sentence: Sentence, span: Span, mend: str | None = None, **values: object
    ) -> Found:
        """A finding about these words of a sentence."""
        written = sentence.written(span.start, span.end)
        return self.found(code, sentence.place(span.start), mend, text=written, **values)


def _apart(spans: Any) -> Iterator[Span]:
    """Those that do not begin inside another."""
    end = 0
    for span in sorted(spans):
        if span.start >= end and span.end > span.start:
            yield span
            end = span.end


def spoken(session: Session, locate: Locate, wording: Wording | None) -> Iterator[Spoken]:
    """Every text of the session that the coach says, in the order of the model."""
    yield from _texts(session, None, locate, wording)


def _texts(
    node: Node, exercise: Exercise | None, locate: Locate, wording: Wording | None
) -> Iterator[Spoken]:
    exercise = node if isinstance(node, Exercise) else exercise
    for key, info in type(node).model_fields.items():
        value = getattr(node, key)
        if key not in node.model_fields_set:
            continue
        items: tuple[tuple[object, tuple[Step, ...]], ...] = (
            tuple((item, (key, n)) for n, item in enumerate(value))
            if isinstance(value, tuple)
            else ((value, (key,)),)
        )
        for item, path in items:
            if isinstance(item, Source):
                continue  # the name of a leaflet is not the author's
            if isinstance(item, Node):
                yield from _texts(item, exercise, locate, wording)
            elif isinstance(item, str) and _is_spoken(info):
                yield Spoken(item, key, exercise, node.where_of(*path), locate, wording)


def _is_spoken(info: FieldInfo) -> bool:
    """Whether the model has a key's text checked for the voice; addresses have a form as well."""
    marks = [*info.metadata, *_metadata(info.annotation)]
    checked = any(isinstance(m, AfterValidator) and m.func is text.spoken for m in marks)
    return checked and not any(isinstance(m, StringConstraints) and m.pattern for m in marks)


def _metadata(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _metadata(part)
