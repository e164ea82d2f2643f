"""Texts in several languages: `title: {en: Stiff back, de: Steifer Rücken}`, and the choice of one.

A session names its languages, `language: [en, de]`, and then has each text that is heard in all of
them. An exercise file may have more languages than the session that uses it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.text import quote
from voicecoach.handwritten.where import Located, Path, Places
from voicecoach.script.model import NODES
from voicecoach.script.pointing import own_id
from voicecoach.script.text import LANGUAGE_PATTERN
from voicecoach.script.wording import Nodes, node

MOST_LANGUAGES = 10
_LANGUAGE = re.compile(LANGUAGE_PATTERN)
_USUAL = "en"
_SPELT = "pronunciations"
"""No text, but another one in each language; where a language needs none, it has none."""


def languages_of(data: object) -> tuple[str, ...]:
    """The languages of a session: as many as it names; the usual one where it names none."""
    named = data.get("language", _USUAL) if isinstance(data, Located) else _USUAL
    if not isinstance(named, list):
        return (named,) if isinstance(named, str) else (_USUAL,)
    codes = [each for each in named if isinstance(each, str) and _LANGUAGE.fullmatch(each)]
    return tuple(dict.fromkeys(codes))[:MOST_LANGUAGES] or (_USUAL,)


def closest(wanted: str | None, languages: Sequence[str]) -> str:
    """The one of a session's languages that the user would take; its first, if that is none."""
    base = (wanted or "").partition("-")[0]
    alike = (each for each in languages if each.partition("-")[0] == base)
    return wanted if wanted in languages else next(alike, languages[0])  # type: ignore[return-value] # it is in there


def in_language(
    composed: Composed, language: str, languages: Sequence[str], nodes: Nodes = NODES
) -> Composed:
    """The same in one language; texts that are not there in all of them are told."""
    chosen = Composed(Places(composed.places.file), composed.kind)
    chosen.mistakes, chosen.told = list(composed.mistakes), set(composed.told)
    chooser = _Chooser(composed, chosen, language, languages, nodes)
    chosen.data = chooser.copy(composed.data, (), ())
    return chosen


class _Chooser:
    """Copies a tree, one language of each text; what is chosen keeps its own place."""

    def __init__(
        self,
        source: Composed,
        into: Composed,
        language: str,
        languages: Sequence[str],
        nodes: Nodes,
    ) -> None:
        self._nodes = nodes
        self._source = source
        self._into = into
        self._language = language
        self._languages = languages
        self._ids: Counter[str] = Counter()
        self._is_faulty = False  # so that nobody knows which languages it has

    def copy(self, value: object, old: Path, new: Path) -> object:
        """A value with all that is in it, and all its places."""
        source, into = self._source, self._into
        if old in source.places.values:
            into.places.values[new] = source.places.values[old]
        if old in source.told:
            into.told.add(new)
        if isinstance(value, list):
            return [self.copy(part, (*old, n), (*new, n)) for n, part in enumerate(value)]
        if not isinstance(value, Located):
            return value
        copied = Located(new, into.places)
        heard = node(new, self._nodes)[1].heard_keys()
        for key, part in value.items():
            into.places.keys[*new, key] = source.places.key((*old, key))
            if key == "language" and not new and isinstance(part, str | list):
                self._check_languages(part, (key,))
                into.places.values[key,] = source.places.value((key,))
                copied[key] = self._language
            elif key in heard or (key == _SPELT and not new):
                copied[key] = self._chosen(part, (*old, key), (*new, key))
            else:
                copied[key] = self.copy(part, (*old, key), (*new, key))
        if isinstance(value.get("name"), Located) and "id" not in value:
            copied["id"] = self._id(value)
        return copied

    def _id(self, exercise: Located) -> str:
        """The same id in every language, and another one for each exercise of the same name."""
        name = own_id(exercise)
        self._ids[name] += 1
        return name if self._ids[name] == 1 else f"{name}-{self._ids[name]}"

    def _check_languages(self, named: object, path: Path) -> None:
        if not isinstance(named, list):
            return
        self._into.told.add(path)
        self._is_faulty = not named
        place = self._source.places.value
        if not named:
            self._tell(path, "`language` is empty.", "Write `language: en`, or `[en, de]`.")
        for number, each in enumerate(named):
            if not isinstance(each, str) or not _LANGUAGE.fullmatch(each):
                where, found = place((*path, number)), "This is no code for a language."
                self._into.tell(where, found, "Write two small letters, such as `en`.")
                self._is_faulty = True
            elif each in named[:number]:
                found = f"`{each}` is here a second time."
                self._into.tell(place((*path, number)), found, "Keep one of them.")
        if len(named) > MOST_LANGUAGES:
            found = "These are too many languages for one file."
            self._tell(path, found, f"Keep it to {MOST_LANGUAGES} or fewer.")

    def _chosen(self, value: object, old: Path, new: Path) -> object:
        """One language of a text; the value as it is where it has but one, or is none."""
        own_file = self._source.places.value(old).file == self._source.places.file
        several = len(self._languages) > 1
        if not self._is_by_language(value, old):
            if several and value is not None and not isinstance(value, Located):
                all_of_them = ", ".join(f"{each}: ..." for each in self._languages)
                found = f"`{old[-1]}` is here in one language, and the session in several."
                self._tell(old, found, f"Write `{old[-1]}: {{{all_of_them}}}`.")
                self._into.told.add(new)
            return self.copy(value, old, new)
        texts = value if isinstance(value, Located) else {}
        if own_file and not self._is_faulty:
            self._check_extra(texts, old)
        missing = [each for each in self._languages if each not in texts]
        if old[-1] == _SPELT and self._language in missing:
            return {}
        if missing and old[-1] != _SPELT:
            found = f"`{old[-1]}` is not here in {' and '.join(missing)}."
            self._tell(old, found, f"Add `{missing[0]}: ...` to it.")
            self._into.told.add(new)
            return None
        return self.copy(texts[self._language], (*old, self._language), new)

    def _is_by_language(self, value: object, old: Path) -> bool:
        if not isinstance(value, Located) or not value:
            return False
        if old[-1] == _SPELT and len(self._languages) == 1:
            return all(isinstance(each, Located) for each in value.values())
        return all(_LANGUAGE.fullmatch(key) for key in value)

    def _check_extra(self, texts: Iterable[str], old: Path) -> None:
        for extra in (each for each in texts if each not in self._languages):
            named = ", ".join([*self._languages, extra])
            self._into.tell(
                self._source.places.key((*old, extra)),
                f"`{quote(extra)}` is none of the session's languages.",
                f"Write `language: [{named}]`, or take it out.",
            )

    def _tell(self, path: Path, found: str, mend: str) -> None:
        self._into.tell(self._source.places.key(path), found, mend)
