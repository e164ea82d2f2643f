import pytest

from voicecoach.core.events import Event, Heard, Pressed, SpeechBegan, SpeechEnded
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.core.measured import Ended
from voicecoach.doctor.answer import Answer, leaves

NOTHING: frozenset[Intent] = frozenset()
PAIN = frozenset({Intent.PAIN})


def heard(intent: Intent, certainty: Certainty = Certainty.CLEAR) -> Heard:
    return Heard(intent, intent.value, certainty=certainty)


@pytest.mark.parametrize("intent", sorted(SAFETY_INTENTS))
def test_every_safety_word_that_was_not_asked_for_ends_the_check(intent: Intent) -> None:
    assert leaves(heard(intent), NOTHING) is not None
    assert leaves(heard(intent), frozenset({intent})) is None


def test_pain_and_an_emergency_are_told_from_a_stop() -> None:
    assert leaves(heard(Intent.PAIN), NOTHING) is Ended.PAIN
    assert leaves(Pressed("h"), NOTHING) is Ended.PAIN
    # "It hurts" was asked for, and chest pain is another matter.
    assert leaves(heard(Intent.EMERGENCY), PAIN) is Ended.EMERGENCY
    assert leaves(heard(Intent.STOP), NOTHING) is Ended.BY_USER


@pytest.mark.parametrize("key", [" ", "q", "x", "stop", "\x1b[A"])
def test_any_other_key_gives_quiet(key: str) -> None:
    assert leaves(Pressed(key), NOTHING) is Ended.BY_USER


@pytest.mark.parametrize("key", ["\n", "y", "n"])
def test_keys_that_answer_do_not_end_it(key: str) -> None:
    assert leaves(Pressed(key), NOTHING) is None


def answered(*events: Event) -> tuple[Answer, bool]:
    answer = Answer(PAIN)
    complete = [answer.is_complete(event) for event in events]
    return answer, complete[-1]


def test_speech_is_heard_to_its_end_before_it_is_an_answer() -> None:
    begun = (SpeechBegan(), heard(Intent.PAIN))
    assert not answered(*begun)[1]
    assert answered(*begun, SpeechEnded())[1]


def test_speech_that_means_nothing_is_no_answer_and_no_silence() -> None:
    answer, complete = answered(SpeechBegan(), SpeechEnded())
    assert not complete
    assert answer.spoke
    assert answer.intent is None


def test_what_was_asked_for_counts_before_what_was_heard_first() -> None:
    doubt = heard(Intent.PAIN, Certainty.DOUBTFUL)
    answer, _ = answered(SpeechBegan(), heard(Intent.READY), doubt, heard(Intent.SKIP))
    assert (answer.intent, answer.certainty) == (Intent.PAIN, Certainty.DOUBTFUL)


def test_a_key_is_an_answer_at_once() -> None:
    answer, complete = answered(Pressed("y"))
    assert complete
    assert answer.intent is Intent.YES
    assert not answer.spoke
