"""The commands that do sessions: talk, run, and devices."""

import sys
from pathlib import Path
from typing import Any

import click

from voicecoach.cli.options import (
    LANGUAGE,
    MICROPHONE,
    RATE,
    RECOGNIZER,
    SESSION_FILE,
    SPEAKER,
    VOICE,
    chosen,
    key_named,
    say,
    settings,
)
from voicecoach.core.actions import Outcome
from voicecoach.core.preferences import Detail, Levels
from voicecoach.script import reader

EXIT_CODES = {
    Outcome.FINISHED: 0,
    Outcome.ENDED_BY_USER: 3,
    Outcome.PAIN: 4,
    Outcome.EMERGENCY: 4,
    Outcome.NOT_TODAY: 4,
    Outcome.NO_SOUND: 5,
    Outcome.FAILED: 1,
}


EVENTS = click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    metavar="PATH",
    help="Write every event and action to this file, as JSON Lines.",
)

SCREEN_READER = click.option(
    "--screen-reader/--no-screen-reader",
    "reads",
    default=None,
    help="Do not print what is spoken, for a screen reader would read it again.",
)
ONE_SWITCH = click.option(
    "--one-switch",
    metavar="KEY",
    is_flag=False,
    flag_value="space",
    default=chosen("one_switch"),
    callback=key_named,
    help="One key does everything: space, or the one that you name.",
)


@click.command()
@VOICE
@RATE
@RECOGNIZER
@LANGUAGE
@MICROPHONE
@SPEAKER
@EVENTS
@SCREEN_READER
def talk(  # noqa: PLR0913, PLR0917 - one parameter an option
    voice: str | None,
    rate: int,
    recognizer: str | None,
    language: str | None,
    source: str | None,
    sink: str | None,
    events: Path | None,
    reads: bool | None,
) -> int:
    """Talk about what you would like to do, and do it. The same as no command at all.

    Exit codes: those of `voicecoach run`; 0 where you say goodbye.
    """
    from voicecoach import reception  # noqa: PLC0415 - loads the sound libraries
    from voicecoach.checking import kept  # noqa: PLC0415
    from voicecoach.running.options import Options  # noqa: PLC0415

    options = Options(
        *(False, voice, rate, recognizer, source, sink, events),
        **_liked(reads, settings().one_switch),
    )
    code = reception.spoken(language)
    due = kept.is_due()
    return EXIT_CODES[reception.receive(code, options, sys.stdout, check_is_due=due)]


@click.command()
@click.argument("file", type=SESSION_FILE)
@click.option("--begin", is_flag=True, help="Do not wait for me to say ready.")
@VOICE
@RATE
@RECOGNIZER
@LANGUAGE
@MICROPHONE
@SPEAKER
@EVENTS
@SCREEN_READER
@ONE_SWITCH
def run(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    begin: bool,
    voice: str | None,
    rate: int,
    recognizer: str | None,
    language: str | None,
    source: str | None,
    sink: str | None,
    events: Path | None,
    reads: bool | None,
    one_switch: str | None,
) -> int:
    """Run the session in FILE.

    Exit codes: 0 finished; 2 a mistake in the command or the file; 3 you ended it; 4 it ended for
    pain or a red flag; 5 no working sound; 1 anything else.
    """
    from voicecoach.speech.engines import voice_called  # noqa: PLC0415 - as below

    session = reader.read(file, language)
    # It loads in a process of its own, while the sound libraries and the recognizer load here.
    with voice_called(voice, language=session.language) as loading:
        from voicecoach import app  # noqa: PLC0415 - takes half a second
        from voicecoach.running.options import Options  # noqa: PLC0415

        options = Options(
            *(begin, voice, rate, recognizer, source, sink, events),
            **_liked(reads, one_switch),
        )
        return EXIT_CODES[app.run(session, options, sys.stdout, voice=loading)]


def _liked(reads: bool | None, one_switch: str | None) -> dict[str, Any]:
    """How the user likes it, for `Options`: by the command line and the settings."""
    own = settings()
    tones_db = 0.0 if own.tone_level is None else own.tone_level
    return {
        "emergency_number": own.emergency_number,
        "stop_keys": own.stop_keys,
        "words": own.words,
        "levels": Levels(own.voice_level or 0.0, tones_db),
        "leaves_music": own.music == "leave",
        "volume_db": own.volume,
        "name": own.name,
        "talk": None if own.talk is None else Detail(own.talk),
        "tones": own.tones != "off",
        "screen_reader": own.is_read if reads is None else reads,
        "one_switch": one_switch,
    }


@click.command()
def devices() -> None:
    """List microphones and speakers."""
    from voicecoach.audio import devices as audio_devices  # noqa: PLC0415 - loads PortAudio

    found = audio_devices.all_devices()
    kinds: tuple[audio_devices.Kind, ...] = ("input", "output")
    for kind, title in zip(kinds, ("Microphones:", "Speakers:"), strict=True):
        say(title)
        usable = [device for device in found if device.channels(kind)]
        for device in usable:
            usual = " (the usual one)" if device.is_default(kind) else ""
            say(f"  {device.index} {device.name}{usual}")
        if not usable:
            say("  none")
    for kind in kinds:
        audio_devices.choose(found, kind, None)
