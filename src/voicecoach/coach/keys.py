"""What single keys mean. Everybody who cannot be understood can run a whole session with them.

Keys that are not here silence the coach: any key is a stop.
"""

from voicecoach.core.intents import Intent

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
    "c": Intent.HOW_MANY_LEFT,
    "t": Intent.HOW_LONG_LEFT,
    "w": Intent.WHERE_AM_I,
    "l": Intent.WHICH_SIDE,
    "y": Intent.YES,
    "o": Intent.NO,
    "?": Intent.HELP,
}


def meaning(key: str, paused: bool) -> Intent:
    """The intent of a key. Space pauses, and goes on when the coach is `paused`."""
    if key == " " and paused:
        return Intent.CONTINUE
    return KEYS.get(key.lower(), Intent.STOP)
