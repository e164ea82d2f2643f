"""When something hurts: silence, advice, one question, and advice by its answer."""

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state

from voicecoach.coach.advice import Advice
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Answered, Outcome, SetRate, SetVolume, Silence
from voicecoach.core.events import SpeechBegan, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences

QUESTION = LINES.ladder.questions["red_flags"]
AT_ONCE = list(LINES.all_of("pain_advice"))
ASKED = [QUESTION.ask, QUESTION.choices]
ADVICE = Advice(LINES, None)
MAYBE = list(ADVICE.of(QUESTION.silence))
EMERGENCY = list(ADVICE.emergency())
NOT_OVER = tuple(s for s in LIVING if s not in {State.CHECKING, State.ADVISING})


def first_sound(actions: list[Action]) -> Action:
    unheard = (SetVolume, SetRate, Answered)
    return next(action for action in actions if not isinstance(action, unheard))


def asked_about_red_flags() -> Stage:
    """A stage on which something hurt, and the question was just asked."""
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_until_asked()
    return stage


def answers(stage: Stage) -> list[Answered]:
    return [thing for thing, _ in stage.log if isinstance(thing, Answered)]


@pytest.mark.parametrize("state", NOT_OVER)
def test_pain_in_any_state_is_silence_then_advice_then_one_question(state: State) -> None:
    stage = in_state(state)
    stage.run_on(0.5)
    so_far = len(stage.heard)
    assert first_sound(stage.say(Intent.PAIN)) == Silence()
    stage.run_until_asked()
    assert stage.said(so_far) == [*AT_ONCE, *ASKED]


@pytest.mark.parametrize("state", NOT_OVER)
def test_advice_begins_within_a_second_and_a_half(state: State) -> None:
    stage = in_state(state)
    pain_s, so_far = stage.now, len(stage.heard)
    stage.say(Intent.PAIN)
    stage.run_on(5)
    assert stage.heard[so_far].at_s - pain_s < 1.5


@pytest.mark.parametrize("state", NOT_OVER)
def test_whatever_is_said_after_pain_nothing_goes_back_to_the_exercises(state: State) -> None:
    stage = in_state(state)
    stage.say(Intent.PAIN)
    cues = len([name for name in stage.began if not name.startswith(("say", "wait"))])
    for intent in (Intent.CONTINUE, Intent.READY, Intent.SKIP, Intent.BACK, Intent.PAIN):
        stage.run_on(0.3)
        stage.say(intent)
    stage.run()
    assert stage.outcome is Outcome.PAIN
    assert len([name for name in stage.began if not name.startswith(("say", "wait"))]) == cues


@pytest.mark.parametrize(
    ("answer", "told", "outcome"),
    [
        (Intent.YES, EMERGENCY, Outcome.EMERGENCY),
        (Intent.NOT_SURE, MAYBE, Outcome.PAIN),
        (Intent.NO, list(ADVICE.of(QUESTION.answers[Intent.NO])), Outcome.PAIN),
    ],
)
def test_the_answer_decides_on_the_advice(
    answer: Intent, told: list[str], outcome: Outcome
) -> None:
    stage = asked_about_red_flags()
    so_far = len(stage.heard)
    stage.say(answer)
    stage.run()
    assert stage.said(so_far) == told
    assert stage.outcome is outcome
    assert answers(stage) == [Answered("red_flags", answer.value)]


@pytest.mark.parametrize("key", ["y", "n", "u"])
def test_keys_answer_as_well(key: str) -> None:
    stage = asked_about_red_flags()
    stage.press(key)
    values = {"y": "yes", "n": "no", "u": "not_sure"}
    assert answers(stage) == [Answered("red_flags", values[key])]


def test_no_answer_is_asked_for_once_more_and_then_is_as_grave_as_not_sure() -> None:
    stage = asked_about_red_flags()
    so_far = len(stage.heard)
    stage.run()
    assert stage.said(so_far) == [LINES.say("unheard"), *ASKED, *MAYBE]
    assert stage.outcome is Outcome.PAIN
    assert answers(stage) == [Answered("red_flags", "no_answer")]
    assert QUESTION.silence == QUESTION.answers[Intent.NOT_SURE]


def test_an_answer_to_the_second_asking_counts() -> None:
    stage = asked_about_red_flags()
    stage.run_until_heard(LINES.say("unheard"))
    stage.say(Intent.YES)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


def test_a_no_to_the_first_part_of_the_question_is_not_one_to_all_of_it() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.run_until_heard(QUESTION.ask)
    stage.run_on(1)
    stage.say(Intent.NO)
    assert answers(stage) == []
    stage.run_until_asked()
    stage.say(Intent.NO)
    assert answers(stage) == [Answered("red_flags", "no")]


def test_a_yes_need_not_wait_for_the_end_of_the_question() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.run_until_heard(QUESTION.ask)
    stage.say(Intent.YES)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


def test_a_yes_before_the_question_is_no_answer_to_it() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.mumble(Intent.PAIN)
    stage.run_on(1.5)
    stage.say(Intent.YES)
    stage.run_on(0.3)
    stage.say(Intent.YES)
    assert (stage.state, answers(stage)) == (State.CHECKING, [])


def test_who_is_speaking_when_time_is_up_is_heard_out() -> None:
    stage = asked_about_red_flags()
    stage.run_on(7.5)
    stage.tell(SpeechBegan())
    so_far = len(stage.heard)
    stage.run_on(2)
    stage.say(Intent.NO)
    stage.tell(SpeechEnded())
    stage.run_on(1)
    assert stage.said(so_far) == [QUESTION.answers[Intent.NO].say[0]]


def test_a_red_flag_said_outright_skips_the_question() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.say(Intent.EMERGENCY)
    stage.run()
    assert stage.said(so_far) == EMERGENCY
    assert stage.outcome is Outcome.EMERGENCY


@pytest.mark.parametrize("state", LIVING)
def test_an_emergency_in_any_state_ends_with_its_advice(state: State) -> None:
    stage = in_state(state)
    so_far = len(stage.heard)
    stage.say(Intent.EMERGENCY)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY
    assert stage.said(so_far)[0] == "This could be an emergency. We end here."
    assert "Call your emergency number now, or ask someone" in stage.said(so_far)[1]


def test_an_emergency_number_is_said_digit_by_digit() -> None:
    stage = Stage(preferences=Preferences(emergency_number="112"))
    stage.say(Intent.EMERGENCY)
    stage.run()
    assert any("Call 1 1 2 now" in text for text in stage.said())


@pytest.mark.parametrize("worse", [Intent.EMERGENCY, Intent.HELP])
@pytest.mark.parametrize("after_s", [1.0, 3.0, 12.0])
def test_pain_that_turns_into_an_emergency_is_advised_as_one(worse: Intent, after_s: float) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(after_s)
    stage.say(worse)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


def test_advice_and_question_are_said_again_for_who_asks() -> None:
    stage = asked_about_red_flags()
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_asked()
    assert stage.said(so_far) == [LINES.say("advice_again"), *AT_ONCE, *ASKED]


def test_the_advice_by_the_answer_is_said_again_for_who_asks() -> None:
    stage = asked_about_red_flags()
    stage.say(Intent.NOT_SURE)
    stage.run_on(3)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run()
    assert stage.said(so_far) == [LINES.say("advice_again"), *MAYBE]


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE])
def test_a_stop_in_the_same_breath_is_silence_and_the_question_comes_a_while_later(
    word: Intent,
) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(1)
    stopped_s, so_far = stage.now, len(stage.heard)
    assert first_sound(stage.say(word)) == Silence()
    stage.run_until_heard(QUESTION.choices)
    assert stage.heard[so_far].at_s - stopped_s > 9
    assert stage.said(so_far) == ASKED


@pytest.mark.parametrize("words", [(Intent.STOP, Intent.STOP), (Intent.FINISH,)])
def test_who_insists_is_left_in_peace_and_the_session_ends_for_pain_all_the_same(
    words: tuple[Intent, ...],
) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(1)
    so_far = len(stage.heard)
    for word in words:
        assert first_sound(stage.say(word)) == Silence()
        stage.run_on(1)
    stage.run()
    assert stage.said(so_far) == []
    assert stage.shown() == MAYBE
    assert stage.outcome is Outcome.PAIN


def test_hushed_advice_can_still_be_asked_for() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.say(Intent.FINISH)
    stage.run_on(5)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_asked()
    assert stage.said(so_far)[1:] == [*AT_ONCE, *ASKED]


def test_an_answer_in_a_hush_counts() -> None:
    stage = asked_about_red_flags()
    stage.say(Intent.STOP)
    stage.run_on(1)
    stage.say(Intent.YES)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE, Intent.FINISH])
def test_the_last_advice_gives_way_to_a_stop(word: Intent) -> None:
    stage = asked_about_red_flags()
    stage.say(Intent.NOT_SURE)
    stage.run_on(1)
    so_far = len(stage.heard)
    assert first_sound(stage.say(word)) == Silence()
    stage.run()
    assert stage.said(so_far) == []
    assert stage.outcome is Outcome.PAIN
