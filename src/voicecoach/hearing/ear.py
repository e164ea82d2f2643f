"""The ear: sound in, events out. The same for a running session and for a recording.

It works on a sample clock: what it says depends on the sound alone, not on when or in which
pieces the sound comes (unless the caller is in a hurry).
"""

from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.events import Event, Heard, Said, SpeechBegan, SpeechEnded
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.score import Words
from voicecoach.hearing.decision import (
    WORD_SAMPLES,
    Decision,
    Look,
    Moment,
    Understand,
    Verdict,
)
from voicecoach.hearing.level import (
    SILENT_DB,
    clean,
    level_db,
    levelled,
    levels_db,
    loud_core,
)
from voicecoach.hearing.own_speech import OwnSpeech, plain
from voicecoach.hearing.prominence import LEAD
from voicecoach.hearing.puzzling import is_puzzling
from voicecoach.hearing.recognizer import (
    Evidence,
    Expecting,
    Recognizer,
    Samples,
    Spot,
    Spotting,
)
from voicecoach.hearing.segmenter import Mark, Segmenter
from voicecoach.hearing.vad import FRAME, VoiceActivity

Hindsight = Callable[[int, int], Samples | None]
"""So many samples of what was fed, which end so many before the last, heard better in the light of
what came after; None where they cannot be."""

_PRE_ROLL = 9
"""Frames (0.29 s) before the onset that belong to the word: its first consonant is quiet."""
_SPOT_EVERY = 3
"""Frames (96 ms) between two quick looks for the spotter's words."""
_LOOK_EVERY = 18
"""Frames (0.6 s) between two whole looks at what is still being said, if nothing calls for one."""
_FIRST = 6
"""Frames of speech before the first look."""
_PROPOSED = -1.0
"""Log-odds at which a quick look makes a whole one worth its time."""
_SAME_PLACE = 2_400
"""Samples (0.15 s) within which it is the same word."""
_TRAILING = 50
"""Frames (1.6 s) that are looked at in a long stretch: the last words."""
_NEAR = (-7_200, 6_400)
"""Samples around a spotted word that are looked at alone (-0.45 to 0.4 s)."""
_AROUND = 7
"""Frames (0.22 s) on both sides of a loud word that belong to it."""
_REST = 16
"""Frames of speech after an early decision before there can be another word (0.5 s)."""
_WORD = 6
"""Frames (0.2 s) before the place where a word is spotted in which it has begun."""
_AGAIN = 160
"""Frames (5 s) in which a second doubtful word makes the first one clear."""
_MEMORY = 280
"""Frames of sound that are kept (9 s)."""


_GRAVITY = {Intent.PAIN: 1, Intent.EMERGENCY: 2}


class Ear:
    """Listens. `feed` it the microphone's sound; it answers with what was said.

    `understand` is asked about the free text of finished speech that is no phrase. `observe` is
    shown every look that is taken, for calibration and diagnosis. `hindsight` is asked before a
    look whether the sound is known better by now, as it is when the echo has just been learnt.
    `choices` are what may be said while the coach lets choose what to do.
    """

    def __init__(  # noqa: PLR0913 - the parts that an ear is made of
        self,
        recognizer: Recognizer,
        vad: VoiceActivity,
        *,
        understand: Understand | None = None,
        decision: Decision | None = None,
        observe: Callable[[Look], None] | None = None,
        hindsight: Hindsight | None = None,
        choices: Collection[str] = (),
    ) -> None:
        self._choices = frozenset(choices)
        self._lets_choose = False
        self._recognizer = recognizer
        self._spot = recognizer.spot if isinstance(recognizer, Spotting) else None
        self._vad = vad
        self._understand = understand or (lambda _: None)
        self._decision = decision or Decision.load()
        self._observe = observe or (lambda _: None)
        self._hindsight = hindsight or (lambda _count, _ago: None)
        self._ahead = 0  # samples that were fed and not heard yet
        self._recalled = -1
        self._segmenter = Segmenter()
        self._waiting: Samples = np.zeros(0, np.float32)
        self._memory: Samples = np.zeros(_MEMORY * FRAME, np.float32)
        self._levels = np.full(_TRAILING, SILENT_DB)
        self._core_seen = 0
        self._places: deque[int] = deque(maxlen=8)
        self._done = 0
        self._quiet_from = 0
        self._looked = 0
        self._asked = False
        self._stopped = False
        self._gravity = 0
        self._doubted = -_AGAIN - 1
        self._own = OwnSpeech()
        self.last_evidence = Evidence()

    def coach_says(self, words: Sequence[Words]) -> None:
        """What the coach is saying from now on; nothing when it falls silent.

        The coach's own "stop" in the loudspeaker must not stop it.
        """
        self._own.begins(words, self._segmenter.frame + 1)

    def hears_the_coach(self, late_s: float | None) -> None:
        """That the coach's voice cannot be taken out, and comes so late; None: it can again."""
        self._own.is_heard(late_s)

    def expect(self, *, numbers: bool, choices: bool = False) -> None:
        """Whether the coach asks for a number, so that "eight" is one, or lets choose."""
        self._lets_choose = choices
        if isinstance(self._recognizer, Expecting):
            self._recognizer.expect(numbers=numbers, choices=choices)

    def feed(self, samples: ArrayLike, *, hurry: bool = False) -> list[Event]:
        """Listen to a block of mono sound at 16 kHz, of any length.

        `hurry` skips the looks at unfinished speech: for a caller who has fallen behind.
        """
        self._waiting = np.concatenate([self._waiting, clean(samples)])
        events: list[Event] = []
        whole = len(self._waiting) // FRAME * FRAME
        frames, self._waiting = self._waiting[:whole], self._waiting[whole:]
        self._ahead = len(frames) + len(self._waiting)
        for frame in frames.reshape(-1, FRAME):
            self._ahead -= FRAME
            events += self._hear(frame, hurry=hurry)
        return events

    def finish(self) -> list[Event]:
        """The recording is over: what is still open is decided now."""
        events = self.feed(np.zeros(FRAME, np.float32))
        while self._segmenter.speaking:
            events += self.feed(np.zeros(FRAME, np.float32))
        return events

    def _hear(self, frame: Samples, *, hurry: bool) -> list[Event]:
        self._memory = np.concatenate([self._memory[FRAME:], frame])
        self._levels = np.append(self._levels[1:], level_db(frame))
        mark = self._segmenter.feed(self._vad(frame))
        events: list[Event] = []
        match mark:
            case Mark.SILENT:
                events = self._unvoiced()
            case Mark.BEGAN:
                self._asked = self._stopped = False
                self._gravity = 0
                self._looked = self._segmenter.start
                events = [SpeechBegan()]
            case Mark.SPEAKING:
                if core := self._core():
                    events = self._decide(Moment.PAUSE, core)
                elif not hurry and self._worth_a_look():
                    events = self._decide(Moment.PARTIAL)
            case Mark.PAUSED:
                events = self._decide(Moment.PAUSE)
            case Mark.SPLIT:
                events = self._decide(Moment.END)
                self._asked = self._stopped = False
            case Mark.ENDED:
                events = [*self._decide(Moment.END), *self._listen_to_all_of_it()]
                events.append(SpeechEnded(self._is_puzzling()))
                self._quiet_from = self._segmenter.last_voiced + 1
        return events

    def _unvoiced(self) -> list[Event]:
        """A loud sound that passed for no speech: in noise the detector misses short words."""
        core = self._core()
        if core is None or self._spot is None:
            return []
        spots = self._spot(self._cut(*core))
        if not spots or spots[0].log_odds <= _PROPOSED:
            return []
        self._asked = self._stopped = False
        heard = self._decide(Moment.PAUSE, core)
        return [SpeechBegan(), *heard, SpeechEnded()] if heard else []

    def _worth_a_look(self) -> bool:
        """Whether it is time for a whole look, or a quick one finds something."""
        now = self._segmenter.frame
        voiced, since = now - self._segmenter.start + 1, now - self._looked
        if voiced < _FIRST:
            return False
        if since >= _LOOK_EVERY:
            return True
        if self._spot is None or since % _SPOT_EVERY:
            return False
        window = self._window(Moment.PARTIAL)
        if window is None:
            return False
        return self._proposed(self._spot(self._cut(*window)), window[0])

    def _proposed(self, spots: tuple[Spot, ...], start: int) -> bool:
        """Whether the likeliest word is likely enough to be looked at.

        Each place is looked at twice: when it is found, and when the word must be over.
        """
        if not spots or spots[0].log_odds <= _PROPOSED:
            return False
        place = start * FRAME + spots[0].at
        seen = sum(abs(place - other) < _SAME_PLACE for other in self._places)
        over = (self._segmenter.frame + 1) * FRAME - place >= WORD_SAMPLES
        return seen == 0 or (seen == 1 and over)

    def _core(self) -> tuple[int, int] | None:
        """The frames of a loud word that has just ended amid other sound, once for each."""
        core = loud_core(self._levels)
        if core is None:
            return None
        first, last = (self._segmenter.frame + 1 - _TRAILING + at for at in core)
        if last <= self._core_seen or first < self._done:
            return None
        self._core_seen = last
        return first - _AROUND, min(last + _AROUND, self._segmenter.frame + 1)

    def _window(self, moment: Moment) -> tuple[int, int] | None:
        """The frames to look at, first and behind the last; None if nothing new is in them."""
        now, last = self._segmenter.frame, self._segmenter.last_voiced
        start = max(self._done, self._segmenter.start - _PRE_ROLL)
        if last - start + 1 < (_REST if self._done > self._segmenter.start else 1):
            return None
        if moment is not Moment.END:
            start = max(start, now + 1 - _TRAILING)
        return start, min(now, last + _PRE_ROLL) + 1

    def _look(self, moment: Moment, core: tuple[int, int] | None) -> Look | None:
        window = core or self._window(moment)
        if window is None:
            return None
        sound = self._cut(*window)
        evidence = near = self._recognizer.listen(sound)
        if self._proposed(evidence.spots, window[0]):
            self._places.append(window[0] * FRAME + evidence.spots[0].at)
            first, last = (max(0, evidence.spots[0].at + by) for by in _NEAR)
            if last - first < 0.8 * len(sound):
                near = self._recognizer.listen(levelled(sound[first:last]))
        last_voiced = window[1] - 1 if core else self._segmenter.last_voiced
        return self._look_at(moment, window, last_voiced, evidence, near)

    def _look_at(
        self,
        moment: Moment,
        window: tuple[int, int],
        last_voiced: int,
        evidence: Evidence,
        near: Evidence,
    ) -> Look:
        over_coach = self._own.speaks(window[0] - LEAD, window[1] - 1)
        levels = self._levels_of(*window)
        return Look(moment, *window, last_voiced, evidence, near, levels, over_coach)

    def _decide(self, moment: Moment, core: tuple[int, int] | None = None) -> list[Event]:
        now = self._segmenter.frame
        if core is None:
            self._looked = now
        look = self._look(moment, core)
        if moment is Moment.END:
            self.last_evidence = look.evidence if look else Evidence()
        if look is None:
            return []
        self._observe(look)
        verdict = self._decision.decide(look)
        if verdict is None and moment is Moment.END:
            verdict = self._read(look)
        verdict = self._unless_it_was_the_coach(self._once_more(verdict), look)
        if verdict is None:
            return self._said(look) if self._lets_choose and moment is Moment.END else []
        return [self._heard(verdict, look)] if self._is_news(verdict) else []

    def _said(self, look: Look) -> list[Event]:
        """What was said that is no command, as far as it can be trusted and was not the coach."""
        evidence = look.evidence
        likely, sure = self._decision.chosen(evidence, self._choices) or ("", None)
        certainty = sure if sure is Certainty.CLEAR else self._decision.trust(evidence)
        text = likely if sure is Certainty.CLEAR else evidence.text
        place = look.start, look.last_voiced
        own = self._own.drowns(*place) or any(
            self._own.may_be(plain(words), *place) for words in (text, likely)
        )
        if (certainty is None and not likely) or own or self._asked or self._stopped:
            return []
        return [Said(text, certainty or Certainty.DOUBTFUL, likely)]

    def _heard(self, verdict: Verdict, look: Look) -> Heard:
        self._gravity = max(self._gravity, _GRAVITY.get(verdict.intent, 0))
        return Heard(
            verdict.intent,
            verdict.phrase,
            look.evidence.text,
            round(verdict.score, 3),
            _seconds(max(look.start, self._segmenter.start)),
            _seconds(look.last_voiced + 1),
            _seconds(self._segmenter.frame + 1),
            verdict.certainty,
        )

    def _is_puzzling(self) -> bool:
        """Whether it was said to the coach, and meant nothing: see `puzzling`."""
        first, last = self._segmenter.start, self._segmenter.last_voiced
        if self._asked or self._done > first or self._own.speaks(first, last):
            return False
        return is_puzzling(
            self.last_evidence,
            self._levels_of(first, last + 1),
            frames=last + 1 - first,
            quiet_frames=first - self._quiet_from,
            decision=self._decision,
        )

    def _listen_to_all_of_it(self) -> list[Event]:
        """What was said in all, if that is graver than the word that was acted on at once.

        "I have chest pain" is no less an emergency because "pain" was heard first.
        """
        last = self._segmenter.last_voiced
        if not self._stopped or self._done > last:
            return []
        start = max(0, self._segmenter.start - _PRE_ROLL)
        window = start, min(self._segmenter.frame, last + _PRE_ROLL) + 1
        evidence = self._recognizer.listen(self._cut(*window))
        look = self._look_at(Moment.END, window, last, evidence, evidence)
        verdict = self._decision.decide(look) or self._read(look)
        verdict = self._unless_it_was_the_coach(verdict, look)
        if verdict is None or verdict.certainty is Certainty.DOUBTFUL:
            return []
        if _GRAVITY.get(verdict.intent, 0) <= self._gravity:
            return []
        self.last_evidence = evidence
        return [self._heard(verdict, look)]

    def _once_more(self, verdict: Verdict | None) -> Verdict | None:
        """A doubtful word that is said again within seconds is clear: who repeats it means it."""
        if verdict is None or verdict.certainty is not Certainty.DOUBTFUL:
            return verdict
        before, self._doubted = self._doubted, self._segmenter.frame
        if before >= self._segmenter.start or self._doubted - before > _AGAIN:
            return verdict
        return replace(verdict, certainty=Certainty.CLEAR)

    def _is_news(self, verdict: Verdict) -> bool:
        """Whether this stretch of speech has not said it yet; if so, note that it has now.

        One doubt a stretch; and what follows a "stop" in one breath is its own end, misheard,
        unless it is one more reason to be silent.
        """
        if verdict.certainty is Certainty.DOUBTFUL:
            news, self._asked = not (self._asked or self._stopped), True
            return news
        if self._stopped and verdict.intent not in SAFETY_INTENTS:
            return False
        self._stopped = self._stopped or verdict.intent in SAFETY_INTENTS
        self._done = self._segmenter.frame + 1
        return True

    def _cut(self, start: int, stop: int) -> Samples:
        """The sound of frames `start` up to `stop`, as far as it is remembered, levelled."""
        self._recall()
        return levelled(self._remembered(start, stop))

    def _levels_of(self, start: int, stop: int) -> NDArray[np.float64]:
        """The level of each of these frames, and of those that led up to them."""
        return levels_db(self._remembered(start - LEAD, stop), FRAME)

    def _remembered(self, start: int, stop: int) -> Samples:
        first = self._segmenter.frame + 1 - _MEMORY
        return self._memory[max(0, start - first) * FRAME : max(0, stop - first) * FRAME]

    def _recall(self) -> None:
        """Remember what is known better by now, once a frame."""
        now = self._segmenter.frame
        if now == self._recalled:
            return
        self._recalled = now
        better = self._hindsight(len(self._memory), self._ahead)
        if better is not None:
            self._memory[-len(better) :] = better

    def _read(self, look: Look) -> Verdict | None:
        """What the free text means where the phrases say nothing."""
        if self._own.drowns(look.start, look.last_voiced):
            return None
        return self._decision.read(look.evidence, self._understand)

    def _unless_it_was_the_coach(self, verdict: Verdict | None, look: Look) -> Verdict | None:
        """One step less sure of words that the coach is saying itself just then.

        Where its voice cannot be taken out, its own words are none of the user's, and no other
        word is certain.
        """
        if verdict is None:
            return None
        place = _place(verdict, look)
        own, drowned = self._own.may_be(verdict.phrase, *place), self._own.drowns(*place)
        if not (own or drowned):
            return verdict
        if verdict.intent not in SAFETY_INTENTS or (own and drowned):
            return None
        if own and verdict.certainty is Certainty.DOUBTFUL:
            return None
        return Verdict(verdict.intent, verdict.phrase, verdict.score, Certainty.DOUBTFUL)


def _place(verdict: Verdict, look: Look) -> tuple[int, int]:
    """The frames in which it was said: where the spotter heard it, or somewhere in all of it."""
    words = plain(verdict.phrase)
    for spot in look.evidence.spots:
        if spot.log_odds > 0 and spot.word in words:
            at = look.start + spot.at // FRAME
            return at - _WORD, at
    return look.start, look.last_voiced


def _seconds(frames: int) -> float:
    return round(max(0, frames) * FRAME / HEARING_RATE, 3)
