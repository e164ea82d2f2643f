"""Which of the installed voices speaks."""

import difflib
from collections.abc import Sequence

from voicecoach.core.problems import Problem
from voicecoach.speech.voice import VoiceInfo

_PREFERRED = ("samantha", "daniel", "alex", "karen", "zira", "david")
"""Plain voices of macOS and Windows, where the first in the list may be a joke voice."""


class UnknownVoice(Problem):
    """No installed voice has this name, or none speaks the language."""


def _handles(voice: VoiceInfo) -> tuple[str, ...]:
    """What a user may call it, in lower case: id, name, the end of the id, languages."""
    last = voice.id.replace("\\", "/").replace(".", "/").rpartition("/")[2]
    return tuple(handle.lower() for handle in (voice.id, voice.name, last, *voice.languages))


def voice_named(wanted: str, voices: Sequence[VoiceInfo]) -> VoiceInfo:
    """The voice that the user calls `wanted`; capitals do not matter.

    A full id or name comes before the short end of an id, and that before a language.
    Raises UnknownVoice, naming what comes near.
    """
    key = wanted.strip().lower()
    by_rank = [
        (_handles(voice).index(key), place)
        for place, voice in enumerate(voices)
        if key in _handles(voice)
    ]
    if by_rank:
        return voices[min(by_rank)[1]]
    near = _near(key, voices)
    raise UnknownVoice(
        f'There is no voice called "{wanted}".',
        f"Did you mean {' or '.join(near)}?" if near else "Leave --voice out for the usual voice.",
    )


def _near(key: str, voices: Sequence[VoiceInfo], most: int = 5) -> list[str]:
    """Names of voices that `key` might have meant, best first."""
    owners: dict[str, str] = {}
    for voice in voices:
        for handle in _handles(voice):
            owners.setdefault(handle, voice.name)
    within = [handle for handle in owners if key and key in handle]
    alike = difflib.get_close_matches(key, owners, n=most)
    return list(dict.fromkeys(owners[handle] for handle in [*alike, *within]))[:most]


def usual_voice(default_id: str, voices: Sequence[VoiceInfo], language: str) -> VoiceInfo:
    """The engine's own default if it speaks `language`, otherwise a plain voice that does.

    Raises UnknownVoice if there is none.
    """
    fitting = [voice for voice in voices if voice.speaks(language)]
    if not fitting:
        raise UnknownVoice(
            f'No installed voice speaks the language "{language}".',
            "Install one in your system's speech settings, or name another with --voice.",
        )

    def rank(voice: VoiceInfo) -> tuple[bool, int]:
        name = voice.name.lower()
        liked = (n for n, preferred in enumerate(_PREFERRED) if preferred in name)
        return voice.id != default_id, next(liked, len(_PREFERRED))

    return min(fitting, key=rank)
