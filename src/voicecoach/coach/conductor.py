"""The conductor: it is told what happened and when, and says what is to be done.

It never sleeps, reads a clock, speaks or opens a file. Waiting is a measure of silence like any
other, so all time in a session is the time of the sound itself.
"""

from collections.abc import Callable, Mapping
from typing import Any

from voicecoach.coach.answering import Answering
from voicecoach.coach.asking import gates
from voicecoach.coach.course import WAITS, Course
from voicecoach.coach.dictation import Dictation
from voicecoach.coach.failing import Failing
from voicecoach.coach.following import Following
from voicecoach.coach.keys import NUMBER_KEYS, answers, meaning
from voicecoach.coach.moving import Moving
from voicecoach.coach.options import Options
from voicecoach.coach.patience import Patience
from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.rungs import Rungs
from voicecoach.coach.settings import Settings
from voicecoach.coach.showing import SHOWS_IN, Showing
from voicecoach.coach.switch import Switch
from voicecoach.coach.table import Effect, Move, Signal, State, Trigger, move
from voicecoach.coach.talking import Talking
from voicecoach.coach.wishes import Wishes
from voicecoach.core.actions import Action, Duck, End, Expect, Outcome
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
from voicecoach.core.preferences import Detail, Preferences
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Plan

Actions = list[Action]

ANSWER_S = 5.0
"""How long it listens for an answer to "Did you say stop?"."""
ARMING_S = 4.0
"""How long it waits for its ears before it says so again."""

_INTERLUDES = frozenset({State.ANSWERING, State.DICTATING, State.DOUBTING})
"""States that lead back to the one they interrupted."""
_ASKED = frozenset({State.ASKING, State.CHECKING})
_SILENCING = frozenset({Intent.STOP, Intent.PAUSE})


class Conductor:
    """One session. `spoken_s` tells how long a text takes to say, in seconds.

    `plans` tell more or less of the same exercises than `plan` does.
    """

    def __init__(
        self,
        plan: Plan,
        lines: Lines,
        spoken_s: Callable[[str], float],
        preferences: Preferences | None = None,
        plans: Mapping[Detail, Plan] | None = None,
    ) -> None:
        preferences = preferences or Preferences()
        self.state = State.NEW
        self._lines = lines
        self._spoken_s = spoken_s
        self._head = Playhead(plan, gates(plan, lines.ladder), plans)
        self._player = Player()
        self._switch = Switch(self._player, lines, on=preferences.switch)
        self._rungs = Rungs(
            *(lines, self._player, self._head, preferences.emergency_number, self._switch)
        )
        self._asking = self._rungs.asking
        self._course = Course(self._head, self._player, self, spoken_s)
        self._settings = Settings(preferences.volume_db, preferences.wpm)
        self._keyboard = preferences.keyboard
        self._patience = Patience(self._player, lines, lambda: self._switch.offer_in(self.state))
        self._following = Following(self._head, self._player, self._patience, lines)
        self._options = Options(lines, self._head, lambda: self._rungs.deaf)
        self._answering = Answering(
            *(lines, self._player, self._head, self._settings),
            options=self._options,
            spoken_s=spoken_s,
        )
        self._showing = Showing(spoken_s, on=preferences.tones)
        self._talking = Talking(
            *(lines, self._player, self._patience),
            rungs=self._rungs,
            options=self._options,
            answering=self._answering,
            following=self._following,
        )
        self._wishes = Wishes(lines, self._player, self._head, self._settings, self._showing)
        self._dictation = Dictation(lines, self._player, self._rungs.advice.call)
        self._failing = Failing(
            *(lines, self._player, self._patience, self._rungs, self._showing),
            keyboard=preferences.keyboard,
        )
        self.armed = False
        self._deaf = False
        self._home = State.NEW  # what an interlude goes back to
        self._meant: Intent | None = None  # what led to the present effect
        self._doubted = Intent.STOP
        self._next: Trigger | None = None
        self._expecting = False
        self._on: dict[type, Callable[[Any, float], Actions]] = {
            Began: self._began,
            Ended: self._ended,
            CutOff: self._cut_off,
            SpeechBegan: lambda _event, _now: self._speech_began(),
            SpeechEnded: self._speech_ended,
            Heard: self._heard,
            Said: lambda _event, _now: [Duck(on=False)],
            Pressed: self._pressed,
            Armed: self._became_armed,
            Deaf: self._became_deaf,
            Mute: lambda event, now: self._failed(event, Signal.MUTE, now),
            Faltered: lambda event, now: self._failed(event, Signal.FALTERED, now),
            Notice: lambda event, _now: self._patience.notice(event.text),
            OwnVoice: lambda event, _now: self._player.leave_gaps(gaps=event.heard),
            Interrupted: lambda _event, now: self._trigger(Signal.INTERRUPT, now),
        }
        say, rungs, course = lines.say, self._rungs, self._course
        moving = Moving(self._head, self._player, course, self._patience, lines)
        patience, failing, answering = self._patience, self._failing, self._answering
        talking = self._talking
        self._effects: dict[Effect, Callable[[float], Actions]] = {
            Effect.NOTHING: lambda _now: [],
            Effect.PLAY: lambda _now: self._played(course.play(self._head.at)),
            Effect.GO_ON: lambda _now: self._played(course.play_at_once(course.after())),
            Effect.TELL_AGAIN: lambda _now: self._played(course.tell_again()),
            Effect.TAKE_COUNT: lambda _now: self._take_count(),
            Effect.RESUME: self._resume,
            Effect.NEVER_MIND: self._never_mind,
            Effect.BEGIN_AGAIN: lambda now: self._played(course.begin_again(now, say("going_on"))),
            Effect.AWAIT_READY: lambda _now: failing.wait(deaf=self._deaf),
            Effect.AWAIT_ARMED: lambda _now: self._player.say(say("one_moment"), tail_s=ARMING_S),
            Effect.NOT_UNDERSTOOD: lambda _now: talking.not_understood(self._home_state()),
            Effect.REMIND: lambda _now: talking.remind(self.state),
            Effect.PAUSE: lambda _now: patience.halt(say("paused")),
            Effect.STOP: lambda _now: patience.halt(say("stopped")),
            Effect.OFFER_HELP: lambda _now: talking.offer_help(),
            Effect.STAY_PAUSED: lambda _now: patience.halt(say("still_paused")),
            Effect.ANSWER: lambda _now: self._answer_question(),
            Effect.TELL_OPTIONS: lambda _now: talking.tell_options(self.state),
            Effect.ANSWER_AGAIN: lambda _now: answering.again(),
            Effect.ADJUST: lambda now: self._wishes.adjust(self._meant, now),
            Effect.SWITCH: lambda _now: self._do_as_wished(),
            Effect.PART: lambda now: self._resume(now, self._dictation.parting),
            Effect.MOVE: lambda _now: self._played(moving.move(self._meant)),
            Effect.MOVE_SILENTLY: lambda _now: moving.move_silently(self._meant),
            Effect.ASK: lambda _now: self._ask(),
            Effect.PAUSE_IN_DOUBT: lambda _now: patience.halt(*rungs.pause_in_doubt(self._doubted)),
            Effect.SAY_AND_GO_ON: lambda _now: self._say_and_play(course.after()),
            Effect.GO_PAST: lambda _now: self._say_and_play(self._head.past_next()),
            Effect.GO_WHERE_IT_WAS: lambda _now: self._say_and_play(self._head.resume()),
            Effect.EASE: lambda _now: self._take_form(self._head.ease()),
            Effect.HARDEN: lambda _now: self._take_form(self._head.harden()),
            Effect.END_SET: lambda _now: self._played(course.end_set()),
            Effect.LEAVE_OUT: lambda _now: self._say_and_play(self._head.behind()),
            Effect.SAY_DEAF: lambda _now: failing.deaf(),
            Effect.SAY_HELPLESS: lambda _now: failing.helpless(),
            Effect.SAY_FALTERED: lambda _now: failing.faltered(),
            Effect.SAY_HEARING: lambda _now: talking.hearing(self.state),
            Effect.SAY_GOODBYE: lambda _now: self._player.interrupt_with(say("finishing")),
            Effect.FINISH: lambda _now: self._end(Outcome.FINISHED),
            Effect.END: lambda _now: self._end(self._rungs.outcome),
            Effect.END_MUTE: lambda _now: failing.mute(),
            **self._effects_of(rungs),
            **self._effects_of(self._dictation),
        }

    def start(self, now: float) -> Actions:
        """Begin. `now` is in seconds, by the clock that all later events come by."""
        actions = [*self._settings.all(), *self._trigger(Signal.START, now)]
        self._follow(actions)
        return actions

    def handle(self, event: Event, now: float) -> Actions:
        """What to do about `event`. Raises IllegalEventError once the session has ended."""
        actions = self._on[type(event)](event, now)
        numbers = self._wants_numbers
        if numbers is not self._expecting:
            self._expecting = numbers
            actions = [*actions, Expect(numbers)]
        self._follow(actions)
        return actions

    def _follow(self, actions: Actions) -> None:
        self._showing.follow(actions)
        self._switch.follow(actions)

    def key_means(self, key: str) -> Intent:
        """What a key is taken for just now."""
        if key == SWITCH:
            return self._switch.means(self.state)
        home = self._home_state()
        asks = home in _ASKED or self.state in {State.DOUBTING, State.DICTATING}
        counts = NUMBER_KEYS if self.state is State.FOLLOWING else {}
        asked = answers(numbers=self._wants_numbers) if asks else counts
        return meaning(key, home is State.PAUSED, asked, tones=self._showing.on)

    @property
    def _wants_numbers(self) -> bool:
        """Whether a number means something just now: an answer, a digit, or the user's count."""
        if self.state is State.DICTATING:
            return self._dictation.is_for_digits
        asked = self.state is State.ASKING and self._asking.is_for_a_number
        return asked or self.state is State.FOLLOWING

    # -- what happened

    def _heard(self, heard: Heard, now: float) -> Actions:
        return [*self._understand(heard, now), Duck(on=False)]

    def _understand(self, heard: Heard, now: float) -> Actions:
        self._showing.answered()
        self._dictation.said = heard.text or heard.phrase
        if heard.certainty is Certainty.CLEAR and heard.intent in SAFETY_INTENTS:
            return self._meaning(heard.intent, now)
        if heard.certainty is Certainty.CLEAR:
            before = self.state
            done = self._meaning(heard.intent, now)
            ended = self.state not in SHOWS_IN
            return done if ended else [*done, *self._showing.understood(before, done, now)]
        if self.state is State.ASKING and self._asking.is_unclear(heard.intent):
            return self._half_answered(heard.intent, now) if self._asking.is_said else []
        if self.state is State.DOUBTING:  # half heard twice is heard, and half a "no" is none
            confirmed = heard.intent if heard.intent in SAFETY_INTENTS else self._doubted
            return self._trigger(confirmed, now)
        silent = self._home_state() is State.PAUSED and heard.intent in _SILENCING
        if silent or heard.intent not in SAFETY_INTENTS:
            return []
        return self._trigger(Signal.DOUBT, now, heard.intent)

    def _half_answered(self, intent: Intent, now: float) -> Actions:
        if self._asking.half_hears(intent):
            return self._meaning(intent, now)
        return self._trigger(Signal.UNCLEAR, now)

    def _pressed(self, event: Pressed, now: float) -> Actions:
        self._dictation.said = ""
        return self._meaning(self.key_means(event.key), now, by_voice=False)

    def _meaning(self, intent: Intent, now: float, *, by_voice: bool = True) -> Actions:
        """What was clearly meant: an answer, if the coach asks, or a command."""
        if intent is not Intent.OPTIONS:
            self._options.renew()
        if self.state in _ASKED:
            if self._asking.is_too_early(intent):
                return []
            answered = self._asking.takes(intent, by_voice=by_voice)
            if answered is not None:
                return [answered, *self._trigger(Signal.ANSWERED, now)]
        return self._trigger(intent, now)

    def _speech_began(self) -> Actions:
        self._rungs.speaking = True
        if self._player.leaves_gaps:  # it may be the coach itself
            return [Duck(on=False)]
        return [Duck(on=True), *self._showing.speech_began(self.state)]

    def _speech_ended(self, event: SpeechEnded, now: float) -> Actions:
        self._rungs.speaking = False
        shown, twice = self._showing.puzzled(self.state, now) if event.puzzling else ([], False)
        told = self._trigger(Signal.PUZZLED, now) if twice else shown
        return [Duck(on=False), *told]

    def _became_armed(self, _event: Armed, now: float) -> Actions:
        signal = Signal.HEARING_AGAIN if self._deaf else Signal.ARMED
        self.armed, self._deaf = True, False
        self._rungs.deaf = False
        return self._trigger(signal, now)

    def _became_deaf(self, event: Deaf, now: float) -> Actions:
        self._failing.reason = event.reason
        helpless = not self.armed and not self._keyboard
        # With a keyboard there is nothing else to wait for.
        self.armed = self._deaf = self._rungs.deaf = not helpless
        self._rungs.speaking = False
        signal = Signal.HELPLESS if helpless else Signal.DEAF
        return [*self._trigger(signal, now), Duck(on=False)]  # no end of speech will be told

    def _failed(self, event: Mute | Faltered, signal: Signal, now: float) -> Actions:
        self._failing.reason = event.reason
        return self._trigger(signal, now)

    # -- transitions

    def _trigger(self, trigger: Trigger, now: float, doubted: Intent | None = None) -> Actions:
        """Make the transition, and those that follow from it."""
        signal = self._head.signal_for(trigger)
        if signal and move(self.state, signal).effect is not Effect.NOTHING:
            trigger = signal
        step = move(self.state, trigger)
        if step.effect is Effect.CONFIRM:
            return self._trigger(self._doubted, now)
        if step.effect is Effect.DEFER:
            if move(self._home, trigger).effect is Effect.NOTHING:
                return []
            self.state = self._home
            return self._meaning(Intent(trigger), now)
        self._doubted = doubted or self._doubted
        self._meant = trigger if isinstance(trigger, Intent) else None
        self._dictation.meant = self._meant or self._dictation.meant
        actions = self._take(step, now)
        while self._next is not None:
            follow, self._next = self._next, None
            actions += self._take(move(self.state, follow), now)
        return actions

    def _take(self, step: Move, now: float) -> Actions:
        if step.to is None:
            self.state = self._home
        elif step.to is not self.state:
            if step.to in _INTERLUDES:
                self._home = self._home_state()
            self._patience.renew()
            self.state = step.to
        return self._effects[step.effect](now)

    def _home_state(self) -> State:
        return self._home if self.state in _INTERLUDES else self.state

    # -- what was played

    def _began(self, event: Began, now: float) -> Actions:
        cue, late = self._player.began(event.measure)
        self._asking.began(event.measure)
        self._showing.began(event.measure, now)
        self._switch.began(event.measure)
        if cue is None:
            return []
        self._head.at = cue
        if (signal := WAITS.get(self._head.cue.kind)) is not None:
            return self._trigger(signal, now) if self.state is State.COACHING else []
        return [*late, *self._course.look_ahead()]

    def _ended(self, event: Ended, now: float) -> Actions:
        if not self._player.ended(event.measure):
            return []
        if self.state is not State.COACHING:
            return self._trigger(Signal.PLAYED, now)
        actions = self._played(self._course.play(self._course.after()))
        follow, self._next = self._next, None
        return self._trigger(follow, now) if follow else actions

    def _cut_off(self, event: CutOff, now: float) -> Actions:
        self._player.cut_off(event.measure, event.at_s, now)
        return []

    # -- playing

    def cannot_answer(self, cue: int) -> bool:
        """Whether the cue with this index asks for what a deaf coach cannot take."""
        return self._deaf and self._rungs.is_about_hearing(cue)

    def _played(self, actions: Actions) -> Actions:
        """What the course does, and what follows where it cannot go on."""
        self._next = self._course.stuck
        return actions

    # -- effects: going on

    def _resume(self, now: float, *texts: str) -> Actions:
        """Go back to what was interrupted, which is the state again by now."""
        match self.state:
            case State.COACHING:
                return self._played(self._course.go_back(now, *texts))
            case State.ARMING:
                self._next = Signal.ARMED if self.armed else Signal.PLAYED
                return [self._player.silence()]
            case State.ASKING:
                return self._rungs.put_again()
            case State.WAITING:
                said = self._player.interrupt_with(*texts)
                return [*said, *self._course.enqueue(self._head.at), *self._patience.wait()]
        return [*self._player.interrupt_with(*texts), *self._patience.wait()]

    def _never_mind(self, now: float) -> Actions:
        line = "still_paused" if self.state is State.PAUSED else "never_mind"
        return self._resume(now, self._lines.say(line))

    def _take_count(self) -> Actions:
        actions = self._following.take(self._meant)
        self._next = Signal.COUNTED if self._following.has_moved else None
        return actions

    # -- effects: talking

    def _answer_question(self) -> Actions:
        return self._answering.answer(self._meant or Intent.WHERE_AM_I, self._home_state())

    def _ask(self) -> Actions:
        asked = self._player.interrupt_with(self._lines.one_of("doubt", self._doubted))
        return [*asked, self._player.wait(ANSWER_S)]

    def _do_as_wished(self) -> Actions:
        """Do what is wished, and say so."""
        done, told = self._wishes.switch(self._meant or Intent.TONES_ON)
        self._answering.renew()
        return [*done, *self._answering.say(told)]

    # -- effects: the safety ladder

    def _effects_of(self, part: Rungs | Dictation) -> dict[Effect, Callable[[float], Actions]]:
        """What a part of the coach does, and what follows from it."""

        def following(do: Callable[[], Actions]) -> Callable[[float], Actions]:
            def done(_now: float) -> Actions:
                actions = do()
                self._next = part.take_next()
                return actions

            return done

        return {effect: following(do) for effect, do in part.effects.items()}

    def _take_form(self, following: int) -> Actions:
        self._answering.renew()
        return self._say_and_play(following)

    def _say_and_play(self, cue: int) -> Actions:
        """What is said to the answer, and then the cue with that index."""
        said = self._rungs.said_to_that()
        return self._played(self._course.play_at_once(cue, *said))

    # -- effects: parts that fail

    def _end(self, outcome: Outcome) -> Actions:
        return [self._player.silence(), End(outcome)]
