"""The commands for those who write sessions: check, plan."""

from pathlib import Path

import click

from voicecoach.cli.options import BAD_INPUT, LANGUAGE, RATE, SESSION_FILE, VOICE, say
from voicecoach.script import reader


@click.command()
@click.argument("files", type=SESSION_FILE, nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def check(files: tuple[Path, ...], strict: bool, as_json: bool) -> int:
    """Find every mistake in session FILES, and what is hard to follow with eyes shut.

    Says nothing when there is none. Exit codes: 0 no errors; 2 errors, or with --strict warnings.
    docs/lint.md has all that is looked for, and how to keep what is right as it stands.
    """
    from voicecoach.authoring import checkup  # noqa: PLC0415 - loads the language

    found = checkup.Checkup(tuple(f for file in files for f in checkup.check(file)[1]), strict)
    told = found.as_json() if as_json else found.as_text()
    if told:
        say(told)
    return BAD_INPUT if found.fails else 0


@click.command()
@click.argument("file", type=SESSION_FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option(
    "--svg",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="OUT.svg",
    help="Draw it instead: a picture of where the time goes, with its words in it.",
)
@VOICE
@RATE
@LANGUAGE
def plan(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path, as_json: bool, svg: Path | None, voice: str | None, rate: int, language: str | None
) -> None:
    """Show what will be said and done in the session FILE, when, and how long it takes."""
    from voicecoach.authoring import picture, preview  # noqa: PLC0415 - loads the voice

    if svg and svg.suffix.lower() != ".svg":
        raise click.UsageError("End the picture's name in .svg.")
    view = preview.preview(reader.read(file, language), voice, rate)
    if svg:
        picture.draw(view, svg)
        say(f"I have drawn {svg}.")
        return
    click.echo(preview.as_json(view) if as_json else preview.as_text(view))


@click.command()
def schema() -> None:
    """Print the JSON Schema of a session file, for editors that complete and check as you write."""
    from voicecoach.lint.codes import ALLOWABLE  # noqa: PLC0415 - only what a command needs
    from voicecoach.script.schema import as_text  # noqa: PLC0415

    click.echo(as_text(ALLOWABLE))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--title", metavar="TEXT", help="What the session is called.")
@click.option("--ask", is_flag=True, help="Ask me for the title, the source and the things needed.")
@click.option("--language", metavar="CODE", default="en", show_default=True, help="Its language.")
def new(file: Path, title: str | None, ask: bool, language: str) -> int:
    """Write a session FILE to begin with. It is right as it stands, and its comments teach."""
    from voicecoach.authoring import starting  # noqa: PLC0415 - only what a command needs

    start = starting.Start(title or "")
    if ask:
        words = starting.usual(language)
        start = starting.Start(
            title or click.prompt("What is the session called?", default=words["title"]),
            click.prompt("Where do its exercises come from?", default=words["source"]),
            _listed(
                click.prompt("What is needed? Put commas between.", default=words["equipment"])
            ),
        )
    schema_file, findings = starting.begin(file, start, language)
    say(f"I have written {file}.")
    if schema_file:
        say(f"Beside it is {schema_file.name}, with which editors complete what you write.")
    for finding in findings:
        say(str(finding))
    say(f"Change it, and then: voicecoach check {file}")
    return 0


def _listed(things: str) -> tuple[str, ...]:
    return tuple(thing for part in things.split(",") if (thing := part.strip()))


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT.yaml",
    help="The session file to write; it must not be there yet.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Only these exercises, or the latest such workout.",
)
def import_(file: Path, output: Path, only: tuple[str, ...]) -> None:
    """Make a session of a FILE in another format, to go on writing.

    It reads exercises of the Free Exercise DB (JSON), and workouts that Hevy and Strong export
    (CSV). A line is printed for everything that is lost, changed or guessed.
    """
    from voicecoach.authoring import bringing  # noqa: PLC0415 - only what a command needs

    losses = bringing.bring(file, output, only)
    for loss in losses:
        say(f"{file}:{loss.line}: {loss.text}")
    say(f"I have written {output}. Finish it, with: voicecoach check {output}")
