from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.decision import Bar, Decision, Fusion, Look, Moment
from voicecoach.hearing.recognizer import Evidence, ScoredPhrase, Spot

BARS = {
    "partial": Bar(-1, 2, -3),
    "clear": Bar(-4, 1, -6),
    "doubtful": Bar(-8, -1, -9),
    "doubtful_word": Bar(-8, -1, -9),
}
DECISION = Decision(
    BARS,
    {"clear": Bar(-4, 1, -6)},
    {Intent.SKIP: {"clear": Bar(-2, 3, -6)}},
    {"stop": Fusion({"stop": Intent.STOP}, {"spot": 1.0}, -2.0, clear=2.0, doubtful=0.0)},
    {"stop": ("stop",)},
    BARS,
    {"alone": 4.0, "spot": 3.0},
    {"clear": -0.5, "doubtful": -1.0, "long": 15, "long_clear": -0.2, "long_doubtful": -0.4},
)


def look(
    *phrases: tuple[str, Intent | None, float],
    moment: Moment = Moment.END,
    free: float = -1.0,
    spot: float | None = None,
) -> Look:
    evidence = Evidence(
        "free text",
        free,
        3,
        tuple(ScoredPhrase(*p) for p in sorted(phrases, key=lambda p: -p[2])),
        () if spot is None else (Spot("stop", spot, 8_000),),
    )
    return Look(moment, 0, 30, 29, evidence, evidence, np.zeros(30))


def verdict(given: Look) -> tuple[Intent, Certainty] | None:
    found = DECISION.decide(given)
    return None if found is None else (found.intent, found.certainty)


def test_a_probable_phrase_without_a_rival_is_clear() -> None:
    assert verdict(look(("wait", Intent.PAUSE, -1))) == (Intent.PAUSE, Certainty.CLEAR)


def test_a_decoy_that_is_as_good_takes_a_command_away() -> None:
    assert verdict(look(("next", Intent.SKIP, -1), ("nest", None, -1.5))) is None


def test_a_safety_phrase_with_a_rival_is_asked_about() -> None:
    assert verdict(look(("wait", Intent.PAUSE, -1), ("eight", None, -1.5))) == (
        Intent.PAUSE,
        Certainty.DOUBTFUL,
    )


def test_safety_phrases_do_not_take_each_other_away() -> None:
    both = look(("it hurts", Intent.PAIN, -1), ("help", Intent.HELP, -1))
    assert verdict(both) in {(Intent.PAIN, Certainty.CLEAR), (Intent.HELP, Certainty.CLEAR)}


def test_a_wrong_skip_is_worse_than_a_missed_one() -> None:
    assert verdict(look(("back", Intent.BACK, -3))) == (Intent.BACK, Certainty.CLEAR)
    assert verdict(look(("next", Intent.SKIP, -3))) is None


@pytest.mark.parametrize("moment", [Moment.PARTIAL, Moment.PAUSE])
def test_only_safety_counts_before_the_end(moment: Moment) -> None:
    assert verdict(look(("next", Intent.SKIP, 0), moment=moment)) is None
    assert verdict(look(("wait", Intent.PAUSE, 0), moment=moment)) == (
        Intent.PAUSE,
        Certainty.CLEAR,
    )


def test_a_phrase_that_only_beats_a_wild_text_is_nothing() -> None:
    assert verdict(look(("yes", Intent.YES, 14), free=-30)) is None


def test_a_spotted_stop_needs_no_phrase() -> None:
    assert verdict(look(spot=5)) == (Intent.STOP, Certainty.CLEAR)
    assert verdict(look(spot=3)) == (Intent.STOP, Certainty.DOUBTFUL)
    assert verdict(look(spot=1)) is None


def test_where_there_is_a_spotter_the_phrase_stop_alone_does_not_decide() -> None:
    phrase = ("stop", Intent.STOP, 0.0)
    assert verdict(look(phrase)) == (Intent.STOP, Certainty.CLEAR)
    assert verdict(look(phrase, spot=-9)) is None


def test_what_is_clear_goes_before_what_is_doubtful() -> None:
    both = look(("wait", Intent.PAUSE, -6), spot=6)
    assert verdict(both) == (Intent.STOP, Certainty.CLEAR)


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(Intent), st.floats(-15, 20)),
        max_size=4,
    ),
    st.sampled_from(Moment),
    st.floats(-60, 0),
    st.one_of(st.none(), st.floats(-20, 20)),
)
def test_doubt_is_for_safety_alone_and_so_is_speech_that_goes_on(
    phrases: list[tuple[str, Intent, float]], moment: Moment, free: float, spot: float | None
) -> None:
    found = Decision.load().decide(look(*phrases, moment=moment, free=free, spot=spot))
    if found and (found.certainty is Certainty.DOUBTFUL or moment is not Moment.END):
        assert found.intent in SAFETY_INTENTS


def test_the_shipped_numbers_lean_to_asking() -> None:
    shipped = Decision.load()
    assert all(fusion.doubtful < fusion.clear for fusion in shipped.fusions.values())
    assert all(fusion.weights["spot"] > 0 for fusion in shipped.fusions.values())
    assert set(shipped.fusions["stop"].words) == {"stop"}


@pytest.mark.parametrize(
    ("a_token", "trust"),
    [(-0.1, Certainty.CLEAR), (-0.7, Certainty.DOUBTFUL), (-2.0, None)],
)
def test_an_improbable_text_is_not_taken_at_its_word(
    a_token: float, trust: Certainty | None
) -> None:
    assert DECISION.trust(Evidence("my leg is numb", a_token * 5, 5)) is trust


def amid(before_db: float, *phrases: tuple[str, Intent | None, float], spot: float | None) -> Look:
    """A look at 30 frames of -20 dB, behind two seconds of sound."""
    levels = np.concatenate([np.full(62, before_db), np.full(30, -20.0)])
    return replace(look(*phrases, spot=spot), levels_db=levels)


@pytest.mark.parametrize(
    ("before_db", "spot", "heard"),
    [
        (-20.0, None, None),
        (-20.0, 2.9, None),
        (-20.0, 3.0, Certainty.CLEAR),
        (-25.0, None, Certainty.CLEAR),
        (-90.0, None, Certainty.CLEAR),
    ],
)
def test_a_phrase_amid_talk_counts_only_where_the_spotter_is_sure_of_its_word(
    before_db: float, spot: float | None, heard: Certainty | None
) -> None:
    decision = replace(DECISION, fusions={})
    found = decision.decide(amid(before_db, ("stop it", Intent.STOP, -1), spot=spot))
    assert (found and found.certainty) == heard


def test_what_is_said_into_the_coachs_own_talk_counts() -> None:
    said = replace(amid(-20.0, ("stop it", Intent.STOP, -1), spot=None), over_coach=True)
    assert verdict(said) == (Intent.STOP, Certainty.CLEAR)


def test_other_commands_may_be_said_amid_talk() -> None:
    said = amid(-20.0, ("repeat", Intent.REPEAT, -1), spot=None)
    assert verdict(said) == (Intent.REPEAT, Certainty.CLEAR)


@pytest.mark.parametrize(
    ("tokens", "a_token", "trusted"),
    [
        (14, -0.45, Certainty.CLEAR),
        (15, -0.45, None),
        (15, -0.3, Certainty.DOUBTFUL),
        (20, -0.15, Certainty.CLEAR),
        (14, -0.7, Certainty.DOUBTFUL),
    ],
)
def test_a_long_text_has_to_be_more_probable_to_be_believed(
    tokens: int, a_token: float, trusted: Certainty | None
) -> None:
    assert DECISION.trust(Evidence("text", a_token * tokens, tokens)) is trusted
