"""The commands for sessions that are called by name: sessions, get."""

import json
from pathlib import Path

import click

from voicecoach.cli.options import BAD_INPUT, LANGUAGE, say


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects, one a session.")
@LANGUAGE
def sessions(as_json: bool, language: str | None) -> None:
    """List the sessions that can be run by name: those that come with it, and your own."""
    from voicecoach import library  # noqa: PLC0415 - only what a command needs

    entries = list(library.entries())
    if as_json:
        fields = [{"name": e.name, "file": str(e.file), "own": e.own} for e in entries]
        click.echo(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    for own, title in ((False, "They come with voicecoach:"), (True, "Your own:")):
        told = [library.told(entry, language) for entry in entries if entry.own is own]
        if told:
            say("\n".join((title, *told)))
    say("Run one with: voicecoach run NAME")


@click.command()
@click.argument("source", metavar="FILE-OR-FOLDER", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite a session of the same name.")
def get(source: Path, replace: bool) -> int:
    """Copy a session from somebody else into your library: a FILE, or a FOLDER of them.

    It is checked first, and you are told what it will do. Then `voicecoach run NAME` runs it. One
    that has errors is not copied.
    """
    from voicecoach import getting, library  # noqa: PLC0415 - only what a command needs
    from voicecoach.authoring import checkup  # noqa: PLC0415 - only what a command needs

    with getting.look(source) as got:
        found = checkup.Checkup(got.findings)
        if found.fails:
            say(found.as_text(), err=True)
            say("I have copied nothing.", err=True)
            return BAD_INPUT
        getting.keep(got, overwrite=replace)
    for name, session in got.sessions.items():
        say(f"{name}: {library.about(session)}")
    if found.findings:
        count = len(found.findings)
        say(f"`voicecoach check` has {count} warning{'s' * (count > 1)} about it.")
    say(getting.STRANGER)
    say(f"Run it with: voicecoach run {next(iter(got.sessions))}")
    return 0
