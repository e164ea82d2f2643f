"""The JSON Schema of a session file, for editors: written from the model, and polished.

It is in draft 7, which is what the editors' YAML servers know. What no single value shows is in it
as far as a schema can say that; `voicecoach check` says the rest.

`voicecoach schema > sessions/session.schema.json` brings the shipped one up to date.
"""

import json
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, get_args

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic.fields import FieldInfo

from voicecoach.script import text
from voicecoach.script.model import NODES, Session
from voicecoach.script.node import Node
from voicecoach.script.values import MOST_COUNTED_ALOUD
from voicecoach.script.wording import length

Json = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
FILE = "session.schema.json"
LINE = f"# yaml-language-server: $schema={FILE}"
"""The first line of a session file: where editors find the schema, beside the file."""

_HIDDEN = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f"
    r"\u2028-\u202e\u2060-\u206f\ufeff"
)
_SPOKEN = rf"^[^<>\[\]{{}}\\{_HIDDEN}]*$"
"""Text without `text.MARKUP` and without the hidden characters that there are to meet."""
_BREATH = r"(in|hold|out)\s+(0?[2-9](\.\d)?|1\d(\.\d)?|20(\.0)?)(\s*s)?"
_NUMBER = r"\d{1,6}(\.\d{1,3})?\s*"
_ZERO = r"\s*0+(\.0+)?\s*"
_TEMPO_NUMBER = r"\s*(30(\.0+)?|[12]?\d(\.\d+)?)\s*"


def _any_case(*words: str) -> str:
    """A pattern for words in capital letters or small ones: this dialect has no switch for it."""
    return "(" + "|".join("".join(f"[{c}{c.upper()}]" for c in word) for word in words) + ")"


_MINUTES = _NUMBER + _any_case("minutes", "minute", "mins", "min", "m")
_SECONDS = _NUMBER + _any_case("seconds", "second", "secs", "sec", "s")
_BREATHS = (
    r"^(?=.*\bin\s)(?=.*\bout\s)(?!.*\b(in|hold|out)\s[^,]*,\s*\1\s)"
    rf"\s*{_BREATH}(\s*,\s*{_BREATH}){{1,3}}\s*$"
)

_PATTERNS = {
    rf"^{text.BREATH_PATTERN}(\s*,\s*{text.BREATH_PATTERN}){{1,3}}$": (
        _BREATHS,
        "Write the parts of a breath and their seconds, 2 to 20 each: in 4, hold 2, out 6.",
    ),
    text.DURATION_PATTERN: (
        rf"^\s*(?=\d)({_MINUTES})?\s*({_SECONDS})?\s*$",
        "Write seconds or minutes, with the unit: 20s, 2m or 1m30s.",
    ),
    text.TEMPO_PATTERN: (
        rf"^(?!{_ZERO}-[^-]*-{_ZERO}-){_TEMPO_NUMBER}(-{_TEMPO_NUMBER}){{3}}$",
        "Write the seconds of lowering, pause, lifting, pause: 3-1-2-0.",
    ),
    text.ID_PATTERN: (text.ID_PATTERN, "Write small letters, digits and hyphens."),
}
"""The patterns of the model: as a schema says them, and what an editor tells in their place."""


def schema(codes: Iterable[str] = ()) -> Json:
    """The schema of a whole session file; `codes` are the findings that an author can allow."""
    plain = Session.model_json_schema()
    nodes = {model.__name__: model for _, model in NODES.values()}
    parts = {name: part for name, part in plain["$defs"].items() if name in nodes}
    whole = _node(plain, Session)
    parts["Allowance"]["properties"]["code"]["enum"] = list(codes)
    rules = whole.pop("allOf", [])
    return {
        "$schema": DRAFT,
        "title": "A session of voicecoach",
        **{key: value for key, value in whole.items() if key != "$defs"},
        "allOf": [*rules, _FIRST_POSITION],
        "$defs": {name: _node(part, nodes[name]) for name, part in sorted(parts.items())},
    }


def as_text(codes: Iterable[str] = ()) -> str:
    """The same as the text of a file."""
    return json.dumps(schema(codes), indent=2, ensure_ascii=False)


def _node(plain: Json, model: type[Node]) -> Json:
    """One node: its keys as they can be written, and the rules between them."""
    keys = {key: _value(plain["properties"][key], info) for key, info in model.model_fields.items()}
    keys |= {
        key: _in_any_language(keys[key]) for key in {*model.heard_keys(), _SPELT} & keys.keys()
    }
    left_out = {"title", "properties", "$defs"}
    kept = {key: value for key, value in plain.items() if key not in left_out}
    return kept | {"properties": keys} | RULES.get(model.__name__, {})


def _in_any_language(value: Json) -> Json:
    """A value, or one for each language."""
    about = {key: value[key] for key in ("description", "examples", "default") if key in value}
    bare = {key: each for key, each in value.items() if key not in about}
    several = {
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": text.LANGUAGE_PATTERN},
        "additionalProperties": bare,
    }
    return about | {"anyOf": [bare, several]}


def _value(plain: Json, info: FieldInfo) -> Json:
    """What may stand behind a key."""
    value: Json = _bare(plain, info)
    if _is(info, BeforeValidator, text.given):  # may be left out, but not left empty
        rest = [each for each in value.pop("anyOf") if each != {"type": "null"}]
        value = (rest[0] if len(rest) == 1 else {"anyOf": rest}) | value
    if value.get("default") in (None, []):
        value.pop("default", None)
    elif isinstance(info.default, float):
        value["default"] = length(info.default)
    return value


def _bare(plain: Any, info: FieldInfo) -> Any:
    """The same without the model's own names, words from a list in place, patterns told."""
    if isinstance(plain, list):
        return [_bare(each, info) for each in plain]
    if not isinstance(plain, dict):
        return plain
    enums = {kind.__name__: kind for kind in _enums(info.annotation)}
    reference = plain.get("$ref", "").rpartition("/")[2]
    value = {key: _bare(each, info) for key, each in plain.items() if key != "title"}
    if reference in enums:
        del value["$ref"]
        value = {"type": "string", "enum": [str(each.value) for each in enums[reference]]} | value
    if value.get("pattern") in _PATTERNS:
        value["pattern"], value["patternErrorMessage"] = _PATTERNS[value["pattern"]]
    elif value.get("type") == "string" and "pattern" not in value and _is_spoken(info):
        value["pattern"] = _SPOKEN
        value["patternErrorMessage"] = "Say signs and brackets in words: the voice reads this."
    return value


def _enums(annotation: object) -> Iterator[type[Enum]]:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        yield annotation
    for part in get_args(annotation):
        yield from _enums(part)


def _marks(annotation: object) -> Iterator[object]:
    yield from getattr(annotation, "__metadata__", ())
    for part in get_args(annotation):
        yield from _marks(part)


def _is(info: FieldInfo, kind: type, function: object) -> bool:
    marks = (*info.metadata, *_marks(info.annotation))
    return any(isinstance(mark, kind) and getattr(mark, "func", None) is function for mark in marks)


def _is_spoken(info: FieldInfo) -> bool:
    marks = (*info.metadata, *_marks(info.annotation))
    return _is(info, AfterValidator, text.spoken) and not any(
        isinstance(mark, StringConstraints) and mark.pattern for mark in marks
    )


# -- the rules between keys


def _if(when: Json, then: Json) -> Json:
    return {"if": when, "then": then}


def _has(*keys: str, **values: Any) -> Json:
    """An object with these keys, and with these values for some of them."""
    alike = {"properties": {key: {"const": value} for key, value in values.items()}}
    return {"required": [*keys, *values]} | (alike if values else {})


def _several(key: str) -> Json:
    """An object in which a number is 2 or more: for `reps`, a range as well."""
    return {"required": [key], "properties": {key: {"not": {"const": 1}}}}


def _both(*parts: Json) -> Json:
    return {"allOf": list(parts)}


def _either(*parts: Json) -> Json:
    return {"anyOf": list(parts)}


def _never(*parts: Json) -> Json:
    return {"not": _both(*parts)}


_SPELT = "pronunciations"
_SUPERSET = _has(order="superset")
_ELSEWHERE = _has("use")
"""An exercise of another file, which has what is not here."""

RULES: dict[str, Json] = {
    "Exercise": {
        "required": [],
        **_either(_ELSEWHERE, _has("name", "reps"), _has("name", "hold")),
        **_both(
            _either(
                _ELSEWHERE,
                {
                    "dependencies": {
                        "tempo": ["phases"],
                        "phases": ["tempo"],
                        "starts_with": ["tempo"],
                    }
                },
            ),
            _never(_has("hold"), _has("tempo")),
            _never(_has("breathing_pattern"), _has("tempo")),
            _if(
                _has("rest"),
                _either(_ELSEWHERE, _several("sets"), _both(_has("hold"), _several("reps"))),
            ),
            *(
                _never(_has(count="on_voice"), _has(key))
                for key in ("hold", "tempo", "breathing_pattern", "messages")
            ),
            _if(
                _has(count="on_voice"),
                {"properties": {"reps": {"not": {"minimum": MOST_COUNTED_ALOUD + 1}}}},
            ),
            _if(
                _has(pain_check="between_sets"),
                _either(_ELSEWHERE, _several("sets"), _has(sides="left_then_right")),
            ),
        ),
    },
    "Block": _both(
        _never(_SUPERSET, _has("rounds")),
        _if(_has("rest_between_rounds"), _either(_SUPERSET, _several("rounds"))),
        _if(
            _SUPERSET,
            {
                "properties": {
                    "exercises": {
                        "minItems": 2,
                        "contains": _either(_ELSEWHERE, _several("sets")),
                        "items": _if(_has("rest"), _either(_ELSEWHERE, _has("hold"))),
                    }
                }
            },
        ),
    ),
}
"""By the name of a node, what a schema can say of its keys together."""

_BEGINS = _either(_ELSEWHERE, _has("start_position"))
_FIRST_POSITION: Json = {
    "properties": {"blocks": {"items": [{"properties": {"exercises": {"items": [_BEGINS]}}}]}}
}
"""Only the first exercise needs to say how the user begins."""
