"""What the coach says: every line has what the code fills in, and is fit to be heard."""

import ast
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import resources
from pathlib import Path
from string import Formatter

import pytest

import voicecoach
from voicecoach.core.intents import SAFETY_INTENTS, Intent
from voicecoach.language import load
from voicecoach.language.lines import Lines, Template, load_lines
from voicecoach.script.text import spoken
from voicecoach.script.values import Screening, Sides, StartPosition

LINES = load_lines(resources.files("voicecoach.language") / "en")
SOURCES = sorted(Path(voicecoach.__file__).parent.rglob("*.py"))

TITLE = "Gentle exercises for sciatica, on the floor"
FILLED_IN = {
    "title": TITLE,
    "name": "Single knee to chest",
    "things": "a mat, a small cushion",
    "what": "pain spreads down your leg",
    "time": "20 seconds",
    "reason": "The microphone gives no sound.",
    "cue": "flatten",
    "key": "Space",
    "number": "9, 1, 1",
    "letters": "S, A, M",
    "last": "how long left",
    "emergency_number": "1 1 2",
    **dict.fromkeys(("n", "total", "reps"), 12),
}
A_DIAGNOSIS = re.compile(
    r"diagnos|sciatica|herni|slipped|\bdisc\b|\bdisk\b|arthrit|sprain|strain|fractur|cauda"
    r"|trapped|pinched|inflam|stenosis|infarct|\bstroke\b|heart attack|infection",
    re.IGNORECASE,
)
ALL_IS_WELL = re.compile(
    r"you(?: a|')re (?:fine|ok|okay|safe|well|good)|nothing to worry|don't worry|no danger"
    r"|all right|harmless|not serious",
    re.IGNORECASE,
)


def forms(template: Template) -> Iterator[str]:
    """Every text of a template."""
    if isinstance(template, str):
        yield template
    else:
        yield from template.values() if isinstance(template, Mapping) else template


def is_plural(template: Template) -> bool:
    return isinstance(template, Mapping) and set(template) == {"one", "other"}


def fields(template: Template) -> set[str]:
    """What is to be filled in; a plural is chosen by `n`."""
    found = {f for text in forms(template) for _, f, _, _ in Formatter().parse(text) if f}
    return found | ({"n"} if is_plural(template) else set())


def spoken_forms() -> Iterator[tuple[str, str]]:
    """Every text that can be heard, with its name, filled in."""
    for name, template in LINES.templates.items():
        for text in forms(template):
            yield name, text.format(**FILLED_IN)
    for question in LINES.ladder.questions.values():
        for text in (question.ask, question.again, question.choices, question.keys):
            yield question.name, text.format(**FILLED_IN)
    for lead in LINES.ladder.leads.values():
        for text in lead.say:
            yield lead.name, text.format(**FILLED_IN)


SPOKEN = list(spoken_forms())


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?:])\s+", text) if part]


def words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text)


# -- the code and the lines


class Use(ast.NodeVisitor):
    """Where lines are asked for by name, and with which values."""

    def __init__(self) -> None:
        self.values: dict[str, set[frozenset[str]]] = {}
        self.named: set[str] = set()

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and node.value in LINES.templates:
            self.named.add(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called in {"say", "one_of", "all_of"} and node.args:
            given = frozenset(keyword.arg or "" for keyword in node.keywords)
            for name in self._names(node.args[0]):
                self.values.setdefault(name, set()).add(given)
        self.generic_visit(node)

    @staticmethod
    def _names(argument: ast.expr) -> Iterator[str]:
        """The lines that a first argument can be, as far as it says so itself."""
        choices = (
            [argument.body, argument.orelse] if isinstance(argument, ast.IfExp) else [argument]
        )
        for choice in choices:
            if isinstance(choice, ast.Constant) and choice.value in LINES.templates:
                yield str(choice.value)


@pytest.fixture(scope="module")
def use() -> Use:
    found = Use()
    for source in SOURCES:
        found.visit(ast.parse(source.read_text("utf-8")))
    return found


@pytest.mark.parametrize("name", LINES.templates)
def test_a_line_asks_for_exactly_what_the_code_fills_in(use: Use, name: str) -> None:
    template = LINES.templates[name]
    given = use.values.get(name, {frozenset()})
    assert given == {frozenset(fields(template))}


def test_every_line_is_said_somewhere(use: Use) -> None:
    assert set(LINES.templates) == use.named


def test_the_code_asks_for_no_line_that_is_not_there(use: Use) -> None:
    assert len(use.values) > 40
    for source in SOURCES:
        for name in re.findall(r"lines\.(?:say|one_of|all_of)\(\s*\"(\w+)\"", source.read_text()):
            assert name in LINES.templates, (source.name, name)


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("screening", set(Screening)),
        ("positions", set(StartPosition)),
        ("sides", set(Sides)),
        ("doubt", set(SAFETY_INTENTS)),
    ],
)
def test_a_group_has_a_line_for_every_name_and_no_other(group: str, keys: set[StrEnum]) -> None:
    lines = LINES.templates[group]
    assert isinstance(lines, Mapping)
    assert set(lines) == {str(key) for key in keys}
    assert all(LINES.one_of(group, key) for key in keys)


# -- what is heard


def test_no_sentence_has_more_than_twenty_words() -> None:
    long = [name for name, text in SPOKEN for s in sentences(text) if len(words(s)) > 20]
    assert long == []


def test_the_coach_never_names_a_diagnosis() -> None:
    told = [(name, text.replace(TITLE, "")) for name, text in SPOKEN]  # an author's words
    assert [name for name, text in told if A_DIAGNOSIS.search(text)] == []


def test_the_coach_never_says_that_all_is_well() -> None:
    assert [name for name, text in SPOKEN if ALL_IS_WELL.search(text)] == []


def test_start_is_no_word_of_the_coach() -> None:
    assert [name for name, text in SPOKEN if "start" in words(text.lower())] == []


def test_no_sentence_is_a_command_that_the_coach_could_hear_from_itself() -> None:
    grammar = load("en").grammar
    said = [(name, sentence) for name, text in SPOKEN for sentence in sentences(text)]
    heard = {phrase.intent for _, s in said if (phrase := grammar.recognize(s)) is not None}
    assert heard == {Intent.DONE}  # which means something only within a set, where none is said


def test_a_line_is_words_that_every_voice_can_say() -> None:
    assert [name for name, text in SPOKEN if spoken(text) != text] == []


def test_every_reason_not_to_begin_is_about_the_listener() -> None:
    for reason in Screening:
        text = LINES.one_of("screening", reason)
        assert text.startswith(("You ", "The pain ")), text
        assert text.endswith("."), text


# -- lines themselves


SOME = Lines(
    {
        "plain": "Hold.",
        "filled": "{name} again.",
        "plural": {"one": "1 more.", "other": "{n} more."},
        "group": {"left": "Left side.", "right": "Right {side}."},
        "list": ["We end here.", "Call {number}."],
    }
)


def test_a_line_is_filled_in() -> None:
    assert SOME.say("plain") == "Hold."
    assert SOME.say("filled", name="Bridge") == "Bridge again."


@pytest.mark.parametrize(("n", "text"), [(1, "1 more."), (2, "2 more."), (0, "0 more.")])
def test_one_has_a_form_of_its_own(n: int, text: str) -> None:
    assert SOME.say("plural", n=n) == text


def test_groups_and_lists_are_asked_for_as_such() -> None:
    assert SOME.one_of("group", "left") == "Left side."
    assert SOME.all_of("list", number="1 1 2") == ("We end here.", "Call 1 1 2.")


def test_a_line_that_is_not_there_or_lacks_a_value_is_an_error() -> None:
    for ask in (
        lambda: SOME.say("nonsense"),
        lambda: SOME.say("filled"),
        lambda: SOME.say("plural"),
        lambda: SOME.say("list"),
        lambda: SOME.one_of("plain", "left"),
        lambda: SOME.one_of("group", "up"),
        lambda: SOME.all_of("plain"),
        lambda: SOME.all_of("group"),
        lambda: SOME.all_of("list"),
    ):
        with pytest.raises(KeyError):
            ask()


def test_fixed_lines_are_those_with_nothing_to_fill_in() -> None:
    assert SOME.fixed() == ("Hold.", "1 more.", "Left side.", "We end here.")
