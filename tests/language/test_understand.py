from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.language.phrases import PARTS, cases, shares

from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.language import load
from voicecoach.language.understand import Meaning, MeaningKind, understand

ENGLISH = load()
EMERGENCY, PAIN, STOP, CONTROL, NONE = MeaningKind
CASES = list(cases())


@cache
def kind(text: str) -> MeaningKind:
    return understand(text, ENGLISH).kind


def gravity(text: str) -> int:
    """0 for nothing, 4 for an emergency."""
    return len(MeaningKind) - 1 - list(MeaningKind).index(kind(text))


# -- the sentences that people say


@pytest.mark.parametrize("part", PARTS)
def test_no_emergency_is_sorted_below_emergency(part: str) -> None:
    assert shares(part, kind)[EMERGENCY][EMERGENCY] == 1


@pytest.mark.parametrize("part", PARTS)
def test_pain_and_emergency_are_found(part: str) -> None:
    found = [
        kind(case.phrase) in {EMERGENCY, PAIN}
        for case in CASES
        if case.part == part and case.kind in {EMERGENCY, PAIN}
    ]
    assert sum(found) / len(found) >= 0.98


@pytest.mark.parametrize("part", PARTS)
def test_stop_stops(part: str) -> None:
    row = shares(part, kind)[STOP]
    assert row[STOP] + row[PAIN] + row[EMERGENCY] >= 0.97


@pytest.mark.parametrize("part", PARTS)
def test_talk_that_means_nothing_seldom_stops_the_coach(part: str) -> None:
    row = shares(part, kind)[NONE]
    assert row[STOP] + row[PAIN] + row[EMERGENCY] <= 0.08


@pytest.mark.parametrize("part", PARTS)
def test_talk_that_means_nothing_seldom_makes_the_coach_pause(part: str) -> None:
    talk = [case.phrase for case in CASES if case.part == part and case.kind is NONE]
    pauses = [p for p in talk if understand(p, ENGLISH).intent in {Intent.PAUSE, Intent.HELP}]
    assert len(pauses) / len(talk) <= 0.02


@pytest.mark.parametrize("part", PARTS)
def test_commands_are_read_as_the_command_that_they_are(part: str) -> None:
    commands = [case for case in CASES if case.part == part and case.kind is CONTROL]
    right = [c for c in commands if understand(c.phrase, ENGLISH).intent == c.intent]
    assert len(right) / len(commands) >= 0.96


def test_the_sentences_are_many_and_a_third_of_the_first_is_held_back() -> None:
    held_back = [case for case in CASES if case.part == "held_back"]
    assert len(CASES) >= 400
    assert len(held_back) >= 180
    assert len({case.phrase.lower() for case in CASES}) == len(CASES)


# -- by name, what must hold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # negation, and what it may not hide
        ("it doesn't hurt", NONE),
        ("the pain is gone", NONE),
        ("no pain today", NONE),
        ("I'm not in pain", NONE),
        ("it doesn't hurt but I can't feel my legs", EMERGENCY),
        ("no pain in my back, just chest pain", EMERGENCY),
        ("no it hurts", PAIN),
        ("it hasn't stopped hurting", PAIN),
        ("it doesn't half hurt", PAIN),
        ("it doesn't hurt as much as before", PAIN),
        ("the pain won't go away", PAIN),
        ("the pain has gone into my calf", PAIN),
        # other senses
        ("the bus stops here", NONE),
        ("that's painfully slow", NONE),
        ("no pain no gain", NONE),
        ("I'll help the kids", NONE),
        ("he's a pain in the neck", NONE),
        ("I've got a pain in my neck", PAIN),
        # mixtures
        ("stop, my chest is tight", EMERGENCY),
        ("stop, it hurts", PAIN),
        ("continue, no wait, stop", STOP),
        ("pause, it hurts", PAIN),
        # dialect
        ("it's right sore", PAIN),
        ("me back's killing me", PAIN),
        ("it's giving me gyp", PAIN),
        ("ah cannae breathe", EMERGENCY),
        # one leg is pain, two are a red flag
        ("my leg's gone numb", PAIN),
        ("my legs have gone numb", EMERGENCY),
        # as recognizers write it
        ("my leg has gone num", PAIN),
        ("it hertz", PAIN),
        ("I'm in pane", PAIN),
        ("chess pains", EMERGENCY),
        ("my legs feel week", EMERGENCY),
        ("I, um, can't, like, breathe", EMERGENCY),
        ("I can't I can't breathe", EMERGENCY),
        # other times and other people
        ("it hurt yesterday", NONE),
        ("it hurt yesterday and it still hurts", PAIN),
        ("my husband's back hurts", NONE),
        ("my brother had a heart attack ten years ago", NONE),
        ("my wife can't breathe", EMERGENCY),
        # asked before it happens, and while it does
        ("if it hurts I'll tell you", NONE),
        ("if I bend it hurts", PAIN),
        ("will this hurt?", CONTROL),
        ("is this supposed to hurt?", PAIN),
        # symptoms that are no reason to stop an exercise
        ("my hair is falling out", NONE),
        ("I have had acne for years", NONE),
        ("I can't stop coughing", NONE),
        ("I am always cold", NONE),
        # a complaint about the body that no list knows
        ("my knee has gone all wibbly", PAIN),
        ("my knee is bent", NONE),
    ],
)
def test_a_sentence_is_sorted_as_a_careful_listener_would(text: str, expected: MeaningKind) -> None:
    assert kind(text) is expected


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("paws", Intent.PAUSE),
        ("whole on a minute", Intent.PAUSE),
        ("could you possibly go a bit slower please", Intent.SLOWER),
        ("will this hurt?", Intent.HELP),
        ("slower, no, faster", Intent.FASTER),
        ("faster, no, hang on", Intent.PAUSE),
        ("no I don't", Intent.NO),
        ("yes", Intent.YES),
    ],
)
def test_a_command_is_understood(text: str, intent: Intent) -> None:
    assert understand(text, ENGLISH) == Meaning(CONTROL, intent)


@pytest.mark.parametrize(
    "text", ["yes dear I fed the cat", "no I haven't read it", "ready meals", "maybe on Tuesday"]
)
def test_an_answer_counts_only_by_itself(text: str) -> None:
    assert understand(text, ENGLISH) == Meaning(NONE, None)


def test_a_users_own_word_is_understood() -> None:
    mine = load(extra={Intent.STOP: ["bananas"]})
    assert understand("Bananas!", mine) == Meaning(STOP, Intent.STOP)
    assert kind("Bananas!") is NONE


@pytest.mark.parametrize(
    "text",
    [
        "Spock succumbs to a powerful urge and nearly kills Captain Kirk when it hurts.",
        "the surest way of getting over a headache is drinking plenty of water",
        "the driver stood up, screamed with pain and left the car by the door",
        "every team should just stop pretending that the league is decided",
    ],
)
def test_something_grave_that_is_told_at_length_and_not_of_oneself_is_doubtful(text: str) -> None:
    meaning = understand(text, ENGLISH)
    assert meaning.intent in SAFETY_INTENTS
    assert meaning.certainty is Certainty.DOUBTFUL


@pytest.mark.parametrize("part", PARTS)
def test_hardly_anything_grave_that_people_say_to_the_coach_is_doubtful(part: str) -> None:
    grave = {EMERGENCY, PAIN, STOP}
    said = [case.phrase for case in CASES if case.part == part and case.kind in grave]
    clear = [phrase for phrase in said if understand(phrase, ENGLISH).certainty is Certainty.CLEAR]
    assert len(clear) >= 0.98 * len(said)


@pytest.mark.parametrize(
    "text",
    [
        "What was the first Disney film?",
        "He is a smart man with a smart car.",
        "It is legal tender.",
        "Now for $100,000, who wrote it?",
        "I can't get up on a chair any more to clean the window.",
        "The best way to stop a runaway horse is to bet on it.",
        "You have to catch up when you fall behind.",
    ],
)
def test_words_of_another_sense_mean_nothing(text: str) -> None:
    assert kind(text) is NONE


def test_the_reason_is_named() -> None:
    assert understand("my chest is tight", ENGLISH).because == "chest pain"
    assert understand("stop", ENGLISH).because == "stop"


@pytest.mark.parametrize("text", ["", " ", "...", "\N{PILE OF POO}", "\0", "?" * 1000, "no " * 300])
def test_what_is_no_sentence_means_nothing_grave(text: str) -> None:
    assert kind(text) in {NONE, CONTROL}


# -- for all sentences


phrases = st.sampled_from([case.phrase for case in CASES])
grave = st.sampled_from([case.phrase for case in CASES if case.kind is EMERGENCY])


@given(st.text())
def test_any_text_is_sorted_without_an_error(text: str) -> None:
    meaning = understand(text, ENGLISH)
    assert (meaning.intent is None) == (meaning.kind is NONE)


@given(phrases, st.sampled_from([str.upper, str.title, lambda s: f"  {s} !! "]))
def test_shouting_and_marks_change_nothing(phrase: str, change: Callable[[str], str]) -> None:
    assert understand(change(phrase), ENGLISH) == understand(phrase, ENGLISH)


@given(grave, phrases)
def test_whatever_is_said_besides_an_emergency_stays_one(emergency: str, other: str) -> None:
    assert kind(f"{emergency}. {other}.") is EMERGENCY
    assert kind(f"{other}. {emergency}.") is EMERGENCY


@given(grave, st.sampled_from(["um", "please", "okay", "oh god", "bloody hell"]))
def test_a_filler_before_it_hides_no_emergency(emergency: str, filler: str) -> None:
    assert kind(f"{filler} {emergency}") is EMERGENCY


@given(phrases)
def test_stop_before_a_sentence_stops(phrase: str) -> None:
    assert gravity(f"Stop! {phrase}") >= 2
