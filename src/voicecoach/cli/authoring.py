"""The commands for those who write sessions: check, plan."""

from pathlib import Path

import click

from voicecoach.cli.options import BAD_INPUT, RATE, SESSION_FILE, VOICE
from voicecoach.core.problems import BadFile
from voicecoach.script import reader


@click.command()
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


@click.command()
@click.argument("file", type=SESSION_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@VOICE
@RATE
def plan(file: Path, as_json: bool, voice: str | None, rate: int) -> None:
    """Show what will be said and done in the session FILE, when, and how long it takes."""
    from voicecoach import preview  # noqa: PLC0415 - loads the voice

    view = preview.preview(reader.read(file), voice, rate)
    click.echo(preview.as_json(view) if as_json else preview.as_text(view))
