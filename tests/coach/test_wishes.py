"""How the user wants it, told by voice or key, done at once and kept for the next session."""

import pytest
from tests.coach.stage import LINES, Stage, in_state
from tests.coach.stage import TWO_EXERCISES as SESSION

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, AnotherVoice, Chime, Keep
from voicecoach.core.events import Heard, SpeechBegan
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Detail, Preferences
from voicecoach.core.score import Tone
from voicecoach.language import load
from voicecoach.language.understand import understand
from voicecoach.plan.cues import CueKind
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

TALK = SESSION.replace("reps: 2\n", "reps: 2\n        stop_if: [your leg tingles]\n")
READ = read_text(TALK, "session.yaml")
PLANS = {detail: plan(READ, LINES, detail=detail) for detail in Detail}
ENGLISH = load("en")


def kept(actions: list[Action]) -> dict[str, str]:
    return {action.key: action.value for action in actions if isinstance(action, Keep)}


@pytest.mark.parametrize(
    ("wish", "key", "value"),
    [
        (Intent.LOUDER, "volume", "0"),
        (Intent.QUIETER, "volume", "-8"),
        (Intent.TONES_OFF, "tones", "off"),
        (Intent.TONES_ON, "tones", "on"),
        (Intent.LESS_TALK, "talk", "short"),
        (Intent.MORE_TALK, "talk", "full"),
    ],
)
def test_what_is_wished_is_kept(wish: Intent, key: str, value: str) -> None:
    assert kept(in_state(State.COACHING).say(wish)) == {key: value}


def test_the_rate_of_the_voice_is_kept_and_the_pace_of_an_exercise_is_not() -> None:
    before = Stage()
    before.run_on(1)
    assert kept(before.say(Intent.FASTER)) == {"rate": "172"}
    assert kept(in_state(State.COACHING).say(Intent.FASTER)) == {}


def test_tones_off_is_said_and_holds_at_once_and_one_key_turns_them_on_again() -> None:
    stage = in_state(State.PAUSED)
    stage.say(Intent.TONES_OFF)
    stage.run_on(30)
    assert LINES.say("tones_are_off") in stage.said()
    assert stage.state is State.PAUSED
    assert not [a for a in stage.tell(SpeechBegan()) if isinstance(a, Chime)]
    stage.press("z")
    stage.run_on(30)
    tones = [a.tone for a in stage.tell(SpeechBegan()) if isinstance(a, Chime)]
    assert tones == [Tone.LISTENING]


def test_another_voice_is_asked_for() -> None:
    assert AnotherVoice() in in_state(State.WAITING).say(Intent.OTHER_VOICE)


# -- more and less talk


def told(detail: Detail) -> list[str]:
    return list(PLANS[detail].texts())


def test_learn_mode_tells_all_and_does_nothing_before_the_user_is_ready() -> None:
    kinds = [cue.kind for cue in PLANS[Detail.FULL].cues if cue.place and cue.place.exercise == 2]
    assert CueKind.CHECKPOINT in kinds[: kinds.index(CueKind.LEAD_IN)]
    assert set(told(Detail.USUAL)) <= set(told(Detail.FULL))


def test_do_mode_keeps_the_position_the_dose_and_every_warning() -> None:
    short = told(Detail.SHORT)
    assert "Bring one knee up." not in short
    assert "Press your back down." not in short
    assert "Lie on your back." in short
    assert "If your leg tingles, tell me at once." in short
    assert "2 times." in short


def test_what_is_counted_is_the_same_in_every_mode() -> None:
    moving = {CueKind.COUNT, CueKind.HOLD, CueKind.LEAD_IN}
    done = [[c.id for c in p.cues if c.kind in moving] for p in PLANS.values()]
    assert done[0] == done[1] == done[2]


@pytest.mark.parametrize("wish", [Intent.LESS_TALK, Intent.MORE_TALK])
def test_a_change_of_mode_holds_from_the_next_exercise_on(wish: Intent) -> None:
    stage = Stage(TALK, plans=PLANS)
    stage.to_rep("left.rep1.hold")
    stage.say(wish)
    stage.run(when=lambda: stage.state is not State.ANSWERING)
    stage.to_rep("e2.set1.rep1")
    said = stage.said()
    assert ("Press your back down." in said) is (wish is Intent.MORE_TALK)
    stage.run()
    assert stage.outcome is not None


# -- the emergency number


def dial(stage: Stage, *digits: int) -> None:
    for digit in digits:
        stage.say(Intent(f"level_{digit}"))
        stage.run_on(1)


def test_a_number_is_taken_digit_by_digit_read_back_and_kept_after_a_yes() -> None:
    stage = in_state(State.PAUSED)
    stage.say(Intent.MY_NUMBER)
    stage.run_on(5)
    dial(stage, 9, 1, 1)
    stage.say(Intent.DONE)
    stage.run_on(5)
    assert any("9, 1, 1" in line for line in stage.said())
    assert kept(stage.say(Intent.YES)) == {"emergency_number": "911"}
    stage.run_on(10)
    assert stage.state is State.PAUSED
    so_far = len(stage.heard)
    stage.say(Intent.HELP)
    stage.run_on(20)
    assert any("call 9 1 1" in line for line in stage.said(so_far))


@pytest.mark.parametrize("answer", [Intent.NO, Intent.NOT_SURE, None])
def test_without_a_yes_the_number_stays_as_it_was(answer: Intent | None) -> None:
    stage = in_state(State.WAITING, Preferences(emergency_number="112"))
    stage.say(Intent.MY_NUMBER)
    dial(stage, 9, 9, 9)
    told = [stage.say(Intent.DONE), stage.say(answer) if answer else []]
    stage.run_on(30)
    assert [kept(actions) for actions in told] == [{}, {}]
    assert LINES.say("left_as_it_was") in stage.said()
    assert stage.state is State.WAITING


def test_nothing_more_ends_a_number_and_is_no_yes() -> None:
    stage = in_state(State.PAUSED)
    stage.say(Intent.MY_NUMBER)
    dial(stage, 1, 1, 2)
    stage.run_on(60)
    assert any("1, 1, 2" in line for line in stage.said())
    assert not [thing for thing, _ in stage.log if isinstance(thing, Keep)]


@pytest.mark.parametrize("word", [Intent.STOP, Intent.PAIN, Intent.EMERGENCY])
def test_a_safety_word_counts_while_a_number_is_taken(word: Intent) -> None:
    stage = in_state(State.WAITING)
    stage.say(Intent.MY_NUMBER)
    stage.say(word)
    assert stage.state in {State.PAUSED, State.CHECKING, State.ADVISING}


def test_a_number_can_be_typed() -> None:
    stage = in_state(State.WAITING)
    for key in "#112\n":
        stage.press(key)
    assert kept(stage.press("y")) == {"emergency_number": "112"}


# -- a name


def test_a_name_is_spelled_back_and_kept_after_a_yes() -> None:
    stage = in_state(State.WAITING)
    read = understand("Call me Sam.", ENGLISH)
    assert read.intent is Intent.MY_NAME
    stage.tell(Heard(Intent.MY_NAME, "call me Sam", "Call me Sam."))
    stage.run_on(10)
    assert any(line.startswith("I heard Sam. S, A, M.") for line in stage.said())
    assert kept(stage.say(Intent.YES)) == {"name": "Sam"}


def test_who_only_wants_to_be_called_by_name_is_asked_for_it() -> None:
    stage = in_state(State.WAITING)
    stage.say(Intent.MY_NAME)
    stage.run_on(5)
    assert LINES.say("say_name") in stage.said()
    stage.tell(Heard(Intent.MY_NAME, "my name is Ann", "My name is Ann."))
    assert kept(stage.say(Intent.YES)) == {"name": "Ann"}


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("call me an ambulance", Intent.EMERGENCY),
        ("call me a doctor", Intent.EMERGENCY),
        ("my name is on the list somewhere", None),
    ],
)
def test_a_call_for_help_is_no_name(said: str, means: Intent | None) -> None:
    assert understand(said, ENGLISH).intent is means
