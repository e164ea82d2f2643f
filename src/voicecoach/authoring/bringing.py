"""A file of another format made into a session file, with a line for all that was lost."""

from collections.abc import Sequence
from pathlib import Path

from voicecoach.authoring.new_file import write_new
from voicecoach.core.problems import Problem
from voicecoach.handwritten.source import regular
from voicecoach.importing import exercise_db, workout_csv
from voicecoach.importing.draft import Draft, Loss, as_text
from voicecoach.language.wording import load_wording
from voicecoach.script import reader

LARGEST_FILE = 2 * 2**20
"""Bytes. The whole Free Exercise DB has about one million; 10,000 sets as much."""


def bring(source: Path, target: Path, only: Sequence[str]) -> tuple[Loss, ...]:
    """Write `source` as a session to `target`, which must not be there yet; tell what was lost.

    Raises Problem for a format that it does not know.
    """
    draft = drafted(_text(source), only)
    text = as_text(draft)
    reader.read_text(text, str(target))
    write_new(target, text)
    return tuple(sorted(dict.fromkeys(draft.losses)))


def drafted(text: str, only: Sequence[str]) -> Draft:
    """What can be made of a text in one of the formats. Raises Problem for any other."""
    wording = load_wording("en")
    if wording and exercise_db.fits(text):
        return exercise_db.draft(text, only, wording)
    if workout_csv.fits(text):
        return workout_csv.draft(text, only)
    raise Problem(
        "This is no format that I know.",
        "I read exercises of the Free Exercise DB (JSON), and workouts of Hevy and Strong (CSV).",
    )


def _text(source: Path) -> str:
    try:
        data = regular(source, LARGEST_FILE + 1)
    except OSError as error:
        raise Problem(f"{source} cannot be read: {error.strerror}.", "Check its name.") from None
    if data is None:
        raise Problem(f"{source} is no file to read.", "Name a JSON or CSV file.")
    if len(data) > LARGEST_FILE:
        raise Problem(f"{source} is larger than 2 MiB.", "Choose a smaller part of it.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{source} is not saved as UTF-8.", "Export it again as UTF-8.") from None
