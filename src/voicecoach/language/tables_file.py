"""Reads the triage files of a language into tables, and tells every mistake in them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from importlib.resources.abc import Traversable

from voicecoach.core.intents import Intent
from voicecoach.core.problems import BadFile, Mistake
from voicecoach.language.patterns import Pattern, PatternSet, Word, parse
from voicecoach.language.reading import Tree, Written, branch, read, texts
from voicecoach.language.tables import PLACE, Rule, Tables, Void
from voicecoach.language.text import Words, words
from voicecoach.language.triage import Triage

_FILES = ("spelling", "idioms", "words", "triage", "requests", "voids")


def load_triage(folder: Traversable) -> Triage:
    """Read the files that sort sentences: see the top of `triage.yaml`.

    Raises BadFile with every mistake in them.
    """
    files = {name: read(folder / f"{name}.yaml") for name in _FILES}
    rules = {**files["triage"], **branch(files["requests"], "rules")}
    tables: dict[str, Tree] = {"idioms": files["idioms"], "voids": files["voids"], "rules": rules}
    reader = _Reader(
        {
            **files["spelling"],
            **files["words"],
            **files["requests"],
            **{Written(name): table for name, table in tables.items()},
        }
    )
    return Triage(reader.tables())


_RULE_KEYS = frozenset({"means", "source", "says", "together", "unless", "if_ever"})
_VOID_KEYS = frozenset(field.name for field in fields(Void)) - {"name", "twice_cancels"} | {"twice"}


class _Reader:
    """Reads the trees of the files, and collects the mistakes in them."""

    def __init__(self, tree: dict[Written, Tree]) -> None:
        self._tree = tree
        self._mistakes: list[Mistake] = []
        self._known: list[str] = []
        self._words: dict[str, Written] = {}

    def tables(self) -> Tables:
        places = branch(self._tree, "places")
        feelings = branch(self._tree, "feelings")
        lists: dict[str, PatternSet] = {}
        for name, patterns in (*places.items(), *feelings.items(), *self._branch("others")):
            lists[name] = self._patterns(patterns)
            self._known += [name, PLACE]
        tables = Tables(
            endings=frozenset(self._texts("endings")),
            ignored=frozenset(self._texts("ignored")),
            ignored_first=frozenset(self._texts("ignored_first")),
            new_thought=frozenset(self._texts("new_thought")),
            idioms=self._patterns(self._get("idioms")),
            lists=lists,
            places=frozenset(map(str, places)),
            feelings=frozenset(map(str, feelings)),
            voids=tuple(self._void(name, tree) for name, tree in self._branch("voids")),
            rules=tuple(self._rule(name, tree) for name, tree in self._branch("rules")),
            oneself=frozenset(self._texts("oneself")),
            openings=frozenset(words(t) for t in self._texts("openings")),
            closings=frozenset(words(t) for t in self._texts("closings")),
            spelling=self._spelling(),  # last: it clips the words of all the others
        )
        self._find_lost(tables)
        if self._mistakes:
            raise BadFile(self._mistakes)
        return tables

    def _find_lost(self, tables: Tables) -> None:
        """Words that no thought will ever have: they are left out or mended on the way to it."""
        lost = tables.ignored | tables.new_thought | {k[0] for k in tables.spelling if len(k) == 1}
        self._mistakes += [
            text.mistake(
                f'"{word}" never reaches a list: spelling.yaml leaves it out or mends it.',
                "Use another word, or change it there.",
            )
            for word, text in self._words.items()
            if word in lost and tables.spelling.get((word,)) != (word,)
        ]

    def _get(self, key: str) -> Tree | None:
        return self._tree.get(Written(key))

    def _branch(self, key: str) -> Iterable[tuple[Written, Tree]]:
        return branch(self._tree, key).items()

    def _texts(self, key: str) -> list[Written]:
        return list(texts(self._get(key)))

    def _patterns(self, tree: Tree | None) -> PatternSet:
        return PatternSet([p for t in texts(tree) if (p := self._pattern(t))])

    def _pattern(self, text: Written) -> Pattern:
        pattern = parse(text, self._known, self._mistakes)
        for item in pattern:
            if isinstance(item, Word):
                self._words.update((word, text) for word in item.whole)
        return pattern

    def _spelling(self) -> Mapping[Words, Words]:
        table: dict[Words, Words] = {}
        for ending, clipped in self._branch("clipped"):
            table |= {
                (word.removesuffix(ending) + short,): (word,)
                for word in self._words
                for short in texts(clipped)
                if word.endswith(ending) and word.removesuffix(ending) + short not in self._words
            }
        seen: set[Words] = set()
        for meant, written in self._branch("spelling"):
            for text in texts(written):
                key = words(text)
                if key in seen:
                    self._mistakes.append(
                        text.mistake(f'"{text}" is spelt twice.', "Keep one of the two.")
                    )
                seen.add(key)
                table[key] = words(meant)
        return table

    def _void(self, name: Written, tree: Tree) -> Void:
        part = self._parts(tree, _VOID_KEYS)
        return Void(
            name=name,
            before=self._patterns(part.get("before")),
            after=self._patterns(part.get("after")),
            anywhere=self._patterns(part.get("anywhere")),
            unless=self._patterns(part.get("unless")),
            unless_next=self._patterns(part.get("unless_next")),
            unless_ever=self._patterns(part.get("unless_ever")),
            if_ever=self._patterns(part.get("if_ever")),
            reach=frozenset(texts(part.get("reach"))),
            only=frozenset(texts(part.get("only"))),
            means=frozenset(i for t in texts(part.get("means")) if (i := self._intent(t))),
            twice_cancels="cancels" in list(texts(part.get("twice"))),
        )

    def _rule(self, name: Written, tree: Tree) -> Rule:
        part = self._parts(tree, _RULE_KEYS)
        means = next(texts(part.get("means")), name)
        return Rule(
            name=name,
            means=self._intent(means) or Intent.STOP,
            source="; ".join(texts(part.get("source"))),
            says=self._patterns(part.get("says")),
            together=tuple(pair for t in texts(part.get("together")) for pair in self._pairs(t)),
            unless=self._patterns(part.get("unless")),
            if_ever=self._patterns(part.get("if_ever")),
        )

    def _pairs(self, text: Written) -> Iterable[tuple[str, str]]:
        """`numb/weak + legs` as pairs of lists."""
        left, plus, right = text.partition("+")
        ones, others = left.strip().split("/"), right.strip().split("/")
        for name in (*ones, *others):
            if name not in self._known or not plus:
                self._mistakes.append(
                    text.mistake(f'There is no list "{name}".', 'Write it as "pain + chest".')
                )
                return
        yield from ((one, other) for one in ones for other in others)

    def _intent(self, text: Written) -> Intent | None:
        try:
            return Intent(text)
        except ValueError:
            known = ", ".join(Intent)
            self._mistakes.append(text.mistake(f'"{text}" is no intent.', f"Use one of: {known}."))
            return None

    def _parts(self, tree: Tree, known: frozenset[str]) -> Mapping[str, Tree]:
        parts = tree if isinstance(tree, dict) else {}
        self._mistakes += [
            key.mistake(f'"{key}" means nothing here.', f"Use one of: {', '.join(sorted(known))}.")
            for key in parts
            if key not in known
        ]
        return {str(key): value for key, value in parts.items()}
