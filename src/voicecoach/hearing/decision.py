"""From evidence to a verdict: clear, doubtful, or nothing. The numbers are data."""

import json
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from typing import Self

from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.recognizer import Evidence, ScoredPhrase


class Moment(Enum):
    """When the question is asked: the less is known, the more is asked of the evidence."""

    PARTIAL = "partial"
    """While the user speaks: only a clear safety phrase counts."""
    PAUSE = "pause"
    """At a short pause: a safety phrase counts, clear or doubtful."""
    END = "end"
    """What was said is over: everything counts."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said, as far as can be told."""

    intent: Intent
    phrase: str
    score: float
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Bar:
    """What a phrase must reach: its score, and its lead over the best rival."""

    ratio: float
    margin: float

    def passed(self, ratio: float, margin: float) -> bool:
        return ratio >= self.ratio and margin >= self.margin


@dataclass(frozen=True, slots=True)
class Decision:
    """The bars, by intent and moment."""

    safety: dict[str, Bar]
    other: dict[str, Bar]
    intents: dict[Intent, dict[str, Bar]]

    @classmethod
    def load(cls) -> Self:
        """The bars that come with the program."""
        data = json.loads(
            resources.files("voicecoach.hearing").joinpath("decision.json").read_text("utf-8")
        )
        bars = {key: {k: Bar(**v) for k, v in data[key].items()} for key in ("safety", "other")}
        return cls(
            bars["safety"],
            bars["other"],
            {
                Intent(name): {k: Bar(**v) for k, v in own.items()}
                for name, own in data["intents"].items()
            },
        )

    def bars(self, intent: Intent) -> dict[str, Bar]:
        """The bars for one intent."""
        shared = self.safety if intent in SAFETY_INTENTS else self.other
        return shared | self.intents.get(intent, {})

    def decide(self, evidence: Evidence, moment: Moment) -> Verdict | None:
        """The verdict on one stretch of speech, or None where it means nothing.

        Safety phrases do not compete with each other: whether it was "stop" or "pause", the
        coach falls silent.
        """
        best = next((p for p in evidence.phrases if not p.is_decoy), None)
        if best is None or best.intent is None:
            return None
        safety = best.intent in SAFETY_INTENTS
        if moment is not Moment.END and not safety:
            return None
        bars, margin = self.bars(best.intent), best.score - _rival(evidence, best)
        clear = bars["partial" if moment is Moment.PARTIAL else "clear"]
        if clear.passed(best.score, margin):
            return Verdict(best.intent, best.text, best.score, Certainty.CLEAR)
        doubtful = bars.get("doubtful") if moment is not Moment.PARTIAL else None
        if doubtful and doubtful.passed(best.score, margin):
            return Verdict(best.intent, best.text, best.score, Certainty.DOUBTFUL)
        return None


def _rival(evidence: Evidence, best: ScoredPhrase) -> float:
    """The score of the best phrase that would mean something else to the coach."""

    def differs(other: ScoredPhrase) -> bool:
        if other.is_decoy:
            return True
        both_safe = other.intent in SAFETY_INTENTS and best.intent in SAFETY_INTENTS
        return other.intent != best.intent and not both_safe

    return max((p.score for p in evidence.phrases if differs(p)), default=float("-inf"))
