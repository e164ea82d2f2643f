"""The commands by which the system starts the coach: install-autostart, and remind."""

import re
import sys
from collections.abc import Iterator

import click

from voicecoach.cli.options import RATE, SPEAKER, VOICE
from voicecoach.core.problems import Problem

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@click.command("install-autostart")
@click.option("--remove", "away", is_flag=True, help="Undo it.")
def install_autostart(away: bool) -> None:
    """Start voicecoach when I log in, by ear and without a terminal.

    It tells which file it writes and which commands it runs, and --remove undoes them.
    """
    from voicecoach.starting import entries, installing  # noqa: PLC0415 - only what is needed

    entry = entries.at_login(
        installing.system(),
        installing.command(),
        installing.folders(),
        installing.environment(),
    )
    if away:
        _tell(installing.remove(entry), "Nothing was installed.")
        return
    _tell(installing.install(entry))
    click.echo("From the next log-in on, voicecoach starts by itself and greets you.")
    click.echo("Undo it with: voicecoach install-autostart --remove")


@click.command()
@click.argument("time", required=False, metavar="HH:MM")
@click.option("--remove", "away", is_flag=True, help="Remind me no more.")
@click.option("--speak", is_flag=True, help="Say the reminder now; what the system calls.")
@VOICE
@RATE
@SPEAKER
def remind(  # noqa: PLR0913, PLR0917 - one parameter an option
    time: str | None, away: bool, speak: bool, voice: str | None, rate: int, sink: str | None
) -> None:
    """Remind me of my exercises every day at HH:MM, aloud.

    On a day on which a session was finished already it says nothing.
    """
    if sum((time is not None, away, speak)) != 1:
        raise click.UsageError("Give a time such as 18:30, or --remove, or --speak.")
    if speak:
        from voicecoach import aloud, logbook  # noqa: PLC0415 - loads the sound libraries

        if lines := logbook.reminder():
            aloud.say([lines], aloud.Speaking(voice, rate, sink), sys.stdout)
        return
    from voicecoach.starting import entries, installing  # noqa: PLC0415

    at = (0, 0) if time is None else _read(time)
    entry = entries.every_day(
        installing.system(),
        installing.command("remind", "--speak"),
        installing.folders(),
        installing.environment(),
        at,
    )
    if entry is None:
        raise Problem(
            "This system has no scheduler that I know.",
            "I can use systemd's user timers, launchd, and Windows' task scheduler.",
        )
    if away:
        _tell(installing.remove(entry), "There was no reminder.")
        return
    _tell(installing.install(entry))
    click.echo(f"I will remind you every day at {at[0]}:{at[1]:02}.")
    click.echo("Undo it with: voicecoach remind --remove")


def _read(time: str) -> tuple[int, int]:
    found = _TIME.fullmatch(time.strip())
    if found is None:
        raise click.UsageError(f'"{time}" is no time. Write hours and minutes, such as 18:30.')
    return int(found[1]), int(found[2])


def _tell(done: Iterator[str], nothing: str = "") -> None:
    told = False
    for line in done:
        click.echo(line)
        told = True
    if not told and nothing:
        click.echo(nothing)
