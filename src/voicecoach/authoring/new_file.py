"""A file that an author did not have yet: what is there is never overwritten."""

from pathlib import Path

from voicecoach.core.problems import Problem


def write_new(file: Path, text: str) -> None:
    """Write `text` to `file`. Raises Problem where there is one already, or none can be."""
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except FileExistsError:
        raise Problem(f"There is already a file {file}.", "Choose another name.") from None
    except OSError as error:
        what = f"{file} cannot be written: {error.strerror}."
        raise Problem(what, "Choose another place.") from None
