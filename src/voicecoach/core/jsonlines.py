"""Events and actions as JSON Lines, and back: a log of a session can be run again as a test."""

import dataclasses
import json
from collections.abc import Iterable, Iterator
from types import ModuleType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from voicecoach.core import actions, events, score
from voicecoach.core.actions import Action
from voicecoach.core.events import Event

_TYPE, _TIME = "type", "time_s"


def _dataclasses_in(*modules: ModuleType) -> dict[str, type]:
    found = (vars(module).values() for module in modules)
    return {c.__name__: c for values in found for c in values if dataclasses.is_dataclass(c)}  # type: ignore[union-attr,misc]


_KNOWN = _dataclasses_in(events, actions, score)


def to_json(thing: Event | Action, time_s: float) -> str:
    """One line: what it is, its fields, and when it was (`time_s`, in seconds).

    Nothing is rounded and all is ASCII: a log can be run again exactly, and written anywhere.
    """
    return json.dumps({_TIME: time_s, **_plain(thing)})


def from_json(line: str) -> tuple[Event | Action, float]:
    """What `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    fields = json.loads(line)
    time_s = float(fields.pop(_TIME))
    return _typed(_KNOWN[fields[_TYPE]], fields), time_s


def read(lines: Iterable[str]) -> Iterator[tuple[Event | Action, float]]:
    """Every event and action of a log, in order."""
    return (from_json(line) for line in lines if line.strip())


def _plain(thing: Any) -> Any:
    if dataclasses.is_dataclass(thing):
        fields = {f.name: _plain(getattr(thing, f.name)) for f in dataclasses.fields(thing)}
        return {_TYPE: type(thing).__name__, **fields}
    if isinstance(thing, tuple):
        return [_plain(item) for item in thing]
    return thing


def _typed(hint: Any, value: Any) -> Any:
    """`value` from JSON as the type that `hint` names."""
    if isinstance(value, dict):
        cls = _KNOWN[value[_TYPE]]
        hints = get_type_hints(cls)
        return cls(**{name: _typed(hints[name], v) for name, v in value.items() if name != _TYPE})
    if isinstance(value, list):
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if value is None or get_origin(hint) is UnionType or isinstance(hint, UnionType):
        return value
    return hint(value)
