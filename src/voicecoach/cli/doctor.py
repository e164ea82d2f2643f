"""The command that looks whether the coach hears and is heard: doctor."""

import json
import os
import sys
from typing import TextIO

import click

from voicecoach.cli.options import (
    BAD_INPUT,
    FAILED,
    LANGUAGE,
    MICROPHONE,
    RATE,
    RECOGNIZER,
    SPEAKER,
    VOICE,
    settings,
)
from voicecoach.cli.session import EXIT_CODES
from voicecoach.core.actions import Outcome
from voicecoach.core.measured import Checkup, Ended
from voicecoach.core.preferences import USUAL_WPM
from voicecoach.core.problems import BadFile, NoSound
from voicecoach.doctor.codes import CODES, Severity
from voicecoach.doctor.telling import Telling
from voicecoach.language.lines import lines_of
from voicecoach.settings.choices import completed
from voicecoach.settings.model import Settings


@click.command()
@click.option("--silent", is_flag=True, help="Only what can be checked without you; says nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as one JSON object.")
@VOICE
@RATE
@RECOGNIZER
@MICROPHONE
@SPEAKER
@LANGUAGE
def doctor(  # noqa: PLR0913, PLR0917 - one parameter an option
    silent: bool,
    as_json: bool,
    voice: str | None,
    rate: int | None,
    recognizer: str | None,
    source: str | None,
    sink: str | None,
    language: str | None,
) -> int:
    """Check whether I hear you, and you hear me, and tell what to do about what I find.

    Exit codes: 0 nothing has to be mended; 5 microphone, speaker or voice has to be; 1 something
    else has to be; 2 a mistake in the command or the settings; 3 you ended it; 4 it hurt.
    """
    from voicecoach.checking import by_ear, without_anybody  # noqa: PLC0415 - they load sound
    from voicecoach.running.options import Options  # noqa: PLC0415
    from voicecoach.running.record import record  # noqa: PLC0415

    known = "de" if (language or "").startswith("de") else "en"
    own = _own()
    options = Options(
        voice=voice or own.voice,
        wpm=rate or own.rate or USUAL_WPM,
        recognizer=recognizer or own.recognizer,
        source=source or own.input,
        sink=sink or own.output,
        emergency_number=own.emergency_number,
        stop_keys=own.stop_keys,
        words=own.words,
    )
    try:
        if silent:
            checkup = without_anybody.look(options, known)
        else:
            screen = _error_stream() if as_json else sys.stdout
            with record(screen, None, own.is_read) as written:
                checkup = by_ear.check(
                    options, written, without_anybody.kept_and_installed(), code=known
                )
    except NoSound:  # nothing can be said; whatever can be told without is told
        checkup = without_anybody.look(options, known)
    telling = Telling(lines_of(known, "doctor"))
    if as_json:
        click.echo(json.dumps(telling.as_data(checkup), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(telling.report(checkup)))
    return _exit_code(checkup)


for _option in doctor.params:  # a mistake in the settings is a finding here, and no end
    if callable(_option.default):
        _option.default = None


def _error_stream() -> TextIO:
    """Standard error by a descriptor of its own: the libraries' goes nowhere meanwhile."""
    return os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8", errors="replace")


def _own() -> Settings:
    try:
        return settings()
    except BadFile:
        return completed(Settings())


def _exit_code(checkup: Checkup) -> int:
    outcomes = {
        Ended.BY_USER: Outcome.ENDED_BY_USER,
        Ended.PAIN: Outcome.PAIN,
        Ended.EMERGENCY: Outcome.EMERGENCY,
    }
    if checkup.ended in outcomes:
        return EXIT_CODES[outcomes[checkup.ended]]
    faults = {f.code for f in checkup.findings if CODES[f.code].severity is Severity.FAULT}
    if any(CODES[fault].sound for fault in faults):
        return EXIT_CODES[Outcome.NO_SOUND]
    return BAD_INPUT if "settings-bad" in faults else FAILED if faults else 0
