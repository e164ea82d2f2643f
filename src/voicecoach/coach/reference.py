"""The diagram and the table of `docs/conductor.md`, drawn from the transition table.

`python -m voicecoach.coach.reference docs/conductor.md` brings them up to date.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from voicecoach.coach.table import TABLE, Effect, Move, Signal, State, Trigger
from voicecoach.core.intents import LEVELS, Intent

_MARKED = re.compile(r"(<!-- (diagram|table) of the conductor -->\n).*?(<!-- end -->)", re.DOTALL)
_ENDINGS = frozenset({State.NEW, State.ADVISING, State.CLOSING, State.ENDED})
_ALIVE = tuple(state for state in State if state not in _ENDINGS)
_BACK = "back"


def refresh(page: str) -> str:
    """Put today's diagram and table between the marks on `page`."""
    drawn = {"diagram": diagram, "table": table}
    return _MARKED.sub(lambda mark: f"{mark[1]}\n{drawn[mark[2]]()}\n\n{mark[3]}", page)


def diagram() -> str:
    """Draw the states in Mermaid; what leads out of all living states alike is drawn once."""
    common = {
        trigger: step
        for trigger, step in TABLE[_ALIVE[0]].items()
        if step.to in _ENDINGS and all(TABLE[state].get(trigger) == step for state in _ALIVE)
    }
    lines = ["stateDiagram-v2", "    [*] --> new", "    state alive {"]
    inside: list[str] = []
    outside = list(_edges("alive", common.items()))
    for state, row in TABLE.items():
        own = [(trigger, step) for trigger, step in row.items() if common.get(trigger) != step]
        for edge in _edges(state, own):
            (inside if state in _ALIVE and _stays_alive(edge) else outside).append(edge)
    lines += [f'        state "what was interrupted" as {_BACK}']
    lines += [f"        {edge}" for edge in inside]
    lines += ["    }", *(f"    {edge}" for edge in outside), "    ended --> [*]"]
    return "\n".join(["```mermaid", *lines, "```"])


def table() -> str:
    """Say what every trigger does in every state, as a Markdown table."""
    states = [state for state in State if TABLE[state]]
    rows = [f"| | {' | '.join(states)} |", "|---" * (len(states) + 1) + "|"]
    for trigger in (*(each for each in Intent if each not in LEVELS[1:]), *Signal):
        cells = [_cell(state, TABLE[state].get(trigger)) for state in states]
        name = _name(trigger) if isinstance(trigger, Intent) else f"*{_name(trigger)}*"
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _edges(origin: str, steps: Iterable[tuple[Trigger, Move]]) -> Iterator[str]:
    """One edge for each state that is led to, labelled with what leads there."""
    leading: dict[str, list[str]] = defaultdict(list)
    for trigger, step in steps:
        to = _BACK if step.to is None else step.to
        if to != origin:
            leading[to].append(_name(trigger))
    for to, names in leading.items():
        yield f"{origin} --> {to} : {', '.join(names)}"


def _stays_alive(edge: str) -> bool:
    return edge.split()[2] in {*_ALIVE, _BACK}


def _cell(state: State, step: Move | None) -> str:
    if step is None:
        return ""
    if step == Move(state):
        return "-"
    effect = "" if step.effect is Effect.NOTHING else str(step.effect)
    if step.to is state:
        return effect
    return f"{effect} → **{_BACK if step.to is None else step.to}**".strip()


def _name(trigger: Trigger) -> str:
    """Its name in words; numbers do the same everywhere, so the first stands for all."""
    return "0 to 10" if trigger is LEVELS[0] else trigger.replace("_", " ")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(refresh(path.read_text("utf-8")), "utf-8")
