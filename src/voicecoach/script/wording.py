"""What is wrong with a value, in plain words: a table from pydantic's error types."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from voicecoach.handwritten.text import a, near, quote
from voicecoach.handwritten.where import Path, Switch
from voicecoach.script.meant import MEANT
from voicecoach.script.model import LONGEST_SESSION_S, NODES
from voicecoach.script.node import Node
from voicecoach.script.text import slug
from voicecoach.script.values import LONGEST_BREATH_S, SHORTEST_BREATH_S, Reps

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_core import ErrorDetails

GUIDE = "docs/session-format.md"
MOST_KEYS_LISTED = 12

Nodes = Mapping[str | None, tuple[str, type[Node]]]
"""What stands under which key of a kind of file."""
Told = tuple[str, str]
"""What was found, and the mend."""

_FORMS: Mapping[str, Told] = {
    "url": ("This is no web address.", "Begin it with https:// and leave no spaces in it."),
    "language": ("This is no code for a language.", "Write two small letters, such as `en`."),
}


def written(value: object) -> str:
    """Write a value as a session file does."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {each}' for key, each in value.items())}}}"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def length(seconds: float) -> str:
    """Write a length of time as a session file does."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}m" * bool(minutes) + f"{rest:g}s" * bool(rest or not minutes)


def similar(word: str, known: Iterable[str]) -> str | None:
    """Find the word that was probably meant."""
    return near(word, known, MEANT)


def meant_key(path: Path, nodes: Nodes = NODES) -> str | None:
    """Find the key that was probably meant by the unknown one at the end of `path`."""
    key, fields = str(path[-1]), node(path[:-1], nodes)[1].model_fields
    if MEANT.get(key) not in fields and any(
        key in other.model_fields for _, other in nodes.values()
    ):
        return None  # right where it belongs, and only out of line here
    return similar(key, fields)


def node(path: Path, nodes: Nodes = NODES) -> tuple[str, type[Node]]:
    """Say what stands around the value at `path`."""
    keys = [step for step in path if isinstance(step, str)]
    return nodes.get(keys[-1] if keys else None, nodes[None])


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of pydantic's, with what the table needs."""

    path: Path
    input: Any
    limits: Mapping[str, Any]
    nodes: "Nodes" = field(default_factory=lambda: NODES)

    @property
    def key(self) -> str:
        """The key that the value stands behind."""
        return next((s for s in reversed(self.path) if isinstance(s, str)), "")

    @property
    def item(self) -> bool:
        """Whether the value is one of a list."""
        return isinstance(self.path[-1], int)

    @property
    def info(self) -> "FieldInfo | None":
        """What the model says about the key."""
        steps = self.path[:-1] if not self.item else self.path[:-2]
        return node(steps, self.nodes)[1].model_fields.get(self.key)

    @property
    def example(self) -> str:
        """A line to copy."""
        examples = self.info.examples if self.info else None
        if examples:
            return f"`{self.key}: {written(examples[0])}`"
        return f"`{self.key}:`" if self.info else f"`{self.key}: ...`"


def _missing(fault: Fault) -> Told:
    return (
        f"This {node(fault.path[:-1], fault.nodes)[0]} has no `{fault.key}`.",
        f"Add {fault.example}.",
    )


def _unknown(fault: Fault) -> Told:
    name, model = node(fault.path[:-1], fault.nodes)
    key = quote(fault.path[-1])
    found = f"`{key}` is no key of {a(name)}."
    if meant := meant_key(fault.path, fault.nodes):
        return found, f"Did you mean `{meant}`?"
    for owner, other in fault.nodes.values():
        if key in other.model_fields:
            return f"`{key}` is a key of {a(owner)}.", f"Line it up with those of the {owner}."
    keys = ", ".join(model.model_fields)
    many = len(model.model_fields) > MOST_KEYS_LISTED
    return found, f"See the keys of {a(name)} in {GUIDE}." if many else f"It has: {keys}."


def _text(fault: Fault) -> Told:
    value = fault.input
    match value:
        case None:
            return _empty(fault)
        case Switch(word):
            if fault.key == "reviewed_by":
                return f"`{word}` is no name.", "Write the clinician's name, or null for nobody."
            return (
                f"Unquoted, `{word}` can be read as true or false.",
                f'Put it in quotes: "{word}".',
            )
        case int() | float():
            return (
                "This is read as a number, and text is needed.",
                f'Put it in quotes: "{quote(value)}".',
            )
        case dict():
            return (
                "A colon has split this text in two." if value else "Text is needed here.",
                "Put the whole text in double quotes.",
            )
    return "One text is needed here, and this is a list.", "Write it behind the colon, as one text."


def _list(fault: Fault) -> Told:
    if fault.input is None:
        return _empty(fault)
    mend = f"Write `{fault.key}:` and each item on a line of its own, after a dash."
    if isinstance(fault.input, str):
        mend = f"Write it in square brackets: `{fault.key}: [{quote(fault.input)}]`."
    return f"`{fault.key}` is a list.", mend


def _mapping(fault: Fault) -> Told:
    if not fault.path:
        name, _ = fault.nodes[None]
        return f"{a(name).capitalize()} is keys with values.", "Begin the file with `version: 1`."
    if fault.input is None:
        return _empty(fault)
    name, model = node(fault.path, fault.nodes)
    first = next(iter(model.model_fields))
    return (
        f"{a(name).capitalize()} is keys with values, and this is not.",
        f"Begin it with `{first}: ...`.",
    )


def _whole(fault: Fault) -> Told:
    value = fault.input
    if value is None:
        return _empty(fault)
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        return (
            f"`{fault.key}` is a number, without quotes.",
            f"Write `{fault.key}: {quote(value)}`.",
        )
    if fault.key == "reps":
        found = "`reps` is one whole number in digits, or a range of two."
        return found, "Write `reps: 10` or `reps: 8-12`."
    return f"`{fault.key}` is one whole number in digits.", f"Write {fault.example}."


def _empty(fault: Fault) -> Told:
    if fault.item:
        return f"There is nothing behind this dash of `{fault.key}`.", "Write it, or take it out."
    return f"There is nothing behind `{fault.key}:`.", f"Write {fault.example}, or take it out."


def _choice(fault: Fault) -> Told:
    info = fault.limits["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    if fault.input is None:
        return _empty(fault)
    if not isinstance(fault.input, str | int | float | Switch):
        return "One word is needed here.", f"Write one of: {', '.join(info)}."
    word = quote(fault.input)
    found = f"`{word}` is none of the words for `{fault.key}`."
    meant = similar(word, info)
    return found, f"Did you mean `{meant}`?" if meant else f"Write one of: {', '.join(info)}."


def _version(fault: Fault) -> Told:
    if isinstance(fault.input, int) and fault.input > 1:
        return (
            "This file is of a later version of the format.",
            "Get a newer voicecoach to read it.",
        )
    return "The version of the format is 1.", "Write `version: 1`."


def _limit(fault: Fault, word: str, bound: str, than: str) -> Told:
    value = fault.limits[bound]
    if fault.info and fault.info.annotation not in {int, Reps}:
        found = f"`{fault.key}` is too {'long' if than == 'less' else 'short'}."
        return found, f"Write {length(value)} or {than}."
    return f"`{fault.key}` is too {word}: {quote(fault.input)}.", f"Write {value} or {than}."


def _too_few(fault: Fault) -> Told:
    if fault.key == "phases":
        return _phases(fault)
    return f"`{fault.key}` is empty.", "Write at least one."


def _too_many(fault: Fault) -> Told:
    if fault.key == "phases":
        return _phases(fault)
    most = fault.limits["max_length"]
    return f"`{fault.key}` is too long a list.", f"Keep it to {most} or fewer."


def _phases(fault: Fault) -> Told:
    return (
        f"`phases` needs four words, and here are {fault.limits['actual_length']}.",
        "Write one for each number of the tempo: `phases: [lower, rest, lift, stay]`.",
    )


def _form(fault: Fault) -> Told:
    if fault.key in _FORMS:
        return _FORMS[fault.key]
    if fault.key in {"use", "session"}:
        found = f"`{quote(fault.input)}` is no name of a file in this folder."
        return found, f"Write {fault.example}."
    return "An id is small letters, digits and hyphens.", f"Write `{slug(fault.input)}`."


def _clock(fault: Fault) -> Told:
    total = fault.limits["minutes"] * 60 + fault.limits["seconds"]
    return "A length of time is not written as on a clock.", f"Write {length(total)}."


def _long_text(fault: Fault) -> Told:
    most = fault.limits["max_length"]
    mend = "Say it shorter, or make steps of it." if most > 100 else "Say it shorter."
    return f"This text is too long: over {most} letters.", mend


Tell = Callable[[Fault], Told]


def _always(found: str, mend: str) -> Tell:
    return lambda fault: (
        found.replace("KEY", fault.key),
        mend.replace("EXAMPLE", fault.example).replace("KEY", fault.key),
    )


_WORDS: Mapping[str, Tell] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "no_value": _empty,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "string_type": _text,
    "string_too_short": _always("This text is empty.", "Write it, or take the line out."),
    "string_too_long": _long_text,
    "string_pattern_mismatch": _form,
    "hidden_character": lambda fault: (
        f"The text has a hidden character in it ({fault.limits['code']}).",
        "Take it out: write the text anew where it stands.",
    ),
    "markup": lambda fault: (
        f"The text has {fault.limits['character']} in it, which voices do not read as text.",
        "Say it in words.",
    ),
    "long_word": lambda fault: (
        f"A word in the text has over {fault.limits['most']} letters.",
        "Part it into words that a voice can say.",
    ),
    "tuple_type": _list,
    "too_short": _too_few,
    "too_long": _too_many,
    "int_type": _whole,
    "int_from_float": _whole,
    "enum": _choice,
    "literal_error": _version,
    "greater_than_equal": lambda fault: _limit(fault, "small", "ge", "more"),
    "less_than_equal": lambda fault: _limit(fault, "large", "le", "less"),
    "duration_unit": lambda fault: (
        "A length of time needs its unit.",
        f"Write {fault.limits['number']}s.",
    ),
    "duration_clock": _clock,
    "duration_type": lambda fault: (
        _empty(fault)
        if fault.input is None
        else ("This is no length of time.", "Write seconds or minutes: 20s, 2m or 1m30s.")
    ),
    "duration_form": _always(
        "This cannot be read as a length of time.", "Write seconds or minutes: 20s, 2m or 1m30s."
    ),
    "dict_type": lambda fault: (
        f"`{fault.key}` is words, each with how to say it.",
        f"Write {fault.example}.",
    ),
    "term": _always(
        "A pronunciation is for a word or name, and this is none.",
        "Begin and end it with a letter or a digit.",
    ),
    "dose_form": _always(
        "This is neither a number of reps nor a length of time.", "Write EXAMPLE, or `KEY: 30s`."
    ),
    "tempo_form": _always(
        "A tempo is four numbers with hyphens.",
        "Write the seconds of lowering, pause, lifting, pause: `tempo: 3-1-2-0`.",
    ),
    "reps_order": lambda fault: (
        "A range of reps begins with the lower number.",
        f"Write `reps: {fault.limits['least']}-{fault.limits['most']}`."
        if fault.limits["least"] < fault.limits["most"]
        else f"Write `reps: {fault.limits['most']}`.",
    ),
    "breath_form": _always(
        "This does not say how one breath goes.",
        "Write its parts and their seconds: `breathing_pattern: in 4, hold 2, out 6`.",
    ),
    "breath_range": _always(
        f"A part of a breath lasts {SHORTEST_BREATH_S:g} to {LONGEST_BREATH_S:g} seconds.",
        "Write other numbers.",
    ),
    "tempo_range": _always(
        "A phase of a tempo lasts 30 seconds at most.", "Write smaller numbers."
    ),
    "tempo_short": _always(
        "This tempo leaves no time to move.", "Give a rep a second or more: `tempo: 3-1-2-0`."
    ),
    "forms_long": lambda fault: (
        f"All easier and harder forms together would last about {fault.limits['hours']} hours.",
        "Give them fewer sets or reps, or let fewer exercises lead to them.",
    ),
    "session_long": lambda fault: (
        f"The session would last about {fault.limits['hours']} hours.",
        f"Keep it under {LONGEST_SESSION_S / 3600:.0f}: fewer rounds, sets or reps, shorter holds.",
    ),
}


_ODD = _always("This value does not fit here.", f"Compare it with {GUIDE}.")


def follows(error: "ErrorDetails") -> bool:
    """Whether an error is only the aftermath of another: a name that failed, an item that fell."""
    if error["type"] == "too_short":
        return bool(len(error["input"]) >= error["ctx"]["min_length"])
    return error["type"] == "default_factory_not_called"


def told(error: "ErrorDetails", nodes: Nodes = NODES) -> Told:
    """Put one of pydantic's errors in plain words."""
    fault = Fault(error["loc"], error["input"], error.get("ctx", {}), nodes)
    return _WORDS.get(error["type"], _ODD)(fault)
