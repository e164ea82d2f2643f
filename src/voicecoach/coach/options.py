"""What can be said just now: the most useful first, a few at a time."""

from collections.abc import Callable, Mapping

from voicecoach.coach.keys import KEYS
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.table import State
from voicecoach.core.intents import Intent
from voicecoach.language.lines import Lines

AT_A_TIME, KEYS_AT_A_TIME = 5, 4

_I = Intent
_ORIENTATION = (_I.WHAT_NEXT, _I.HOW_LONG_LEFT, _I.WHERE_AM_I, _I.WHICH_SIDE, _I.SLOWLY)
_LOUDNESS = (_I.LOUDER, _I.QUIETER)
_ALWAYS = (_I.STOP, _I.HELP, _I.FINISH)
_WISHES = (
    *(_I.LESS_TALK, _I.MORE_TALK, _I.TONES_OFF, _I.TONES_ON, _I.OTHER_VOICE),
    *(_I.MY_NUMBER, _I.MY_NAME),
)

CAN_SAY: Mapping[State, tuple[Intent, ...]] = {
    State.COACHING: (
        *(_I.PAUSE, _I.DONE, _I.EASIER, _I.HOW_MANY_LEFT, _I.REPEAT, _I.PAIN, _I.SLOWER, _I.SKIP),
        *(*_ORIENTATION, _I.FASTER, _I.HARDER, _I.BACK, *_LOUDNESS, *_ALWAYS, *_WISHES),
    ),
    State.ARMING: (_I.PAUSE, _I.SKIP, _I.PAIN, *_ALWAYS),
    State.WAITING: (
        *(_I.READY, _I.REPEAT, _I.SLOWLY, _I.PAUSE, _I.PAIN, _I.SKIP, _I.EASIER, _I.BACK),
        *(_I.WHAT_NEXT, _I.HOW_LONG_LEFT, _I.WHERE_AM_I, _I.WHICH_SIDE, _I.HARDER),
        *(*_LOUDNESS, *_ALWAYS, *_WISHES),
    ),
    State.FOLLOWING: (
        *(_I.DONE, _I.PAUSE, _I.HOW_MANY_LEFT, _I.PAIN, _I.EASIER, _I.REPEAT, _I.SKIP),
        *(*_ORIENTATION, _I.HARDER, _I.BACK, *_LOUDNESS, *_ALWAYS),
    ),
    State.PAUSED: (
        *(_I.CONTINUE, _I.FINISH, _I.PAIN, _I.SKIP, _I.REPEAT, _I.BACK),
        *(*_ORIENTATION, *_LOUDNESS, _I.HELP, *_WISHES),
    ),
    State.DOUBTING: (_I.NO, _I.CONTINUE, _I.STOP, _I.PAIN),
    State.ADVISING: (_I.REPEAT, _I.STOP),
    State.DECLINING: (_I.REPEAT, _I.PAIN, _I.STOP),
    State.CLOSING: (_I.PAIN, _I.HELP, _I.STOP),
}
"""By what the coach is doing. Where it asks a question, its answers can be said instead."""

_IN_AN_EXERCISE = frozenset({_I.HOW_MANY_LEFT, _I.WHICH_SIDE, _I.SLOWER, _I.FASTER})
_WHERE_IT_MEANS_MORE = frozenset({_I.DONE, _I.EASIER, _I.HARDER})


class Options:
    """`by_keys` tells whether keys must do, since nobody can be heard."""

    def __init__(self, lines: Lines, head: Playhead, by_keys: Callable[[], bool]) -> None:
        self._lines = lines
        self._head = head
        self._by_keys = by_keys
        self._told: tuple[Intent, ...] = ()

    def renew(self) -> None:
        """Begin with the most useful again."""
        self._told = ()

    def here(self, state: State) -> tuple[Intent, ...]:
        """All that can be said in `state`, at this place in the plan."""
        return tuple(intent for intent in CAN_SAY[state] if self._fits(intent))

    def _fits(self, intent: Intent) -> bool:
        if intent in _IN_AN_EXERCISE:
            return self._head.cue.place is not None
        return intent not in _WHERE_IT_MEANS_MORE or self._head.signal_for(intent) is not None

    def line(self, state: State) -> str:
        """The next few of them, after those that were named before."""
        every, by_keys = self.here(state), self._by_keys()
        rest = [intent for intent in every if intent not in self._told]
        if not rest:
            self.renew()
        few = (rest or every)[: KEYS_AT_A_TIME if by_keys else AT_A_TIME]
        self._told += tuple(few)
        return self._with_keys(few) if by_keys else self._with_words(few)

    def _with_words(self, intents: tuple[Intent, ...] | list[Intent]) -> str:
        *first, last = (self._lines.phrases[intent] for intent in intents)
        both = self._lines.say("or", what=", ".join(first), last=last) if first else last
        return self._lines.say("you_can_say", what=both)

    def _with_keys(self, intents: tuple[Intent, ...] | list[Intent]) -> str:
        named = self._lines.key_names
        letters = {intent: key.upper() for key, intent in KEYS.items()}
        return " ".join(
            self._lines.say(
                "you_can_press",
                key=named.get(intent, letters.get(intent, "")),
                what=self._lines.phrases[intent],
            )
            for intent in intents
        )
