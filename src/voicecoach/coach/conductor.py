"""The conductor: it is told what happened and when, and says what is to be done.

It never sleeps, reads a clock, speaks or opens a file. Waiting is a measure of silence like any
other, so all time in a session is the time of the sound itself.
"""

from collections.abc import Callable
from typing import Any

from voicecoach.coach.answers import Orientation
from voicecoach.coach.keys import meaning
from voicecoach.coach.player import Player
from voicecoach.coach.playhead import Playhead
from voicecoach.coach.table import Effect, Move, Signal, State, Trigger, move
from voicecoach.core.actions import (
    Action,
    Chime,
    Duck,
    End,
    Outcome,
    SetRate,
    SetVolume,
    Show,
)
from voicecoach.core.events import (
    Armed,
    Began,
    CutOff,
    Deaf,
    Ended,
    Event,
    Heard,
    Interrupted,
    Mute,
    Pressed,
    SpeechBegan,
    SpeechEnded,
)
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Spoken, Tone
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import CueKind, Plan
from voicecoach.plan.planner import LEAD_IN

Actions = list[Action]

SENTENCE_GAP_S = 0.4
PATIENCE_S = (30.0, 90.0)
"""How long the coach waits before each reminder. After the last it only waits."""
ANSWER_S = 5.0
"""How long it listens for an answer to "Did you say stop?"."""
VOLUME_STEP_DB, LOUDEST_DB, QUIETEST_DB = 4.0, 0.0, -28.0
RATE_STEP, SLOWEST_WPM, FASTEST_WPM = 1.15, 80, 500

_LEAVES_NOTHING_BEHIND = frozenset({State.ANSWERING, State.DOUBTING})
_SILENCING = frozenset({Intent.STOP, Intent.PAUSE})
_ANSWERS_THAT_MEAN_YES = frozenset(Intent) - SAFETY_INTENTS - {Intent.NO, Intent.CONTINUE}
"""Whatever is answered to "Did you say stop?" stops, but for a no."""


class Conductor:
    """One session. `spoken_s` tells how long a text takes to say, in seconds."""

    def __init__(
        self,
        plan: Plan,
        lines: Lines,
        spoken_s: Callable[[str], float],
        preferences: Preferences | None = None,
    ) -> None:
        preferences = preferences or Preferences()
        self.state = State.NEW
        self._lines = lines
        self._head = Playhead(plan)
        self._player = Player()
        self._orientation = Orientation(plan, lines, plan.starts_s(spoken_s))
        self._volume_db = preferences.volume_db
        self._wpm = preferences.wpm
        self._number = preferences.emergency_number or lines.say("emergency_number_unknown")
        self._keyboard = preferences.keyboard
        self._armed = False
        self._home = State.NEW  # where an answer goes back to
        self._meant: Intent | None = None  # what led to the present effect
        self._doubted = Intent.STOP
        self._next: Signal | None = None
        self._reminders = 0
        self._reminded_of_pain = False
        self._reason = ""
        self._outcome = Outcome.ENDED_BY_USER
        self._on: dict[type, Callable[[Any, float], Actions]] = {
            Began: self._began,
            Ended: self._ended,
            CutOff: self._cut_off,
            SpeechBegan: lambda _event, _now: [Duck(on=True)],
            SpeechEnded: lambda _event, _now: [Duck(on=False)],
            Heard: self._heard,
            Pressed: self._pressed,
            Armed: self._became_armed,
            Deaf: self._became_deaf,
            Mute: self._became_mute,
            Interrupted: lambda _event, now: self._trigger(Signal.INTERRUPT, now),
        }
        self._effects: dict[Effect, Callable[[float], Actions]] = {
            Effect.NOTHING: lambda _now: [],
            Effect.PLAY: lambda _now: self._play(self._head.at),
            Effect.GO_ON: lambda _now: [self._player.silence(), *self._play(self._head.at + 1)],
            Effect.RESUME: self._resume,
            Effect.AWAIT_READY: lambda _now: self._be_patient(),
            Effect.AWAIT_ARMED: lambda _now: self._say(self._lines.say("one_moment"), tail_s=2.0),
            Effect.REMIND: lambda _now: self._remind(),
            Effect.PAUSE: lambda _now: self._halt("paused"),
            Effect.STOP: lambda _now: self._halt("stopped"),
            Effect.OFFER_HELP: lambda _now: self._halt("paused", "help_urgent", "help"),
            Effect.STAY_PAUSED: lambda _now: self._halt("still_paused"),
            Effect.ANSWER: lambda _now: self._answer(),
            Effect.ADJUST: lambda _now: self._adjust(),
            Effect.MOVE: lambda _now: [*self._move(), *self._play(self._head.at)],
            Effect.MOVE_SILENTLY: lambda _now: [*self._move(), *self._be_patient()],
            Effect.ASK: lambda _now: self._ask(),
            Effect.ADVISE_PAIN: lambda _now: self._advise(Outcome.PAIN),
            Effect.ADVISE_EMERGENCY: lambda _now: self._advise(Outcome.EMERGENCY),
            Effect.ADVISE_AGAIN: lambda _now: self._advise(self._outcome),
            Effect.SAY_DEAF: lambda _now: self._say_deaf(),
            Effect.SAY_HELPLESS: lambda _now: self._say_helpless(),
            Effect.SAY_HEARING: lambda _now: self._say(self._lines.say("hear_again")),
            Effect.SAY_GOODBYE: lambda _now: self._interrupt_with(self._lines.say("finishing")),
            Effect.END: lambda _now: [self._player.silence(), End(self._outcome)],
            Effect.END_MUTE: lambda _now: [Show(self._reason), End(Outcome.NO_SOUND)],
        }

    def start(self, now: float) -> Actions:
        """Begin. `now` is in seconds, by the clock that all later events come by."""
        return [SetVolume(self._volume_db), SetRate(self._wpm), *self._trigger(Signal.START, now)]

    def handle(self, event: Event, now: float) -> Actions:
        """What to do about `event`. Raises IllegalEventError once the session has ended."""
        return self._on[type(event)](event, now)

    # -- what happened

    def _heard(self, heard: Heard, now: float) -> Actions:
        return [Duck(on=False), *self._understand(heard, now)]

    def _understand(self, heard: Heard, now: float) -> Actions:
        if heard.certainty is Certainty.CLEAR or self.state is State.DOUBTING:
            return self._trigger(heard.intent, now)  # half heard twice is heard
        silent = self._home_state() is State.PAUSED and heard.intent in _SILENCING
        if silent or heard.intent not in SAFETY_INTENTS:
            return []
        self._doubted = heard.intent
        return self._trigger(Signal.DOUBT, now)

    def _pressed(self, event: Pressed, now: float) -> Actions:
        return self._trigger(meaning(event.key, self._home_state() is State.PAUSED), now)

    def _became_armed(self, _event: Armed, now: float) -> Actions:
        self._armed = True
        return self._trigger(Signal.ARMED, now)

    def _became_deaf(self, event: Deaf, now: float) -> Actions:
        self._reason = event.reason
        if not self._armed and not self._keyboard:
            return self._trigger(Signal.HELPLESS, now)
        self._armed = True  # there is nothing but the keyboard to wait for
        return self._trigger(Signal.DEAF, now)

    def _became_mute(self, event: Mute, now: float) -> Actions:
        self._reason = event.reason
        return self._trigger(Signal.MUTE, now)

    # -- transitions

    def _trigger(self, trigger: Trigger, now: float) -> Actions:
        """Make the transition, and those that follow from it."""
        if self.state is State.DOUBTING and trigger in _ANSWERS_THAT_MEAN_YES:
            trigger = self._doubted
        step = move(self.state, trigger)
        if self.state is State.ANSWERING and step == Move(State.ANSWERING):
            return self._offer_home(trigger, now)
        self._meant = trigger if isinstance(trigger, Intent) else None
        actions = self._take(step, now)
        while self._next is not None:
            follow, self._next = self._next, None
            actions += self._take(move(self.state, follow), now)
        return actions

    def _take(self, step: Move, now: float) -> Actions:
        if step.to is None:
            self.state = self._home
        elif step.to is not self.state:
            if step.to in _LEAVES_NOTHING_BEHIND:
                self._home = self._home_state()
            self._reminders = 0
            self.state = step.to
        return self._effects[step.effect](now)

    def _offer_home(self, trigger: Trigger, now: float) -> Actions:
        """What means nothing to an answer may mean something to what it interrupted."""
        if move(self._home, trigger).effect is Effect.NOTHING:
            return []
        self.state = self._home
        return [self._player.silence(), *self._trigger(trigger, now)]

    def _home_state(self) -> State:
        return self._home if self.state in _LEAVES_NOTHING_BEHIND else self.state

    # -- what was played

    def _began(self, event: Began, _now: float) -> Actions:
        cue = self._player.began(event.measure)
        if cue is None:
            return []
        self._head.at = cue
        if self._head.cue.kind is CueKind.CHECKPOINT or self._why_not(cue + 1):
            return []
        return self._enqueue_cue(cue + 1)

    def _ended(self, event: Ended, now: float) -> Actions:
        if not self._player.ended(event.measure):
            return []
        if self.state is not State.COACHING:
            return self._trigger(Signal.DONE, now)
        if self._head.cue.kind is CueKind.CHECKPOINT:
            return self._trigger(Signal.CHECKPOINT_REACHED, now)
        following = self._head.at + 1
        reason = self._why_not(following)
        if reason is None:
            return self._enqueue_cue(following)
        if reason is Signal.PLAN_DONE:
            self._outcome = Outcome.FINISHED
        else:
            self._head.at = following
        return self._trigger(reason, now)

    def _cut_off(self, event: CutOff, now: float) -> Actions:
        cue = self._player.cut_off(event.measure, event.at_s, now)
        return [] if cue is None else self._enqueue_cue(cue)

    # -- playing

    def _why_not(self, cue: int) -> Signal | None:
        """Why the cue with this index cannot be played, or None."""
        cues = self._head.plan.cues
        if cue >= len(cues):
            return Signal.PLAN_DONE
        needs_ears = cues[cue].place is not None or cues[cue].kind is CueKind.CHECKPOINT
        return Signal.NOT_ARMED if needs_ears and not self._armed else None

    def _play(self, cue: int) -> Actions:
        self._next = self._why_not(cue)
        return [] if self._next else self._enqueue_cue(cue)

    def _enqueue_cue(self, cue: int) -> Actions:
        return [self._player.enqueue_cue(cue, self._head.measure(cue))]

    def _say(self, *texts: str, tail_s: float = SENTENCE_GAP_S) -> Actions:
        measures = (Measure("say", (Spoken(text),), tail_s=tail_s) for text in texts)
        return [self._player.enqueue(measure) for measure in measures]

    def _interrupt_with(self, *texts: str) -> Actions:
        return [self._player.silence(), *self._say(*texts)]

    def _be_patient(self) -> Actions:
        """Wait in silence for as long as the next reminder takes to come."""
        if self._reminders >= len(PATIENCE_S):
            return []
        silence = Measure("wait", length_s=PATIENCE_S[self._reminders])
        return [self._player.enqueue(silence)]

    # -- effects

    def _resume(self, now: float) -> Actions:
        """Go back to what was interrupted, which is the state again by now."""
        if self.state is State.ARMING:
            self._next = Signal.ARMED if self._armed else Signal.DONE
            return [self._player.silence()]
        if self.state is not State.COACHING:
            return [self._player.silence(), *self._be_patient()]
        cut = self._player.cut
        if self._meant is Intent.CONTINUE:
            return [*self._interrupt_with(self._lines.say("going_on")), *self._begin_rep_again()]
        if cut and (rest := self._head.rest_of(cut.cue, cut.at_s + now - cut.when)):
            return [self._player.silence(), self._player.enqueue_cue(cut.cue, *rest)]
        return [self._player.silence(), *self._begin_rep_again()]

    def _begin_rep_again(self) -> Actions:
        """The rep that was cut off, with a lead-in; other cues as they are."""
        lead_in = [self._player.enqueue(LEAD_IN)] if self._head.is_counting else []
        return [*lead_in, *self._play(self._head.rep_start())]

    def _remind(self) -> Actions:
        if self._reminders >= len(PATIENCE_S):
            return []
        self._reminders += 1
        line = "still_waiting" if self.state is State.WAITING else "still_paused"
        return [*self._say(self._lines.say(line)), *self._be_patient()]

    def _halt(self, *lines: str) -> Actions:
        said = [self._lines.say(line) for line in lines]
        if not self._reminded_of_pain:
            self._reminded_of_pain = True
            said.append(self._lines.say("pain_reminder"))
        return [*self._interrupt_with(*said), *self._be_patient()]

    def _answer(self) -> Actions:
        question = self._meant or Intent.WHERE_AM_I
        return self._interrupt_with(*self._orientation.answer(question, self._head.at))

    def _ask(self) -> Actions:
        asked = self._interrupt_with(self._lines.one_of("doubt", self._doubted))
        return [*asked, self._player.enqueue(Measure("answer", length_s=ANSWER_S))]

    def _adjust(self) -> Actions:
        """Louder, quieter, slower, faster: heard at once in the sound itself."""
        if self._meant in {Intent.LOUDER, Intent.QUIETER}:
            step = VOLUME_STEP_DB if self._meant is Intent.LOUDER else -VOLUME_STEP_DB
            self._volume_db = min(LOUDEST_DB, max(QUIETEST_DB, self._volume_db + step))
            return [SetVolume(self._volume_db), Chime(Tone.HEARD)]
        slower = self._meant is Intent.SLOWER
        if self._head.is_counting:
            self._head.change_pace(slower)
            return [Chime(Tone.HEARD), *self._player.withdraw(self._head.at + 1)]
        wpm = self._wpm / RATE_STEP if slower else self._wpm * RATE_STEP
        self._wpm = int(min(FASTEST_WPM, max(SLOWEST_WPM, wpm)))
        return [SetRate(self._wpm), Chime(Tone.HEARD)]

    def _move(self) -> Actions:
        """Go to the next exercise, or to the one before, and say which that is."""
        forward = self._meant is Intent.SKIP
        number = self._head.next_exercise() if forward else self._head.previous_exercise()
        self._head.move_to(number)
        self._player.cut = None
        if number is None:
            return self._interrupt_with(self._lines.say("skipping_to_end"))
        name = self._head.plan.exercises[number - 1].name
        line = "skipping" if forward else "going_back"
        return self._interrupt_with(self._lines.say(line, name=name))

    def _advise(self, outcome: Outcome) -> Actions:
        self._outcome = outcome
        name = "pain_advice" if outcome is Outcome.PAIN else "emergency_advice"
        return self._interrupt_with(*self._lines.all_of(name, emergency_number=self._number))

    def _say_helpless(self) -> Actions:
        self._outcome = Outcome.NO_SOUND
        return self._interrupt_with(self._lines.say("helpless", reason=self._reason))

    def _say_deaf(self) -> Actions:
        deaf = self._lines.say("cannot_hear", reason=self._reason)
        return [*self._interrupt_with(deaf, self._lines.say("use_keys")), *self._be_patient()]
