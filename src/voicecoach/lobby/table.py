"""Every transition of the lobby, in one table. `docs/lobby.md` is drawn from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.core.transitions import look_up
from voicecoach.language.ladder import Then
from voicecoach.lobby.reading import Request


class State(StrEnum):
    """What the lobby is doing."""

    NEW = "new"
    TRYING = "trying"
    """Asking whether to try microphone and speaker first."""
    CHOOSING = "choosing"
    """Nothing is offered; the user may ask for anything."""
    LISTING = "listing"
    """Several sessions were read out, with numbers."""
    OFFERING = "offering"
    """One session is offered, until the user says yes."""
    MAKING_SURE = "making_sure"
    """What was said may be pain, or only what the session is to be for; asking."""
    PAUSED = "paused"
    """Silent, until the user says continue."""
    DICTATING = "dictating"
    """Taking down a number or a name; goes back to where it came from."""
    DOUBTING = "doubting"
    """Half heard something that matters: silent, and asking."""
    HURTING = "hurting"
    """The safety ladder has taken over, and nothing leads back."""
    STARTING = "starting"
    """A session was chosen; saying so."""
    LEAVING = "leaving"
    """Saying goodbye."""
    ENDED = "ended"


class Signal(StrEnum):
    """What can happen besides the user asking for something."""

    START = "start"
    FIRST_RUN = "first run"
    """The same where microphone and speaker were never tried."""
    PLAYED = "played"
    """All that was enqueued has been played."""
    FOUND_ONE = "found one"
    FOUND_MANY = "found many"
    FOUND_NONE = "found none"
    MAYBE_PAIN = "maybe pain"
    """A complaint that names what a session may be for."""
    ANSWERED = "answered"
    UNHEARD = "unheard"
    """Nobody answers whether they can be heard: that has to be tried."""
    UNCLEAR = "unclear"
    """What may have been the answer was half heard."""
    TAKEN_DOWN = "taken down"
    """What was dictated is kept, or left."""
    DOUBT = "doubt"
    DEAF = "deaf"
    HELPLESS = "helpless"
    """Deaf, and no keyboard either."""
    HEARING_AGAIN = "hearing again"
    MUTE = "mute"
    FALTERED = "faltered"
    INTERRUPT = "interrupt"


Trigger = Intent | Request | Signal | Then


class Effect(StrEnum):
    """What the lobby does on the way. Each is one method of it."""

    NOTHING = "nothing"
    GREET = "greet"
    OFFER_CHECK = "offer check"
    CHECK = "check"
    PROMPT = "prompt"
    SAY_AGAIN = "say again"
    GO_BACK = "go back"
    FIND = "find"
    SUGGEST = "suggest"
    LIST_ALL = "list all"
    SAY_PAGE = "say page"
    NEXT_PAGE = "next page"
    PREVIOUS_PAGE = "previous page"
    ASK_WHICH = "ask which"
    TAKE_NUMBER = "take number"
    OFFER = "offer"
    NEXT = "next"
    PREVIOUS = "previous"
    SAY_NONE = "say none"
    TELL = "tell"
    TELL_HISTORY = "tell history"
    TELL_PROGRESS = "tell progress"
    BEGIN = "begin"
    HELP = "help"
    SAY_OPTIONS = "say options"
    PARDON = "pardon"
    """The second time in a row it says what can be said; from then on it keeps quiet."""
    ADJUST = "adjust"
    SWITCH = "switch"
    ASK_NUMBER = "ask for a number"
    ASK_NAME = "ask for a name"
    TAKE_DIGIT = "take digit"
    READ_BACK = "read back"
    CONFIRM_VALUE = "keep it"
    LEAVE_VALUE = "leave it"
    ASK_ON = "ask on"
    HEAR_VALUE_OUT = "read back or leave it"
    PART = "part"
    """Say what became of the dictation, and go back."""
    REMIND = "remind"
    """Once; then it waits."""
    REMIND_OR_CHECK = "remind or check"
    HUSH = "hush"
    STAY_HUSHED = "stay hushed"
    ASK = "ask"
    NEVER_MIND = "never mind"
    CONFIRM = "confirm"
    """Do what was half heard."""
    PAUSE_IN_DOUBT = "pause in doubt"
    MAKE_SURE = "make sure"
    PUT_AGAIN = "put again"
    ASK_ONCE_MORE = "ask once more"
    ASK_UNHEARD = "ask what was half heard"
    FOLLOW = "follow"
    """Go where the answer leads."""
    HURT = "hurt"
    """Hand over to the safety ladder."""
    SAY_DEAF = "say deaf"
    SAY_HEARING = "say hearing"
    SAY_HELPLESS = "say helpless"
    SAY_FALTERED = "say faltered"
    SAY_GOODBYE = "say goodbye"
    END = "end"
    END_MUTE = "end mute"


@dataclass(frozen=True, slots=True)
class Move:
    """One transition. `to` None goes back to the state that was interrupted."""

    to: State | None
    effect: Effect = Effect.NOTHING


# One letter each, so that the table below reads as a table.
S, I, R, G, E, T = State, Intent, Request, Signal, Effect, Then  # noqa: E741

_ADJUSTMENTS = (I.SLOWER, I.FASTER, I.LOUDER, I.QUIETER)
_SWITCHES = (I.OTHER_VOICE, I.MORE_TALK, I.LESS_TALK, I.TONES_ON, I.TONES_OFF)
_REPLIES = (I.YES, I.NO, I.NOT_SURE, *LEVELS)

# What ends or halts it, in every state in which somebody is being talked to.
_SAFETY: dict[Trigger, Move] = {
    I.PAIN: Move(S.HURTING, E.HURT),
    I.EMERGENCY: Move(S.HURTING, E.HURT),
    I.STOP: Move(S.PAUSED, E.HUSH),
    I.PAUSE: Move(S.PAUSED, E.HUSH),
    I.FINISH: Move(S.LEAVING, E.SAY_GOODBYE),
    G.MAYBE_PAIN: Move(S.MAKING_SURE, E.MAKE_SURE),
    G.DOUBT: Move(S.DOUBTING, E.ASK),
    G.HELPLESS: Move(S.LEAVING, E.SAY_HELPLESS),
    G.MUTE: Move(S.ENDED, E.END_MUTE),
    G.INTERRUPT: Move(S.ENDED, E.END),
}


def _each(triggers: Iterable[Trigger], to: Move) -> dict[Trigger, Move]:
    return dict.fromkeys(triggers, to)


def _living(state: State, own: dict[Trigger, Move]) -> dict[Trigger, Move]:
    """A state in which somebody is being talked to; what it does not name, it ignores."""
    everything: tuple[Trigger, ...] = (*Intent, *Request, G.PLAYED, G.UNCLEAR)
    return (
        _each(everything, Move(state))
        | _each(_ADJUSTMENTS, Move(state, E.ADJUST))
        | {
            I.HELP: Move(state, E.HELP),
            I.OPTIONS: Move(state, E.SAY_OPTIONS),
            **_each((I.REPEAT, I.SLOWLY, I.WHERE_AM_I), Move(state, E.SAY_AGAIN)),
            G.DEAF: Move(state, E.SAY_DEAF),
            G.HEARING_AGAIN: Move(state, E.SAY_HEARING),
            G.FALTERED: Move(state, E.SAY_FALTERED),
        }
        | _SAFETY
        | own
    )


def _open(state: State, own: dict[Trigger, Move]) -> dict[Trigger, Move]:
    """A state in which the user may ask for anything."""
    asking: dict[Trigger, Move] = {
        R.WISH: Move(state, E.FIND),
        I.EASIER: Move(state, E.FIND),
        I.HARDER: Move(state, E.FIND),
        R.NUMBER: Move(state, E.TAKE_NUMBER),
        R.LIST: Move(S.LISTING, E.LIST_ALL),
        I.HOW_MANY_LEFT: Move(S.LISTING, E.LIST_ALL),
        R.ANY: Move(state, E.SUGGEST),
        R.TELL: Move(state, E.TELL),
        I.HOW_LONG_LEFT: Move(state, E.TELL),
        R.HISTORY: Move(state, E.TELL_HISTORY),
        R.PROGRESS: Move(state, E.TELL_PROGRESS),
        R.CHECK: Move(S.ENDED, E.CHECK),
        R.NOT_UNDERSTOOD: Move(state, E.PARDON),
        **_each(_SWITCHES, Move(state, E.SWITCH)),
        I.MY_NUMBER: Move(S.DICTATING, E.ASK_NUMBER),
        I.MY_NAME: Move(S.DICTATING, E.ASK_NAME),
        G.FOUND_ONE: Move(S.OFFERING, E.OFFER),
        G.FOUND_MANY: Move(S.LISTING, E.SAY_PAGE),
        G.FOUND_NONE: Move(S.CHOOSING, E.SAY_NONE),
        G.PLAYED: Move(state, E.REMIND),
    }
    return _living(state, asking | own)


TABLE: dict[State, dict[Trigger, Move]] = {
    S.NEW: {
        G.START: Move(S.CHOOSING, E.GREET),
        G.FIRST_RUN: Move(S.TRYING, E.OFFER_CHECK),
    },
    S.TRYING: _open(
        S.TRYING,
        _each((I.YES, I.READY, I.CONTINUE, R.YES, G.UNHEARD), Move(S.ENDED, E.CHECK))
        | _each((I.NO, I.SKIP, I.NOT_SURE, R.NO), Move(S.CHOOSING, E.PROMPT))
        | {G.PLAYED: Move(S.TRYING, E.REMIND_OR_CHECK)},
    ),
    S.CHOOSING: _open(
        S.CHOOSING,
        _each((I.READY, I.CONTINUE, I.NOT_SURE), Move(S.CHOOSING, E.SUGGEST))
        | _each((I.YES, R.YES, I.SKIP), Move(S.LISTING, E.LIST_ALL))
        | {
            I.NO: Move(S.CHOOSING, E.PROMPT),
            R.NO: Move(S.CHOOSING, E.PROMPT),
            I.BACK: Move(S.CHOOSING, E.FIND),
        },
    ),
    S.LISTING: _open(
        S.LISTING,
        _each((I.SKIP, I.WHAT_NEXT, I.NO, R.NO), Move(S.LISTING, E.NEXT_PAGE))
        | _each((I.YES, R.YES, I.READY, I.CONTINUE), Move(S.LISTING, E.ASK_WHICH))
        | {
            I.BACK: Move(S.LISTING, E.PREVIOUS_PAGE),
            I.NOT_SURE: Move(S.LISTING, E.SUGGEST),
        },
    ),
    S.OFFERING: _open(
        S.OFFERING,
        _each((I.YES, R.YES, I.READY, I.CONTINUE), Move(S.STARTING, E.BEGIN))
        | _each((I.NO, R.NO, I.SKIP, I.WHAT_NEXT), Move(S.OFFERING, E.NEXT))
        | {
            I.BACK: Move(S.OFFERING, E.PREVIOUS),
            I.NOT_SURE: Move(S.OFFERING, E.TELL),
        },
    ),
    S.MAKING_SURE: _living(
        S.MAKING_SURE,
        _each(_REPLIES, Move(S.MAKING_SURE, E.ASK_ONCE_MORE))  # to another question than this one
        | {
            **_each((I.REPEAT, I.SLOWLY, I.OPTIONS), Move(S.MAKING_SURE, E.PUT_AGAIN)),
            G.UNCLEAR: Move(S.MAKING_SURE, E.ASK_UNHEARD),
            G.PLAYED: Move(S.MAKING_SURE, E.ASK_ONCE_MORE),
            G.ANSWERED: Move(S.MAKING_SURE, E.FOLLOW),
            T.GO_ON: Move(S.CHOOSING, E.FIND),
            T.PAIN: Move(S.HURTING, E.HURT),
            T.PAUSE: Move(S.PAUSED, E.HUSH),
        },
    ),
    S.DICTATING: _living(
        S.DICTATING,
        _each(LEVELS[:10], Move(S.DICTATING, E.TAKE_DIGIT))
        | _each((I.YES, R.YES), Move(S.DICTATING, E.CONFIRM_VALUE))
        | _each((I.NO, R.NO, I.NOT_SURE, I.CONTINUE, I.BACK), Move(S.DICTATING, E.LEAVE_VALUE))
        | _each((I.DONE, I.READY), Move(S.DICTATING, E.READ_BACK))
        | _each(
            (I.REPEAT, I.SLOWLY, I.OPTIONS, I.WHERE_AM_I, R.NOT_UNDERSTOOD),
            Move(S.DICTATING, E.ASK_ON),
        )
        | {
            I.MY_NUMBER: Move(S.DICTATING, E.ASK_NUMBER),
            I.MY_NAME: Move(S.DICTATING, E.ASK_NAME),
            G.PLAYED: Move(S.DICTATING, E.HEAR_VALUE_OUT),
            G.TAKEN_DOWN: Move(None, E.PART),
        },
    ),
    S.PAUSED: _living(
        S.PAUSED,
        _each((I.READY, I.YES, I.REPEAT, I.SLOWLY, *Request), Move(S.PAUSED, E.STAY_HUSHED))
        | {
            R.NOT_UNDERSTOOD: Move(S.PAUSED),
            I.CONTINUE: Move(None, E.GO_BACK),
            I.STOP: Move(S.PAUSED, E.HUSH),
            I.PAUSE: Move(S.PAUSED, E.HUSH),
            G.PLAYED: Move(S.PAUSED, E.REMIND),
        },
    ),
    S.DOUBTING: _living(
        S.DOUBTING,
        _each((*(frozenset(Intent) - SAFETY_INTENTS), *Request), Move(S.DOUBTING, E.CONFIRM))
        | {
            R.NOT_UNDERSTOOD: Move(S.DOUBTING),
            I.NO: Move(None, E.NEVER_MIND),
            I.CONTINUE: Move(None, E.NEVER_MIND),
            I.HELP: Move(None, E.HELP),
            G.HEARING_AGAIN: Move(S.DOUBTING),
            G.DEAF: Move(S.PAUSED, E.SAY_DEAF),
            G.FALTERED: Move(S.PAUSED, E.SAY_FALTERED),
            G.PLAYED: Move(S.PAUSED, E.PAUSE_IN_DOUBT),
        },
    ),
    S.HURTING: {},
    S.STARTING: _living(
        S.STARTING,
        {
            I.HELP: Move(S.OFFERING, E.HELP),
            I.NO: Move(S.OFFERING, E.SAY_AGAIN),
            I.BACK: Move(S.OFFERING, E.SAY_AGAIN),
            **_each((I.REPEAT, I.SLOWLY, I.OPTIONS, I.WHERE_AM_I), Move(S.STARTING)),
            G.DEAF: Move(S.STARTING),
            G.HEARING_AGAIN: Move(S.STARTING),
            G.PLAYED: Move(S.ENDED, E.END),
        },
    ),
    S.LEAVING: _living(
        S.LEAVING,
        {
            **_each((I.STOP, I.PAUSE, I.FINISH), Move(S.ENDED, E.END)),
            I.HELP: Move(S.CHOOSING, E.HELP),
            **_each((I.REPEAT, I.SLOWLY, I.OPTIONS, I.WHERE_AM_I), Move(S.LEAVING)),
            G.MAYBE_PAIN: Move(S.HURTING, E.HURT),
            G.DEAF: Move(S.LEAVING),
            G.HELPLESS: Move(S.LEAVING),
            G.HEARING_AGAIN: Move(S.LEAVING),
            G.FALTERED: Move(S.LEAVING),
            G.PLAYED: Move(S.ENDED, E.END),
        },
    ),
    S.ENDED: {},
}


def move(state: State, trigger: Trigger) -> Move:
    """The transition for `trigger` in `state`. Raises IllegalEventError where there is none."""
    return look_up(TABLE, state, trigger)
