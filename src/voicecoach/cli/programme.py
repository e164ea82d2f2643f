"""The command that says what a programme has for today."""

from pathlib import Path

import click

from voicecoach.cli.options import LANGUAGE, say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--run", "run_it", is_flag=True, help="Run it, if something is due today.")
@LANGUAGE
def programme(file: Path, run_it: bool, language: str | None) -> int:
    """Say what the programme in FILE has for today, by the log of what you have done."""
    from voicecoach import programmes  # noqa: PLC0415 - only what a command needs
    from voicecoach.cli.session import run  # noqa: PLC0415

    found = programmes.due(file, language)
    say(found.text)
    if not run_it or found.file is None:
        return 0
    chosen = ["--language", language] if language else []
    code = run.main([*chosen, str(found.file)], standalone_mode=False)
    return int(code or 0)
