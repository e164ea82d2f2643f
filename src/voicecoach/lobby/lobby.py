"""The lobby: it is told what was said and when, and says what is to be done.

Like the conductor it never sleeps, reads a clock, speaks or opens a file. Pain and emergencies are
answered by a conductor of its own, which has the whole safety ladder and nothing to lead back to.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from voicecoach.coach.conductor import Conductor
from voicecoach.coach.player import Player
from voicecoach.coach.settings import Settings
from voicecoach.coach.switch import Scanning, Switch
from voicecoach.core.actions import Action, Duck, End, Expect, Outcome, Show
from voicecoach.core.events import (
    Armed,
    Began,
    CutOff,
    Deaf,
    Ended,
    Event,
    Faltered,
    Heard,
    Interrupted,
    Mute,
    Notice,
    OwnVoice,
    Pressed,
    Said,
    SpeechBegan,
    SpeechEnded,
)
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.key_names import SWITCH
from voicecoach.core.preferences import Preferences
from voicecoach.language import Language
from voicecoach.language.choosing import Choosing
from voicecoach.lobby.counter import Counter
from voicecoach.lobby.finder import Choice, Finder
from voicecoach.lobby.hurting import MakingSure, climb, ladder
from voicecoach.lobby.keys import ONE_KEY, meaning
from voicecoach.lobby.reading import Asked, Reading, Request
from voicecoach.lobby.shelf import Shelf
from voicecoach.lobby.table import Effect, Move, Signal, State, Trigger, move
from voicecoach.lobby.talk import PATIENCE_S, Talk
from voicecoach.lobby.telling import Telling
from voicecoach.lobby.visit import Here, Visit
from voicecoach.lobby.wishes import Wishes

Actions = list[Action]
_Part = Counter | Wishes | MakingSure

ANSWER_S = 5.0
"""How long it listens for an answer to "Did you say stop?"."""

_OPEN = frozenset({State.TRYING, State.CHOOSING, State.LISTING, State.OFFERING})
_BEGINS = frozenset({State.STARTING, State.ENDED})
"""States in which a session may be chosen; whatever leads elsewhere, it is chosen no more."""
_SILENCING = frozenset({Intent.STOP, Intent.PAUSE})


class Lobby:
    """One conversation. `spoken_s` tells how long a text takes to say, in seconds.

    When it has ended, `chosen` is the session that is to begin, and `wants_check` tells whether the
    user would rather have microphone and speaker tried.
    """

    def __init__(
        self,
        here: Here,
        language: Language,
        choosing: Choosing,
        spoken_s: Callable[[str], float],
        preferences: Preferences | None = None,
    ) -> None:
        preferences = preferences or Preferences()
        self.at = State.NEW
        self.chosen: Choice | None = None
        self.wants_check = False
        self._visit = here.visit
        self._language = language
        self._lines = language.lines
        self._spoken_s = spoken_s
        self._preferences = preferences
        self._reading = Reading(choosing)
        self._shelf = Shelf(Finder(choosing, self._reading, here.choices, here.done), here.choices)
        self._telling = Telling(choosing, here.done, self._shelf.finder.subjects, here.progress)
        self._player = Player(f"{here.visit}.")
        self._talk = Talk(self._telling, self._lines, self._player, preferences.emergency_number)
        talk = self._talk
        self._counter = Counter(self._reading, language.grammar, self._shelf, self._telling, talk)
        self._switch = Switch(self._player, self._lines, on=preferences.switch)
        self._scanning = Scanning[str](self._player, self._lines, on=preferences.switch)
        self._talk.offers = lambda: self._scanning.offer(
            (phrase, phrase) for phrase in choosing.presses.get(self.at, ())
        )
        self._sure = MakingSure(self._lines, self._player, self._switch)
        self._settings = Settings(preferences.volume_db, preferences.wpm)
        self._wishes = Wishes(self._lines, self._player, self._talk, self._settings)
        self._ladder: Conductor | None = None
        self._outcome = Outcome.FINISHED
        self._home = State.CHOOSING  # what doubting goes back to
        self._resting = State.CHOOSING  # what a pause goes back to
        self._meant: Trigger = Signal.START  # what led to the present effect
        self._doubted = Intent.STOP
        self._follow: Trigger | None = None
        self._armed = self._takes_digits = False
        self._on: dict[type, Callable[[Any, float], Actions]] = {
            Began: self._began,
            Ended: self._ended,
            CutOff: self._cut_off,
            SpeechBegan: lambda _event, _now: self._speech(on=True),
            SpeechEnded: lambda _event, _now: self._speech(on=False),
            Heard: self._heard,
            Said: self._said,
            Pressed: self._pressed,
            Armed: self._became_armed,
            Deaf: self._became_deaf,
            Mute: lambda event, now: self._failed(event, Signal.MUTE, now),
            Faltered: lambda event, now: self._failed(event, Signal.FALTERED, now),
            Notice: lambda event, _now: self._talk.notice(event.text),
            OwnVoice: lambda event, _now: self._player.leave_gaps(gaps=event.heard),
            Interrupted: self._interrupted,
        }
        self._effects: dict[Effect, Callable[[float], Actions]] = {
            Effect.NOTHING: lambda _now: [],
            Effect.GREET: lambda _now: self._greet(),
            Effect.OFFER_CHECK: lambda _now: talk.say(talk.line("hello"), talk.line("check")),
            Effect.CHECK: lambda _now: self._check(),
            Effect.PROMPT: lambda _now: talk.say(talk.prompt(self.at)),
            Effect.SAY_AGAIN: lambda _now: talk.again(),
            Effect.GO_BACK: lambda _now: talk.again(),
            Effect.BEGIN: lambda _now: self._begin(),
            Effect.HELP: lambda _now: talk.help(self.at),
            Effect.SAY_OPTIONS: lambda _now: talk.say_aside(talk.options(self.at)),
            Effect.PARDON: lambda _now: talk.pardon(self.at),
            Effect.REMIND: lambda _now: talk.remind(self.at),
            Effect.REMIND_OR_CHECK: lambda _now: self._remind_or_check(),
            Effect.HUSH: lambda _now: talk.hush(),
            Effect.STAY_HUSHED: lambda _now: talk.hush(),
            Effect.ASK: lambda _now: self._ask(),
            Effect.NEVER_MIND: lambda _now: self._never_mind(),
            Effect.PAUSE_IN_DOUBT: lambda _now: talk.pause_in_doubt(
                urgent=self._doubted in {Intent.EMERGENCY, Intent.HELP}
            ),
            Effect.HURT: self._hurt,
            Effect.SAY_DEAF: lambda _now: talk.cannot_hear(
                self.at, keyboard=self._preferences.keyboard
            ),
            Effect.SAY_HEARING: lambda _now: talk.go_on(talk.line("hear_again")),
            Effect.SAY_HELPLESS: lambda _now: self._say_helpless(),
            Effect.SAY_FALTERED: lambda _now: talk.faltered(),
            Effect.SAY_GOODBYE: lambda _now: self._player.interrupt_with(talk.line("goodbye")),
            Effect.END: lambda _now: self._end(),
            Effect.END_MUTE: lambda _now: self._end_mute(),
            **{
                effect: self._by(who, do)
                for who in (self._counter, self._wishes, self._sure)
                for effect, do in who.effects.items()
            },
        }

    @property
    def state(self) -> str:
        """What it is doing; once something hurts, what the safety ladder is doing."""
        return self.at if self._ladder is None else self._ladder.state

    @property
    def likely(self) -> Choice | None:
        """The session that will probably begin: what is offered or chosen."""
        return self.chosen or (self._counter.offered if self.at is State.OFFERING else None)

    @property
    def title(self) -> str:
        """What the journal calls it, should something hurt."""
        return self._talk.line("conversation")

    def texts(self, faltering: Iterable[str], hearing: Iterable[str]) -> Iterator[str]:
        """What must be ready before it is needed: first of all, why voice or ears may fail."""
        yield from (self._talk.line("faltered", reason=reason) for reason in faltering)
        yield from (self._talk.line("cannot_hear", reason=reason) for reason in hearing)
        yield from self._telling.fixed()

    def later_texts(self) -> Iterator[str]:
        """The rest, as far as it is known: it may be made ready while nobody waits for it."""
        return self._counter.texts()

    def start(self, now: float) -> Actions:
        """Begin. `now` is in seconds, by the clock that all later events come by."""
        first = Signal.FIRST_RUN if self._visit is Visit.FIRST else Signal.START
        began = [*self._settings.all(), Expect(numbers=False, choices=True)]
        return [*began, *self._trigger(first, now)]

    def handle(self, event: Event, now: float) -> Actions:
        """What to do about `event`. Raises IllegalEventError once it has ended."""
        if self._ladder is not None:
            return self._ladder.handle(event, now)
        actions = self._on[type(event)](event, now)
        self._switch.follow(actions)
        self._scanning.follow(actions)
        digits = self.at is State.DICTATING and self._wishes.dictation.is_for_digits
        if digits is not self._takes_digits:
            self._takes_digits = digits
            actions = [*actions, Expect(numbers=digits, choices=not digits)]
        return actions

    def key_means(self, key: str) -> Intent:
        """What a key is taken for just now, as far as it is a command."""
        if self._ladder is not None:
            return self._ladder.key_means(key)
        meant = self._key(key)
        return meant if isinstance(meant, Intent) else Intent.READY

    # -- what happened

    def _heard(self, heard: Heard, now: float) -> Actions:
        return [*self._understand(heard, now), Duck(on=False)]

    def _understand(self, heard: Heard, now: float) -> Actions:
        self._wishes.dictation.said = heard.text or heard.phrase
        if heard.certainty is Certainty.CLEAR:
            return self._meaning(heard.intent, heard.phrase, now)
        if self.at is State.MAKING_SURE and self._sure.asking.is_unclear(heard.intent):
            return self._trigger(Signal.UNCLEAR, now) if self._sure.asking.is_said else []
        if self.at is State.DOUBTING:  # half heard twice is heard, and half a "no" is none
            confirmed = heard.intent if heard.intent in SAFETY_INTENTS else self._doubted
            return self._trigger(confirmed, now)
        silent = self.at is State.PAUSED and heard.intent in _SILENCING
        if silent or heard.intent not in SAFETY_INTENTS:
            return []
        self._doubted = heard.intent
        wish = self._counter.takes_wish(heard.intent, heard.phrase)
        return self._trigger(Signal.MAYBE_PAIN if wish else Signal.DOUBT, now)

    def _meaning(self, intent: Intent, text: str, now: float, *, by_voice: bool = True) -> Actions:
        """What was clearly meant: an answer, a command, or a wish in words of its own."""
        if self.at is State.MAKING_SURE:
            if self._sure.asking.is_too_early(intent):
                return []
            answered = self._sure.asking.takes(intent, by_voice=by_voice)
            if answered is not None:
                return [answered, *self._trigger(Signal.ANSWERED, now)]
        plain = not text or self._language.grammar.recognize(text) is not None
        if self._counter.takes_wish(intent, text):
            return self._trigger(Signal.MAYBE_PAIN, now)
        if intent in SAFETY_INTENTS or plain:
            if intent is Intent.BACK:
                self._counter.asked = self._reading.read(text)
            return self._trigger(intent, now)
        asked = self._counter.read(text)
        if asked.request is Request.NOT_UNDERSTOOD or self.at not in _OPEN:
            return self._trigger(intent, now)
        return self._request(asked, now)

    def _said(self, said: Said, now: float) -> Actions:
        asked = self._counter.read(said.text)
        if asked.request is Request.NOT_UNDERSTOOD:
            asked = self._counter.read(said.likely)
        if asked.request is Request.NOT_UNDERSTOOD and said.certainty is not Certainty.CLEAR:
            return [Duck(on=False)]
        return [*self._request(asked, now), Duck(on=False)]

    def _request(self, asked: Asked, now: float) -> Actions:
        if self.at in _OPEN:
            self._counter.asked = asked
        return self._trigger(asked.request, now)

    def _pressed(self, event: Pressed, now: float) -> Actions:
        if event.key == SWITCH and self._scanning.now:
            return self._take_offer(self._scanning.now, now)
        meant = self._key(event.key)
        if isinstance(meant, Intent):
            return self._meaning(meant, "", now, by_voice=False)
        if isinstance(meant, Request):
            return self._request(Asked(meant), now)
        return self._request(Asked(Request.NUMBER, number=self._shelf.number(meant)), now)

    def _take_offer(self, phrase: str, now: float) -> Actions:
        """A press at a phrase is as good as saying it."""
        known = self._language.grammar.recognize(phrase)
        if known is None or known.intent is None:
            return self._said(Said(phrase), now)
        return self._meaning(known.intent, phrase, now, by_voice=False)

    def _key(self, key: str) -> Intent | Request | int:
        if key == SWITCH:
            return self._switch.now or ONE_KEY.get(self.at, Intent.PAUSE)
        asks = self.at in {State.MAKING_SURE, State.DOUBTING, State.DICTATING}
        return meaning(key, paused=self.at is State.PAUSED, asked=asks, digits=self._takes_digits)

    def _speech(self, *, on: bool) -> Actions:
        self._sure.speaking = on
        return [Duck(on and not self._player.leaves_gaps)]

    def _became_armed(self, _event: Armed, now: float) -> Actions:
        again, self._armed = self._talk.deaf, True
        self._talk.deaf = self._sure.deaf = False
        return self._trigger(Signal.HEARING_AGAIN, now) if again else []

    def _became_deaf(self, event: Deaf, now: float) -> Actions:
        self._talk.reason, self._sure.speaking = event.reason, False
        self._talk.deaf = self._sure.deaf = True
        helpless = not self._armed and not self._preferences.keyboard
        signal = Signal.HELPLESS if helpless else Signal.DEAF
        return [*self._trigger(signal, now), Duck(on=False)]  # no end of speech will be told

    def _failed(self, event: Mute | Faltered, signal: Signal, now: float) -> Actions:
        self._talk.reason = event.reason
        return self._trigger(signal, now)

    def _interrupted(self, _event: Interrupted, now: float) -> Actions:
        self._outcome, self.chosen = Outcome.ENDED_BY_USER, None
        return self._trigger(Signal.INTERRUPT, now)

    # -- transitions

    def _trigger(self, trigger: Trigger, now: float) -> Actions:
        """Make the transition, and those that follow from it."""
        step = move(self.at, trigger)
        if step.effect is Effect.CONFIRM:
            return self._trigger(self._doubted, now)
        if trigger not in {Signal.PLAYED, Request.NOT_UNDERSTOOD}:
            self._talk.understood()
        self._meant = trigger
        actions = self._take(step, now)
        while self._follow is not None:
            self._meant, self._follow = self._follow, None
            actions += self._take(move(self.at, self._meant), now)
        return actions

    def _take(self, step: Move, now: float) -> Actions:
        if step.to is State.DOUBTING and self.at is not State.DOUBTING:
            kept = _OPEN | {State.MAKING_SURE, State.PAUSED}
            self._home = self.at if self.at in kept else self._open()
        if step.to in {State.PAUSED, State.DICTATING}:
            self._resting = self._open()
        if step.to is None:
            self.at = self._home if self.at is State.DOUBTING else self._resting
        else:
            self.at = step.to
        if self.at not in _BEGINS:
            self.chosen = None
        for who in (self._counter, self._wishes):
            who.meant, who.state = self._meant, self.at
        return self._effects[step.effect](now)

    def _open(self) -> State:
        """The state, or the one behind it, in which the user may ask for anything."""
        if self.at in _OPEN:
            return self.at
        if self.at is State.STARTING:
            return State.OFFERING
        if self.at in {State.PAUSED, State.DICTATING}:
            return self._resting
        if self.at is State.DOUBTING:
            home = self._resting if self._home is State.PAUSED else self._home
            return home if home in _OPEN else State.CHOOSING
        return State.CHOOSING

    # -- what was played

    def _began(self, event: Began, _now: float) -> Actions:
        for who in (self._sure.asking, self._switch, self._scanning):
            who.began(event.measure)
        self._player.began(event.measure)
        return []

    def _ended(self, event: Ended, now: float) -> Actions:
        return self._trigger(Signal.PLAYED, now) if self._player.ended(event.measure) else []

    def _cut_off(self, event: CutOff, now: float) -> Actions:
        self._player.cut_off(event.measure, event.at_s, now)
        return []

    # -- choosing

    def _greet(self) -> Actions:
        talk = self._talk
        if self._visit is Visit.AFTER:
            return talk.say(talk.line("another"))
        hello = talk.line("hello_again" if self._telling.done else "hello")
        if self._counter.offers_what_was_cut_off(hello):
            self._follow = self._counter.take_next()
            return []
        return talk.say(hello, talk.line("what"))

    def _by(self, who: _Part, do: Callable[[], Actions]) -> Callable[[float], Actions]:
        """What a part does about what is meant, and what follows from it."""

        def done(_now: float) -> Actions:
            actions = do()
            self._follow = who.take_next()
            return actions

        return done

    def _begin(self) -> Actions:
        self.chosen = self._counter.offered
        return self._player.interrupt_with(self._talk.line("beginning"))

    def _remind_or_check(self) -> Actions:
        if reminded := self._talk.remind(self.at):
            return [*reminded, self._player.wait(PATIENCE_S)]
        self._follow = Signal.UNHEARD
        return []

    # -- doubt

    def _ask(self) -> Actions:
        asked = self._player.interrupt_with(self._lines.one_of("doubt", self._doubted))
        return [*asked, self._player.wait(ANSWER_S)]

    def _never_mind(self) -> Actions:
        if self.at is State.MAKING_SURE:
            return self._sure.again()
        return self._talk.hush() if self.at is State.PAUSED else self._talk.again()

    # -- pain

    def _hurt(self, now: float) -> Actions:
        """The safety ladder, from the rung that was reached."""
        grave = Intent.EMERGENCY if self._meant is Intent.EMERGENCY else Intent.PAIN
        known: list[Event] = [Deaf(self._talk.reason)] if self._talk.deaf else [Armed()]
        known += [OwnVoice(heard=True)] if self._player.leaves_gaps else []
        known_by = replace(self._preferences, emergency_number=self._talk.number)
        self._ladder = ladder(self._lines, self._spoken_s, known_by)
        actions = climb(self._ladder, known, grave, now)
        return [self._player.silence(), Expect(numbers=False), *actions]

    # -- parts that fail

    def _say_helpless(self) -> Actions:
        self._outcome = Outcome.NO_SOUND
        return self._player.interrupt_with(self._lines.say("helpless", reason=self._talk.reason))

    # -- the end

    def _check(self) -> Actions:
        self.wants_check = True
        return self._end()

    def _end(self) -> Actions:
        return [self._player.silence(), Expect(numbers=False), End(self._outcome)]

    def _end_mute(self) -> Actions:
        self._outcome, self.chosen = Outcome.NO_SOUND, None
        return [Show(self._talk.reason), *self._end()]
