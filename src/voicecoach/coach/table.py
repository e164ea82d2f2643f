"""Every transition of the conductor, in one table. `docs/conductor.md` is drawn from it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voicecoach.core.intents import LEVELS, SAFETY_INTENTS, Intent
from voicecoach.core.transitions import look_up
from voicecoach.language.ladder import Then


class State(StrEnum):
    """What the coach is doing."""

    NEW = "new"
    COACHING = "coaching"
    """Playing the plan."""
    ARMING = "arming"
    """The exercises are next, but nobody would hear a "stop" yet."""
    WAITING = "waiting"
    """At a checkpoint, until the user is ready."""
    FOLLOWING = "following"
    """The user counts aloud; the coach waits for the next number."""
    ASKING = "asking"
    """Asking a question of the safety ladder, and listening for the answer."""
    PAUSED = "paused"
    """Silent, until the user says continue."""
    DICTATING = "dictating"
    """Taking down a number or a name; goes back to where it came from."""
    ANSWERING = "answering"
    """Answering a question; goes back to where it came from."""
    DOUBTING = "doubting"
    """Half heard something that matters: silent, and asking."""
    CHECKING = "checking"
    """The session is over for pain; asking whether it is an emergency."""
    ADVISING = "advising"
    """The session is over for pain or a red flag; saying what to do."""
    DECLINING = "declining"
    """What the user answered speaks against exercising today; saying so."""
    CLOSING = "closing"
    """Saying goodbye."""
    ENDED = "ended"


class Signal(StrEnum):
    """What can happen besides the user meaning something."""

    START = "start"
    PLAYED = "played"
    """All that was enqueued has been played."""
    CHECKPOINT = "checkpoint"
    """The cue that asks whether the user is ready has begun."""
    FOLLOW = "follow"
    """The cue of a rep that the user counts has begun."""
    COUNTED = "counted"
    """The user has counted on, or has said that the set is done."""
    QUESTION = "question"
    """The cue that asks something has begun."""
    ANSWERED = "answered"
    UNCLEAR = "unclear"
    """What may have been the answer was half heard."""
    PLAN_DONE = "plan done"
    NOT_ARMED = "not armed"
    """The next cue needs the user to be heard."""
    ARMED = "armed"
    HEARING_AGAIN = "hearing again"
    """Armed after it was deaf."""
    TELL_AGAIN = "tell again"
    """The user says "repeat" while being told what to do."""
    EASIER_FORM = "easier form"
    """The user wants it easier, and there is a way."""
    HARDER_FORM = "harder form"
    SET_DONE = "set done"
    """The user has done as many as are needed, and says so."""
    TAKEN_DOWN = "taken down"
    """What was dictated is kept, or left."""
    PUZZLED = "puzzled"
    """Twice something was said that means nothing."""
    DOUBT = "doubt"
    """Something that matters was half heard."""
    DEAF = "deaf"
    HELPLESS = "helpless"
    """Deaf from the beginning, and no keyboard either."""
    MUTE = "mute"
    FALTERED = "faltered"
    """Voice or speaker failed for a moment: what was being said may not have been heard."""
    INTERRUPT = "interrupt"


Trigger = Intent | Signal | Then


class Effect(StrEnum):
    """What the conductor does on the way. Each is one method of it."""

    NOTHING = "nothing"
    PLAY = "play"
    GO_ON = "go on"
    TELL_AGAIN = "tell again"
    TAKE_COUNT = "take count"
    RESUME = "resume"
    BEGIN_AGAIN = "begin again"
    NEVER_MIND = "never mind"
    PAUSE_IN_DOUBT = "pause in doubt"
    DEFER = "defer"
    """Do what it means to the state that was interrupted; nothing, if it means nothing there."""
    CONFIRM = "confirm"
    """Do what was half heard."""
    AWAIT_READY = "await ready"
    AWAIT_ARMED = "await armed"
    REMIND = "remind"
    PAUSE = "pause"
    STOP = "stop"
    OFFER_HELP = "offer help"
    STAY_PAUSED = "stay paused"
    ANSWER = "answer"
    ANSWER_AGAIN = "answer again"
    TELL_OPTIONS = "tell options"
    NOT_UNDERSTOOD = "not understood"
    ADJUST = "adjust"
    SWITCH = "switch"
    PART = "part"
    """Say what became of the dictation, and resume."""
    ASK_NUMBER = "ask for a number"
    ASK_NAME = "ask for a name"
    TAKE_DIGIT = "take digit"
    READ_BACK = "read back"
    CONFIRM_VALUE = "keep it"
    LEAVE_VALUE = "leave it"
    ASK_ON = "ask on"
    HEAR_VALUE_OUT = "read back or leave it"
    MOVE = "move"
    MOVE_SILENTLY = "move silently"
    ASK = "ask"
    PUT_QUESTION = "put question"
    PUT_AGAIN = "put again"
    ASK_UNHEARD = "ask what was half heard"
    """At once the first time, even if the user is still speaking: they may be done."""
    ASK_ONCE_MORE = "ask once more"
    """The first time that no answer comes; the second time that is the answer."""
    FOLLOW = "follow"
    """Go where the answer leads."""
    SAY_AND_GO_ON = "say and go on"
    GO_PAST = "go past"
    """The question that would come next is not asked."""
    GO_WHERE_IT_WAS = "go where it was"
    OFFER_EASIER = "offer easier"
    OFFER_EASIER_FORM = "offer easier form"
    OFFER_HARDER_FORM = "offer harder form"
    EASE = "ease"
    HARDEN = "harden"
    END_SET = "end set"
    LEAVE_OUT = "leave out"
    DECLINE = "decline"
    ADVISE_PAIN = "advise: pain"
    """And ask about red flags."""
    ASK_AGAIN = "ask again"
    ADVISE = "advise"
    ADVISE_EMERGENCY = "advise: emergency"
    ADVISE_AGAIN = "advise again"
    HUSH = "hush"
    HUSH_QUESTION = "hush question"
    """Be silent for a while before asking; the second time, for good."""
    HUSH_FOR_GOOD = "hush for good"
    SAY_DEAF = "say deaf"
    SAY_HELPLESS = "say helpless"
    SAY_FALTERED = "say faltered"
    SAY_HEARING = "say hearing"
    SAY_GOODBYE = "say goodbye"
    FINISH = "finish"
    END = "end"
    END_MUTE = "end mute"


@dataclass(frozen=True, slots=True)
class Move:
    """One transition. `to` None goes back to the state that was interrupted."""

    to: State | None
    effect: Effect = Effect.NOTHING


# One letter each, so that the table below reads as a table.
S, I, G, E, T = State, Intent, Signal, Effect, Then  # noqa: E741

_QUESTIONS = (
    *(I.HOW_MANY_LEFT, I.HOW_LONG_LEFT, I.WHICH_SIDE, I.WHERE_AM_I, I.WHAT_NEXT),
    *(I.REPEAT, I.SLOWLY, I.OPTIONS),
)
_ADJUSTMENTS = (I.SLOWER, I.FASTER, I.LOUDER, I.QUIETER)
_SWITCHES = (I.OTHER_VOICE, I.MORE_TALK, I.LESS_TALK, I.TONES_ON, I.TONES_OFF)
_FORMS = (I.EASIER, I.HARDER)
_REPLIES = (I.YES, I.NO, I.NOT_SURE, *LEVELS)
_IN_PLACE = (G.TELL_AGAIN, G.EASIER_FORM, G.HARDER_FORM, G.SET_DONE)
"""What some words mean where the coach is in the plan just then."""
_DIRECTIONS = (I.READY, I.CONTINUE, I.YES, I.NO, I.NOT_SURE, I.SKIP, I.BACK, I.DONE, *_FORMS)

# What stops the coach, in every state in which it is not already ending for good.
_SAFETY: dict[Trigger, Move] = {
    I.PAIN: Move(S.CHECKING, E.ADVISE_PAIN),
    I.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
    I.STOP: Move(S.PAUSED, E.STOP),
    I.PAUSE: Move(S.PAUSED, E.PAUSE),
    I.HELP: Move(S.PAUSED, E.OFFER_HELP),
    I.FINISH: Move(S.CLOSING, E.SAY_GOODBYE),
    G.DOUBT: Move(S.DOUBTING, E.ASK),
    G.DEAF: Move(S.PAUSED, E.SAY_DEAF),
    G.HELPLESS: Move(S.CLOSING, E.SAY_HELPLESS),
    G.MUTE: Move(S.ENDED, E.END_MUTE),
    G.FALTERED: Move(S.PAUSED, E.SAY_FALTERED),
    G.INTERRUPT: Move(S.ENDED, E.END),
}

_OFFERS: dict[Trigger, Move] = {
    G.EASIER_FORM: Move(S.ASKING, E.OFFER_EASIER_FORM),
    G.HARDER_FORM: Move(S.ASKING, E.OFFER_HARDER_FORM),
}


def _each(triggers: Iterable[Trigger], to: Move) -> dict[Trigger, Move]:
    return dict.fromkeys(triggers, to)


def _alive(state: State, own: dict[Trigger, Move]) -> dict[Trigger, Move]:
    """A state in which the user can ask, adjust and stop; what it does not name, it ignores."""
    everything: tuple[Trigger, ...] = (*Intent, *_IN_PLACE, G.ARMED, G.UNCLEAR, G.PLAYED)
    return (
        _each(everything, Move(state))
        | _each((*_QUESTIONS, *_FORMS), Move(S.ANSWERING, E.ANSWER))
        | _each(_ADJUSTMENTS, Move(state, E.ADJUST))
        | _each(_SWITCHES, Move(S.ANSWERING, E.SWITCH))
        | {I.MY_NUMBER: Move(S.DICTATING, E.ASK_NUMBER)}
        | {I.MY_NAME: Move(S.DICTATING, E.ASK_NAME)}
        | {I.SKIP: Move(S.COACHING, E.MOVE), I.BACK: Move(S.COACHING, E.MOVE)}
        | {G.HEARING_AGAIN: Move(S.ANSWERING, E.SAY_HEARING)}
        | {G.PUZZLED: Move(S.ANSWERING, E.NOT_UNDERSTOOD)}
        | _SAFETY
        | own
    )


def _ending(state: State, own: dict[Trigger, Move]) -> dict[Trigger, Move]:
    """A state from which nothing but the end follows; what it does not name, it ignores."""
    everything: tuple[Trigger, ...] = (
        *(*Intent, *_IN_PLACE, G.ARMED, G.HEARING_AGAIN),
        *(G.DOUBT, G.UNCLEAR, G.PUZZLED, G.DEAF, G.HELPLESS, G.FALTERED),
    )
    return (
        _each(everything, Move(state))
        | {G.INTERRUPT: Move(S.ENDED, E.END), G.MUTE: Move(S.ENDED, E.END_MUTE)}
        | {G.PLAYED: Move(S.ENDED, E.END)}
        | own
    )


TABLE: dict[State, dict[Trigger, Move]] = {
    S.NEW: {G.START: Move(S.COACHING, E.PLAY)},
    S.COACHING: _alive(
        S.COACHING,
        {
            G.CHECKPOINT: Move(S.WAITING, E.AWAIT_READY),
            G.FOLLOW: Move(S.FOLLOWING, E.AWAIT_READY),
            G.QUESTION: Move(S.ASKING, E.PUT_QUESTION),
            **_OFFERS,
            G.SET_DONE: Move(S.COACHING, E.END_SET),
            G.TELL_AGAIN: Move(S.COACHING, E.TELL_AGAIN),
            G.NOT_ARMED: Move(S.ARMING, E.AWAIT_ARMED),
            G.PLAN_DONE: Move(S.ENDED, E.FINISH),
        },
    ),
    S.ARMING: _alive(
        S.ARMING,
        {
            I.MY_NUMBER: Move(S.ARMING),
            I.MY_NAME: Move(S.ARMING),
            G.ARMED: Move(S.COACHING, E.PLAY),
            G.PLAYED: Move(S.ARMING, E.AWAIT_ARMED),
        },
    ),
    S.WAITING: _alive(
        S.WAITING,
        {
            **_OFFERS,
            I.READY: Move(S.COACHING, E.GO_ON),
            I.CONTINUE: Move(S.COACHING, E.GO_ON),
            I.YES: Move(S.COACHING, E.GO_ON),
            G.TELL_AGAIN: Move(S.COACHING, E.TELL_AGAIN),
            G.PLAYED: Move(S.WAITING, E.REMIND),
        },
    ),
    S.FOLLOWING: _alive(
        S.FOLLOWING,
        {
            **_OFFERS,
            **_each((*LEVELS, I.DONE, G.SET_DONE), Move(S.FOLLOWING, E.TAKE_COUNT)),
            G.COUNTED: Move(S.COACHING, E.PLAY),
            G.PLAYED: Move(S.FOLLOWING, E.REMIND),
        },
    ),
    S.ASKING: _alive(
        S.ASKING,
        _each(_REPLIES, Move(S.ASKING, E.ASK_ONCE_MORE))  # to another question than this one
        | {
            **_each((*_FORMS, I.MY_NUMBER, I.MY_NAME), Move(S.ASKING)),
            I.REPEAT: Move(S.ASKING, E.PUT_AGAIN),
            I.SLOWLY: Move(S.ASKING, E.PUT_AGAIN),
            I.OPTIONS: Move(S.ASKING, E.PUT_AGAIN),  # it names the answers
            G.UNCLEAR: Move(S.ASKING, E.ASK_UNHEARD),
            G.PUZZLED: Move(S.ASKING, E.PUT_AGAIN),
            G.PLAYED: Move(S.ASKING, E.ASK_ONCE_MORE),
            G.ANSWERED: Move(S.ASKING, E.FOLLOW),
            T.GO_ON: Move(S.COACHING, E.SAY_AND_GO_ON),
            T.GO_PAST: Move(S.COACHING, E.GO_PAST),
            T.RESUME: Move(S.COACHING, E.GO_WHERE_IT_WAS),
            T.EASIER: Move(S.ASKING, E.OFFER_EASIER),
            T.EASE: Move(S.COACHING, E.EASE),
            T.HARDEN: Move(S.COACHING, E.HARDEN),
            T.AS_IT_WAS: Move(S.COACHING, E.BEGIN_AGAIN),
            T.LEAVE_OUT: Move(S.COACHING, E.LEAVE_OUT),
            T.PAUSE: Move(S.PAUSED, E.PAUSE),
            T.NOT_TODAY: Move(S.DECLINING, E.DECLINE),
            T.PAIN: Move(S.CHECKING, E.ADVISE_PAIN),
            T.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
        },
    ),
    S.PAUSED: _alive(
        S.PAUSED,
        {
            I.CONTINUE: Move(S.COACHING, E.BEGIN_AGAIN),
            **_each(_FORMS, Move(S.PAUSED, E.STAY_PAUSED)),
            I.READY: Move(S.PAUSED, E.STAY_PAUSED),
            I.YES: Move(S.PAUSED, E.STAY_PAUSED),
            I.SKIP: Move(S.PAUSED, E.MOVE_SILENTLY),
            I.BACK: Move(S.PAUSED, E.MOVE_SILENTLY),
            G.HEARING_AGAIN: Move(S.PAUSED, E.SAY_HEARING),
            G.PUZZLED: Move(S.PAUSED, E.NOT_UNDERSTOOD),
            G.PLAYED: Move(S.PAUSED, E.REMIND),
        },
    ),
    S.DICTATING: _alive(
        S.DICTATING,
        _each(_DIRECTIONS, Move(None, E.DEFER))
        | _each((*_QUESTIONS, *_FORMS), Move(S.DICTATING, E.ASK_ON))
        | _each(LEVELS[:10], Move(S.DICTATING, E.TAKE_DIGIT))
        | {
            I.DONE: Move(S.DICTATING, E.READ_BACK),
            I.READY: Move(S.DICTATING, E.READ_BACK),
            I.YES: Move(S.DICTATING, E.CONFIRM_VALUE),
            I.NO: Move(S.DICTATING, E.LEAVE_VALUE),
            I.NOT_SURE: Move(S.DICTATING, E.LEAVE_VALUE),
            G.HEARING_AGAIN: Move(S.DICTATING),
            G.PUZZLED: Move(S.DICTATING, E.ASK_ON),
            G.PLAYED: Move(S.DICTATING, E.HEAR_VALUE_OUT),
            G.TAKEN_DOWN: Move(None, E.PART),
        },
    ),
    S.ANSWERING: _alive(
        S.ANSWERING,
        _each(_DIRECTIONS, Move(None, E.DEFER))
        | {I.REPEAT: Move(S.ANSWERING, E.ANSWER_AGAIN), G.PLAYED: Move(None, E.RESUME)}
        | {G.PUZZLED: Move(S.ANSWERING)},
    ),
    S.DOUBTING: _alive(
        S.DOUBTING,
        _each(frozenset(Intent) - SAFETY_INTENTS, Move(S.DOUBTING, E.CONFIRM))
        | {
            I.NO: Move(None, E.NEVER_MIND),
            I.CONTINUE: Move(None, E.NEVER_MIND),
            G.HEARING_AGAIN: Move(S.DOUBTING),
            G.PUZZLED: Move(S.DOUBTING),
            G.PLAYED: Move(S.PAUSED, E.PAUSE_IN_DOUBT),
        },
    ),
    S.CHECKING: _ending(
        S.CHECKING,
        {
            I.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.HELP: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.REPEAT: Move(S.CHECKING, E.ASK_AGAIN),
            I.SLOWLY: Move(S.CHECKING, E.ASK_AGAIN),
            I.OPTIONS: Move(S.CHECKING, E.ASK_AGAIN),
            I.STOP: Move(S.CHECKING, E.HUSH_QUESTION),
            I.PAUSE: Move(S.CHECKING, E.HUSH_QUESTION),
            I.FINISH: Move(S.CHECKING, E.HUSH_FOR_GOOD),
            G.FALTERED: Move(S.CHECKING, E.ASK_AGAIN),
            G.PLAYED: Move(S.CHECKING, E.ASK_ONCE_MORE),
            G.ANSWERED: Move(S.CHECKING, E.FOLLOW),
            T.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            T.ADVISE: Move(S.ADVISING, E.ADVISE),
        },
    ),
    S.ADVISING: _ending(
        S.ADVISING,
        {
            I.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.HELP: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.REPEAT: Move(S.ADVISING, E.ADVISE_AGAIN),
            I.SLOWLY: Move(S.ADVISING, E.ADVISE_AGAIN),
            I.OPTIONS: Move(S.ADVISING, E.TELL_OPTIONS),
            G.FALTERED: Move(S.ADVISING, E.ADVISE_AGAIN),
            I.STOP: Move(S.ADVISING, E.HUSH),
            I.PAUSE: Move(S.ADVISING, E.HUSH),
            I.FINISH: Move(S.ADVISING, E.HUSH),
        },
    ),
    S.DECLINING: _ending(
        S.DECLINING,
        {
            I.PAIN: Move(S.CHECKING, E.ADVISE_PAIN),
            I.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.HELP: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.REPEAT: Move(S.DECLINING, E.DECLINE),
            I.SLOWLY: Move(S.DECLINING, E.DECLINE),
            I.OPTIONS: Move(S.DECLINING, E.TELL_OPTIONS),
            I.STOP: Move(S.DECLINING, E.HUSH),
            I.PAUSE: Move(S.DECLINING, E.HUSH),
            I.FINISH: Move(S.DECLINING, E.HUSH),
            G.FALTERED: Move(S.DECLINING, E.DECLINE),
        },
    ),
    S.CLOSING: _ending(
        S.CLOSING,
        {
            I.PAIN: Move(S.CHECKING, E.ADVISE_PAIN),
            I.EMERGENCY: Move(S.ADVISING, E.ADVISE_EMERGENCY),
            I.HELP: Move(S.PAUSED, E.OFFER_HELP),
            I.OPTIONS: Move(S.CLOSING, E.TELL_OPTIONS),
            I.STOP: Move(S.ENDED, E.END),
            I.PAUSE: Move(S.ENDED, E.END),
        },
    ),
    S.ENDED: {},
}


def move(state: State, trigger: Trigger) -> Move:
    """The transition for `trigger` in `state`. Raises IllegalEventError where there is none."""
    return look_up(TABLE, state, trigger)
