"""Workouts that the apps Hevy and Strong export: CSV, a row a set of what was done.

One workout becomes a session. What was lifted is known, and nothing about how: steps, set-ups and
positions are the author's to write.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby, islice

from voicecoach.core.problems import Problem
from voicecoach.importing.draft import Block, Draft, Exercise, is_named, range_of

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "workout": ("title", "workout name"),
    "began": ("start_time", "date"),
    "exercise": ("exercise_title", "exercise name"),
    "set": ("set_type", "set order"),
    "reps": ("reps",),
    "seconds": ("duration_seconds", "seconds"),
    "weight": ("weight_kg", "weight_lbs", "weight", "weight (kg)", "weight (lbs)"),
    "distance": ("distance_km", "distance_miles", "distance", "distance (meters)"),
    "effort": ("rpe",),
    "note": ("exercise_notes", "notes"),
    "superset": ("superset_id",),
}
"""What a column means, by the names that the apps give it."""

NEEDED = ("workout", "began", "exercise", "reps")
NOT_KEPT = {"weight": "the weight", "distance": "the distance", "effort": "the effort (RPE)"}
WARM_UP = frozenset({"warmup", "w"})
REST = "rest timer"

LONGEST_HOLD_S = 600.0
MOST_ROWS = 15_000
"""Sets: those of five years, with twenty in each of three workouts a week."""
MOST_NOTES = 20
MOST = 1e6
"""No number in a workout is as large."""

_DATES = ("%Y-%m-%d %H:%M:%S", "%d %b %Y, %H:%M", "%b %d, %Y, %I:%M %p", "%Y-%m-%d")

Row = tuple[int, Mapping[str, str]]
"""A line of the file, and what is in it by its meaning."""


def fits(text: str) -> bool:
    """Whether this looks like a file of one of them."""
    return _missing(_header(text)) == []


def draft(text: str, only: Sequence[str]) -> Draft:
    """One workout of it: the latest, or the latest of those that `only` names. Raises Problem."""
    workouts: dict[tuple[str, str], list[Row]] = {}
    for row in _rows(text):
        workouts.setdefault((row[1]["workout"], row[1]["began"]), []).append(row)
    wanted = [each for each in workouts if is_named(each[0], only)]
    if not wanted:
        names = ", ".join(sorted({name for name, _ in workouts})[:10])
        raise Problem("No workout has that name.", f"Choose one of: {names or 'another file'}.")
    chosen = max(reversed(wanted), key=lambda each: _when(each[1]))
    made = Draft(chosen[0] or "Workout", f"A workout of {chosen[1]}".strip())
    rows = workouts[chosen]
    if len(workouts) > 1:
        made.lose(rows[0][0], f"This is 1 of {len(workouts)} workouts in the file, {chosen[1]}.")
    _fill(made, rows)
    return made


def _header(text: str) -> list[str]:
    try:
        _, names = next(_cells(text), (0, []))
    except csv.Error:
        return []
    return [name.strip().casefold() for name in names]


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, and the line that it ends on."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    sign = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(lines, delimiter=sign)
    for cells in reader:
        yield reader.line_num, cells


def _places(header: Sequence[str]) -> dict[str, int]:
    return {
        meaning: header.index(name)
        for meaning, names in COLUMNS.items()
        for name in names
        if name in header
    }


def _missing(header: Sequence[str]) -> list[str]:
    places = _places(header)
    return [meaning for meaning in NEEDED if meaning not in places]


def _rows(text: str) -> Iterator[Row]:
    places = _places(_header(text))
    try:
        for count, (line, cells) in enumerate(islice(_cells(text), 1, None)):
            if count == MOST_ROWS:
                raise Problem(f"It holds over {MOST_ROWS:,} sets.", "Export fewer of them.")
            if cells:
                values = {m: cells[n].strip() for m, n in places.items() if n < len(cells)}
                yield line, dict.fromkeys(COLUMNS, "") | values
    except csv.Error as error:
        raise Problem(f"This is no CSV: {error}.", "Export the file again.") from None


def _when(text: str) -> datetime:
    """When a workout began. Other languages' months are not known: those count as old."""
    for form in _DATES:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return datetime.min


def _fill(made: Draft, rows: Sequence[Row]) -> None:
    """The exercises of a workout; those of a superset in a block of their own."""
    exercises = [
        (_exercise(made, list(group)), superset)
        for (superset, _), group in groupby(
            rows, key=lambda row: (row[1]["superset"], row[1]["exercise"])
        )
    ]
    for superset, group in groupby(exercises, key=lambda each: each[1]):
        together = [exercise for exercise, _ in group if exercise.reps or exercise.hold_s]
        if not together:
            continue
        takes_turns = bool(superset) and len(together) > 1 and max(e.sets for e in together) > 1
        title = f"Part {len(made.blocks) + 1}"
        made.blocks.append(Block(title, together, is_superset=takes_turns))
    first = next(iter(made.exercises), None)
    if first:
        first.position = "standing"
        made.lose(
            rows[0][0],
            f"{first.name}: nothing says how to begin. `start_position: standing` is a guess, for "
            "all of them.",
        )


def _exercise(made: Draft, rows: Sequence[Row]) -> Exercise:
    """All sets of one exercise."""
    exercise = Exercise(rows[0][1]["exercise"] or "Exercise")
    sets = list(_sets(made, exercise, rows))
    reps = [int(n) for _, row in sets if (n := _number(row["reps"]))]
    seconds = [n for _, row in sets if (n := _number(row["seconds"]))]
    first, name = rows[0][0], exercise.name
    exercise.sets = min(20, max(1, len(reps) or len(seconds)))
    if reps:
        exercise.reps = range_of(reps)
        if len(set(reps)) > 1:
            made.lose(first, f"{name}: sets of {_list(reps)} became `reps: {exercise.reps}`.")
    elif seconds and min(seconds) > LONGEST_HOLD_S:
        made.lose(first, f"{name}: {min(seconds) / 60:.0f} minutes are no hold. It is left out.")
        return exercise
    elif seconds:
        exercise.hold_s = max(1.0, min(seconds))
        if len(set(seconds)) > 1:
            told = f"holds of {_list(seconds)} seconds became `hold: {exercise.hold_s:g}s`"
            made.lose(first, f"{name}: {told}.")
    else:
        made.lose(first, f"{name}: no set of it has reps or a time. It is left out.")
        return exercise
    made.lose(first, f"{name}: nothing says how it is done. Write `setup` and `steps`.")
    return exercise


def _sets(made: Draft, exercise: Exercise, rows: Sequence[Row]) -> Iterator[Row]:
    """Its sets that count. What stands beside them goes to the exercise, or is lost."""
    for line, row in rows:
        kind = row["set"].casefold()
        if kind == REST:
            exercise.rest_s = max(exercise.rest_s, min(600.0, _number(row["seconds"])))
            continue
        if kind in WARM_UP:
            made.lose(line, f"{exercise.name}: a set to warm up is left out.")
            continue
        for key, what in NOT_KEPT.items():
            if _number(row[key]):
                made.lose(line, f"{exercise.name}: {what} is left out ({row[key]}).")
        if row["note"] and row["note"] not in exercise.notes[:MOST_NOTES]:
            if len(exercise.notes) == MOST_NOTES:
                continue
            exercise.notes.append(row["note"])
            made.lose(line, f"{exercise.name}: the note became a comment.")
        yield line, row


def _list(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:g}" for number in numbers)


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", ".") or 0)
    except ValueError:
        return 0.0
    return number if 0 < number < MOST else 0.0
