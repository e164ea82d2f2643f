"""The check by ear: what the coach says and asks, step by step.

It plays, records and waits for nothing itself. `steps` yields what is to be done and is sent what
came of it, so that a whole check runs in a test without a sound.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.measured import Caught, Echo, Finding, Phrase, Room
from voicecoach.doctor.judge import of_echo, of_phrases, of_room
from voicecoach.doctor.telling import Telling, is_ready, worth_another_try

PHRASES = (Intent.STOP, Intent.PAUSE, Intent.PAIN, Intent.CONTINUE, Intent.READY)
"""What is said from where the user will lie: the words that count most."""
LIKE = {Intent.STOP: {Intent.PAUSE}, Intent.PAUSE: {Intent.STOP}}
"""What does just as well: both silence the coach and wait."""

QUIET_S = 3.0
PHRASE_S = 7.0
"""So long one may take to begin a phrase: nobody is hurried."""
LIE_DOWN_S, REMINDERS = 30.0, 4
"""How long it waits before it says again that it waits, and how often, before it goes on."""
ANSWER_S = 12.0
MOST_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Say:
    """Say these lines, one after the other."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Say these lines, be silent for so long, and give the Room that was heard.

    None where the recognizer has failed: then nothing is heard at all.
    """

    lines: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Speak:
    """Say these lines, and give the Echo of them in a room that is so loud by itself."""

    lines: tuple[str, ...]
    noise_db: float


@dataclass(frozen=True, slots=True)
class Ask:
    """Say these lines, then listen for so long, and give a Reply. A tone tells when, if `tone`.

    What is in `expects` may be heard; whatever else is for safety ends the check. With `anything`
    whatever is said is answer enough, understood or not.
    """

    lines: tuple[str, ...]
    seconds: float
    expects: frozenset[Intent]
    tone: bool = False
    anything: bool = False


Step = Say | Quiet | Speak | Ask


@dataclass(frozen=True, slots=True)
class Reply:
    """What was heard: `spoke` tells whether somebody said anything at all."""

    intent: Intent | None = None
    certainty: Certainty | None = None
    spoke: bool = False
    level_db: float | None = None
    clipped: float = 0.0


class ByEar:
    """One check by ear. What it has found so far is in its attributes, however it ends.

    `found` was found before anything could be said. `listens` tells whether anybody can be heard,
    `first` whether this is the user's first time with the program.
    """

    def __init__(
        self, telling: Telling, found: Sequence[Finding], *, listens: bool, first: bool
    ) -> None:
        self._telling = telling
        self._words = telling.words
        self._before = tuple(found)
        self._listens = listens
        self._first = first
        self.room: Room | None = None
        self.echo: Echo | None = None
        self.phrases: tuple[Phrase, ...] = ()
        self._of_room: tuple[Finding, ...] = ()
        self._of_echo: tuple[Finding, ...] = ()
        self._of_phrases: tuple[Finding, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that was found so far."""
        return (*self._before, *self._of_room, *self._of_echo, *self._of_phrases)

    def steps(self) -> Generator[Step, Any, None]:
        """What is to be done, one thing after the other; each step's result is sent back."""
        yield self._lines("first_run" if self._first else "welcome")
        if self._before:
            yield Say(self._telling.spoken(self._before))
        if self._listens:
            yield from self._listen()
        else:
            yield self._lines("by_keys")
        yield self._lines("end_ready" if is_ready(self.findings) else "end_not_ready")
        yield self._lines("any_time")

    def _lines(self, name: str) -> Say:
        return Say(self._words.all_of(name))

    def _listen(self) -> Generator[Step, Any, None]:
        room: Room | None = yield Quiet(self._words.all_of("be_quiet"), QUIET_S)
        if room is None:
            self._of_room = (Finding("no-recognizer", {"reason": ""}),)
            yield Say((*self._telling.spoken(self._of_room), *self._words.all_of("by_keys")))
            return
        self.room, self._of_room = room, tuple(of_room(room))
        if not is_ready(self._of_room):
            yield Say(self._telling.spoken(self._of_room))
            return
        echo: Echo = yield Speak(self._words.all_of("about"), room.noise_db)
        self.echo, self._of_echo = echo, tuple(of_echo(echo))
        told = (*self._of_room, *self._of_echo)
        yield Say(self._telling.spoken(told)) if told else self._lines("sound_is_well")
        yield from self._wait_until_they_lie()
        for turn in range(MOST_ROUNDS):
            self.phrases = ()
            for intent in PHRASES:
                phrase = yield from self._phrase(intent)
                self.phrases = (*self.phrases, phrase)
            self._of_phrases = tuple(of_phrases(self.phrases, room))
            if not self._of_phrases:
                yield self._lines("hears_all")
                return
            yield Say(self._telling.spoken(self._of_phrases))
            if turn + 1 == MOST_ROUNDS or not worth_another_try(self._of_phrases):
                return
            reply: Reply = yield Ask(
                self._words.all_of("once_more"), ANSWER_S, frozenset({Intent.YES, Intent.NO})
            )
            if reply.intent is not Intent.YES:
                return

    def _wait_until_they_lie(self) -> Generator[Step, Any, None]:
        yield self._lines("lie_down")
        for _ in range(REMINDERS):
            reply: Reply = yield Ask(
                self._words.all_of("say_ready"),
                LIE_DOWN_S,
                frozenset({Intent.READY}),
                anything=True,
            )
            if reply.spoke or reply.intent:
                return

    def _phrase(self, intent: Intent) -> Generator[Step, Any, Phrase]:
        """One phrase. Who says nothing is asked once more, since they may not have been ready."""
        alike = frozenset({intent, *LIKE.get(intent, ())})
        words, phrase = self._words, Phrase(intent, Caught.NOT_AT_ALL)
        for name in ("say_phrase", "say_phrase_again"):
            line = words.say(name, phrase=words.one_of("phrases", intent))
            reply: Reply = yield Ask((line,), PHRASE_S, alike, tone=True)
            phrase = self._caught(intent, alike, reply)
            if phrase.caught is not Caught.NOT_AT_ALL:
                break
        yield Say((words.one_of("answer", phrase.caught),))
        return phrase

    def _caught(self, intent: Intent, alike: frozenset[Intent], reply: Reply) -> Phrase:
        if not reply.spoke and reply.intent is None:
            return Phrase(intent, Caught.NOT_AT_ALL)
        if reply.intent is None:
            caught = Caught.NOT_UNDERSTOOD
        elif reply.certainty is Certainty.DOUBTFUL:
            caught = Caught.IN_DOUBT
        else:
            caught = Caught.CLEARLY if reply.intent in alike else Caught.AS_ANOTHER
        over = None
        if reply.level_db is not None and self.room is not None:
            over = round(reply.level_db - self.room.noise_db, 1)
        return Phrase(intent, caught, reply.level_db, over, reply.clipped)
