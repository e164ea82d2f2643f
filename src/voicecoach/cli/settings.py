"""The commands that show and change the settings, so that nobody needs an editor."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import click

from voicecoach.cli.options import BAD_INPUT, say
from voicecoach.core.intents import Intent
from voicecoach.core.problems import BadFile, Problem
from voicecoach.settings import file as settings_file
from voicecoach.settings.choices import choices
from voicecoach.settings.model import KEYS, Settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--listen", is_flag=True, help="Try how my own words for commands sound.")
def settings(as_json: bool, listen: bool) -> int:
    """Tell where the settings are, what holds, and why."""
    path, code = settings_file.path(), 0
    try:
        found = settings_file.read(path)
    except BadFile as bad:
        say(str(bad), err=True)
        say("With these mistakes, no session begins. Without the file, this would hold:")
        found, code = Settings(), BAD_INPUT
    held = list(choices(found))
    if as_json:
        values = {each.key: {"value": each.value, "because": each.because} for each in held}
        click.echo(json.dumps({"file": str(path), "settings": values}, ensure_ascii=False))
        return code
    say(f"Settings file: {path}" + ("" if path.exists() else " (there is none yet)"))
    for each in held:
        say(str(each))
    say("Change one with: voicecoach set KEY VALUE")
    if listen and any(_harm(found, intent, words) for intent, words in found.words.items()):
        return BAD_INPUT
    return code


@click.command(
    "set", epilog="\b\n" + "\n".join(f"{key}: {each.about}" for key, each in KEYS.items())
)
@click.argument("key")
@click.argument("values", nargs=-1, metavar="VALUE...")
@click.option("--default", "as_it_comes", is_flag=True, help="Take my choice out again.")
@click.option("--unheard", is_flag=True, help="Do not try how new words for a command sound.")
def set_(key: str, values: tuple[str, ...], as_it_comes: bool, unheard: bool) -> int:
    """Set KEY to VALUE in the settings file, so that nobody needs an editor.

    Your own words for a command: voicecoach set words.stop basta "enough already"
    """
    if as_it_comes == bool(values):
        raise click.UsageError("Give a value, or --default to take it out.")
    path, before = settings_file.path(), None
    if key.startswith("words.") and not unheard:
        before = settings_file.text(path)
    left = settings_file.change(path, key, values)
    if left:
        say("\n".join(map(str, left)), err=True)
        return BAD_INPUT
    if values and key in _HERE:
        try:
            _HERE[key](" ".join(values))
        except Problem as problem:  # it may be plugged in or installed later
            say(f"{problem} I have set it all the same.", err=True)
    now = settings_file.read(path)
    told = {each.key: str(each) for each in choices(now)}
    say(told[key.partition(".")[0]])
    if before is not None and values and _harm(now, Intent(key.partition(".")[2]), values):
        _undo(path, before)
        return BAD_INPUT
    return 0


def _harm(found: Settings, intent: Intent, words: Sequence[str]) -> bool:
    """Tell how own words sound. Whether one of them sounds like what must not be missed."""
    from voicecoach import rehearsal  # noqa: PLC0415 - loads the models
    from voicecoach.language import load  # noqa: PLC0415 - only what a command needs is loaded

    language, harmed = load(extra=found.words), False
    own = [p for p, said in language.grammar.own.items() if p.intent is intent and said in words]
    if own:
        say("I try them in a few voices, to hear whether I understand. One moment.")
    for tried in rehearsal.rehearse(language, own, found.recognizer):
        warnings = list(tried.warnings())
        harmed = harmed or any(tried.harms)
        good = f'"{tried.phrase.text}" was heard {tried.heard} times in {tried.tries}.'
        say("\n".join(warnings or [good]), err=bool(warnings))
    return harmed


def _undo(path: Path, before: str) -> None:
    settings_file.write(path, before)
    say("So I have left your words as they were.", err=True)


def _voice(name: str) -> None:
    from voicecoach.speech.engines import voice_called  # noqa: PLC0415 - only what is needed

    with voice_called(name) as voice:
        voice.name  # noqa: B018 - asking for it looks the voice up


def _device(kind: Literal["input", "output"]) -> Callable[[str], None]:
    def look_up(name: str) -> None:
        from voicecoach.audio import devices  # noqa: PLC0415 - loads PortAudio

        devices.choose(devices.all_devices(), kind, name)

    return look_up


_HERE: Mapping[str, Callable[[str], None]] = {
    "voice": _voice,
    "input": _device("input"),
    "output": _device("output"),
}
"""What this machine must have. Each raises Problem where it has not."""
