"""It shows that it listens, and disturbs nobody by it."""

import pytest
from tests.coach.stage import LIVING, Stage, in_state

from voicecoach.coach.showing import MOST_UNANSWERED, SHORT_S
from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Chime
from voicecoach.core.events import Deaf, Event, OwnVoice, SpeechBegan, SpeechEnded
from voicecoach.core.intents import SAFETY_INTENTS, Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Tone

QUIET = Preferences(tones=False)
PUZZLE = SpeechEnded(puzzling=True)
BEATS = """\
version: 1
title: Beats
blocks:
  - title: Main
    exercises:
      - name: Tilt
        start_position: supine
        steps: [Press your back down.]
        reps: 9
        tempo: 3-1-2-0
        phases: [release, wait, flatten, stay]
"""


def tones(actions: list[Action]) -> list[Tone]:
    return [action.tone for action in actions if isinstance(action, Chime)]


@pytest.mark.parametrize("state", [State.WAITING, State.PAUSED])
def test_who_speaks_into_its_silence_hears_that_it_hears(state: State) -> None:
    stage = in_state(state)
    stage.run_on(20)
    assert tones(stage.tell(SpeechBegan())) == [Tone.LISTENING]


def test_while_it_speaks_or_counts_its_getting_quieter_is_sign_enough() -> None:
    stage = in_state(State.COACHING)
    assert tones(stage.tell(SpeechBegan())) == []


@pytest.mark.parametrize("state", LIVING)
@pytest.mark.parametrize("word", sorted(SAFETY_INTENTS))
def test_no_tone_sounds_at_a_safety_word(state: State, word: Intent) -> None:
    assert tones(in_state(state).say(word)) == []
    assert tones(in_state(state).mumble(word)) == []


@pytest.mark.parametrize(
    "state", [State.DOUBTING, State.CHECKING, State.ADVISING, State.DECLINING, State.CLOSING]
)
def test_none_sounds_into_a_doubt_or_an_advice(state: State) -> None:
    stage = in_state(state)
    twice: tuple[Event, ...] = (SpeechBegan(), PUZZLE, SpeechBegan(), PUZZLE)
    for event in twice:
        assert tones(stage.tell(event)) == []
        assert stage.state is state


def test_talk_that_is_not_for_the_coach_is_shown_a_few_times_and_no_more() -> None:
    stage = in_state(State.PAUSED)
    stage.run_on(20)
    talk: list[Event] = [SpeechBegan(), SpeechEnded()] * 20
    shown = [tones(stage.tell(event)) for event in talk]
    assert sum(map(len, shown)) == MOST_UNANSWERED
    stage.say(Intent.LOUDER)
    assert tones(stage.tell(SpeechBegan())) == [Tone.LISTENING]


def test_what_is_done_without_a_word_is_shown_to_be_understood() -> None:
    assert tones(in_state(State.COACHING).say(Intent.LOUDER)) == [Tone.HEARD]
    assert tones(in_state(State.COACHING).say(Intent.WHICH_SIDE)) == []  # it is answered


@pytest.mark.parametrize("eighths", range(40))
def test_no_tone_sounds_on_a_beat_or_over_a_count(eighths: int) -> None:
    stage = Stage(BEATS, wait=False)
    stage.to_rep("rep2.count")
    stage.run_on(eighths / 8)
    told = stage.say(Intent.LOUDER)
    stage.run_on(6)
    (chime,) = [moment for moment in stage.heard if moment.what == "(heard)"]
    counts = [m for m in stage.heard if m is not chime]
    assert tones(told) == [Tone.HEARD]
    assert not [m for m in counts if chime.at_s < m.at_s < chime.at_s + SHORT_S]
    before = max((m for m in counts if m.at_s <= chime.at_s), key=lambda m: m.at_s)
    assert chime.at_s - before.at_s >= 0.1


def test_what_is_not_understood_once_is_a_tone_and_twice_tells_what_can_be_said() -> None:
    stage = in_state(State.WAITING)
    assert tones(stage.tell(PUZZLE)) == [Tone.PUZZLED]
    so_far = len(stage.heard)
    stage.tell(PUZZLE)
    stage.run_on(15)
    assert stage.said(so_far)[0] == "I heard you, but I do not know those words."
    assert stage.said(so_far)[1].startswith("You can say: ready, repeat")
    stage.run_on(40)
    assert stage.state is State.WAITING


def test_in_a_pause_it_tells_so_and_stays_paused() -> None:
    stage = in_state(State.PAUSED)
    stage.tell(PUZZLE)
    stage.tell(PUZZLE)
    stage.run_on(30)
    assert stage.state is State.PAUSED
    assert any(line.startswith("You can say: continue, finish") for line in stage.said())


def test_a_question_is_put_again_and_no_answer_is_made_of_it() -> None:
    stage = in_state(State.ASKING)
    stage.tell(PUZZLE)
    so_far = len(stage.heard)
    stage.tell(PUZZLE)
    stage.run_until_asked()
    assert "Say yes, no, or not sure." in stage.said(so_far)


def test_something_understood_in_between_begins_the_count_anew() -> None:
    stage = in_state(State.WAITING)
    for _ in range(3):
        assert tones(stage.tell(PUZZLE)) == [Tone.PUZZLED]
        stage.say(Intent.LOUDER)


def test_two_that_are_far_apart_are_two_times_once() -> None:
    stage = in_state(State.PAUSED)
    stage.tell(PUZZLE)
    stage.run_on(60)
    assert tones(stage.tell(PUZZLE)) == [Tone.PUZZLED]


def test_a_television_is_told_the_words_once_and_then_left_alone() -> None:
    stage = in_state(State.PAUSED)
    for _ in range(20):
        stage.tell(SpeechBegan())
        stage.tell(PUZZLE)
        stage.run_on(30)
    told = [line for line in stage.said() if line.startswith("I heard you")]
    assert len(told) == 1
    assert stage.state is State.PAUSED


def test_a_coach_that_may_hear_itself_shows_nothing() -> None:
    stage = in_state(State.PAUSED)
    stage.tell(OwnVoice(True))
    stage.run_on(30)
    assert tones(stage.tell(SpeechBegan())) == []


def test_deafness_has_a_tone_behind_its_words_and_whenever_it_waits() -> None:
    stage = Stage()
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(40)
    sounds = stage.sounds()
    assert sounds.index("(deaf)") > sounds.index(
        "I cannot hear you. The microphone gives no sound. I have paused."
    )
    stage.press(" ")
    so_far = len(stage.heard)
    stage.run_until_ready()
    assert "(deaf)" in stage.sounds(so_far)


def test_with_tones_off_there_are_none_and_the_rest_is_as_ever() -> None:
    stage = in_state(State.PAUSED, QUIET)
    stage.run_on(20)
    for event in (SpeechBegan(), PUZZLE, SpeechBegan(), PUZZLE):
        assert tones(stage.tell(event)) == []
    assert any(line.startswith("I heard you") for line in _soon(stage))
    assert tones(in_state(State.COACHING, QUIET).say(Intent.LOUDER)) == []


def _soon(stage: Stage) -> list[str]:
    stage.run_on(10)
    return stage.said()
