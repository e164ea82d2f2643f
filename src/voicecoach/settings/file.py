"""The file of settings: where it is, how it is read, and how one value in it is changed."""

import os
import re
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

import platformdirs

from voicecoach.core.intents import Intent
from voicecoach.core.problems import BadFile, Mistake, Problem
from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.kind import Kind
from voicecoach.handwritten.source import data_in, first, text_of
from voicecoach.handwritten.text import near, quote
from voicecoach.handwritten.where import Located, Path
from voicecoach.language import load
from voicecoach.language.own_words import Fault, UnusableWords
from voicecoach.settings.model import KEYS, OwnWords, Settings, Unfit, unfits

NAME = "settings.yaml"

KIND = Kind(
    "settings",
    begin="",
    guide="docs/settings.md",
    split="Take out what is not needed.",
    keys=frozenset(KEYS),
    plain=str,  # 000 is a number to call, and "no" a word
)

_PLAIN = re.compile(r"[\w+][\w .'+-]*(?<! )")


def path() -> FilePath:
    """Where the settings are: in VOICECOACH_CONFIG, or the platform's folder for configuration."""
    told = os.environ.get("VOICECOACH_CONFIG")
    folder = FilePath(told) if told else platformdirs.user_config_path("voicecoach", False)
    return folder / NAME


def read(file: FilePath) -> Settings:
    """The settings in `file`, and as it comes where there is none. Raises BadFile, all mistakes."""
    return read_text(text(file), str(file))


def text(file: FilePath) -> str:
    """The text of `file`, empty where there is none. Raises BadFile for what is no such file."""
    try:
        missing = not file.exists()
    except OSError:  # its folder may not be looked into: told as for any file
        missing = False
    return "" if missing else text_of(file, KIND)


def read_text(text: str, name: str) -> Settings:
    """The settings in the text of a file called `name`. Raises BadFile with every mistake."""
    composed = data_in(text, name, KIND)
    values = _values(composed)
    _hear(values.get("words", {}), composed)
    if composed.mistakes:
        raise BadFile(first(composed.mistakes))
    return Settings(**values)


def _values(composed: Composed) -> dict[str, Any]:
    """What stands behind each key; mistakes go to `composed`."""
    if composed.data is None:
        return {}
    if not isinstance(composed.data, Located):
        where = composed.places.value(())
        composed.tell(where, "Settings are keys with values.", "Write `rate: 180`, for example.")
        return {}
    values: dict[str, Any] = {}
    for key, value in composed.data.items():
        if key not in KEYS:
            composed.tell(composed.places.key((key,)), *_unknown(key))
            continue
        try:
            values[key] = KEYS[key].read(value)
        except* Unfit as group:
            for unfit in unfits(group):
                _tell(composed, unfit.within(key))
    return values


def _hear(words: OwnWords, composed: Composed) -> None:
    """Tell of own words that no grammar can hold, each where it stands."""
    for fault in unusable(words):
        path: Path = ("words", fault.intent)
        among = [where for where in composed.places.values if where[:2] == path and len(where) == 3]
        if among:
            place = words[fault.intent].index(fault.sentence)
            path = (*path, place)
        composed.tell(composed.places.value(path), fault.found, fault.mend)


def unusable(words: OwnWords) -> tuple[Fault, ...]:
    """What is wrong with own words that cannot be used."""
    if not words:
        return ()
    try:
        load(extra=words)
    except UnusableWords as refused:
        return refused.faults
    return ()


def _unknown(key: str) -> tuple[str, str]:
    meant = near(key, KEYS)
    mend = f"Did you mean `{meant}`?" if meant else f"There are: {', '.join(KEYS)}."
    return f"There is no setting `{quote(key)}`.", mend


def _tell(composed: Composed, unfit: Unfit) -> None:
    if any(unfit.path[:n] in composed.told for n in range(len(unfit.path) + 1)):
        return
    find = composed.places.key if unfit.in_key else composed.places.value
    composed.tell(find(unfit.path), unfit.found, unfit.mend)


def change(file: FilePath, name: str, values: Sequence[str]) -> tuple[Mistake, ...]:
    """Set `name` in `file` to `values`, or take it out where there are none; comments stay.

    `name` is a key, or `words.stop` for the own words of one command. Returns the mistakes that
    are still in the rest of the file. Raises Problem for a value that cannot be used or a file
    that cannot be written, BadFile where the file must be mended by hand first.
    """
    key, _, command = name.partition(".")
    if key not in KEYS or (command and key != "words"):
        raise Problem(*_unknown(name))
    before = text(file)
    data = data_in(before, str(file), KIND)
    new: object = list(values) if KEYS[key].is_list or command else " ".join(values)
    if command:
        known = data.data.get(key) if isinstance(data.data, Located) else None
        rest = dict(known) if isinstance(known, dict) else {}
        rest.pop(command, None)
        new = rest | ({command: list(values)} if values else {})
    elif key == "words" and values:
        raise Problem("`words` are set for one command.", "Write `words.stop`, for example.")
    if values:
        _check(key, new, Intent(command) if command in set(Intent) else None)
    after_text = _with(before, data, key, _written(new) if new and (values or command) else None)
    after = data_in(after_text, str(file), KIND)
    _hear(_values(after).get("words", {}), after)
    write(file, after_text)
    return tuple(first(after.mistakes))


def _check(key: str, value: object, command: Intent | None) -> None:
    """Raise Problem for a value that cannot be used, and for own words for `command`."""
    try:
        found = KEYS[key].read(value)
    except* Unfit as group:
        unfit = unfits(group)[0]
        raise Problem(unfit.found, unfit.mend) from None
    if command:
        faults = [fault for fault in unusable(found) if fault.intent is command]
        if faults:
            raise UnusableWords(faults)


def _written(value: object) -> str:
    """`value` in YAML, on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    text = " ".join(str(value).split())
    if _PLAIN.fullmatch(text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _with(text: str, data: Composed, key: str, value: str | None) -> str:
    """`text` with `key: value` in place of what stands there, or without it."""
    lines = text.removeprefix("\ufeff").splitlines()
    keys = {path[0]: where for path, where in data.places.keys.items() if len(path) == 1}
    if any(where.column != 1 for where in keys.values()):
        where = data.places.value(())
        found = "These settings stand in braces, and cannot be changed from here."
        mend = "Write each on a line of its own, without braces."
        raise BadFile([Mistake(where.file, where.line, where.column, found, mend)])
    new = [] if value is None else [f"{key}: {value}"]
    if key not in keys:
        return "\n".join([*lines, *new]) + "\n" * bool(lines or new)
    start = keys[key].line - 1
    end = start + 1
    while end < len(lines) and lines[end][:1] in {" ", "-"}:
        end += 1
    return "\n".join([*lines[:start], *new, *lines[end:]]) + "\n"


def write(file: FilePath, text: str) -> None:
    """Write all of it or nothing."""
    file = file.resolve()  # it may be a link to where somebody keeps such files
    fresh = file.with_name(f"{file.name}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, "utf-8")
        fresh.replace(file)
    except OSError as error:
        raise Problem(
            f"{file} cannot be written ({error.strerror}).",
            "Look at its folder, or name another with VOICECOACH_CONFIG.",
        ) from None
