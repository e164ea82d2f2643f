"""A part of a session that knows where it stands in its file."""

from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, Self, get_args

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, PrivateAttr, model_validator

from voicecoach.handwritten.where import Located, Path, Places, Step, Where
from voicecoach.script.values import Heard


def _marks(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


class Node(BaseModel):
    """A part of a session that knows where it stands in its file."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")
    _path: Path = PrivateAttr(())
    _places: Places = PrivateAttr(default_factory=Places)

    @model_validator(mode="wrap")
    @classmethod
    def _remember(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        node = handler(data)
        if isinstance(data, Located):
            node._path, node._places = data.path, data.places
        return node

    @classmethod
    @cache
    def heard_keys(cls) -> frozenset[str]:
        """The keys behind which stands what is heard: a text, or several."""
        return frozenset(
            key
            for key, info in cls.model_fields.items()
            if any(isinstance(mark, Heard) for mark in (*info.metadata, *_marks(info.annotation)))
        )

    @property
    def where(self) -> Where:
        """Where it begins."""
        return self.where_of()

    def where_of(self, *path: Step) -> Where:
        """Where one of its values stands: `exercise.where_of("steps", 0)`."""
        return self._places.value(self._path + path)
