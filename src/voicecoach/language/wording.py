"""The words that a linter of sessions looks for: `<code>/lint.yaml`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.language.patterns import PatternSet, Span, Spans, parse
from voicecoach.language.reading import Tree, branch, read, texts


@dataclass(frozen=True)
class Wording:
    """The lists and findings of one language.

    `finds` has, by the code of a finding, the patterns that give it, each set with its mend;
    `positions` and `things` patterns by what they mean, `units` the words of a measure. `starter`
    stands in a new session until its author writes something else.
    """

    lists: Mapping[str, PatternSet]
    finds: Mapping[str, Sequence[tuple[str, PatternSet]]] = field(default_factory=dict)
    positions: Mapping[str, PatternSet] = field(default_factory=dict)
    things: Mapping[str, PatternSet] = field(default_factory=dict)
    no_things: PatternSet = field(default_factory=lambda: PatternSet(()))
    numbers: Mapping[str, int] = field(default_factory=dict)
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starter: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def nothing(self) -> PatternSet:
        """For a list that a language does without."""
        return PatternSet(())

    def spans(self, said: Sequence[str]) -> Spans:
        """Where the words of each list stand in a sentence."""
        found: dict[str, list[Span]] = {}
        for name, patterns in self.lists.items():
            found[name] = patterns.find(said, found)
        return found


def load_wording(code: str) -> Wording | None:
    """Read what to look for in the language `code`; None where nobody has written it yet.

    Raises BadFile for mistakes in the file.
    """
    file = resources.files("voicecoach.language") / code / "lint.yaml"
    return _wording(file) if code.isalpha() and file.is_file() else None


def _wording(file: Traversable) -> Wording:
    tree, mistakes, known = read(file), list[Mistake](), list[str]()

    def patterns(of: Tree | None) -> PatternSet:
        return PatternSet([parse(text, known, mistakes) for text in texts(of)])

    def each(key: str, of: Tree = tree) -> Iterator[tuple[str, PatternSet]]:
        return ((str(name), patterns(body)) for name, body in branch(of, key).items())

    lists: dict[str, PatternSet] = {}
    for name, found in each("lists"):
        lists[name] = found
        known.append(name)
    finds = branch(tree, "finds")
    wording = Wording(
        lists=lists,
        finds={str(code): tuple(each(code, finds)) for code in finds},
        positions=dict(each("positions")),
        things=dict(each("things")),
        no_things=patterns(next((b for k, b in tree.items() if k == "no_things"), None)),
        numbers={str(k): int(n) for k, v in branch(tree, "numbers").items() for n in texts(v)},
        units={str(k): frozenset(texts(v)) for k, v in branch(tree, "units").items()},
        starter={str(k): t for k, v in branch(tree, "starter").items() for t in texts(v)},
    )
    if mistakes:
        raise BadFile(mistakes)
    return wording
