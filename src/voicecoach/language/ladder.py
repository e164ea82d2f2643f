"""The safety ladder from `<code>/safety.yaml`: questions, where each answer leads, and sources."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources.abc import Traversable

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.core.problems import BadFile, Mistake
from voicecoach.language import reading
from voicecoach.language.reading import Tree, Written

NO_ANSWER = "no_answer"
_RANGE = re.compile(r"(\d+) to (\d+)")


class Then(StrEnum):
    """What the program does when an answer's lines are said; `safety.yaml` explains each."""

    GO_ON = "go_on"
    GO_PAST = "go_past"
    RESUME = "resume"
    EASIER = "offer_easier"
    EASE = "ease"
    HARDEN = "harden"
    AS_IT_WAS = "as_it_was"
    LEAVE_OUT = "leave_out"
    PAUSE = "pause"
    NOT_TODAY = "not_today"
    PAIN = "pain"
    ADVISE = "advise"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an answer leads: lines to say, with `{emergency_number}` in them, and what then."""

    name: str
    then: Then
    say: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question with where each answer leads, by intent; `silence` is where no answer leads.

    `ask` may have words in braces. `again` is asked where no answer came, or `ask` if it is empty.
    With `hear_out` a "no" counts only when all was said. `choices` and `keys` say how to answer.
    """

    name: str
    ask: str
    answers: Mapping[Intent, Lead]
    silence: Lead
    choices: str = ""
    keys: str = ""
    again: str = ""
    hear_out: bool = False
    sources: tuple[str, ...] = ()

    @property
    def is_for_a_number(self) -> bool:
        return any(level in self.answers for level in LEVELS)

    def leads(self) -> Iterator[Lead]:
        """Every lead, one for each answer, and the silence last."""
        yield from self.answers.values()
        yield self.silence


@dataclass(frozen=True)
class Ladder:
    """All questions by name, and the names of the sources."""

    questions: Mapping[str, Question] = field(default_factory=dict)
    leads: Mapping[str, Lead] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def load_ladder(folder: Traversable) -> Ladder:
    """Read `safety.yaml` in a language's folder. Raises BadFile with every mistake in it."""
    tree = reading.read(folder / "safety.yaml")
    mistakes: list[Mistake] = []
    sources = {str(key): _text(text) for key, text in reading.branch(tree, "sources").items()}
    leads: dict[str, Lead] = {}
    for name, body in reading.branch(tree, "leads").items():
        then = _text(_part(body, "then"))
        if then not in set(Then):
            known = ", ".join(Then)
            mistakes.append(name.mistake(f'"{name}" leads to "{then}".', f"Use one of: {known}."))
            continue
        said = tuple(map(str, reading.texts(_part(body, "say"))))
        leads[str(name)] = Lead(str(name), Then(then), said, _sources(body, sources, mistakes))
    questions = {}
    for name, body in reading.branch(tree, "questions").items():
        answers = dict(_answers(body, leads, mistakes))
        silence = leads.get(_text(_part(_part(body, "answers"), NO_ANSWER)))
        if silence is None:
            mistakes.append(
                name.mistake(f'"{name}" does not say what follows no answer.', "Add no_answer.")
            )
            continue
        texts = {key: _text(_part(body, key)) for key in ("ask", "choices", "keys", "again")}
        questions[str(name)] = Question(
            name=str(name),
            answers=answers,
            silence=silence,
            hear_out=_text(_part(body, "hear_out")) == "true",
            sources=_sources(body, sources, mistakes),
            **texts,
        )
    if mistakes:
        raise BadFile(mistakes)
    return Ladder(questions, leads, sources)


def _part(body: Tree | None, key: str) -> Tree | None:
    return body.get(Written(key)) if isinstance(body, dict) else None


def _text(body: Tree | None) -> str:
    return str(next(reading.texts(body), "")) if body is not None else ""


def _sources(body: Tree, known: Mapping[str, str], mistakes: list[Mistake]) -> tuple[str, ...]:
    named = list(reading.texts(_part(body, "sources")))
    mistakes += [
        name.mistake(f'"{name}" is not among the sources.', "Name it above.")
        for name in named
        if name not in known
    ]
    return tuple(map(str, named))


def _answers(
    body: Tree, leads: Mapping[str, Lead], mistakes: list[Mistake]
) -> Iterator[tuple[Intent, Lead]]:
    for said, where in (reading.branch(body, "answers") if isinstance(body, dict) else {}).items():
        lead = leads.get(_text(where))
        intents = list(_intents(said))
        if lead is None or (not intents and said != NO_ANSWER):
            mistakes.append(
                said.mistake(
                    f'"{said}: {_text(where)}" is no answer that leads somewhere.',
                    "Write what can be heard, and the name of a lead.",
                )
            )
            continue
        for intent in intents:
            yield intent, lead


def _intents(said: str) -> Iterator[Intent]:
    """What can be heard for an answer in the file: an intent by its name, or numbers."""
    if between := _RANGE.fullmatch(said):
        yield from LEVELS[int(between[1]) : int(between[2]) + 1]
    elif said in set(Intent):
        yield Intent(said)
