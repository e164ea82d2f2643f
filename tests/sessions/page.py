"""The table of `docs/sessions.md`. `python -m tests.sessions.page` writes it anew."""

from functools import cache
from pathlib import Path

from voicecoach.library import seconds
from voicecoach.script import reader
from voicecoach.script.model import Session

FOLDER = Path(__file__).parents[2] / "sessions"
PAGE = FOLDER.parent / "docs" / "sessions.md"
BEGIN, END = "<!-- all sessions -->", "<!-- end -->"


def files() -> list[Path]:
    """All sessions that come with it; a programme is none."""
    return sorted(f for f in FOLDER.glob("*.yaml") if "\nblocks:" in f.read_text("utf-8"))


@cache
def minutes(file: Path) -> float:
    """About how long a session takes."""
    return seconds(reader.read(file)) / 60


def table() -> str:
    """A row a session: name, title, length, positions, things, source."""
    rows = [
        "| Run it with | Title | About | Positions | You need | Source |",
        "|---|---|---|---|---|---|",
    ]
    rows += [_row(file, reader.read(file)) for file in files()]
    return "\n".join(rows)


def _row(file: Path, session: Session) -> str:
    positions = dict.fromkeys(str(e.start_position).replace("_", " ") for e in session.exercises)
    source = session.source
    assert source is not None, file
    return (
        "| "
        + " | ".join(
            (
                f"`voicecoach run {file.stem}`",
                session.title,
                f"{round(minutes(file))} min",
                ", ".join(positions),
                "; ".join(session.equipment),
                f"[{source.title}]({source.url})",
            )
        )
        + " |"
    )


def page_with(table: str) -> str:
    """The page with this table in it."""
    before, rest = PAGE.read_text("utf-8").split(BEGIN, 1)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page_with(table()), "utf-8")
