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
    EASIER = "easier"
    HARDER = "harder"
    DONE = "done"
    HOW_MANY_LEFT = "how_many_left"
    HOW_LONG_LEFT = "how_long_left"
    WHICH_SIDE = "which_side"
    WHERE_AM_I = "where_am_i"
    WHAT_NEXT = "what_next"
    SLOWLY = "slowly"
    """Describe it again, slowly."""
    OPTIONS = "options"
    """What can I say?"""
    OTHER_VOICE = "other_voice"
    MORE_TALK = "more_talk"
    """Full descriptions."""
    LESS_TALK = "less_talk"
    """Short cues."""
    TONES_ON = "tones_on"
    TONES_OFF = "tones_off"
    MY_NUMBER = "my_number"
    """The user's emergency number is another one."""
    MY_NAME = "my_name"
    """What the user wants to be called."""
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"
    LEVEL_0 = "level_0"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LEVEL_3 = "level_3"
    LEVEL_4 = "level_4"
    LEVEL_5 = "level_5"
    LEVEL_6 = "level_6"
    LEVEL_7 = "level_7"
    LEVEL_8 = "level_8"
    LEVEL_9 = "level_9"
    LEVEL_10 = "level_10"


SAFETY_INTENTS = frozenset({Intent.STOP, Intent.PAUSE, Intent.PAIN, Intent.EMERGENCY, Intent.HELP})
"""What silences the coach. A miss is the worst failure; these lean towards being heard."""

LEVELS = tuple(intent for intent in Intent if intent.value.startswith("level_"))
"""How strong pain is, from none to the strongest: they count only where the coach asks for it."""


class Certainty(StrEnum):
    """How sure the ears are."""

    CLEAR = "clear"
    DOUBTFUL = "doubtful"
    """Enough to fall silent and ask, not enough to act."""
