"""What a user can mean."""

from enum import StrEnum


class Intent(StrEnum):
    """The commands and answers; `language/<code>/commands.yaml` holds the words for each."""

    STOP = "stop"
    PAUSE = "pause"
    PAIN = "pain"
    EMERGENCY = "emergency"
    HELP = "help"
    READY = "ready"
    CONTINUE = "continue"
    FINISH = "finish"
    REPEAT = "repeat"
    SKIP = "skip"
    BACK = "back"
    SLOWER = "slower"
    FASTER = "faster"
    LOUDER = "louder"
    QUIETER = "quieter"
    HOW_MANY_LEFT = "how_many_left"
    HOW_LONG_LEFT = "how_long_left"
    WHICH_SIDE = "which_side"
    WHERE_AM_I = "where_am_i"
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


SAFETY_INTENTS = frozenset({Intent.STOP, Intent.PAUSE, Intent.PAIN, Intent.EMERGENCY, Intent.HELP})
"""What silences the coach. A miss is the worst failure; these lean towards being heard."""


class Certainty(StrEnum):
    """How sure the ears are."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    """Enough to fall silent and ask, not enough to act."""
