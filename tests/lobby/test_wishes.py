"""How the user wants it, said before a session: done at once, and kept for the sessions."""

import pytest
from tests.lobby.stage import Stage, in_state, language

from voicecoach.core.actions import AnotherVoice, Expect, Keep, SetRate, SetVolume
from voicecoach.core.intents import Intent
from voicecoach.lobby.table import State

LINES = language().lines


def kept(stage: Stage) -> list[tuple[str, str]]:
    return [(action.key, action.value) for action in stage.actions if isinstance(action, Keep)]


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("short cues", ("talk", "short")),
        ("full descriptions", ("talk", "full")),
        ("no tones", ("tones", "off")),
        ("tones on", ("tones", "on")),
    ],
)
def test_a_wish_is_kept_and_told_and_the_talk_goes_on(said: str, wish: tuple[str, str]) -> None:
    stage = in_state(State.OFFERING)
    answer = stage.say(said)
    assert kept(stage) == [wish]
    assert len(answer) == 2, "it says what it has done, and asks again"
    assert answer[-1] == "Shall we do that?"
    assert stage.at is State.OFFERING


def test_another_voice_is_looked_for_at_once() -> None:
    stage = in_state(State.CHOOSING)
    assert LINES.say("another_voice") in stage.say("another voice")
    assert any(isinstance(action, AnotherVoice) for action in stage.actions)


@pytest.mark.parametrize(
    ("said", "key", "action"), [("louder", "volume", SetVolume), ("slower", "rate", SetRate)]
)
def test_loudness_and_rate_hold_for_the_sessions_too(said: str, key: str, action: type) -> None:
    stage = in_state(State.CHOOSING)
    so_far = len(stage.actions)
    stage.say(said)
    assert any(isinstance(done, action) for done in stage.actions[so_far:])
    assert [wish for wish, _ in kept(stage)] == [key]


def test_a_number_is_taken_down_digit_by_digit_and_kept_with_a_yes() -> None:
    stage = in_state(State.CHOOSING)
    assert LINES.say("say_digits") in stage.say("my emergency number")
    assert stage.actions[-1] != Expect(numbers=False)
    for digit in (1, 1, 2):
        stage.tell(stage.clearly(Intent[f"LEVEL_{digit}"]))
        stage.listen()
    assert LINES.say("number_right", number="1, 1, 2") in stage.say("done")
    assert kept(stage) == []
    answer = stage.say("yes")
    assert kept(stage) == [("emergency_number", "112")]
    assert answer == [
        LINES.say("number_kept"),
        "What would you like to do? You can also ask what sessions there are.",
    ]
    assert stage.at is State.CHOOSING
    wanted = [(a.numbers, a.choices) for a in stage.actions if isinstance(a, Expect)]
    assert wanted == [(False, True), (True, False), (False, True)]
    stage.say("it hurts")
    assert any("1 1 2" in text for text in stage.say("yes"))


def test_a_number_is_pressed_and_kept_without_a_word() -> None:
    stage = in_state(State.CHOOSING)
    stage.press("#", "9", "9", "9", "\r", "y")
    assert kept(stage) == [("emergency_number", "999")]


def test_a_name_in_the_same_breath_is_read_back() -> None:
    stage = in_state(State.LISTING)
    answer = stage.say("call me Sam")
    assert answer == [LINES.say("name_right", name="Sam", letters="S, A, M")]
    stage.say("no")
    assert kept(stage) == []
    assert stage.at is State.LISTING


def test_who_says_nothing_more_leaves_all_as_it_was() -> None:
    stage = in_state(State.CHOOSING)
    stage.say("my emergency number")
    stage.wait()
    assert kept(stage) == []
    assert LINES.say("left_as_it_was") in stage.said
    assert stage.at is State.CHOOSING


def test_stop_in_the_middle_of_a_number_is_a_pause_that_leads_back_to_choosing() -> None:
    stage = in_state(State.DICTATING)
    stage.say("stop")
    assert str(stage.at) == "paused"
    stage.say("continue")
    assert str(stage.at) == "choosing"
