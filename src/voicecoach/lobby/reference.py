"""The diagram and the table of `docs/lobby.md`, drawn from the transition table.

`python -m voicecoach.lobby.reference` brings them up to date.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from voicecoach.core.intents import LEVELS, Intent
from voicecoach.lobby.reading import Request
from voicecoach.lobby.table import TABLE, Effect, Move, Signal, State, Trigger

PAGE = Path(__file__).parents[3] / "docs" / "lobby.md"

_MARKED = re.compile(r"(<!-- (diagram|table) of the lobby -->\n).*?(<!-- end -->)", re.DOTALL)
_BACK = "back"
_SPOKEN = tuple(state for state in State if TABLE[state] and state is not State.NEW)


def refresh(page: str) -> str:
    """Put today's diagram and table between the marks on `page`."""
    drawn = {"diagram": diagram, "table": table}
    return _MARKED.sub(lambda mark: f"{mark[1]}\n{drawn[mark[2]]()}\n\n{mark[3]}", page)


def diagram() -> str:
    """Draw the states in Mermaid; what leads out of all that are spoken in is drawn once."""
    common = {
        trigger: step
        for trigger, step in TABLE[_SPOKEN[0]].items()
        if step.to not in _SPOKEN and all(TABLE[s].get(trigger) == step for s in _SPOKEN)
    }
    lines = ["stateDiagram-v2", "    [*] --> new", *(f"    {e}" for e in _edges(State.NEW, {}))]
    lines += ["    state talking {", f'        state "what was interrupted" as {_BACK}']
    outside = [f"    {edge}" for edge in _edges("talking", common, whole=True)]
    for state in _SPOKEN:
        for edge in _edges(state, common):
            inside = edge.split()[2] in {*_SPOKEN, _BACK}
            (lines if inside else outside).append(f"{'    ' * inside}    {edge}")
    return "\n".join(["```mermaid", *lines, "    }", *outside, "    ended --> [*]", "```"])


def table() -> str:
    """Say what every trigger does in every state, as a Markdown table."""
    rows = [f"| | {' | '.join(map(_name, _SPOKEN))} |", "|---" * (len(_SPOKEN) + 1) + "|"]
    for trigger in (*(each for each in Intent if each not in LEVELS[1:]), *Request, *Signal):
        cells = [_cell(state, TABLE[state].get(trigger)) for state in _SPOKEN]
        name = _name(trigger) if isinstance(trigger, Intent) else f"*{_name(trigger)}*"
        if any(cells):
            rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _edges(origin: str, common: dict[Trigger, Move], *, whole: bool = False) -> Iterator[str]:
    """One edge for each state that is led to, labelled with what leads there."""
    steps = common if whole else TABLE[State(origin)]
    leading: dict[str, list[str]] = defaultdict(list)
    for trigger, step in steps.items():
        to = _BACK if step.to is None else step.to
        if to != origin and (whole or common.get(trigger) != step):
            leading[to].append(_name(trigger))
    for to, names in leading.items():
        yield f"{origin} --> {to} : {', '.join(names)}"


def _cell(state: State, step: Move | None) -> str:
    if step is None:
        return ""
    if step == Move(state):
        return "-"
    effect = "" if step.effect is Effect.NOTHING else str(step.effect)
    if step.to is state:
        return effect
    return f"{effect} → **{_BACK if step.to is None else _name(step.to)}**".strip()


def _name(trigger: Trigger | State) -> str:
    """Its name in words; numbers do the same everywhere, so the first stands for all."""
    return "0 to 10" if trigger is LEVELS[0] else trigger.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(refresh(PAGE.read_text("utf-8")), "utf-8")
