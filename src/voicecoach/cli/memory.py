"""The commands for what is remembered of earlier sessions: history, forget."""

import sys

import click

from voicecoach.cli.options import RATE, SPEAKER, VOICE, say


@click.command()
@click.option("--last", type=click.IntRange(1), metavar="N", help="Only the last N sessions.")
@click.option("--summary", is_flag=True, help="One page to give to a physiotherapist.")
@click.option("--told", is_flag=True, help="How I am doing: how often, and where it hurt.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one a session.")
@click.option("--csv", "as_csv", is_flag=True, help="A row a session, for spreadsheets.")
@click.option("--spoken", is_flag=True, help="Say it aloud; any key ends it.")
@VOICE
@RATE
@SPEAKER
def history(  # noqa: PLR0913, PLR0917 - one parameter an option
    last: int | None,
    summary: bool,
    told: bool,
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

    if as_json + as_csv + (spoken or summary or told) > 1 or summary + told > 1:
        raise click.UsageError(
            "Give only one of --json, --csv and --spoken, and one of --summary and --told."
        )
    found = records(schema.folder() / schema.NAME, last)
    if as_json or as_csv:
        click.echo(export.as_json(found) if as_json else export.as_csv(found), nl=as_json)
        return
    from voicecoach import logbook  # noqa: PLC0415

    report = logbook.report()
    if told:
        paragraphs = logbook.how_it_goes()
    else:
        paragraphs = list(report.summary(found) if summary else report.history(found))
    if spoken:
        from voicecoach import aloud  # noqa: PLC0415 - loads the sound libraries

        aloud.say(paragraphs, aloud.Speaking(voice, rate, sink), sys.stdout)
    else:
        say(as_text(paragraphs))


@click.command()
@click.option("--yes", is_flag=True, help="Do not ask first.")
def forget(yes: bool) -> None:
    """Erase what the program knows of earlier sessions."""
    from voicecoach.journal import erase, schema  # noqa: PLC0415 - only what a command needs

    where = schema.folder()
    if not schema.files(where):
        say("There is nothing to erase.")
        return
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("Say --yes, since nobody can be asked here.")
        click.confirm("Erase all that I know of earlier sessions, for ever?", abort=True)
    say(erase.told(erase.erase(where)))
