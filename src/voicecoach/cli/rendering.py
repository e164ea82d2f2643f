"""The command that makes a sound file of a session: render."""

import sys
from pathlib import Path

import click

from voicecoach.authoring.progress import Progress
from voicecoach.cli.options import BAD_INPUT, LANGUAGE, RATE, SESSION_FILE, VOICE, say, tell
from voicecoach.core.clock import SystemClock
from voicecoach.script import reader

_SECONDS = click.IntRange(3, 600)


@click.command()
@click.argument("file", type=SESSION_FILE)
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    metavar="SOUNDFILE",
    help="The file to make: .mp3, .m4a, .m4b, .opus, .ogg, .flac or .wav.",
)
@click.option(
    "--pause",
    type=_SECONDS,
    default=20,
    show_default=True,
    metavar="SECONDS",
    help="The silence to get into position.",
)
@click.option(
    "--answer",
    type=_SECONDS,
    default=8,
    show_default=True,
    metavar="SECONDS",
    help="The silence behind a question to yourself.",
)
@click.option("--replace", is_flag=True, help="Overwrite files that are there.")
@VOICE
@RATE
@LANGUAGE
def render(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    path: Path,
    pause: int,
    answer: int,
    replace: bool,
    voice: str | None,
    rate: int,
    language: str | None,
) -> int:
    """Make a sound file of the session in FILE, for any player.

    It has a chapter for each exercise; its words go beside it, as .vtt and .txt. Nobody listens in
    it: where a session waits for you to say ready, it is silent for a while, and a tone ends that.
    """
    from voicecoach.authoring import studio  # noqa: PLC0415 - loads the sound libraries
    from voicecoach.render.formats import BadTarget  # noqa: PLC0415

    options = studio.Options(voice, rate, pause, answer, replace)
    try:
        session = reader.read(file, language)
        made = studio.record(session, path, options, Progress(sys.stderr, SystemClock()))
    except BadTarget as bad:
        return tell(bad, BAD_INPUT)
    except KeyboardInterrupt:
        say("Interrupted. Nothing was written.", err=True)
        raise click.Abort from None
    whole = round(made.seconds)
    others = " and ".join(other.name for other in made.paths[1:])
    say(
        f"Made {path}: {whole // 60} minutes {whole % 60} seconds, "
        f"{len(made.sections)} chapters. Its words are in {others}."
    )
    return 0
