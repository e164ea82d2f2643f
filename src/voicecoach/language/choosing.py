"""The words with which a session is chosen by ear: `<code>/lobby.yaml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from hassil import parse_sentence
from hassil.sample import sample_sentence

from voicecoach.core.problems import BadFile, Mistake
from voicecoach.language.lines import Lines
from voicecoach.language.patterns import PatternSet, parse
from voicecoach.language.reading import Tree, Written, branch, read, texts
from voicecoach.language.text import words

Patterns = Mapping[str, PatternSet]

_MARK = "zzz"
"""Stands for what is filled in, since templates know no braces."""
LISTED = (
    *("number", "minutes", "week", "shortest", "longest", "shorter", "longer"),
    *("latest", "unfinished", "wishes", "denied"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Words of one kind, by what they mean, and how much they weigh in a choice."""

    weight: float
    words: Patterns


@dataclass(frozen=True)
class Choosing:
    """All that is said and understood before a session is chosen.

    `says` are the phrases that "what can I say" names, by state, and `presses` those that one key
    is offered for. `templates` are phrases to be
    scored, with {subject}, {number} and {title} in them. `patterns` are those of `LISTED`, `days`
    the words for a day, by how long ago it is, and `lengths` those for a time, by minutes.
    `positions` are the places that an exercise's start position tells, `subjects` what each
    subject is called aloud, and `small` the words of a title that say nothing.
    """

    lines: Lines
    says: Mapping[str, tuple[str, ...]]
    presses: Mapping[str, tuple[str, ...]]
    templates: tuple[str, ...]
    short: tuple[str, ...]
    numbers: Mapping[str, int]
    tens: frozenset[str]
    ordinals: Mapping[str, int]
    misheard: Mapping[str, Mapping[str, int]]
    patterns: Patterns
    days: Mapping[int, PatternSet]
    lengths: Mapping[int, PatternSet]
    requests: Patterns
    kinds: Mapping[str, Kind]
    positions: Mapping[str, str]
    subjects: Mapping[str, str]
    small: frozenset[str]

    def phrases(self, titles: Iterable[str]) -> tuple[str, ...]:
        """What the ear is to listen for while a session is chosen."""
        filled = {"subject": self.short, "number": tuple(self.numbers), "title": tuple(titles)}
        found: dict[str, None] = {}
        for template in self.templates:
            name = next((name for name in filled if f"{{{name}}}" in template), "")
            for each in filled.get(name, ("",)):
                sentence = parse_sentence(template.replace(f"{{{name}}}", _MARK))
                for sampled in sample_sentence(sentence):
                    text = " ".join(words(sampled.replace(_MARK, each)))
                    found[text] = None
        return tuple(found)


def has_choosing(code: str) -> bool:
    """Whether there are such words in the language `code`."""
    return code.isalpha() and _file(code).is_file()


def load_choosing(code: str = "en") -> Choosing:
    """Read the words of the language `code`. Raises BadFile for mistakes in the file."""
    return _choosing(_file(code))


def _file(code: str) -> Traversable:
    return resources.files("voicecoach.language") / code / "lobby.yaml"


def _choosing(file: Traversable) -> Choosing:
    tree, mistakes = read(file), list[Mistake]()
    subjects = [str(name) for name in branch(branch(tree, "kinds"), "subject")]
    known = ["number", "ordinal", "subject", *subjects]

    def patterns(of: Tree | None) -> PatternSet:
        return PatternSet([parse(text, known, mistakes) for text in texts(of)])

    def each(key: str) -> dict[str, PatternSet]:
        return {str(name): patterns(body) for name, body in branch(tree, key).items()}

    def numbers(key: str, of: Tree = tree) -> dict[str, int]:
        return {str(word): int(n) for word, v in branch(of, key).items() for n in texts(v)}

    def listed(key: str) -> tuple[str, ...]:
        return tuple(map(str, texts(tree.get(Written(key)))))

    def named(key: str) -> dict[str, str]:
        return {str(name): str(t) for name, v in branch(tree, key).items() for t in texts(v)}

    def phrases(key: str) -> dict[str, tuple[str, ...]]:
        return {str(name): tuple(map(str, texts(v))) for name, v in branch(tree, key).items()}

    kinds = {}
    for name, body in branch(tree, "kinds").items():
        weight = next(texts(body.get(Written("weight"))), "1") if isinstance(body, dict) else "1"
        words = {str(c): patterns(said) for c, said in branch(body, "words").items()}
        kinds[str(name)] = Kind(float(weight), words)
    found = Choosing(
        lines=Lines(_templates(tree, "lines"), by_keys=_templates(tree, "by_keys")),
        says=phrases("says"),
        presses=phrases("presses"),
        templates=listed("phrases"),
        short=listed("short"),
        numbers=numbers("numbers"),
        tens=frozenset(listed("tens")),
        ordinals=numbers("ordinals"),
        misheard={str(w): numbers(w, tree[Written("misheard")]) for w in branch(tree, "misheard")},
        patterns={key: patterns(tree.get(Written(key))) for key in LISTED},
        days={int(ago): found for ago, found in each("days").items()},
        lengths={int(minutes): found for minutes, found in each("lengths").items()},
        requests=each("requests"),
        kinds=kinds,
        positions=named("positions"),
        subjects=named("subjects"),
        small=frozenset(listed("small")),
    )
    if mistakes:
        raise BadFile(mistakes)
    return found


def _templates(tree: Tree, key: str) -> dict[str, str | dict[str, str]]:
    found: dict[str, str | dict[str, str]] = {}
    for name, body in branch(tree, key).items():
        forms = (
            {str(form): str(t) for form, v in body.items() for t in texts(v)}
            if isinstance(body, dict)
            else {}
        )
        found[str(name)] = forms or str(next(texts(body), ""))
    return found
