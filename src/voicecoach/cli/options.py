"""What several commands share: options, which the settings give their defaults, and exit codes."""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import click

from voicecoach.core.key_names import sent_by
from voicecoach.core.preferences import FASTEST_WPM, SLOWEST_WPM, USUAL_WPM
from voicecoach.core.problems import Problem, harmless
from voicecoach.settings import file as settings_file
from voicecoach.settings import region
from voicecoach.settings.choices import completed
from voicecoach.settings.model import Settings

FAILED, BAD_INPUT = 1, 2

SOUND_FILE = click.Path(path_type=Path)


class _Session(click.ParamType):  # type: ignore[type-arg] # generic from click 8.2 on
    """A session file, or the name of a session in the library."""

    name = "session"

    def convert(self, value: Any, *_: Any) -> Path:
        """The file. Raises Problem for a name that no session has."""
        from voicecoach import library  # noqa: PLC0415 - only for names

        path = Path(value)
        if path.suffix in library.SUFFIXES or os.path.lexists(path):
            return path
        return library.find(str(value))


SESSION_FILE = _Session()
WPM = click.IntRange(SLOWEST_WPM, FASTEST_WPM)


@cache
def settings() -> Settings:
    """The user's settings, and what the system tells. Raises BadFile for mistakes in the file."""
    return completed(settings_file.read(settings_file.path()))


def chosen(key: str, usual: Any = None) -> Callable[[], Any]:
    """The default of an option: what is set, or else the usual."""
    return lambda: getattr(settings(), key) or usual


VOICE = click.option(
    "--voice", metavar="NAME", default=chosen("voice"), help="The voice that speaks."
)
RATE = click.option(
    "--rate", type=WPM, default=chosen("rate", USUAL_WPM), metavar="WPM", help="Words a minute."
)
RECOGNIZER = click.option(
    "--recognizer",
    metavar="NAME",
    default=chosen("recognizer"),
    help="What listens: moonshine, sphinx, vosk, whisper, faster-whisper.",
)
LANGUAGE = click.option(
    "--language",
    metavar="CODE",
    default=region.language,
    help="The language, where a session has several.",
)
MICROPHONE = click.option(
    "--input",
    "source",
    metavar="DEV",
    default=chosen("input"),
    help="The microphone: a number or part of a name.",
)
SPEAKER = click.option(
    "--output", "sink", metavar="DEV", default=chosen("output"), help="The speaker: number or name."
)


def key_named(_context: click.Context, _option: click.Parameter, name: str | None) -> str | None:
    """The name of a key, if there is one of that name."""
    if name is not None and not sent_by(name):
        raise click.BadParameter(f'No key is called "{name}". Name a letter, or one as "space".')
    return name


def tell(problem: Problem, code: int) -> int:
    """Say on the screen what is wrong; `code` is then the command's own."""
    say(str(problem), err=True)
    return code


def say(text: str, *, err: bool = False) -> None:
    """Print text for people, in which there may be what a file or another program holds."""
    click.echo(harmless(text), err=err)
