from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.events import Event, Heard, Said, SpeechBegan, SpeechEnded
from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.score import Words
from voicecoach.hearing.ear import Ear
from voicecoach.hearing.moonshine import Moonshine
from voicecoach.hearing.recognizer import Evidence, Samples, ScoredPhrase
from voicecoach.hearing.vad import Silero

Speak = Callable[..., Samples]
Room = Callable[[float], Samples]


def heard(events: list[Event]) -> list[tuple[Intent, Certainty]]:
    return [(e.intent, e.certainty) for e in events if isinstance(e, Heard)]


def listen(ear: Ear, *sounds: Samples) -> list[Event]:
    return [*ear.feed(np.concatenate(sounds)), *ear.finish()]


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("stop", Intent.STOP),
        ("it hurts", Intent.PAIN),
        ("continue", Intent.CONTINUE),
        ("how many left", Intent.HOW_MANY_LEFT),
    ],
)
def test_a_spoken_command_is_heard_once_between_the_beginning_and_the_end_of_speech(
    ear: Ear, speak: Speak, room: Room, words: str, intent: Intent
) -> None:
    events = listen(ear, room(0.8), speak(words), room(1.5))
    assert heard(events) == [(intent, Certainty.CLEAR)]
    assert isinstance(events[0], SpeechBegan)
    assert isinstance(events[-1], SpeechEnded)


def test_the_times_say_where_the_word_was(ear: Ear, speak: Speak, room: Room) -> None:
    word = speak("continue")
    events = listen(ear, room(1.0), word, room(1.5))
    found = next(e for e in events if isinstance(e, Heard))
    assert 0.9 < found.start_s < 1.3
    assert found.start_s < found.end_s < found.decided_s
    assert found.end_s < 1.0 + len(word) / 16_000 + 0.2


def test_stop_is_decided_before_the_silence_after_it_ends_the_speech(
    ear: Ear, speak: Speak, room: Room
) -> None:
    events = ear.feed(np.concatenate([room(0.8), speak("stop"), room(0.2)]))
    assert heard(events) == [(Intent.STOP, Certainty.CLEAR)]
    assert SpeechEnded() not in events


def test_a_caller_in_a_hurry_still_hears_stop(ear: Ear, speak: Speak, room: Room) -> None:
    sound = np.concatenate([room(0.8), speak("stop"), room(1.5)])
    assert heard(ear.feed(sound, hurry=True)) == [(Intent.STOP, Certainty.CLEAR)]


@pytest.mark.parametrize("words", ["I would like two coffees", "the weather is nice today"])
def test_talk_that_is_no_command_is_speech_and_nothing_else(
    ear: Ear, speak: Speak, room: Room, words: str
) -> None:
    assert listen(ear, room(0.8), speak(words), room(1.5)) == [SpeechBegan(), SpeechEnded()]


def test_a_remark_into_a_silence_that_means_nothing_is_puzzling(
    ear: Ear, speak: Speak, room: Room
) -> None:
    remark = room(2.0), speak("I would like two coffees"), room(1.5)
    assert listen(ear, *remark) == [SpeechBegan(), SpeechEnded(puzzling=True)]


def test_the_pieces_in_which_sound_comes_do_not_matter(
    moonshine: Moonshine, speak: Speak, room: Room
) -> None:
    sound = np.concatenate([room(0.7), speak("stop"), room(1.0), speak("yes"), room(1.0)])
    whole = Ear(moonshine, Silero()).feed(sound)
    ear = Ear(moonshine, Silero())
    pieces = [e for piece in np.array_split(sound, 97) for e in ear.feed(piece)]
    assert pieces == whole
    assert heard(whole) == [(Intent.STOP, Certainty.CLEAR), (Intent.YES, Certainty.CLEAR)]


def test_the_coachs_own_stop_is_no_command_and_the_users_makes_it_ask(
    ear: Ear, speak: Speak, room: Room
) -> None:
    ear.feed(room(0.8))
    ear.coach_says([Words("Say stop at any time.", 0.0, 1.5)])
    assert heard(listen(ear, speak("stop"), room(1.5))) == [(Intent.STOP, Certainty.DOUBTFUL)]
    ear.coach_says(())
    ear.feed(room(1.0))
    assert heard(listen(ear, speak("stop"), room(1.5))) == [(Intent.STOP, Certainty.CLEAR)]


def test_who_says_stop_right_behind_a_sentence_that_began_with_it_is_believed(
    ear: Ear, speak: Speak, room: Room
) -> None:
    ear.feed(room(0.8))
    ear.coach_says([Words("Say stop now, from where you lie.", 0.0, 2.4)])
    ear.feed(room(2.5))
    assert heard(listen(ear, speak("stop"), room(1.5))) == [(Intent.STOP, Certainty.CLEAR)]


def test_a_coach_that_hears_itself_does_not_take_its_own_words_for_the_users(
    ear: Ear, speak: Speak, room: Room
) -> None:
    ear.hears_the_coach(0.9)
    ear.feed(room(0.8))
    ear.coach_says([Words("Do you need help? Say yes or no.", 0.0, 2.0)])
    assert heard(listen(ear, room(0.5), speak("help"), room(1.0), speak("yes"), room(1.0))) == []


def test_a_coach_that_hears_itself_asks_about_a_stop_over_its_voice_and_believes_one_in_a_gap(
    ear: Ear, speak: Speak, room: Room
) -> None:
    ear.hears_the_coach(0.5)
    ear.feed(room(0.8))
    ear.coach_says([Words("Lie on your back, with both knees bent.", 0.0, 1.5)])
    over, gap = listen(ear, speak("stop"), room(2.5)), listen(ear, speak("stop"), room(1.5))
    assert heard(over) == [(Intent.STOP, Certainty.DOUBTFUL)]
    assert heard(gap) == [(Intent.STOP, Certainty.CLEAR)]


@pytest.mark.parametrize("piece", [512, 777])
def test_what_is_heard_better_in_hindsight_is_what_counts(
    moonshine: Moonshine, speak: Speak, room: Room, piece: int
) -> None:
    clear = np.concatenate([room(0.8), speak("stop"), room(1.0)])
    buried = np.concatenate([room(0.8), speak("so be it, my dear")[: len(clear) - 12_800]])
    fed = 0

    def hindsight(count: int, ago: int) -> Samples:
        return clear[max(0, fed - ago - count) : fed - ago]

    ear, events = Ear(moonshine, Silero(), hindsight=hindsight), []
    for at in range(0, len(buried), piece):
        fed = min(at + piece, len(buried))
        events += ear.feed(buried[at:fed])
    assert heard(events) == [(Intent.STOP, Certainty.CLEAR)]


def test_words_that_no_phrase_covers_go_to_whoever_understands_sentences(
    moonshine: Moonshine, speak: Speak, room: Room
) -> None:
    asked: list[str] = []

    def understand(text: str) -> tuple[Intent, Certainty] | None:
        asked.append(text.lower())
        return (Intent.EMERGENCY, Certainty.CLEAR) if "tingl" in asked[-1] else None

    ear = Ear(moonshine, Silero(), understand=understand)
    events = listen(ear, room(0.8), speak("my leg is tingling all the way down"), room(1.5))
    assert heard(events) == [(Intent.EMERGENCY, Certainty.CLEAR)], asked


SOUNDS = {
    "all zeros": np.zeros(48_000),
    "nothing at all": np.zeros(0),
    "nothing but NaN": np.full(48_000, np.nan),
    "infinite": np.full(48_000, np.inf),
    "a constant offset": np.full(48_000, 0.5),
    "full-scale square": np.resize([1.0, -1.0], 48_000),
    "clipped noise": np.clip(np.random.default_rng(1).normal(0, 5, 48_000), -1, 1),
    "clicks": (np.arange(48_000) % 4_000 == 0) * 1.0,
    "a hum": 0.5 * np.sin(np.arange(48_000) * 2 * np.pi * 50 / 16_000),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_bad_sound_is_never_a_command(ear: Ear, name: str) -> None:
    assert heard([*ear.feed(SOUNDS[name]), *ear.finish()]) == []


def test_stop_is_heard_after_bad_sound(ear: Ear, speak: Speak, room: Room) -> None:
    for sound in SOUNDS.values():
        ear.feed(sound)
    events = listen(ear, room(1.0), speak("stop"), room(1.5))
    assert heard(events) == [(Intent.STOP, Certainty.CLEAR)]


class Says:
    """A recognizer that always gives the same evidence."""

    def __init__(self, intent: Intent, score: float) -> None:
        self._evidence = Evidence("?", -0.1, 2, (ScoredPhrase("words", intent, score),))

    def listen(self, samples: Samples) -> Evidence:
        assert len(samples) > 0
        return self._evidence


class Voiced:
    """A voice activity detector that is told."""

    def __init__(self, pattern: list[bool]) -> None:
        self._pattern = iter(pattern)

    def __call__(self, frame: Samples) -> float:
        return 0.9 if next(self._pattern, False) and len(frame) == 512 else 0.0


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 60)), max_size=12),
    st.sampled_from(sorted(Intent)),
    st.floats(-12, 0),
)
def test_events_are_always_in_order_and_one_stretch_gives_at_most_one_doubt(
    runs: list[tuple[bool, int]], intent: Intent, score: float
) -> None:
    pattern = [on for on, frames in runs for _ in range(frames)]
    ear = Ear(Says(intent, score), Voiced(pattern))
    events = [*ear.feed(np.zeros(512 * len(pattern))), *ear.finish()]
    speaking, doubts = False, 0
    for event in events:
        match event:
            case SpeechBegan():
                assert not speaking
                speaking, doubts = True, 0
            case SpeechEnded():
                assert speaking
                speaking = False
            case Heard():
                assert speaking
                assert event.start_s <= event.end_s <= event.decided_s
                doubts += event.certainty is Certainty.DOUBTFUL
                assert doubts <= 1
    assert not speaking


def test_a_doubtful_word_said_again_within_seconds_is_clear() -> None:
    pattern = ([False] * 20 + [True] * 15 + [False] * 20) * 2
    ear = Ear(Says(Intent.PAUSE, -4.3), Voiced(pattern))
    assert heard([*ear.feed(np.zeros(512 * len(pattern))), *ear.finish()]) == [
        (Intent.PAUSE, Certainty.DOUBTFUL),
        (Intent.PAUSE, Certainty.CLEAR),
    ]


def test_a_doubtful_word_said_again_much_later_is_doubtful_again() -> None:
    pattern = ([False] * 20 + [True] * 15 + [False] * 170) * 2
    ear = Ear(Says(Intent.PAUSE, -4.3), Voiced(pattern))
    assert heard([*ear.feed(np.zeros(512 * len(pattern))), *ear.finish()]) == [
        (Intent.PAUSE, Certainty.DOUBTFUL),
        (Intent.PAUSE, Certainty.DOUBTFUL),
    ]


def test_what_is_no_command_is_told_in_words_only_while_the_coach_lets_choose(
    moonshine: Moonshine, speak: Speak, room: Room
) -> None:
    wish = (room(0.8), speak("something for my knees"), room(1.5))
    for choices, said in ((True, ["something for my knees"]), (False, [])):
        ear = Ear(moonshine, Silero(), choices=("something for my knees", "number two"))
        ear.expect(numbers=False, choices=choices)
        events = listen(ear, *wish)
        assert [e.text for e in events if isinstance(e, Said)] == said
        assert heard(events) == []
    ear.expect(numbers=False)


def test_stop_is_heard_as_ever_while_the_coach_lets_choose(
    moonshine: Moonshine, speak: Speak, room: Room
) -> None:
    ear = Ear(moonshine, Silero(), choices=("something for my knees", "number two"))
    ear.expect(numbers=False, choices=True)
    events = listen(ear, room(0.8), speak("stop"), room(1.5))
    ear.expect(numbers=False)
    assert heard(events) == [(Intent.STOP, Certainty.CLEAR)]
    assert not [e for e in events if isinstance(e, Said)]
