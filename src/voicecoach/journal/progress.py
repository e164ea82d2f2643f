"""What somebody is told who asks how they are doing: counted, not judged.

Nothing here praises, urges or explains. Where it hurt more than once of late, it says where to go.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from voicecoach.journal.history import GRAVE, Ending, Record
from voicecoach.language.lines import Lines

LATELY = 5
"""Sessions that are told about pain, and as many before them to compare with."""
OFTEN = 2
"""So many of them ended for pain, and a clinician is named."""
MOST_LEVELS = 5
_WEEK = timedelta(days=7)


def counted(records: Sequence[Record]) -> list[Record]:
    """Those in which there was any exercise, or that ended for pain, the newest first."""
    return [record for record in records if record.exercised or record.ending in GRAVE]


def days_in_a_row(records: Sequence[Record], today: date) -> int:
    """On how many days up to today, or to yesterday, there was a session without a gap."""
    days = {record.began.date() for record in records}
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length, day = length + 1, day - timedelta(days=1)
    return length


def weeks_in_a_row(records: Sequence[Record], today: date) -> int:
    """The same of weeks from Monday to Sunday: this week counts as soon as there is one in it."""
    weeks = {_monday(record.began.date()) for record in records}
    week = _monday(today) if _monday(today) in weeks else _monday(today) - _WEEK
    length = 0
    while week in weeks:
        length, week = length + 1, week - _WEEK
    return length


def is_done(records: Sequence[Record], today: date) -> bool:
    """Whether a session was finished today."""
    return any(r.began.date() == today and r.ending is Ending.FINISHED for r in records)


class Progress:
    """Tells how it goes, in the words given: those of `progress.yaml`."""

    def __init__(self, words: Lines) -> None:
        self._words = words
        self._say = words.say

    def told(self, records: Sequence[Record], today: date) -> Iterator[tuple[str, ...]]:
        """Paragraphs of one line each thing: how often, and where it hurt. The newest first."""
        done = counted(records)
        if not done:
            yield (self._say("nothing"),)
            return
        yield tuple(self._how_often(done, today))
        if pain := tuple(self._pain(done, today)):
            yield pain

    def reminder(self, records: Sequence[Record], today: date) -> tuple[str, ...]:
        """What is said at the chosen time; nothing on a day on which a session was finished."""
        return () if is_done(records, today) else self._words.all_of("reminder")

    def _how_often(self, done: Sequence[Record], today: date) -> Iterator[str]:
        last = done[0]
        title = last.title.rstrip(".")
        yield self._say("last", title=title, when=self._when(last.began.date(), today))
        monday = _monday(today)
        this = sum(record.began.date() >= monday for record in done)
        before = sum(monday - _WEEK <= record.began.date() < monday for record in done)
        yield self._say("this_week", n=this) if this else self._say("not_this_week")
        if before:
            yield self._say("last_week", n=before)
        if (days := days_in_a_row(done, today)) > 1:
            yield self._say("days_in_a_row", n=days)
        if (weeks := weeks_in_a_row(done, today)) > 1:
            yield self._say("weeks_in_a_row", n=weeks)
        if len(done) > this + before:
            yield self._say("in_all", n=len(done))

    def _pain(self, done: Sequence[Record], today: date) -> Iterator[str]:
        lately, earlier = done[:LATELY], done[LATELY : 2 * LATELY]
        hurt = sum(record.ending in GRAVE for record in lately)
        hurt_before = sum(record.ending in GRAVE for record in earlier)
        if hurt or hurt_before:
            yield self._say("hurt_lately", n=hurt, total=len(lately))
            if earlier:
                yield self._say("hurt_earlier", n=hurt_before, total=len(earlier))
            yield from self._where(done, today)
        levels = [
            answer.amount
            for record in reversed(done)
            for answer in record.answers
            if answer.question == "pain_level" and answer.amount is not None
        ][-MOST_LEVELS:]
        if len(levels) > 1:
            yield self._say("levels", levels=", ".join(f"{level:.0f}" for level in levels))
        if hurt >= OFTEN:
            yield self._say("see_a_clinician")

    def _where(self, done: Sequence[Record], today: date) -> Iterator[str]:
        record = next(record for record in done if record.ending in GRAVE)
        when = self._when(record.began.date(), today)
        place = next((report.place for report in record.pain if report.place), None)
        if place is None:
            yield self._say("last_hurt", when=when)
        else:
            yield self._say("last_hurt_at", when=when, name=place.exercise.rstrip("."))

    def _when(self, day: date, today: date) -> str:
        ago = (today - day).days
        if ago < 2:
            return self._words.one_of("day", "today" if ago < 1 else "yesterday")
        return self._say("days_ago", n=ago)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
