"""From evidence to a verdict: clear, doubtful, or nothing. The numbers are data."""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.prominence import prominence, standing_out
from voicecoach.hearing.recognizer import Evidence, ScoredPhrase, Spot
from voicecoach.hearing.vad import FRAME

Understand = Callable[[str], tuple[Intent, Certainty] | None]
"""What a sentence means that no phrase of the grammar covers, if anything, and how certainly."""

_FLOOR = -15.0
_NOWHERE = Spot("", -12.0, 0)
LIKELY = -8.0
"""A choice that scores less is no more than the least unlikely of many."""
WORD_SAMPLES = 4_800
"""A word is over so long (0.3 s) after the place where it is spotted, its loudest part."""


class Moment(Enum):
    """When the question is asked: the less is known, the more is asked of the evidence."""

    PARTIAL = "partial"
    """While the user speaks: only safety phrases count."""
    PAUSE = "pause"
    """At a short pause: as while speaking, but what was said may be all."""
    END = "end"
    """What was said is over: everything counts."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at what was said, in frames of 32 ms: `start` up to `stop`.

    `evidence` is about all of it, `near` about the surroundings of a spotted word alone (the same
    where that is all of it). `levels_db` has the level of each of these frames, and of some before;
    in them the coach spoke itself, if it is `over_coach`.
    """

    moment: Moment
    start: int
    stop: int
    last_voiced: int
    evidence: Evidence
    near: Evidence
    levels_db: NDArray[np.float64]
    over_coach: bool = False

    def is_past(self, spot: Spot) -> bool:
        """Whether all of a spotted word must have been heard: more would not make it clearer."""
        heard = (self.stop - self.start) * FRAME
        return self.moment is not Moment.PARTIAL or heard - spot.at >= WORD_SAMPLES


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said, as far as can be told."""

    intent: Intent
    phrase: str
    score: float
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Bar:
    """What a phrase must reach: its score, its lead over the best rival, its own probability.

    Its score is against the free text, which is improbable where it is long or wild: there
    anything short scores well. So the phrase's own log-probability counts too.
    """

    ratio: float
    margin: float
    log_probability: float

    def passed(self, phrase: ScoredPhrase, evidence: Evidence) -> bool:
        return (
            phrase.score >= self.ratio
            and phrase.score - _rival(evidence, phrase) >= self.margin
            and phrase.score + evidence.log_probability >= self.log_probability
        )


@dataclass(frozen=True, slots=True)
class Fusion:
    """Logistic regression: the log-odds of a spotter's word from all that is known about it.

    `words` by the spotter's name, with what each means; `weights` by name of the feature (see
    `features`); above `clear` it acts, above `doubtful` it asks.
    """

    words: Mapping[str, Intent]
    weights: Mapping[str, float]
    bias: float
    clear: float
    doubtful: float

    def log_odds(self, look: Look) -> float:
        """The log-odds that one of the words was said."""
        known = features(look, self.words)
        return self.bias + sum(w * known[name] for name, w in self.weights.items())

    def verdict(self, look: Look) -> Verdict | None:
        """Whether one of the words was said, alone or among others."""
        spot = next((s for s in look.evidence.spots if s.word in self.words), None)
        if spot is None:
            return None
        odds = self.log_odds(look)
        if odds < self.doubtful:
            return None
        certainty = Certainty.CLEAR if odds >= self.clear else Certainty.DOUBTFUL
        if certainty is Certainty.DOUBTFUL and not look.is_past(spot):
            return None
        return Verdict(self.words[spot.word], spot.word, odds, certainty)


@dataclass(frozen=True, slots=True)
class Decision:
    """The bars, by intent and moment, and the fusions for the spotter's words.

    `consent`: the ways in which phrases say a spotter's word; such a phrase counts only if the
    spotter, too, hears the word. `spotted` are the bars for a phrase in which it hears "stop".
    `amid_talk`: a safety phrase that stands out less than `alone` of the sound before it counts
    only where the spotter's log-odds of its word are at least `spot`. `text`: how probable a token
    of free text must be, on average, to be believed, and of one that has `long` tokens: it is
    several sentences, or made up.
    """

    safety: Mapping[str, Bar]
    other: Mapping[str, Bar]
    intents: Mapping[Intent, Mapping[str, Bar]]
    fusions: Mapping[str, Fusion]
    consent: Mapping[str, tuple[str, ...]]
    spotted: Mapping[str, Bar]
    amid_talk: Mapping[str, float]
    text: Mapping[str, float]

    @classmethod
    def load(cls) -> Self:
        """The numbers that come with the program."""
        text = resources.files("voicecoach.hearing").joinpath("decision.json").read_text("utf-8")
        data = json.loads(text)
        return cls(
            _bars(data["safety"]),
            _bars(data["other"]),
            {Intent(name): _bars(own) for name, own in data["intents"].items()},
            {name: _fusion(own) for name, own in data["fusions"].items()},
            {word: tuple(ways) for word, ways in data["consent"].items()},
            _bars(data["spotted"]),
            data["amid_talk"],
            data["text"],
        )

    def bars(self, intent: Intent) -> Mapping[str, Bar]:
        """The bars for one intent."""
        shared = self.safety if intent in SAFETY_INTENTS else self.other
        return {**shared, **self.intents.get(intent, {})}

    def trust(self, evidence: Evidence) -> Certainty | None:
        """How far the free text can be taken at its word, by its log-probability a token.

        An engine that gives none is taken at its word.
        """
        a_token = evidence.log_probability / max(1, evidence.tokens)
        which = "long_" if evidence.tokens >= self.text["long"] else ""
        if a_token >= self.text[f"{which}clear"]:
            return Certainty.CLEAR
        return Certainty.DOUBTFUL if a_token >= self.text[f"{which}doubtful"] else None

    def read(self, evidence: Evidence, understand: Understand) -> Verdict | None:
        """What the free text means, as far as it can be trusted: half a word is no direction."""
        trust = self.trust(evidence)
        meaning = understand(evidence.text) if trust and evidence.text else None
        if meaning is None:
            return None
        intent, certainty = meaning
        if trust is Certainty.DOUBTFUL:
            certainty = trust
        if certainty is Certainty.DOUBTFUL and intent not in SAFETY_INTENTS:
            return None
        return Verdict(intent, evidence.text, evidence.log_probability, certainty)

    def chosen(self, evidence: Evidence, choices: Collection[str]) -> tuple[str, Certainty] | None:
        """The choice that was said, if one explains the sound better than all commands do.

        Choices do not compete with each other: who says much says several. A doubtful one may do
        where the text means nothing: it is only offered, and has to be said yes to.
        """
        best = next(iter(evidence.phrases), None)
        if best is None or best.text not in choices:
            return None
        own, bar = best.score + evidence.log_probability, self.other["clear"]
        if best.score >= bar.ratio and own >= bar.log_probability:
            return best.text, Certainty.CLEAR
        return (best.text, Certainty.DOUBTFUL) if best.score >= LIKELY else None

    def decide(self, look: Look) -> Verdict | None:
        """The verdict on one look, or None where it means nothing.

        What is clear goes before what is doubtful, a phrase, which says more, before a word, and
        the likelier word before the other.
        """
        phrase = self._by_phrase(look)
        spotted = [v for fusion in self.fusions.values() if (v := fusion.verdict(look))]
        spotted.sort(key=lambda verdict: -verdict.score)
        found = [phrase, *spotted] if phrase else spotted
        clear = (v for v in found if v.certainty is Certainty.CLEAR)
        return next(clear, found[0] if found else None)

    def _spotters_word(self, phrase: str) -> str | None:
        """The word that the spotter must hear where `phrase` was said, if there is one."""
        said = f" {phrase} "
        for word, ways in self.consent.items():
            if any(f" {way} " in said for way in ways):
                return word
        return None

    def _is_talk(self, look: Look, spotted: float | None) -> bool:
        """Whether what was said last goes on what was said before: a command is said alone.

        Not where it was the coach that talked.
        """
        alone = standing_out(look.levels_db, look.stop - look.start)
        sure = spotted is not None and spotted >= self.amid_talk["spot"]
        return alone < self.amid_talk["alone"] and not sure and not look.over_coach

    def _by_phrase(self, look: Look) -> Verdict | None:
        """The best phrase, if it is good enough.

        Safety phrases do not compete with each other: whether it was "stop" or "pause", the
        coach falls silent.
        """
        evidence, moment = look.evidence, look.moment
        best = next((p for p in evidence.phrases if not p.is_decoy), None)
        if best is None or best.intent is None:
            return None
        bars = self.bars(best.intent)
        word = self._spotters_word(best.text) if evidence.spots else None
        spotted = next((s.log_odds for s in evidence.spots if s.word == word), None)
        safety = best.intent in SAFETY_INTENTS
        if (spotted is not None and spotted < 0) or (safety and self._is_talk(look, spotted)):
            return None
        if word == "stop":
            bars = self.spotted
        if moment is not Moment.END and not safety:
            return None
        if bars["partial" if moment is Moment.PARTIAL else "clear"].passed(best, evidence):
            return Verdict(best.intent, best.text, best.score, Certainty.CLEAR)
        # A single word may be wilder: noise makes long phrases up more readily than short ones.
        asks = "doubtful" if " " in best.text else "doubtful_word"
        doubtful = bars.get(asks) if moment is not Moment.PARTIAL else None
        if doubtful and doubtful.passed(best, evidence):
            return Verdict(best.intent, best.text, best.score, Certainty.DOUBTFUL)
        return None


def features(look: Look, words: Mapping[str, Intent]) -> dict[str, float]:
    """What is known about `words` in a look, each number within sensible limits.

    `spot`: the spotter's log-odds. `phrase`, `ratio` and `margin`: the best phrase with one of
    the intents, its own log-probability, against the free text and against the best rival, in
    that one of the two stretches where it does better. `free`: the free text's log-probability
    a token there, which noise lowers. `before`, `gap` and `after`: how the spotter's word stands
    out of the sound around it.
    """
    spot = next((s for s in look.evidence.spots if s.word in words), _NOWHERE)
    at = len(look.levels_db) - (look.stop - look.start) + spot.at // FRAME
    alone = prominence(look.levels_db, at)
    intents = frozenset(words.values())
    phrase, ratio, margin, free = max(
        (_best_of(intents, e) for e in (look.evidence, look.near)), key=lambda f: f[0] + 0.5 * f[2]
    )
    return {
        "spot": min(12.0, max(-12.0, spot.log_odds)),
        "phrase": phrase,
        "ratio": ratio,
        "margin": margin,
        "free": free,
        "before": alone.before,
        "gap": alone.gap,
        "after": alone.after,
    }


def _best_of(intents: frozenset[Intent], evidence: Evidence) -> tuple[float, float, float, float]:
    best = next((p for p in evidence.phrases if p.intent in intents), None)
    free = max(-4.0, evidence.log_probability / max(1, evidence.tokens))
    if best is None or best.score <= _FLOOR:
        return _FLOOR, _FLOOR, -12.0, free
    margin = best.score - max(_FLOOR, _rival(evidence, best))
    own = max(_FLOOR, best.score + evidence.log_probability)
    return own, min(0.0, best.score), min(12.0, max(-12.0, margin)), free


def _rival(evidence: Evidence, best: ScoredPhrase) -> float:
    """The score of the best phrase that would mean something else to the coach."""

    def differs(other: ScoredPhrase) -> bool:
        if other.is_decoy:
            return True
        both_safe = other.intent in SAFETY_INTENTS and best.intent in SAFETY_INTENTS
        return other.intent != best.intent and not both_safe

    return max((p.score for p in evidence.phrases if differs(p)), default=float("-inf"))


def _bars(data: Mapping[str, Mapping[str, Any]]) -> dict[str, Bar]:
    return {name: Bar(**bar) for name, bar in data.items()}


def _fusion(data: Mapping[str, Any]) -> Fusion:
    words = {word: Intent(intent) for word, intent in data["words"].items()}
    return Fusion(**{**data, "words": words})
