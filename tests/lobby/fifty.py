"""The fifty ways of asking in `asking.yaml`, held as conversations.

`python -m tests.lobby.fifty` prints those that are not offered what they asked for, and how many;
`python -m tests.lobby.fifty more` does so for twenty others.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from tests.lobby.stage import Stage, shipped

from voicecoach.lobby.finder import Choice, Done
from voicecoach.lobby.table import State

FILE, MORE = (Path(__file__).with_name(f"{name}.yaml") for name in ("asking", "asking_more"))
MOST_TURNS = 6


@dataclass(frozen=True)
class Conversation:
    """One of them: what the user said, in which turn a right session was offered, and began."""

    said: tuple[str, ...]
    offered_in: int | None
    begun_in: int | None
    offered: tuple[str | None, ...]

    @property
    def is_right(self) -> bool:
        return self.offered_in is not None and self.offered_in <= 2


def rows(file: Path = FILE) -> list[dict[str, Any]]:
    return list(yaml.safe_load(file.read_text("utf-8")))


def held(row: dict[str, Any]) -> Conversation:
    """Hold it, typed."""
    return converse(Stage(done(row)), row)


def converse(stage: Stage, row: dict[str, Any]) -> Conversation:
    """The user says what is written, and then goes by what is offered."""
    right = set(row["right"])
    script = [row["said"], *([row["then"]] if "then" in row else [])]
    said: list[str] = []
    offers: list[str | None] = []
    offered_in: int | None = None
    while len(said) < MOST_TURNS and stage.at is not State.HURTING:
        if offered_in is None and said and is_right(stage, right):
            offered_in = len(said)
        text = _next(stage, script, right) if offered_in is None or not said else "yes"
        said.append(text)
        stage.say(text)
        offers.append(stage.offered)
        if stage.outcome is not None:
            break
    chosen = stage.lobby.chosen
    begun = chosen is not None and leads_to(chosen) & right
    return Conversation(tuple(said), offered_in, len(said) if begun else None, tuple(offers))


def _next(stage: Stage, script: list[str], right: set[str]) -> str:
    """What the user says now, being offered nothing that is right."""
    if stage.at is State.MAKING_SURE:
        return "no"
    if script:
        return script.pop(0)
    if stage.at is State.LISTING:
        for number, choice in stage.lobby._shelf.page():
            if leads_to(choice) & right:
                return f"number {number}"
    return "next"


def is_right(stage: Stage, right: set[str]) -> bool:
    likely = stage.lobby.likely
    return likely is not None and bool(leads_to(likely) & right)


def leads_to(choice: Choice) -> set[str]:
    """The session that begins: of a programme the one that is due."""
    titles = {each.title: each.name for each in shipped() if each.stand is None}
    return {titles[choice.stand.title] if choice.stand else choice.name}


def done(row: dict[str, Any]) -> Iterator[Done]:
    """What was done before."""
    titles = {choice.name: choice.title for choice in shipped()}
    for each in row.get("history", ()):
        name = each["session"]
        cut_off = each["ending"] == "cut_off"
        yield Done(name, titles[name], each["days"], "Finished.", cut_off)


def main() -> None:
    file = MORE if "more" in sys.argv else FILE
    conversations = [(row, held(row)) for row in rows(file)]
    for row, each in conversations:
        if not each.is_right:
            sys.stdout.write(f"{' / '.join(each.said)}\n    {each.offered}, not {row['right']}\n")
    right = sum(each.is_right for _, each in conversations)
    begun = [each.begun_in or MOST_TURNS for _, each in conversations]
    sys.stdout.write(f"{right} of {len(begun)} within two turns; ")
    sys.stdout.write(f"turns until it begins: {median(begun)} (median), {max(begun)} (most)\n")


if __name__ == "__main__":
    main()
