"""Records as plain lines for people: one idea a line, short enough for a narrow screen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from voicecoach.journal.history import Done, Ending, PainReport, Place, Record
from voicecoach.language.lines import Lines

_LONG_S = 120
"""From here on, minutes are exact enough."""
_A_WEEK_S = 7 * 24 * 3600.0


class Report:
    """Tells about sessions in the words given."""

    def __init__(self, words: Lines) -> None:
        self._words = words
        self._say = words.say

    def ending(self, ending: Ending) -> str:
        """How a session ended."""
        return self._words.one_of("ending", ending)

    def history(self, records: Sequence[Record]) -> Iterator[tuple[str, ...]]:
        """A paragraph for each session, and one for how many there are."""
        yield (self._say("sessions", n=len(records)) if records else self._say("nothing"),)
        for record in records:
            yield tuple(self._session(record))

    def summary(self, records: Sequence[Record]) -> Iterator[tuple[str, ...]]:
        """What a physiotherapist asks first, in paragraphs: how often, how much, where it hurt."""
        yield self._words.all_of("summary")
        if not records:
            yield (self._say("nothing"),)
            return
        yield tuple(self._how_often(records))
        yield (self._say("endings"), *self._endings(records))
        yield (self._say("exercises"),)
        for name in dict.fromkeys(done.exercise for each in records for done in each.done):
            yield tuple(self._exercise(name, records))
        yield (self._say("reports"), *([] if any(r.pain for r in records) else self._no_reports()))
        for record in records:
            for report in record.pain:
                yield (self._when(record.began), *self._pain(report))

    # -- one session

    def _session(self, record: Record) -> Iterator[str]:
        say = self._say
        yield self._when(record.began)
        yield say("title", title=record.title.rstrip("."))
        yield self.ending(record.ending)
        yield say("took", time=self._time(record.seconds))
        if record.reps:
            yield say("reps", n=record.reps)
        yield from self._holds(record.holds, record.held_s)
        if record.pauses:
            yield say("pauses", n=record.pauses)
        for report in record.pain:
            yield from self._pain(report)

    def _holds(self, holds: int, held_s: float) -> Iterator[str]:
        if holds:
            yield self._say("holds", n=holds, time=self._time(held_s))

    def _pain(self, report: PainReport) -> Iterator[str]:
        what = self._words.one_of("reported", report.kind)
        yield self._say("reported_after", what=what, time=self._time(report.at_s))
        if report.place is None:
            yield self._say("outside")
            return
        yield self._say("exercise", name=report.place.exercise.rstrip("."))
        if where := ", ".join(self._where(report.place)):
            yield f"{where[0].upper()}{where[1:]}."

    def _where(self, place: Place) -> Iterator[str]:
        if place.side != "both":
            yield self._words.one_of("side", place.side)
        if place.set:
            yield self._say("set", n=place.set)
        if place.rep:
            yield self._say("rep", n=place.rep)

    # -- all sessions

    def _how_often(self, records: Sequence[Record]) -> Iterator[str]:
        first, last = records[-1].began, records[0].began
        weeks = (last - first).total_seconds() / _A_WEEK_S
        yield self._say("sessions", n=len(records))
        if days := len({record.began.date() for record in records}) - 1:
            yield self._say("period", first=self._short_date(first), last=self._short_date(last))
            yield self._say("days", n=days + 1)
        else:
            yield self._say("one_day", date=self._short_date(first))
        if weeks >= 1:
            yield self._say("a_week", n=max(1, round(len(records) / weeks)))

    def _endings(self, records: Sequence[Record]) -> Iterator[str]:
        counts = Counter(record.ending for record in records)
        for ending in Ending:
            if counts[ending]:
                yield self._words.one_of("ending_count", ending).format(n=counts[ending])

    def _exercise(self, name: str, records: Sequence[Record]) -> Iterator[str]:
        found = [[done for done in each.done if done.exercise == name] for each in records]
        done = [each for several in found for each in several]
        yield self._say("exercise", name=name.rstrip("."))
        yield self._say("in_sessions", n=sum(1 for several in found if several))
        if reps := sum(each.reps for each in done):
            yield self._say("reps", n=reps)
        yield from self._holds(*_held(done))

    def _no_reports(self) -> Iterator[str]:
        yield self._say("no_reports")

    # -- dates and times

    def _when(self, moment: datetime) -> str:
        weekday = self._words.all_of("weekdays")[moment.weekday()]
        date = self._say("date", weekday=weekday, **self._date(moment))
        return self._say("when", date=date, time=f"{moment.hour}:{moment.minute:02}")

    def _short_date(self, moment: datetime) -> str:
        return self._say("short_date", **self._date(moment))

    def _date(self, moment: datetime) -> dict[str, object]:
        month = self._words.all_of("months")[moment.month - 1]
        return {"day": moment.day, "month": month, "year": moment.year}

    def _time(self, seconds: float) -> str:
        if seconds < _LONG_S:
            return self._say("seconds", n=round(seconds))
        return self._say("minutes", n=round(seconds / 60))


def _held(done: Sequence[Done]) -> tuple[int, float]:
    return sum(each.holds for each in done), sum(each.held_s for each in done)


def as_text(paragraphs: Iterable[Sequence[str]]) -> str:
    """Paragraphs with an empty line between them."""
    return "\n\n".join("\n".join(lines) for lines in paragraphs)
