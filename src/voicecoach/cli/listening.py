"""The commands that show what is understood: hear, of sound; understand, of text."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

import click

from voicecoach.cli.options import BAD_INPUT, RECOGNIZER, SOUND_FILE, settings, tell
from voicecoach.core.problems import Problem


@click.command()
@click.argument("files", type=SOUND_FILE, nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="JSON Lines, one object a file.")
@RECOGNIZER
@click.option("--language", default="en", show_default=True, metavar="CODE")
def hear(files: tuple[Path, ...], as_json: bool, recognizer: str | None, language: str) -> int:
    """Tell what the coach hears in sound FILES (WAV, FLAC, OGG, MP3), just as in a session."""
    from voicecoach import recordings  # noqa: PLC0415 - loads the models

    listener = recordings.Listener(language, recognizer, settings().words)
    code = 0
    for file in files:
        try:
            found = listener.hear(file)
        except Problem as problem:
            code = tell(problem, BAD_INPUT)
            continue
        click.echo(json.dumps(asdict(found)) if as_json else found.as_text())
    return code


@click.command()
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
    known = load(language, settings().words)
    for phrase in (*phrases, *_phrases_in(source or ())):
        meaning = understanding.understand(phrase, known)
        fields = {"phrase": phrase, "class": meaning.kind, "intent": meaning.intent}
        text = f"{meaning.kind}: {phrase}" + (f" ({meaning.intent})" if meaning.intent else "")
        click.echo(json.dumps(fields, ensure_ascii=False) if as_json else text)


def _phrases_in(lines: Iterable[str]) -> Iterable[str]:
    return (line.strip() for line in lines if line.strip())
