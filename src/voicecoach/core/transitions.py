"""Tables of transitions: looking one up, and drawing all of them for a page of `docs/`."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

_BACK = "back"


class Transition(Protocol):
    """What a table has for a state and a trigger."""

    @property
    def to(self) -> StrEnum | None:
        """The state that follows; None goes back to the state that was interrupted."""

    @property
    def effect(self) -> StrEnum:
        """What is done on the way; "nothing", where nothing is."""


Step = TypeVar("Step", bound=Transition)
State = TypeVar("State", bound=StrEnum)
Trigger = TypeVar("Trigger", bound=StrEnum)


class IllegalEventError(Exception):
    """An event that makes no sense in this state: a mistake in the program, not of the user."""

    def __init__(self, state: StrEnum, trigger: StrEnum) -> None:
        super().__init__(f"nothing is defined for {trigger!r} while {state!r}")


def look_up(table: Mapping[State, Mapping[Trigger, Step]], state: State, trigger: Trigger) -> Step:
    """The transition for `trigger` in `state`. Raises IllegalEventError where there is none."""
    try:
        return table[state][trigger]
    except KeyError:
        raise IllegalEventError(state, trigger) from None


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a table is drawn: `inside` are the states in the box that is called `box`.

    What leads out of the box from all of its states alike is drawn once. What the user says is
    `said`, everything else `happens`. Triggers that are in `unnamed` do the same everywhere as
    another, which `names` calls by a name for all of them.
    """

    table: Mapping[Any, Mapping[Any, Transition]]
    said: Sequence[StrEnum]
    happens: Sequence[StrEnum]
    inside: Sequence[StrEnum]
    box: str
    names: Mapping[StrEnum, str]
    unnamed: Container[StrEnum]

    def refresh(self, page: str, machine: str) -> str:
        """Put today's diagram and table between the marks of `machine` on `page`."""
        marks = rf"(<!-- (diagram|table) of the {machine} -->\n).*?(<!-- end -->)"
        drawn: dict[str, Callable[[], str]] = {"diagram": self.diagram, "table": self.rows}
        return re.sub(
            marks, lambda mark: f"{mark[1]}\n{drawn[mark[2]]()}\n\n{mark[3]}", page, flags=re.DOTALL
        )

    def diagram(self) -> str:
        """Draw the states in Mermaid."""
        first, *others = (self.table[state] for state in self.inside)
        common = {
            trigger: step
            for trigger, step in first.items()
            if step.to and step.to not in self.inside
            if all(row.get(trigger) == step for row in others)
        }
        within = [f'state "what was interrupted" as {_BACK}']
        without = list(self._edges(self.box, common.items()))
        for state, row in self.table.items():
            own = [(trigger, step) for trigger, step in row.items() if common.get(trigger) != step]
            for edge in self._edges(state, own):
                stays = state in self.inside and edge.split()[2] in {*self.inside, _BACK}
                (within if stays else without).append(edge)
        lines = ["    [*] --> new", f"    state {self.box} {{", *(f"        {e}" for e in within)]
        lines += ["    }", *(f"    {edge}" for edge in without), "    ended --> [*]"]
        return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])

    def rows(self) -> str:
        """Say what every trigger does in every state, as a Markdown table."""
        states = [state for state in self.table if self.table[state]]
        rows = [f"| | {' | '.join(map(self._name, states))} |", "|---" * (len(states) + 1) + "|"]
        for trigger in (*self.said, *self.happens):
            name = self._name(trigger) if trigger in self.said else f"*{self._name(trigger)}*"
            cells = [_cell(state, self.table[state].get(trigger), self._name) for state in states]
            if trigger not in self.unnamed and any(cells):
                rows.append(f"| {name} | {' | '.join(cells)} |")
        return "\n".join(rows)

    def _edges(self, origin: str, steps: Iterable[tuple[StrEnum, Transition]]) -> Iterator[str]:
        """One edge for each state that is led to, labelled with what leads there."""
        leading: dict[str, list[str]] = defaultdict(list)
        for trigger, step in steps:
            to = step.to or _BACK
            if to != origin and trigger not in self.unnamed:
                leading[to].append(self._name(trigger))
        for to, names in leading.items():
            yield f"{origin} --> {to} : {', '.join(names)}"

    def _name(self, what: StrEnum) -> str:
        return self.names.get(what, what.replace("_", " "))


def _cell(state: StrEnum, step: Transition | None, name: Callable[[StrEnum], str]) -> str:
    if step is None:
        return ""
    effect = "" if step.effect == "nothing" else str(step.effect)
    if step.to is state:
        return effect or "-"
    return f"{effect} → **{name(step.to) if step.to else _BACK}**".strip()
