"""Whole conversations, as the user has them."""

import pytest
from tests.coach.stage import LINES, LIVING, Stage, in_state, spoken_s

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Chime, Outcome, SetRate, SetVolume, Silence
from voicecoach.core.events import Armed, Deaf, Interrupted, Mute, SpeechBegan, SpeechEnded
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences

BEATS = ["(lead_in)", "(lead_in)", "(lead_in)"]


def first_sound(actions: list[Action]) -> Action:
    return next(action for action in actions if not isinstance(action, SetVolume | SetRate))


# -- going through a session


def test_a_session_waits_twice_and_runs_to_its_end() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    stage.run_on(1)
    assert stage.said()[-1] == "Say ready when you are in position."
    stage.say(Intent.READY)
    stage.run()
    assert stage.outcome is Outcome.FINISHED
    assert stage.said()[-1].startswith("That was the last exercise.")


def test_a_session_without_waiting_is_heard_exactly_as_planned() -> None:
    stage = Stage(wait=False)
    stage.run()
    starts = stage.plan.starts_s(spoken_s)
    planned = [
        (round(start + note.at_s, 6), note)
        for start, cue in zip(starts, stage.plan.cues, strict=False)
        for note in cue.measure.notes
    ]
    heard = [(round(moment.at_s, 6), moment.what) for moment in stage.heard]
    assert heard == [(at, getattr(n, "text", f"({getattr(n, 'tone', '')})")) for at, n in planned]


@pytest.mark.parametrize("word", [Intent.READY, Intent.CONTINUE, Intent.YES])
def test_who_is_ready_before_the_question_is_over_need_not_wait(word: Intent) -> None:
    stage = Stage()
    stage.run_until_heard("Say ready when you want to begin.")
    stage.say(word)
    so_far = len(stage.heard)
    stage.run_on(1)
    assert stage.sounds(so_far) == ["We begin."]


def test_who_takes_long_is_reminded_twice_and_then_left_in_peace() -> None:
    stage = Stage()
    stage.run()
    assert stage.state is State.WAITING
    assert stage.said().count("Take your time. Say ready when you want to go on.") == 2
    stage.say(Intent.READY)
    stage.run_until_heard("We begin.")


# -- pause, stop, continue


def test_pause_and_continue_begin_the_rep_again_with_a_lead_in() -> None:
    stage = Stage()
    stage.to_rep("left.rep2.hold")
    stage.run_on(7)
    so_far = len(stage.heard)
    stage.say(Intent.PAUSE)
    stage.run_on(20)
    assert stage.said(so_far)[0] == "Paused. Say continue to go on."
    assert stage.state is State.PAUSED
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("Halfway.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "2. Knee in.", "Hold.", "Halfway."]


def test_a_lead_in_that_was_cut_off_is_given_once_more_and_not_twice() -> None:
    stage = Stage()
    stage.to_rep("lead_in")
    stage.run_on(1.5)
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("1. Knee in.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "1. Knee in."]


def test_a_sentence_that_was_cut_off_is_said_again_without_a_lead_in() -> None:
    stage = Stage()
    stage.run_until_heard("No clinician has reviewed this session.")
    stage.run_on(0.5)
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.CONTINUE)
    stage.run_on(5)
    assert stage.sounds(so_far)[:2] == ["Going on.", "No clinician has reviewed this session."]


def test_a_pause_in_a_rest_is_rest() -> None:
    stage = Stage()
    stage.to_rep("set1.rep3.rest")
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(Intent.PAUSE)
    stage.run_on(60)
    stage.say(Intent.CONTINUE)
    stage.run_until_heard("1. flatten")
    heard = stage.sounds(so_far)
    assert heard[heard.index("Going on.") :] == ["Going on.", "Set 2 of 2.", *BEATS, "1. flatten"]


@pytest.mark.parametrize("halt", [Intent.STOP, Intent.PAUSE, Intent.HELP])
def test_after_a_stop_only_continue_goes_on(halt: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(halt)
    for intent in Intent:
        if intent not in {Intent.CONTINUE, Intent.FINISH, Intent.PAIN, Intent.EMERGENCY}:
            before = len(stage.began)
            stage.say(intent)
            stage.run_on(200)
            assert stage.state is State.PAUSED, intent
            assert not [name for name in stage.began[before:] if name[0] == "e"], intent
    stage.say(Intent.CONTINUE)
    assert stage.state is State.COACHING


@pytest.mark.parametrize("way_on", [Intent.SKIP, Intent.BACK, Intent.READY, Intent.YES])
def test_a_question_asked_in_a_pause_is_no_way_out_of_it(way_on: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.say(way_on)
    stage.run_on(60)
    assert stage.state is State.PAUSED


def test_a_paused_coach_says_once_that_pain_is_a_reason_to_stop() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    for _ in range(3):
        stage.say(Intent.PAUSE)
        stage.run_on(10)
        stage.say(Intent.CONTINUE)
        stage.run_on(10)
    assert sum("because of pain" in text for text in stage.said()) == 1


def test_a_pause_reminds_twice_and_then_is_silence() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    so_far = len(stage.heard)
    stage.run()
    assert stage.said(so_far).count("Still paused. Say continue to go on, or finish to end.") == 2


@pytest.mark.parametrize(
    "word", [Intent.STOP, Intent.PAUSE, Intent.PAIN, Intent.EMERGENCY, Intent.HELP]
)
@pytest.mark.parametrize("cue", ["intro.say-2", "left.rep1.hold", "set1.rep2.count"])
def test_silence_is_the_first_sound_action_of_every_stop(word: Intent, cue: str) -> None:
    stage = Stage()
    stage.to_rep(cue)
    stage.tell(SpeechBegan())
    assert first_sound(stage.say(word)) == Silence()


def test_a_doubt_is_silence_first_as_well() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    assert first_sound(stage.mumble(Intent.STOP)) == Silence()


# -- questions


def test_a_question_during_a_hold_does_not_lengthen_it() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(4)
    stage.say(Intent.WHICH_SIDE)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.sounds(so_far)[1:] == [
        "The left side.",
        "Halfway.",
        "3.",
        "2.",
        "1.",
        "And release.",
    ]


def test_a_second_question_in_the_answer_to_the_first_does_not_lengthen_a_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(4)
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_on(1)
    stage.say(Intent.WHICH_SIDE)
    stage.run_on(1)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.said(so_far)[:4] == ["Hold.", "1 more after this one.", *["The left side."] * 2]


def test_a_hold_that_is_over_when_the_answer_ends_is_released() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(19)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_until_heard("And release.")
    assert stage.sounds(so_far) == ["About 3 minutes left.", "And release."]


def test_a_pause_after_a_question_in_a_hold_begins_the_rep_again_all_the_same() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(4)
    stage.say(Intent.PAUSE)
    stage.run_on(5)
    stage.say(Intent.CONTINUE)
    stage.say(Intent.WHICH_SIDE)
    so_far = len(stage.heard)
    stage.run_until_heard("Hold.")
    assert stage.sounds(so_far) == ["The left side.", *BEATS, "1. Knee in.", "Hold."]


def test_a_question_in_a_rep_begins_it_again_with_a_lead_in() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(3)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_MANY_LEFT)
    stage.run_until_heard("3. flatten")
    assert stage.said(so_far)[:4] == [
        "1 more after this one.",
        "And 1 more set.",
        "2. flatten",
        "release",
    ]


def test_a_question_at_a_checkpoint_asks_again_after_the_answer() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.run_on(5)
    so_far = len(stage.heard)
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_on(20)
    assert stage.said(so_far) == ["About 3 minutes left.", "Say ready when you want to begin."]
    assert stage.state is State.WAITING


def test_ready_in_the_middle_of_an_answer_at_a_checkpoint_goes_on() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.HOW_LONG_LEFT)
    stage.run_on(0.5)
    stage.say(Intent.READY)
    so_far = len(stage.heard)
    stage.run_on(1)
    assert stage.sounds(so_far) == ["We begin."]


def test_who_does_not_understand_a_step_hears_the_steps_again_and_only_once() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_heard("Hold it with both hands.")
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("2 times.")
    assert stage.said(so_far) == ["Bring one knee up.", "Hold it with both hands.", "2 times."]


def test_who_asks_again_at_a_checkpoint_hears_how_to_lie() -> None:
    stage = Stage()
    stage.run_until_ready()
    stage.say(Intent.READY)
    stage.run_until_ready()
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("Say ready when you are in position.")
    assert stage.said(so_far) == [
        "Main.",
        "Exercise 1 of 2. Knee to chest.",
        "Lie on your back.",
        "Say ready when you are in position.",
    ]
    assert stage.state is State.WAITING


def test_who_asks_again_before_the_exercises_hears_the_sentence_before_as_well() -> None:
    stage = Stage()
    stage.run_until_heard("No clinician has reviewed this session.")
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("Three tones count you in.")
    assert stage.said(so_far) == [
        "This is general exercise guidance, not medical advice.",
        "No clinician has reviewed this session.",
        "Three tones count you in.",
    ]


def test_who_asks_again_in_an_exercise_hears_all_of_it_and_begins_the_rep_again() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(1)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run_until_heard("release")
    assert stage.sounds(so_far) == [
        "Lie on your back.",
        "Press your back down.",
        "2 sets of 3.",
        *BEATS,
        "2. flatten",
        "(beat)",
        "release",
    ]


# -- pain


@pytest.mark.parametrize("state", LIVING)
def test_pain_in_any_state_ends_with_advice_and_nothing_else(state: State) -> None:
    stage = in_state(state)
    stage.run_on(0.5)
    so_far = len(stage.heard)
    stage.say(Intent.PAIN)
    for intent in (Intent.CONTINUE, Intent.READY, Intent.SKIP, Intent.PAIN, Intent.NO):
        stage.run_on(0.3)
        stage.say(intent)
    stage.run()
    assert stage.outcome is Outcome.PAIN
    advice = list(LINES.all_of("pain_advice"))
    assert stage.said(so_far) == (advice[1:] if state is State.ADVISING else advice)


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
def test_pain_that_turns_into_an_emergency_is_advised_as_one(worse: Intent) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(3)
    stage.say(worse)
    stage.run()
    assert stage.outcome is Outcome.EMERGENCY


def test_advice_is_said_again_for_who_asks() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.run_on(6)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run()
    assert stage.said(so_far) == ["I say it once more.", *LINES.all_of("pain_advice")]


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE, Intent.FINISH])
def test_advice_gives_way_to_a_stop_and_the_session_ends_for_pain_all_the_same(
    word: Intent,
) -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAIN)
    stage.run_on(1)
    so_far = len(stage.heard)
    assert first_sound(stage.say(word)) == Silence()
    stage.run()
    assert stage.said(so_far) == []
    assert stage.outcome is Outcome.PAIN


def test_hushed_advice_can_still_be_asked_for() -> None:
    stage = Stage()
    stage.say(Intent.PAIN)
    stage.say(Intent.STOP)
    stage.run_on(5)
    so_far = len(stage.heard)
    stage.say(Intent.REPEAT)
    stage.run()
    assert stage.said(so_far)[1:] == list(LINES.all_of("pain_advice"))


# -- doubt


def test_a_half_heard_stop_is_asked_about_and_no_answer_goes_on_with_the_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(3)
    stage.mumble(Intent.STOP)
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)
    assert stage.said(so_far) == [
        "Hold.",
        "Did you say stop?",
        "Then we go on.",
        "3.",
        "2.",
        "1.",
        "And release.",
    ]


@pytest.mark.parametrize("word", [Intent.NO, Intent.CONTINUE])
def test_a_no_goes_on_at_once(word: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.run_on(1)
    stage.mumble(Intent.STOP)
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(word)
    stage.run_until_heard("release")
    assert stage.sounds(so_far)[:5] == ["Then we go on.", *BEATS, "2. flatten"]


@pytest.mark.parametrize(
    "word",
    [Intent.YES, Intent.NOT_SURE, Intent.STOP, Intent.READY, Intent.WHICH_SIDE, Intent.SLOWER],
)
def test_anything_but_a_no_stops(word: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.say(word)
    stage.run_on(30)
    assert stage.state is State.PAUSED
    assert stage.said(so_far)[0].startswith("I have stopped.")


def test_yes_to_does_it_hurt_ends_the_session() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.PAIN)
    stage.run_on(1)
    assert stage.said()[-1] == "Does it hurt?"
    stage.say(Intent.YES)
    stage.run()
    assert stage.outcome is Outcome.PAIN


@pytest.mark.parametrize("second", [Intent.STOP, Intent.NO, Intent.WHICH_SIDE])
def test_half_heard_twice_is_heard(second: Intent) -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.run_on(1)
    stage.mumble(second)
    assert stage.state is State.PAUSED


def test_the_more_serious_of_two_doubts_counts() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.mumble(Intent.STOP)
    stage.mumble(Intent.PAIN)
    stage.run()
    assert stage.outcome is Outcome.PAIN


def test_a_half_heard_stop_in_a_pause_is_not_worth_a_question() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.mumble(Intent.STOP)
    stage.run_on(5)
    assert stage.said(so_far) == []


def test_a_half_heard_pain_in_a_pause_is_and_a_no_leaves_it_paused() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.mumble(Intent.PAIN)
    stage.run_on(3)
    stage.say(Intent.NO)
    stage.run_on(10)
    assert stage.state is State.PAUSED
    assert stage.said(so_far) == ["Does it hurt?", LINES.say("still_paused")]


def test_half_heard_directions_change_nothing() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    assert not [a for a in stage.mumble(Intent.SKIP) if isinstance(a, Silence)]
    assert stage.state is State.COACHING


# -- ears


def test_a_deaf_coach_says_so_and_pauses_and_keys_go_on() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(2)
    so_far = len(stage.heard)
    stage.tell(SpeechBegan())
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    assert stage.said(so_far) == [
        "I cannot hear you. The microphone gives no sound. I have paused.",
        LINES.say("use_keys"),
    ]
    so_far = len(stage.heard)
    stage.press(" ")
    stage.run_until_heard("Hold.")
    assert stage.sounds(so_far) == ["Going on.", *BEATS, "1. Knee in.", "Hold."]


def test_a_deaf_coach_without_a_keyboard_does_not_speak_of_keys() -> None:
    stage = Stage(preferences=Preferences(keyboard=False))
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    assert LINES.say("use_keys") not in stage.said(so_far)
    assert stage.state is State.PAUSED


def test_a_coach_that_never_heard_and_has_no_keyboard_ends() -> None:
    stage = Stage(armed=False, preferences=Preferences(keyboard=False))
    stage.tell(Deaf("There is no microphone."))
    stage.run()
    assert stage.outcome is Outcome.NO_SOUND
    assert "There is no keyboard either" in stage.said()[-1]


def test_a_coach_that_hears_again_says_so_and_stays_paused() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    so_far = len(stage.heard)
    stage.tell(Armed())
    stage.run_on(5)
    assert stage.said(so_far) == ["I can hear you again. Say continue to go on."]
    assert stage.state is State.PAUSED


def test_a_coach_that_hears_again_in_a_hold_says_so_without_lengthening_it() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(20)
    stage.press(" ")
    stage.run_until_heard("Hold.")
    began, so_far = stage.now, len(stage.heard)
    stage.run_on(3)
    stage.tell(Armed())
    stage.run_until_heard("And release.")
    assert stage.said(so_far)[0] == "I can hear you again."
    assert stage.now == pytest.approx(began + 20)


def test_the_ears_may_come_late_but_no_exercise_begins_before() -> None:
    stage = Stage(armed=False)
    stage.run_on(60)
    assert stage.state is State.ARMING
    assert stage.said()[-1] == "I cannot hear you yet. Please be patient."
    assert not [name for name in stage.began if name.startswith("e1")]
    assert "I listen all the time" not in " ".join(stage.said())
    so_far = len(stage.heard)
    stage.tell(Armed())
    stage.run_until_ready()
    assert stage.said(so_far)[0] == "Three tones count you in."


def test_ears_that_come_in_time_are_not_spoken_of() -> None:
    stage = Stage(armed=False)
    stage.run_on(5)
    stage.tell(Armed())
    stage.run_until_ready()
    assert not [text for text in stage.said() if "hear" in text]


def test_a_pause_while_the_ears_come_is_a_pause() -> None:
    stage = Stage(armed=False)
    stage.run_on(60)
    stage.press(" ")
    stage.tell(Armed())
    stage.run_on(60)
    assert stage.state is State.PAUSED
    stage.say(Intent.CONTINUE)
    stage.run_until_ready()


# -- moving about


def test_skip_goes_to_the_next_exercise_which_says_which_it_is() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run_on(3)
    assert stage.said(so_far) == ["Exercise 2 of 2. Pelvic tilt.", "Stay as you are."]


def test_skip_at_the_last_exercise_goes_to_the_end() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run()
    assert stage.outcome is Outcome.FINISHED
    assert stage.said(so_far) == [LINES.say("session_done")]


def test_back_goes_to_the_exercise_before_and_at_the_first_to_its_beginning() -> None:
    stage = Stage()
    stage.to_rep("set1.rep2.count")
    for _ in range(2):
        so_far = len(stage.heard)
        stage.say(Intent.BACK)
        stage.run_until_ready()
        assert "Exercise 1 of 2. Knee to chest." in stage.said(so_far)


def test_back_from_the_very_end_is_the_last_exercise() -> None:
    stage = Stage(wait=False)
    stage.run_until_cue("outro")
    so_far = len(stage.heard)
    stage.say(Intent.BACK)
    stage.run_on(5)
    assert "Exercise 2 of 2. Pelvic tilt." in stage.said(so_far)


def test_skip_in_a_pause_names_the_exercise_and_waits_for_continue() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.say(Intent.PAUSE)
    stage.run_on(10)
    so_far = len(stage.heard)
    stage.say(Intent.SKIP)
    stage.run_on(10)
    stage.say(Intent.SKIP)
    stage.run_on(10)
    assert stage.said(so_far) == [
        "Exercise 2 of 2. Pelvic tilt. Say continue to go on.",
        "No exercise is left. Say continue to go on.",
    ]
    stage.say(Intent.BACK)
    stage.say(Intent.CONTINUE)
    so_far = len(stage.heard)
    stage.run_on(5)
    assert stage.said(so_far)[:2] == ["Going on.", "Exercise 2 of 2. Pelvic tilt."]


# -- slower, faster, louder, quieter


def test_slower_during_reps_takes_effect_at_the_next_rep_without_a_gap_or_a_double() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    now = stage.now
    stage.run_on(2)
    stage.say(Intent.SLOWER)
    stage.run_until_cue("rest")
    calls = [line for line in stage.timeline(now) if "flatten" in line]
    assert calls == ["0 1. flatten", "6 2. flatten", "12.9 3. flatten"]


def test_slower_twice_in_one_rep_is_two_steps() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    now = stage.now
    stage.say(Intent.SLOWER)
    stage.say(Intent.SLOWER)
    stage.run_until_cue("rest")
    calls = [line for line in stage.timeline(now) if "flatten" in line]
    assert calls == ["0 1. flatten", "6 2. flatten", f"{6 + 6 * 1.15**2:g} 3. flatten"]


def test_faster_never_shortens_a_hold() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.count")
    for _ in range(5):
        stage.say(Intent.FASTER)
    stage.run_until_heard("Hold.")
    began = stage.now
    stage.run_until_heard("And release.")
    assert stage.now == pytest.approx(began + 20)


def test_the_pace_has_limits() -> None:
    stage = Stage()
    stage.to_rep("set1.rep1.count")
    for _ in range(40):
        stage.say(Intent.SLOWER)
    stage.run_until_cue("set1.rep2.count")
    began = stage.now
    stage.run_until_cue("set1.rep3.count")
    assert stage.now == pytest.approx(began + 12)


def test_slower_while_the_coach_explains_is_its_speech_from_the_next_sentence_on() -> None:
    stage = Stage(preferences=Preferences(wpm=150))
    stage.run_until_heard("No clinician has reviewed this session.")
    so_far = len(stage.heard)
    actions = stage.say(Intent.SLOWER)
    assert actions[:2] == [SetRate(130), Chime(actions[1].tone)]  # type: ignore[union-attr]
    stage.run_until_heard("Say ready when you want to begin.")
    assert stage.said(so_far) == [
        "Three tones count you in.",
        LINES.say("how_to_halt"),
        "Say ready when you want to begin.",
    ]


def test_louder_and_quieter_take_effect_at_once_within_limits() -> None:
    stage = Stage(preferences=Preferences(volume_db=-4.0))
    stage.to_rep("left.rep1.hold")
    assert stage.say(Intent.LOUDER)[0] == SetVolume(0.0)
    assert stage.say(Intent.LOUDER)[0] == SetVolume(0.0)
    for _ in range(20):
        last = stage.say(Intent.QUIETER)[0]
    assert last == SetVolume(-28.0)
    assert stage.state is State.COACHING


# -- keys, help, the end


def test_any_key_silences() -> None:
    for key in ("x", "\x1b[A", "7", "é"):
        stage = Stage()
        stage.to_rep("left.rep1.hold")
        assert first_sound(stage.press(key)) == Silence()
        assert stage.state is State.PAUSED


def test_a_whole_session_runs_by_keys_alone() -> None:
    stage = Stage(armed=False)
    stage.tell(Deaf("There is no microphone."))
    stage.run_on(20)
    stage.press(" ")
    stage.run_until_ready()
    stage.press("\r")
    stage.run_until_ready()
    stage.press("\n")
    stage.to_rep("left.rep1.hold")
    stage.press("l")
    stage.run_on(2)
    assert "The left side." in stage.said()
    stage.press(" ")
    stage.press(" ")
    stage.press("n")
    stage.press("b")
    stage.press("H")
    stage.run()
    assert stage.outcome is Outcome.PAIN


def test_space_pauses_and_goes_on() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    states = [stage.press(" ") and stage.state for _ in range(3)]
    assert states == [State.PAUSED, State.COACHING, State.PAUSED]


def test_help_is_silence_first_then_what_can_be_said() -> None:
    stage = Stage(preferences=Preferences(emergency_number="911"))
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    stage.say(Intent.HELP)
    stage.run_on(40)
    assert stage.said(so_far)[0] == "Paused. Say continue to go on."
    assert "call 9 1 1" in stage.said(so_far)[1]
    assert LINES.say("help") in stage.said(so_far)


def test_help_for_who_cannot_be_heard_is_about_the_keys() -> None:
    stage = Stage()
    stage.tell(Deaf("The microphone gives no sound."))
    so_far = len(stage.heard)
    stage.press("?")
    stage.run_on(40)
    assert LINES.say("keys_help") in stage.said(so_far)
    assert LINES.say("help") not in stage.said(so_far)


def test_finish_says_goodbye_and_ends_for_the_user() -> None:
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    so_far = len(stage.heard)
    assert first_sound(stage.say(Intent.FINISH)) == Silence()
    stage.run()
    assert stage.outcome is Outcome.ENDED_BY_USER
    assert stage.said(so_far)[-1] == "We end here. Rest well."


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAUSE])
def test_a_stop_cuts_the_goodbye_short(word: Intent) -> None:
    stage = Stage()
    stage.say(Intent.FINISH)
    assert first_sound(stage.say(word)) == Silence()
    assert stage.outcome is Outcome.ENDED_BY_USER


def test_who_calls_for_help_in_the_goodbye_is_not_left() -> None:
    stage = Stage()
    stage.say(Intent.FINISH)
    assert first_sound(stage.say(Intent.HELP)) == Silence()
    stage.run_on(60)
    assert stage.state is State.PAUSED
    assert any("If you need help urgently" in text for text in stage.said())


@pytest.mark.parametrize("state", LIVING)
def test_an_interrupt_ends_any_state_in_silence(state: State) -> None:
    stage = in_state(state)
    assert first_sound(stage.tell(Interrupted())) == Silence()
    assert stage.outcome is (Outcome.PAIN if state is State.ADVISING else Outcome.ENDED_BY_USER)


@pytest.mark.parametrize("state", LIVING)
def test_a_coach_that_cannot_be_heard_stops_counting_and_shows_why(state: State) -> None:
    stage = in_state(state)
    assert first_sound(stage.tell(Mute("The speaker takes no more sound."))) == Silence()
    assert stage.shown()[0] == "The speaker takes no more sound."
    assert stage.outcome is (Outcome.PAIN if state is State.ADVISING else Outcome.NO_SOUND)


def test_advice_that_cannot_be_said_is_shown() -> None:
    stage = in_state(State.ADVISING)
    stage.tell(Mute("The voice failed."))
    assert stage.shown() == ["The voice failed.", *LINES.all_of("pain_advice")]


def test_the_coach_lowers_its_voice_while_somebody_speaks() -> None:
    stage = Stage()
    assert [getattr(action, "on", None) for action in stage.tell(SpeechBegan())] == [True]
    assert [getattr(action, "on", None) for action in stage.tell(SpeechEnded())] == [False]


def test_the_voice_comes_back_when_the_ears_fail_in_the_middle_of_speech() -> None:
    stage = Stage()
    stage.tell(SpeechBegan())
    assert getattr(stage.tell(Deaf("Gone."))[-1], "on", None) is False


# -- where am I


@pytest.mark.parametrize(
    ("cue", "question", "answer"),
    [
        ("intro.say-2", Intent.WHERE_AM_I, ["No exercise has begun yet."]),
        ("intro.say-2", Intent.HOW_MANY_LEFT, ["No exercise has begun yet."]),
        ("e1.say-1", Intent.HOW_MANY_LEFT, ["1 more exercise after this one."]),
        ("e1.say-1", Intent.WHICH_SIDE, ["First on the left side, then on the right."]),
        (
            "left.rep1.hold",
            Intent.HOW_MANY_LEFT,
            ["1 more after this one.", "Then the right side."],
        ),
        ("right.rep2.hold", Intent.HOW_MANY_LEFT, ["This is the last one."]),
        ("right.rep2.hold", Intent.WHICH_SIDE, ["The right side."]),
        ("left.lead_in", Intent.HOW_MANY_LEFT, ["2 to go.", "Then the right side."]),
        ("e2.set1.lead_in", Intent.HOW_MANY_LEFT, ["3 to go.", "And 1 more set."]),
        ("e2.set1.rep3.rest", Intent.HOW_MANY_LEFT, ["And 1 more set."]),
        ("e2.set2.rep1.count", Intent.HOW_MANY_LEFT, ["2 more after this one."]),
        ("e2.set2.rep1.count", Intent.WHICH_SIDE, ["Both sides together."]),
        ("e2.set2.rep3.say", Intent.HOW_MANY_LEFT, ["This is the last exercise."]),
        ("e2.set2.rep1.count", Intent.HOW_LONG_LEFT, ["Less than a minute left."]),
        (
            "e2.set2.rep1.count",
            Intent.WHERE_AM_I,
            ["Exercise 2 of 2. Pelvic tilt.", "Set 2 of 2.", "Number 1 of 3."],
        ),
        (
            "e1.set1.right.rep2.hold",
            Intent.WHERE_AM_I,
            ["Exercise 1 of 2. Knee to chest.", "The right side.", "Number 2 of 2."],
        ),
        ("outro", Intent.WHERE_AM_I, ["All exercises are done."]),
        ("outro", Intent.WHICH_SIDE, ["All exercises are done."]),
    ],
)
def test_the_coach_knows_where_it_is(cue: str, question: Intent, answer: list[str]) -> None:
    stage = Stage()
    stage.to_rep(cue)
    stage.run_on(0.1)
    so_far = len(stage.heard)
    stage.say(question)
    stage.run(when=lambda: stage.state is not State.ANSWERING)
    assert stage.said(so_far) == answer
