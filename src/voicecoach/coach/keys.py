"""What single keys mean. Everybody who cannot be understood can run a whole session with them.

Keys that are not here silence the coach: any key is a stop.
"""

from collections.abc import Mapping

from voicecoach.core.intents import LEVELS, Intent

KEYS: dict[str, Intent] = {
    " ": Intent.PAUSE,  # and continue, when paused
    "\n": Intent.READY,
    "\r": Intent.READY,
    "h": Intent.PAIN,
    "e": Intent.EMERGENCY,
    "q": Intent.FINISH,
    "n": Intent.SKIP,
    "b": Intent.BACK,
    "r": Intent.REPEAT,
    "+": Intent.LOUDER,
    "-": Intent.QUIETER,
    "f": Intent.FASTER,
    "s": Intent.SLOWER,
    "g": Intent.EASIER,
    "m": Intent.HARDER,
    "d": Intent.DONE,
    "c": Intent.HOW_MANY_LEFT,
    "t": Intent.HOW_LONG_LEFT,
    "w": Intent.WHERE_AM_I,
    "l": Intent.WHICH_SIDE,
    "x": Intent.WHAT_NEXT,
    "p": Intent.SLOWLY,
    "a": Intent.OPTIONS,
    "i": Intent.MORE_TALK,
    "k": Intent.LESS_TALK,
    "z": Intent.TONES_OFF,  # and on again
    "v": Intent.OTHER_VOICE,
    "#": Intent.MY_NUMBER,
    "@": Intent.MY_NAME,
    "y": Intent.YES,
    "o": Intent.NO,
    "?": Intent.HELP,
}


ANSWER_KEYS: dict[str, Intent] = {"n": Intent.NO, "u": Intent.NOT_SURE}
"""What some keys mean instead while the coach asks something."""
NUMBER_KEYS: dict[str, Intent] = {str(n): level for n, level in enumerate(LEVELS[:10])}
"""While it asks for a number."""


def answers(*, numbers: bool) -> Mapping[str, Intent]:
    """The keys that answer what the coach asks."""
    return ANSWER_KEYS | NUMBER_KEYS if numbers else ANSWER_KEYS


def meaning(
    key: str,
    paused: bool,
    asked: Mapping[str, Intent] | None = None,
    *,
    tones: bool = True,
) -> Intent:
    """The intent of a key. Space pauses, and goes on when the coach is `paused`.

    `asked` are the keys that answer what the coach asks just now. `tones` tells whether there are
    any that could be turned off.
    """
    if key.lower() == "z" and not tones:
        return Intent.TONES_ON
    if key == " " and paused:
        return Intent.CONTINUE
    return (KEYS | dict(asked or {})).get(key.lower(), Intent.STOP)
