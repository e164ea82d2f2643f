"""Conversations in the lobby: who says what, and what comes of it."""

from collections.abc import Iterator

import pytest
from tests.lobby.stage import Stage, in_state, language, shipped

from voicecoach.core.actions import Expect, Outcome, SetRate, Silence
from voicecoach.core.events import Deaf, Interrupted, Mute, SpeechBegan
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.lobby.finder import Choice, Done
from voicecoach.lobby.table import State
from voicecoach.lobby.visit import Visit

YESTERDAY = Done("hips", "Stiff hips", 1, "Finished.")
CUT_OFF = Done("knees", "Stiff knees", 0, "It was cut off, or still runs.", unfinished=True)
TALKING = (State.TRYING, State.CHOOSING, State.LISTING, State.OFFERING)


def chosen(stage: Stage) -> str | None:
    return stage.lobby.chosen.name if stage.lobby.chosen else None


# -- the way to a session


def test_it_greets_says_what_it_can_do_and_asks() -> None:
    assert Stage().said == [
        "Hello. I read exercise sessions aloud, count for you, and listen to you.",
        "What would you like to do? You can also ask what sessions there are.",
    ]


def test_two_turns_are_enough_for_who_knows_what_they_want() -> None:
    stage = Stage()
    said = stage.say("sciatica in bed")
    assert said[:3] == ["Sciatica, in bed.", "About 17 minutes.", "Shall we do that?"]
    stage.say("yes")
    assert (stage.outcome, chosen(stage)) == (Outcome.FINISHED, "sciatica-bed")


def test_what_is_said_later_makes_it_narrower() -> None:
    stage = Stage()
    stage.say("something for my sciatica")
    assert stage.at is State.LISTING
    stage.say("sitting on a chair")
    assert stage.offered == "sciatica-chair"


def test_another_part_of_the_body_is_another_wish() -> None:
    stage = Stage()
    stage.say("stiff hips")
    stage.say("or rather something for my neck")
    assert stage.offered == "neck-and-shoulders"


def test_what_is_too_long_is_offered_and_said_to_be() -> None:
    stage = Stage()
    said = stage.say("something gentle for my sciatica, I only have ten minutes and a chair")
    assert stage.offered == "sciatica-chair"
    assert "That is longer than you said." in said


def test_the_name_of_a_session_or_an_exercise_is_a_wish() -> None:
    own = Choice("grandma", "Grandma's routine", 9, exercises=("Windmill",))
    for words in ("grandma's routine", "the windmill please"):
        stage = Stage(choices=(*shipped(), own))
        stage.say(words)
        assert stage.offered == "grandma"


def test_what_cannot_be_done_is_not_offered() -> None:
    stage = Stage()
    stage.say("strength, but I can't stand")
    names = {choice.name for choice in stage.lobby._shelf.listed}
    assert stage.offered != "strength-standing"
    assert stage.at is not State.LISTING or "strength-standing" not in names


def test_the_list_comes_in_parts_and_numbers_count_through() -> None:
    stage = Stage()
    first = stage.say("what sessions are there")
    assert first[0] == f"I have {len(shipped())} sessions."
    assert first[1].startswith("Number 1. ")
    assert stage.say("next")[0].startswith("Number 5. ")
    assert stage.say("back")[0].startswith("Number 1. ")
    stage.say("number eleven")
    assert stage.offered == shipped()[10].name


def test_a_number_that_there_is_not_is_said_to_be_none() -> None:
    stage = Stage()
    assert stage.say("number forty")[0] == "There is no number 40."
    assert stage.offered is None


def test_what_there_is_nothing_for_is_told_with_what_there_is() -> None:
    said = Stage().say("something on a trampoline for my dog's chair")
    assert said  # a chair is a chair
    stage = Stage()
    said = stage.say("the one from yesterday")
    assert said[0] == "I know of no session from then."
    assert stage.at is State.CHOOSING


def test_telling_about_it_says_what_is_needed_and_who_has_reviewed_it() -> None:
    stage = in_state(State.OFFERING)
    said = stage.say("tell me about it")
    assert "You need: Your bed. A pillow." in said
    assert "No clinician has reviewed it." in said
    assert stage.offered == "sciatica-bed"


# -- what was done before


def test_the_one_from_yesterday_is_found_in_the_journal() -> None:
    stage = Stage([YESTERDAY])
    stage.say("the one from yesterday")
    assert stage.offered == "hips"


def test_what_was_cut_off_is_offered_with_the_greeting() -> None:
    stage = Stage([CUT_OFF, YESTERDAY])
    assert stage.said[:2] == ["Hello again.", "Last time we were cut off in the middle of this."]
    assert stage.offered == "knees"


def test_what_was_done_is_told_when_asked() -> None:
    said = Stage([YESTERDAY]).say("what have I done")
    assert said[0] == "Yesterday: Stiff hips. Finished."


@pytest.mark.parametrize("asked", ["how am I doing", "how's it going", "my progress please"])
def test_how_it_goes_is_told_when_it_is_asked_and_at_no_other_time(asked: str) -> None:
    stage = Stage([YESTERDAY], progress=("That is 3 days in a row.",))
    assert "in a row" not in " ".join(stage.said)
    assert stage.say(asked)[0] == "That is 3 days in a row."
    assert Stage().say(asked)[0] == "You have done no session yet."


# -- silence


def test_silence_is_answered_gently_once_and_then_with_patience() -> None:
    stage = Stage()
    before = len(stage.said)
    stage.wait()
    assert stage.said[before] == "Take your time. I am listening."
    assert len(stage.said) == before + 2
    assert not stage.playing
    assert not stage.queue
    assert stage.outcome is None


@pytest.mark.parametrize("state", [State.CHOOSING, State.LISTING, State.OFFERING])
def test_silence_never_chooses(state: State) -> None:
    stage = in_state(state)
    stage.wait()
    assert (stage.at, stage.outcome, stage.lobby.chosen) == (state, None, None)


def test_not_understood_twice_says_what_can_be_said_and_then_talk_is_left_alone() -> None:
    stage = Stage()
    assert stage.say("the weather will be fine")[0] == "I did not understand that."
    said = stage.say("and then it will rain")
    assert said[1].startswith("You can say: what sessions are there")
    assert stage.say("or so they told me") == []
    stage.say("neck and shoulders")
    assert stage.offered == "neck-and-shoulders"


# -- stop, pain and doubt


@pytest.mark.parametrize("state", [*TALKING, State.STARTING, State.MAKING_SURE])
def test_stop_is_silence_that_only_continue_ends(state: State) -> None:
    stage = in_state(state)
    actions = stage.tell(stage.event("stop"))
    assert isinstance(actions[0], Silence)
    assert stage.at is State.PAUSED
    for words in ("yes", "number one", "something for my back", "tell me about it"):
        stage.say(words)
        assert stage.at is State.PAUSED
    stage.say("continue")
    assert stage.at in TALKING
    assert stage.lobby.chosen is None


@pytest.mark.parametrize("state", [s for s in State if s not in {State.NEW, State.ENDED}])
def test_an_emergency_is_answered_by_the_ladder_and_by_no_session(state: State) -> None:
    stage = in_state(state)
    said = stage.say("I can't feel my legs")
    assert said[:2] == [
        "This could be an emergency. We end here.",
        "Call your emergency number now, or ask someone to call. I cannot call for you.",
    ]
    stage.say("something for my back")
    stage.say("yes")
    stage.wait()
    assert (stage.outcome, stage.lobby.chosen) == (Outcome.EMERGENCY, None)


def test_pain_is_asked_about_as_in_a_session() -> None:
    stage = Stage()
    said = stage.say("my back hurts")
    assert said[0] == "We end here. Do no more exercises today."
    assert stage.ladder == "checking"
    stage.say("no")
    stage.wait()
    assert stage.outcome is Outcome.PAIN


@pytest.mark.parametrize(
    "text",
    [
        "something for back pain",
        "is there anything good for an aching lower back in the morning",
    ],
)
def test_a_complaint_that_may_be_a_wish_is_asked_about_first(text: str) -> None:
    stage = Stage()
    assert stage.say(text)[0].startswith("Does anything hurt just now")
    stage.say("no")
    assert stage.at in {State.LISTING, State.OFFERING}


@pytest.mark.parametrize("answer", ["yes", "not sure"])
def test_where_it_hurts_now_there_is_no_session(answer: str) -> None:
    stage = in_state(State.MAKING_SURE)
    stage.say(answer)
    assert stage.ladder == "checking"
    stage.wait()
    assert stage.outcome is Outcome.PAIN


def test_no_answer_about_pain_is_no_no() -> None:
    stage = in_state(State.MAKING_SURE)
    stage.wait()
    assert stage.at is State.PAUSED


@pytest.mark.parametrize("speaking", [False, True])
def test_a_half_heard_answer_about_pain_is_asked_for_once_more_at_once(*, speaking: bool) -> None:
    stage = in_state(State.MAKING_SURE)
    if speaking:  # a word is half heard before the silence behind it
        stage.tell(SpeechBegan())
    stage.mumble(Intent.YES)
    stage.step()
    assert stage.said[-1] == language("en").lines.say("unheard")


def test_a_stop_that_was_half_heard_is_asked_about() -> None:
    stage = in_state(State.OFFERING)
    stage.mumble(Intent.STOP)
    stage.listen()
    assert stage.said[-1] == "Did you say stop?"
    stage.say("no")
    assert stage.at.value == "offering"
    stage.mumble(Intent.STOP)
    stage.wait()
    assert stage.at.value == "paused"


def test_a_yes_that_was_half_heard_chooses_nothing() -> None:
    stage = in_state(State.OFFERING)
    stage.mumble(Intent.YES)
    assert stage.at is State.OFFERING


# -- keys alone, and parts that fail


def test_the_whole_way_by_keys_alone() -> None:
    stage = Stage(armed=False, preferences=Preferences(keyboard=True))
    stage.tell(Deaf("The microphone gives no sound."))
    stage.press("l", "n", "6", "t", "n", "b", "y")
    assert chosen(stage) == shipped()[5].name


def test_one_key_is_enough_to_begin() -> None:
    stage = Stage()
    stage.press("\n", "\n")
    assert chosen(stage) == "calm-breaths"


def test_any_other_key_is_silence() -> None:
    stage = Stage()
    stage.press("j")
    assert stage.at.value == "paused"
    stage.press(" ")
    assert stage.at.value == "choosing"


def test_deaf_and_without_a_keyboard_it_says_so_and_ends() -> None:
    stage = Stage(armed=False, preferences=Preferences(keyboard=False))
    stage.tell(Deaf("The microphone gives no sound."))
    stage.wait()
    assert "There is no keyboard either, so we end here." in stage.said[-1]
    assert stage.outcome is Outcome.NO_SOUND


def test_where_nobody_can_be_heard_it_names_keys() -> None:
    stage = Stage()
    stage.tell(Deaf("The microphone gives no sound."))
    stage.listen()
    said = stage.press("?")
    assert any(line.startswith("L lists the sessions") for line in said)


def test_mute_ends_it() -> None:
    stage = Stage()
    stage.tell(Mute("The speaker is gone."))
    assert stage.outcome is Outcome.NO_SOUND


def test_an_interrupt_ends_it_and_begins_nothing() -> None:
    stage = in_state(State.STARTING)
    stage.tell(Interrupted())
    assert (stage.outcome, stage.lobby.chosen) == (Outcome.ENDED_BY_USER, None)


def test_slower_is_slower_from_the_next_line_on() -> None:
    stage = Stage()
    actions = stage.tell(stage.event("slower"))
    assert [a.wpm for a in actions if isinstance(a, SetRate)] == [130]


def test_the_ear_is_told_that_anything_may_be_said_until_it_is_over() -> None:
    def told(stage: Stage) -> Iterator[bool]:
        return (a.choices for a in stage.actions if isinstance(a, Expect))

    stage = in_state(State.OFFERING)
    assert list(told(stage)) == [True]
    stage.say("yes")
    assert list(told(stage)) == [True, False]


def test_who_comes_for_the_first_time_is_offered_a_check() -> None:
    stage = Stage(visit=Visit.FIRST)
    assert "microphone" in stage.said[-1]
    stage.say("yes")
    assert stage.lobby.wants_check
    stage = Stage(visit=Visit.FIRST)
    stage.say("no")
    assert (stage.at, stage.lobby.wants_check) == (State.CHOOSING, False)


def test_where_nobody_answers_whether_to_check_the_microphone_it_is_checked() -> None:
    stage = Stage(visit=Visit.FIRST)
    stage.wait()
    assert (stage.lobby.wants_check, stage.lobby.chosen) == (True, None)


def test_german_is_there_for_keys_and_for_who_brings_a_recognizer() -> None:
    stage = Stage(code="de")
    stage.say("etwas für meinen rücken, im bett")
    assert stage.offered == "ruecken-im-bett"
    stage.say("ja")
    assert chosen(stage) == "ruecken-im-bett"
    assert language("de").code == "de"


def test_what_is_said_when_the_voice_fails_is_ready_before_anything_else() -> None:
    texts = list(Stage().lobby.texts(["My voice failed."], ["No microphone."]))
    assert texts[0] == "My voice failed. I say it once more."
    assert "I cannot hear you. No microphone." in texts[:12]
    assert "Hello. I read exercise sessions aloud, count for you, and listen to you." in texts[:12]


def test_of_the_shortest_there_is_one() -> None:
    stage = Stage()
    stage.say("the shortest one")
    assert stage.offered == "calm-breaths"
