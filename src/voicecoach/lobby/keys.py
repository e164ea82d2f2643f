"""What single keys mean in the lobby: what they mean in a session, and digits for numbers."""

from collections.abc import Mapping

from voicecoach.coach.keys import KEYS, answers
from voicecoach.core.intents import Intent
from voicecoach.lobby.reading import Request
from voicecoach.lobby.table import State

ONE_KEY: Mapping[State, Intent] = {
    State.PAUSED: Intent.STOP,
    State.DOUBTING: Intent.STOP,
    State.LEAVING: Intent.STOP,
    State.MAKING_SURE: Intent.REPEAT,
}
"""What the only key that there is means while nothing is offered; elsewhere it is a pause."""
OWN_KEYS: Mapping[str, Request] = {"l": Request.LIST, "t": Request.TELL, "d": Request.HISTORY}


def meaning(key: str, *, paused: bool, asked: bool, digits: bool = False) -> Intent | Request | int:
    """The intent, request or number of a key. Space pauses, and goes on when it is `paused`.

    `asked`: the coach asks something that is answered with yes, no or not sure, or with `digits`.
    """
    key = key.lower()
    if key == " " and paused:
        return Intent.CONTINUE
    if asked and (answer := answers(numbers=digits).get(key)):
        return answer
    if key.isascii() and key.isdecimal() and len(key) == 1:
        return int(key)
    return OWN_KEYS.get(key) or KEYS.get(key, Intent.STOP)
