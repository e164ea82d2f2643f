"""What an author can write in a programme: sessions over days and weeks."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, Strict

from voicecoach.handwritten.where import Where
from voicecoach.script.model import Source
from voicecoach.script.node import Node
from voicecoach.script.values import ExerciseFile, Given, Language, Name, Title, Words

MOST_WEEKS = 104
"""Two years, with all repetitions."""


class Day(Node):
    """A session on a day of a week."""

    day: Annotated[int, Strict()] = Field(
        ge=1,
        le=7,
        description="Which day of the week of the programme, which begins with its first session.",
        examples=[1],
    )
    session: ExerciseFile = Field(
        description="The session file, in the folder of the programme or below.",
        examples=["back-week-1.yaml"],
    )


class Week(Node):
    """A week, or several that are alike."""

    title: Given[Title] = Field(
        None, description="What it is about.", examples=["Getting used to it"]
    )
    times: Annotated[int, Strict()] = Field(
        1, ge=1, le=52, description="How many weeks are like this.", examples=[2]
    )
    days: tuple[Day, ...] = Field(
        min_length=1, max_length=14, description="The days with sessions, in order."
    )


class Programme(Node):
    """A programme as its author wrote it."""

    version: Literal[1] = Field(description="The version of this format.", examples=[1])
    title: Title = Field(
        description="What the programme is called.", examples=["Four weeks for a stiff back"]
    )
    language: Language = Field(
        "en",
        description="The language of the texts, by its code; or several, as in a session.",
        examples=["en"],
    )
    source: Given[Source] = Field(None, description="Where the programme comes from.")
    reviewed_by: Name | None = Field(
        None, description="The clinician who has reviewed it.", examples=["Dr A. Name"]
    )
    about: Given[Words] = Field(
        None,
        description="For whom it is, and what to do before.",
        examples=["For a back that has been stiff for a while. Ask your doctor first."],
    )
    weeks: tuple[Week, ...] = Field(
        min_length=1, max_length=MOST_WEEKS, description="The weeks, in order."
    )

    @property
    def files(self) -> Mapping[str, Where]:
        """The session files, and where each is named first."""
        named: dict[str, Where] = {}
        for week in self.weeks:
            for day in week.days:
                named.setdefault(day.session, day.where_of("session"))
        return named


def unruly(programme: Programme) -> Iterator[tuple[Where, str, str]]:
    """Find what no single value shows: the place, what is wrong, and the mend."""
    weeks = sum(week.times for week in programme.weeks)
    if weeks > MOST_WEEKS:
        found = f"The programme goes on for {weeks} weeks."
        yield programme.where_of("weeks"), found, f"Keep it to {MOST_WEEKS}."
    for week in programme.weeks:
        for before, day in zip(week.days, week.days[1:], strict=False):
            if day.day < before.day:
                found = f"Day {day.day} comes before day {before.day}."
                yield day.where_of("day"), found, "Put the days in their order."


PROGRAMME_NODES: Mapping[str | None, tuple[str, type[Node]]] = {
    None: ("programme", Programme),
    "source": ("source", Source),
    "weeks": ("week", Week),
    "days": ("day", Day),
}
"""What stands under which key of a programme, as in `model.NODES`."""
