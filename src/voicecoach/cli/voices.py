"""The command that lists the voices and lets each be heard: voices."""

import sys

import click

from voicecoach.cli.options import RATE, SPEAKER


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Only list them; nothing is spoken.")
@click.option("--all", "every", is_flag=True, help="Those of every language.")
@click.option("--language", default="en", show_default=True, metavar="CODE")
@RATE
@SPEAKER
def voices(only_list: bool, every: bool, language: str, rate: int, sink: str | None) -> None:
    """List the voices that are installed, and speak a sample of each; any key ends it.

    Choose one by its name: voicecoach set voice NAME
    """
    from voicecoach.language.lines import lines_of  # noqa: PLC0415 - only what a command needs
    from voicecoach.speech import piper_voice  # noqa: PLC0415
    from voicecoach.speech.engines import voices as installed  # noqa: PLC0415

    found = installed(None if every else language)
    words = lines_of("de" if language.startswith("de") else "en", "voices")
    if only_list:
        for voice in found:
            click.echo(f"{voice.name} ({', '.join(voice.languages)})")
    else:
        from voicecoach import aloud  # noqa: PLC0415 - loads the sound libraries

        lines = {words.say("sample", name=_said(voice.name)): voice.id for voice in found}
        aloud.samples(lines, aloud.Speaking(None, rate, sink), sys.stdout)
    if not piper_voice.installed():
        click.echo(f"{words.say('no_neural')} {piper_voice.INSTALL}")


def _said(name: str) -> str:
    """A name as it is to be spoken: marks in it are none that a voice reads well."""
    return " ".join(name.replace("_", " ").replace(":", " ").split())
