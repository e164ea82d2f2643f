"""What is asked before and during the exercises, and where each answer leads."""

from dataclasses import replace

import pytest
from tests.coach.asked import ASKED, LEADS, QUESTIONS, READY, SCREENED, answered, listen_until_ready
from tests.coach.stage import LINES, Stage

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Expect, Outcome
from voicecoach.core.intents import LEVELS, Intent
from voicecoach.plan.opening import Opening


def expected(actions: list[Action]) -> list[bool]:
    return [action.numbers for action in actions if isinstance(action, Expect)]


# -- before the exercises


def test_the_whole_opening_is_one_question_one_rehearsal_and_ready() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    asked_from = stage.said().index(next(t for t in stage.said() if "Is any of this" in t))
    assert stage.said()[asked_from:] == [
        "Is any of this true for you today? "
        "You had a fall or an accident not long ago, and the pain began then. "
        "You have a fever, or feel very unwell.",
        "Say yes, no, or not sure.",
    ]
    so_far = len(stage.heard)
    stage.say(Intent.NO)
    stage.run_until_asked()
    stage.say(Intent.STOP)
    listen_until_ready(stage)
    assert stage.said(so_far) == [
        "Three tones count you in.",
        LINES.say("normal"),
        LINES.say("how_to_halt"),
        "Say stop now, from where you lie.",
        *LEADS["heard"].say,
        READY,
    ]
    assert answered(stage) == [("screening", "no", None), ("rehearsal", "stop", None)]


@pytest.mark.parametrize("answer", [Intent.YES, Intent.NOT_SURE, None])
def test_anything_but_a_no_to_the_screening_puts_the_session_off(answer: Intent | None) -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    if answer:
        stage.say(answer)
    stage.run()
    assert stage.outcome is Outcome.NOT_TODAY
    assert stage.said()[-1] == "The number to call is your emergency number."
    assert not any("e1" in name for name in stage.began)


def test_no_answer_is_asked_for_once_more_without_all_the_reasons() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    so_far = len(stage.heard)
    stage.run_on(9)
    stage.run_until_asked()
    assert stage.said(so_far) == [QUESTIONS["screening"].again, QUESTIONS["screening"].choices]


def test_a_no_in_the_middle_of_the_reasons_is_not_one_to_all_of_them() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run(when=lambda: stage.state is State.ASKING)
    stage.run_on(2)
    stage.say(Intent.NO)
    assert answered(stage) == []
    stage.run_until_asked()
    stage.say(Intent.NO)
    assert answered(stage) == [("screening", "no", None)]


@pytest.mark.parametrize("word", [Intent.SKIP, Intent.BACK, Intent.CONTINUE, Intent.READY])
def test_nobody_gets_past_the_screening_without_an_answer(word: Intent) -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_on(1)
    for _ in range(4):
        stage.say(word)
        stage.run_on(3)
    stage.run()
    assert stage.outcome is Outcome.NOT_TODAY
    assert not any("e1" in name for name in stage.began)


def test_a_skip_in_a_pause_does_not_get_past_it_either() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    for word in (Intent.PAUSE, Intent.SKIP, Intent.SKIP, Intent.CONTINUE):
        stage.say(word)
        stage.run_on(3)
    assert stage.state is State.ASKING
    stage.run()
    assert stage.outcome is Outcome.NOT_TODAY


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE, Intent.HELP])
def test_a_stop_in_a_question_halts_and_continue_asks_it_again(word: Intent) -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    stage.say(word)
    stage.run_on(200)
    assert stage.state is State.PAUSED
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_asked()
    assert stage.said(so_far)[0] == "Going on."
    assert "Is any of this true" in stage.said(so_far)[1]


def test_pain_in_the_screening_is_pain() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    stage.say(Intent.PAIN)
    stage.run()
    assert stage.outcome is Outcome.PAIN


def test_a_question_in_between_is_answered_and_then_the_coach_asks_again() -> None:
    stage = Stage(SCREENED, opening=ASKED)
    stage.run_until_asked()
    so_far = len(stage.heard)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_until_heard(QUESTIONS["screening"].choices)
    assert "Is any of this true" in stage.said(so_far)[1]
    stage.say(Intent.REPEAT)
    stage.run_until_heard(QUESTIONS["screening"].choices)
    assert stage.state is State.ASKING


def test_sessions_without_reasons_and_without_an_opening_ask_nothing() -> None:
    stage = Stage()
    stage.run_until_ready()
    assert answered(stage) == []


@pytest.mark.parametrize(
    ("answer", "next_"),
    [
        (Intent.NO, "rehearsal"),
        (Intent.YES, "screening"),
        (Intent.NOT_SURE, "screening"),
        (None, "screening"),
    ],
)
def test_who_was_screened_not_long_ago_is_asked_only_whether_anything_has_changed(
    answer: Intent | None, next_: str
) -> None:
    stage = Stage(SCREENED, opening=replace(ASKED, screened=True))
    stage.run_until_asked()
    assert stage.said()[-2] == QUESTIONS["screening_again"].ask
    if answer:
        stage.say(answer)
    stage.run(when=lambda: QUESTIONS[next_].ask in (stage.said() or [""])[-1])
    assert stage.state is State.ASKING
    if next_ == "rehearsal":
        stage.say(Intent.SKIP)
        stage.run_until_heard("Exercise 1 of 3. Bridge.")


# -- last time


@pytest.mark.parametrize("question", ["settled", "cleared"])
@pytest.mark.parametrize("answer", [Intent.NO, Intent.NOT_SURE, None])
def test_who_is_not_well_again_does_not_exercise(question: str, answer: Intent | None) -> None:
    stage = Stage(opening=Opening(after_pain=question))
    stage.run_until_asked()
    if answer:
        stage.say(answer)
    stage.run()
    assert stage.outcome is Outcome.NOT_TODAY
    assert "Then do not exercise today." in stage.said()


def test_who_is_well_again_goes_on_with_the_screening() -> None:
    stage = Stage(SCREENED, opening=Opening(after_pain="settled", screening=True))
    stage.run_until_asked()
    assert stage.said()[-2] == QUESTIONS["settled"].ask
    stage.say(Intent.YES)
    stage.run_until_asked()
    assert "Is any of this true" in stage.said()[-2]


def test_who_goes_on_where_it_was_is_not_screened_and_hears_how_to_lie() -> None:
    stage = Stage(SCREENED, opening=Opening(resume_at=2, screening=True, rehearsal="rehearsal"))
    stage.run_until_asked()
    assert (
        stage.said()[-2] == "Last time we stopped at exercise 2. Curl. Shall we go on from there?"
    )
    so_far = len(stage.heard)
    stage.say(Intent.YES)
    listen_until_ready(stage)
    assert stage.said(so_far) == [
        "We go on from there.",
        "Exercise 2 of 3. Curl.",
        "Lie on your back.",
        "Say ready when you are in position.",
    ]


@pytest.mark.parametrize("answer", [Intent.NO, Intent.NOT_SURE, None])
def test_who_does_not_say_yes_to_it_begins_at_the_beginning(answer: Intent | None) -> None:
    stage = Stage(SCREENED, opening=Opening(resume_at=2, screening=True))
    stage.run_until_asked()
    if answer:
        stage.say(answer)
    stage.run(when=lambda: "Is any of this true" in (stage.said() or [""])[-1])
    assert stage.state is State.ASKING


# -- how strong it is


def asked_for_pain() -> Stage:
    """A stage between two sets, where the coach asks for the pain."""
    stage = Stage(SCREENED)
    stage.to_rep("set1.rep2")
    stage.run_until_asked()
    assert stage.said()[-2:] == [QUESTIONS["pain_level"].ask, QUESTIONS["pain_level"].choices]
    return stage


@pytest.mark.parametrize("level", LEVELS[:4])
def test_up_to_3_goes_on(level: Intent) -> None:
    stage = asked_for_pain()
    so_far = len(stage.heard)
    stage.say(level)
    stage.run_until_cue("set2.rep1")
    assert stage.said(so_far)[0] == "Set 2 of 3."
    assert answered(stage) == [("pain_level", "", float(LEVELS.index(level)))]


@pytest.mark.parametrize("level", LEVELS[6:])
def test_6_and_more_ends_as_pain(level: Intent) -> None:
    stage = asked_for_pain()
    so_far = len(stage.heard)
    stage.say(level)
    stage.run()
    assert stage.said(so_far)[0] == "We end here. Do no more exercises today."
    assert stage.outcome is Outcome.PAIN


@pytest.mark.parametrize("answer", [LEVELS[4], LEVELS[5], Intent.NOT_SURE])
def test_4_and_5_offer_the_easier_form(answer: Intent) -> None:
    stage = asked_for_pain()
    so_far = len(stage.heard)
    stage.say(answer)
    stage.run_until_asked()
    assert stage.said(so_far) == [QUESTIONS["easier"].ask, QUESTIONS["easier"].choices]
    so_far = len(stage.heard)
    stage.say(Intent.YES)
    listen_until_ready(stage)
    assert stage.said(so_far) == [
        "Then the easier form.",
        "Tilt.",
        "Sit on a chair with both feet on the floor.",
        "Say ready when you are in position.",
    ]
    stage.say(Intent.WHERE_AM_I)
    stage.run_until_heard("Exercise 1 of 3. Tilt.")
    stage.say(Intent.READY)
    listen_until_ready(stage)
    assert stage.said()[-2] == "Lie on your back."
    stage.say(Intent.READY)
    stage.run_until_heard("Exercise 2 of 3. Curl.")
    stage.run_until_cue("e2.set1.left.rep1")


@pytest.mark.parametrize("answer", [Intent.NO, Intent.NOT_SURE])
def test_who_does_not_want_the_easier_form_leaves_the_rest_out(answer: Intent) -> None:
    stage = asked_for_pain()
    stage.say(LEVELS[5])
    stage.run_until_asked()
    so_far = len(stage.heard)
    stage.say(answer)
    stage.run_until_heard("Exercise 2 of 3. Curl.")
    assert stage.said(so_far) == [*LEADS["leave_out"].say, "Exercise 2 of 3. Curl."]


def test_where_there_is_no_easier_form_the_rest_is_left_out() -> None:
    stage = asked_for_pain()
    stage.say(LEVELS[0])
    stage.run_until_asked()
    stage.say(LEVELS[0])
    stage.to_rep("e2.set1.left.rep2")
    stage.run_until_asked()
    so_far = len(stage.heard)
    stage.say(LEVELS[4])
    stage.run_until_heard("Exercise 3 of 3. Tilt.")
    assert stage.said(so_far) == [*LEADS["leave_out"].say, "Exercise 3 of 3. Tilt."]


def test_no_number_is_no_low_number_and_pauses() -> None:
    stage = asked_for_pain()
    stage.run_on(300)
    assert stage.state is State.PAUSED
    assert answered(stage) == [("pain_level", "no_answer", None)]
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_asked()
    assert stage.said(so_far)[1] == QUESTIONS["pain_level"].ask


@pytest.mark.parametrize("word", [Intent.YES, Intent.NO])
def test_a_yes_is_no_number_and_the_coach_asks_again(word: Intent) -> None:
    stage = asked_for_pain()
    so_far = len(stage.heard)
    stage.say(word)
    stage.run_on(3)
    assert stage.said(so_far)[0] == LINES.say("unheard")
    assert answered(stage) == []


@pytest.mark.parametrize(("key", "amount"), [("0", 0), ("3", 3), ("7", 7), ("9", 9)])
def test_digits_answer_as_well(key: str, amount: int) -> None:
    stage = asked_for_pain()
    stage.press(key)
    assert answered(stage) == [("pain_level", "", float(amount))]


def test_a_digit_that_nobody_asked_for_is_a_stop() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.press("4")
    assert stage.state is State.PAUSED


def test_the_ears_listen_for_numbers_while_one_is_asked_for_and_no_longer() -> None:
    stage = Stage(SCREENED)
    stage.to_rep("set1.rep2")
    before = len(stage.log)
    stage.run_until_asked()
    assert expected([t for t, _ in stage.log[before:] if isinstance(t, Expect)]) == [True]
    assert expected(stage.say(Intent.PAUSE)) == [False]
    stage.say(Intent.CONTINUE)
    stage.run_until_asked()
    assert expected(stage.say(LEVELS[2])) == [False]


def test_before_an_exercise_the_coach_asks_when_the_user_lies_ready() -> None:
    stage = Stage(SCREENED.replace("between_sets", "before"))
    for _ in range(2):
        stage.run_until_ready()
        stage.say(Intent.READY)
    stage.run_until_asked()
    assert stage.said()[-4:] == [
        "Lie on your back.",
        "3 sets of 2.",
        QUESTIONS["pain_level"].ask,
        QUESTIONS["pain_level"].choices,
    ]
