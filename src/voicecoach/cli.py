"""The command line: one function a command."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import click

from voicecoach import settings_commands
from voicecoach.core.actions import Outcome
from voicecoach.core.preferences import USUAL_WPM
from voicecoach.core.problems import BadFile, NoSound, Problem
from voicecoach.script import reader
from voicecoach.settings import file as settings_file
from voicecoach.settings.choices import completed
from voicecoach.settings.model import FASTEST_WPM, SLOWEST_WPM, Settings

EXIT_CODES = {
    Outcome.FINISHED: 0,
    Outcome.ENDED_BY_USER: 3,
    Outcome.PAIN: 4,
    Outcome.EMERGENCY: 4,
    Outcome.NOT_TODAY: 4,
    Outcome.NO_SOUND: 5,
    Outcome.FAILED: 1,
}
FAILED, BAD_INPUT = 1, 2

SOUND_FILE = click.Path(path_type=Path)
SESSION_FILE = click.Path(path_type=Path)
WPM = click.IntRange(SLOWEST_WPM, FASTEST_WPM)


@cache
def _settings() -> Settings:
    """The user's settings, and what the system tells. Raises BadFile for mistakes in the file."""
    return completed(settings_file.read(settings_file.path()))


def _set(key: str, usual: Any = None) -> Callable[[], Any]:
    """The default of an option: what is set, or else the usual."""
    return lambda: getattr(_settings(), key) or usual


VOICE = click.option(
    "--voice", metavar="NAME", default=_set("voice"), help="The voice that speaks."
)
RATE = click.option(
    "--rate", type=WPM, default=_set("rate", USUAL_WPM), metavar="WPM", help="Words a minute."
)
RECOGNIZER = click.option(
    "--recognizer",
    metavar="NAME",
    default=_set("recognizer"),
    help="What listens: moonshine, sphinx, vosk, whisper, faster-whisper.",
)
SPEAKER = click.option(
    "--output", "sink", metavar="DEV", default=_set("output"), help="The speaker: number or name."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and exit: 0 to 5, as `EXIT_CODES` and the README say."""
    try:
        code = commands.main(arguments, prog_name="voicecoach", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(BAD_INPUT)
    except click.Abort:
        sys.exit(EXIT_CODES[Outcome.ENDED_BY_USER])
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except NoSound as problem:
        sys.exit(_tell(problem, EXIT_CODES[Outcome.NO_SOUND]))
    except BadFile as problem:
        sys.exit(_tell(problem, BAD_INPUT))
    except Problem as problem:
        sys.exit(_tell(problem, FAILED))
    except Exception as error:
        if os.environ.get("VOICECOACH_DEBUG"):
            raise
        what = f"Something failed that should not: {type(error).__name__}: {error}."
        mend = "Please report it, with what VOICECOACH_DEBUG=1 before the command prints."
        sys.exit(_tell(Problem(what, mend), FAILED))
    sys.exit(code or 0)


def _tell(problem: Problem, code: int) -> int:
    click.echo(str(problem), err=True)
    return code


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(package_name="voicecoach")
def commands() -> None:
    """A hands-free exercise coach.

    It reads an exercise session aloud, counts, keeps time, and listens: say "pause", or
    "it hurts". It works offline; no sound is stored and none leaves the machine. It gives general
    exercise guidance and is no substitute for a clinician.
    """


@commands.command()
@click.argument("file", type=SESSION_FILE)
@click.option("--begin", is_flag=True, help="Do not wait for me to say ready.")
@VOICE
@RATE
@RECOGNIZER
@click.option(
    "--input",
    "source",
    metavar="DEV",
    default=_set("input"),
    help="The microphone: a number or part of a name.",
)
@SPEAKER
@click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="PATH",
    help="Write every event and action to this file, as JSON Lines.",
)
def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    begin: bool,
    voice: str | None,
    rate: int,
    recognizer: str | None,
    source: str | None,
    sink: str | None,
    events: Path | None,
) -> int:
    """Run the session in FILE.

    Exit codes: 0 finished; 2 a mistake in the command or the file; 3 you ended it; 4 it ended for
    pain or a red flag; 5 no working sound; 1 anything else.
    """
    from voicecoach import app  # noqa: PLC0415 - loads the sound libraries

    session = reader.read(file)
    own = _settings()
    options = app.Options(
        begin,
        voice,
        rate,
        recognizer,
        source,
        sink,
        events,
        own.emergency_number,
        own.stop_keys,
        own.words,
    )
    return EXIT_CODES[app.run(session, options, sys.stdout)]


@commands.command()
@click.argument("files", type=SESSION_FILE, nargs=-1, required=True)
def check(files: tuple[Path, ...]) -> int:
    """Find every mistake in session FILES. Says nothing when there is none."""
    code = 0
    for file in files:
        try:
            reader.read(file)
        except BadFile as bad:
            click.echo(str(bad))
            code = BAD_INPUT
    return code


@commands.command()
@click.argument("file", type=SESSION_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@VOICE
@RATE
def plan(file: Path, as_json: bool, voice: str | None, rate: int) -> None:
    """Show what will be said and done in the session FILE, when, and how long it takes."""
    from voicecoach import preview  # noqa: PLC0415 - loads the voice

    view = preview.preview(reader.read(file), voice, rate)
    click.echo(preview.as_json(view) if as_json else preview.as_text(view))


@commands.command()
@click.argument("files", type=SOUND_FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one object a file.")
@RECOGNIZER
@click.option("--language", default="en", show_default=True, metavar="CODE")
def hear(files: tuple[Path, ...], as_json: bool, recognizer: str | None, language: str) -> int:
    """Tell what the coach hears in sound FILES (WAV, FLAC, OGG, MP3), just as in a session."""
    from voicecoach import recordings  # noqa: PLC0415 - loads the models

    listener = recordings.Listener(language, recognizer, _settings().words)
    code = 0
    for file in files:
        try:
            found = listener.hear(file)
        except Problem as problem:
            code = _tell(problem, BAD_INPUT)
            continue
        click.echo(json.dumps(asdict(found)) if as_json else found.as_text())
    return code


@commands.command()
@click.argument("phrases", nargs=-1)
@click.option("--file", "source", type=click.File(encoding="utf-8"), help="A phrase a line.")
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one object a phrase.")
@click.option("--language", default="en", show_default=True, metavar="CODE")
def understand(
    phrases: tuple[str, ...], source: TextIO | None, as_json: bool, language: str
) -> None:
    """Tell what PHRASES mean to the coach: emergency, pain, stop, control or none."""
    from voicecoach.language import load  # noqa: PLC0415 - only what a command needs is loaded
    from voicecoach.language import understand as understanding  # noqa: PLC0415

    if not phrases and source is None:
        raise click.UsageError("Give a phrase in quotation marks, or --file with a phrase a line.")
    known = load(language, _settings().words)
    for phrase in (*phrases, *_phrases_in(source or ())):
        meaning = understanding.understand(phrase, known)
        fields = {"phrase": phrase, "class": meaning.kind, "intent": meaning.intent}
        text = f"{meaning.kind}: {phrase}" + (f" ({meaning.intent})" if meaning.intent else "")
        click.echo(json.dumps(fields, ensure_ascii=False) if as_json else text)


def _phrases_in(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip())


@commands.command()
def devices() -> None:
    """List microphones and speakers."""
    from voicecoach.audio import devices as audio_devices  # noqa: PLC0415 - loads PortAudio

    found = audio_devices.all_devices()
    kinds: tuple[audio_devices.Kind, ...] = ("input", "output")
    for kind, title in zip(kinds, ("Microphones:", "Speakers:"), strict=True):
        click.echo(title)
        usable = [device for device in found if device.channels(kind)]
        for device in usable:
            usual = " (the usual one)" if device.is_default(kind) else ""
            click.echo(f"  {device.index} {device.name}{usual}")
        if not usable:
            click.echo("  none")
    for kind in kinds:
        audio_devices.choose(found, kind, None)


@commands.command()
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the last N sessions.")
@click.option("--summary", is_flag=True, help="One page to give to a physiotherapist.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one a session.")
@click.option("--csv", "as_csv", is_flag=True, help="A row a session, for spreadsheets.")
@click.option("--spoken", is_flag=True, help="Say it aloud; any key ends it.")
@VOICE
@RATE
@SPEAKER
def history(  # noqa: PLR0913, PLR0917 - one parameter an option
    last: int | None,
    summary: bool,
    as_json: bool,
    as_csv: bool,
    spoken: bool,
    voice: str | None,
    rate: int,
    sink: str | None,
) -> None:
    """Tell what was done in earlier sessions, and where it hurt, the newest first."""
    from voicecoach.journal import export, schema  # noqa: PLC0415 - only what a command needs
    from voicecoach.journal.history import records  # noqa: PLC0415
    from voicecoach.journal.report import as_text  # noqa: PLC0415

    if as_json + as_csv + (spoken or summary) > 1:
        raise click.UsageError("Give only one of --json, --csv and --spoken or --summary.")
    found = records(schema.folder() / schema.NAME, last)
    if as_json or as_csv:
        click.echo(export.as_json(found) if as_json else export.as_csv(found), nl=as_json)
        return
    from voicecoach import logbook  # noqa: PLC0415

    report = logbook.report()
    paragraphs = list(report.summary(found) if summary else report.history(found))
    if spoken:
        from voicecoach import aloud  # noqa: PLC0415 - loads the sound libraries

        aloud.say(paragraphs, aloud.Speaking(voice, rate, sink), sys.stdout)
    else:
        click.echo(as_text(paragraphs))


@commands.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget(yes: bool) -> None:
    """Erase what the program knows of earlier sessions."""
    from voicecoach.journal import erase, schema  # noqa: PLC0415 - only what a command needs

    where = schema.folder()
    if not schema.files(where):
        click.echo("There is nothing to erase.")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Say --yes, since nobody can be asked here.")
        click.confirm("Erase all that I know of earlier sessions, for ever?", abort=True)
    click.echo(erase.told(erase.erase(where)))


commands.add_command(settings_commands.settings)
commands.add_command(settings_commands.set_)
