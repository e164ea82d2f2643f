"""Records for other programs: JSON, and CSV for spreadsheets."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict

from voicecoach.journal.history import Place, Record

_COLUMNS = (
    *("began", "ended", "title", "file", "ending", "minutes", "reps", "holds", "held_s"),
    *("pauses", "paused_s", "pain"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(records: Sequence[Record]) -> str:
    """A list of objects, one a session; dates are ISO 8601, times in seconds."""
    return json.dumps([_fields(record) for record in records], ensure_ascii=False, indent=2)


def as_csv(records: Sequence[Record]) -> str:
    """A header and a row a session."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows([_harmless(cell) for cell in _row(record)] for record in records)
    return text.getvalue()


def _fields(record: Record) -> dict[str, object]:
    return {
        **asdict(record),
        "began": record.began.isoformat(),
        "ended": record.ended.isoformat(),
        "seconds": round(record.seconds, 3),
        "reps": record.reps,
        "holds": record.holds,
        "held_s": record.held_s,
    }


def _row(record: Record) -> Sequence[object]:
    return (
        record.began.isoformat(timespec="seconds"),
        record.ended.isoformat(timespec="seconds"),
        record.title,
        record.file,
        record.ending.value,
        round(record.seconds / 60, 1),
        record.reps,
        record.holds,
        round(record.held_s),
        record.pauses,
        round(record.paused_s),
        "; ".join(f"{report.kind}: {_place(report.place)}" for report in record.pain),
    )


def _place(place: Place | None) -> str:
    if place is None:
        return "not during an exercise"
    return f"{place.exercise}, {place.side}, set {place.set}, rep {place.rep}"


def _harmless(cell: object) -> object:
    """A title from a stranger's session file must not become a spreadsheet's formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
