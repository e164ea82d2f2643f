"""What is kept of the last check by ear: a file beside the settings."""

import dataclasses
import json
from pathlib import Path

from voicecoach.core.intents import Intent
from voicecoach.core.measured import Caught, Checkup, Echo, Ended, Finding, Phrase, Room
from voicecoach.core.problems import Problem
from voicecoach.settings import file as settings_file

NAME = "checked.json"


def path() -> Path:
    """Where the last check is kept."""
    return settings_file.path().with_name(NAME)


def last() -> Checkup | None:
    """The last check by ear that came to its end; None where none did, or it is unreadable."""
    try:
        data = json.loads(path().read_text("utf-8"))
        return _checkup(data)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_due() -> bool:
    """Whether nobody has checked yet whether the coach hears them."""
    return last() is None


def keep(checkup: Checkup) -> None:
    """Keep a check that came to its end. What cannot be kept is asked for again the next time."""
    if checkup.ended is not Ended.DONE:
        return
    try:
        settings_file.write(path(), json.dumps(dataclasses.asdict(checkup), indent=1) + "\n")
    except Problem:
        return


def keep_microphone(name: str) -> None:
    """Put a microphone into the user's settings. Raises Problem where that cannot be."""
    settings_file.change(settings_file.path(), "input", [name])


def _checkup(data: dict[str, object]) -> Checkup:
    fields = dict(data)
    room, echo = fields.pop("room"), fields.pop("echo")
    phrases, findings = fields.pop("phrases"), fields.pop("findings")
    if not isinstance(phrases, list) or not isinstance(findings, list):
        raise TypeError(NAME)
    return Checkup(
        **(fields | {"ended": Ended(fields["ended"])}),  # type: ignore[arg-type]
        room=Room(**room) if isinstance(room, dict) else None,
        echo=Echo(**echo) if isinstance(echo, dict) else None,
        phrases=tuple(
            Phrase(**(each | {"asked": Intent(each["asked"]), "caught": Caught(each["caught"])}))
            for each in phrases
        ),
        findings=tuple(Finding(**each) for each in findings),
    )
