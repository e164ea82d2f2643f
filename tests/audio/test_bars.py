"""Measures to bars."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.bars import BarMaker
from voicecoach.core.clip import Clip
from voicecoach.core.preferences import Levels
from voicecoach.core.score import TONE_S, Measure, Note, Priority, Sounded, Spoken, Tone

RATE = 48_000


def clip_of(text: str, speed: float = 1.0, rate: int = RATE) -> Clip:
    """A tenth of a second a letter, of a tone that has no clicks at its ends."""
    t = np.arange(int(len(text) * rate / 10 / speed)) / rate
    return Clip(np.sin(2 * np.pi * 220 * t).astype(np.float32).tobytes(), rate)


def spoken_s(text: str) -> float:
    return clip_of(text).seconds


def test_words_and_tones_begin_at_their_samples() -> None:
    maker = BarMaker(RATE, clip_of)
    notes = (Spoken("Hold."), Sounded(Tone.BEAT, 1.0), Spoken("1.", 2.5))
    bar = maker.bar(Measure("m", notes, 4.0))
    assert (bar.id, bar.frames) == ("m", 4 * RATE)
    assert [offset for offset, _ in bar.words] == [0, 5 * RATE // 2]
    assert [len(sound) for _, sound in bar.words] == [RATE // 2, 9600]
    assert bar.notes == ((RATE, maker.tone(Tone.BEAT)),)


NOTES: st.SearchStrategy[Note] = st.one_of(
    st.builds(Spoken, st.sampled_from(["Up.", "And release."]), st.floats(0, 30)),
    st.builds(Sounded, st.sampled_from(Tone), st.floats(0, 30)),
)


@given(st.lists(NOTES, max_size=4), st.one_of(st.none(), st.floats(0, 60)), st.floats(0, 5))
@settings(max_examples=100, deadline=None)
def test_a_bar_is_as_long_as_its_measure_says(
    notes: list[Note], length_s: float | None, tail_s: float
) -> None:
    measure = Measure("m", tuple(notes), length_s, tail_s)
    bar = BarMaker(RATE, clip_of).bar(measure)
    assert bar.frames == pytest.approx(measure.seconds(spoken_s) * RATE, abs=1.01)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100])
def test_a_clip_of_another_rate_keeps_its_length_and_its_pitch(rate: int) -> None:
    maker = BarMaker(RATE, lambda text, speed: clip_of(text, speed, rate))
    sound = maker.bar(Measure("m", (Spoken("ten letters"[:10]),))).words[0][1]
    assert len(sound) == pytest.approx(RATE, abs=2)
    spectrum = np.abs(np.fft.rfft(sound))
    assert int(np.argmax(spectrum)) == pytest.approx(220, abs=1)
    assert np.abs(sound).max() == pytest.approx(1.0, abs=0.02)


def test_a_clip_of_the_right_rate_is_not_touched() -> None:
    sound = BarMaker(RATE, clip_of).bar(Measure("m", (Spoken("Up."),))).words[0][1]
    assert sound.tobytes() == clip_of("Up.").pcm


def test_a_word_that_comes_again_is_resampled_once() -> None:
    maker = BarMaker(RATE, lambda text, speed: clip_of(text, speed, 16_000))
    first, again = (maker.bar(Measure("m", (Spoken("1."),))).words[0][1] for _ in range(2))
    assert first is again


def test_a_voice_that_fails_is_heard_of() -> None:
    def fails(text: str, _speed: float) -> Clip:
        raise LookupError(text)

    with pytest.raises(LookupError, match=r"Up\."):
        BarMaker(RATE, fails).bar(Measure("m", (Spoken("Up."),)))


def test_a_measure_of_silence_is_a_bar_of_silence() -> None:
    bar = BarMaker(RATE, clip_of).bar(Measure("wait", length_s=30.0))
    assert (bar.frames, bar.notes, bar.words) == (30 * RATE, (), ())


def test_a_tone_counts_as_long_as_the_plan_thinks_it_is() -> None:
    bar = BarMaker(RATE, clip_of).bar(Measure("done", (Sounded(Tone.DONE),)))
    assert bar.frames == round(TONE_S * RATE)


@pytest.mark.parametrize(("until_s", "heard"), [(3.5, True), (1.5, False)])
def test_words_that_would_run_into_the_next_ones_are_left_out(until_s: float, heard: bool) -> None:
    message = Spoken("a" * 10, 1.0, until_s)
    bar = BarMaker(RATE, clip_of).bar(Measure("m", (Spoken("a"), message), 5.0))
    assert any(offset == RATE for offset, _ in bar.words) is heard
    assert bar.frames == 5 * RATE


def swelling(text: str, speed: float) -> Clip:
    """Letters a tenth of a second long; an s is silent before the vowel, as good as a hiss."""
    hissing, samples = text.startswith("s"), np.frombuffer(clip_of(text, speed).pcm, np.float32)
    t = np.arange(len(samples)) / RATE
    loud = np.sin(2 * np.pi * 1000 * t) * (t >= 0.1 / speed * hissing)
    return Clip(loud.astype(np.float32).tobytes(), RATE)


def count(text: str, at_s: float = 0.0, *shorter: str) -> Spoken:
    return Spoken(text, at_s, priority=Priority.COUNT, shorter=shorter)


def said(*notes: Note, length_s: float) -> list[str]:
    """What is heard, one behind the other, and the tones."""
    maker, measure = BarMaker(RATE, clip_of), Measure("m", notes, length_s)
    tones = [f"(tone) at {offset / RATE:g}" for offset, _ in maker.bar(measure).notes]
    return [*(words.text for words in maker.words(measure)), *tones]


def test_a_counted_word_is_heard_on_its_beat_wherever_its_sound_begins() -> None:
    bar = BarMaker(RATE, swelling).bar(Measure("m", (count("up"), count("six", 1.0)), 2.0))
    (up, _), (six, _) = bar.words
    assert six - RATE == pytest.approx(up - 0.1 * RATE, abs=0.01 * RATE)


def test_other_words_begin_with_their_first_sound() -> None:
    bar = BarMaker(RATE, swelling).bar(Measure("m", (Spoken("sink", 1.0),), 4.0))
    assert [offset for offset, _ in bar.words] == [RATE]


@pytest.mark.parametrize(
    ("beat_s", "text", "length_s"),
    [
        (1.2, "one, press", 1.0),
        (0.9, "one, press", 0.8),
        (0.5, "one", 0.3),
        (0.2, "one", 0.3 / 1.6),
    ],
)
def test_a_count_is_said_faster_and_then_shorter_so_that_it_never_runs_into_the_next(
    beat_s: float, text: str, length_s: float
) -> None:
    notes = (count("one, press", 0.0, "one"), count("two", beat_s))
    first = BarMaker(RATE, clip_of).words(Measure("m", notes, 3.0))[0]
    assert first.text == text
    assert first.to_s - first.from_s == pytest.approx(length_s, abs=0.001)


def test_where_there_is_no_room_for_any_word_a_tone_marks_the_beat() -> None:
    assert said(count("seven"), count("eight", 0.1), length_s=3.0) == [
        *("eight", "(tone) at 0"),
    ]


def test_what_is_not_counted_gives_way_to_the_count() -> None:
    heard = said(count("up"), Spoken("halfway", 1.0), count("on", 1.3), length_s=3.0)
    assert heard == ["up", "on"]


def test_a_message_waits_for_a_count_that_takes_longer_than_was_thought() -> None:
    message = Spoken("sink", 1.0, 3.0, Priority.MESSAGE)
    notes = (count("breathe out now"), message, count("on", 3.5))
    out, sink, _ = BarMaker(RATE, clip_of).words(Measure("m", notes, 5.0))
    assert sink.text == "sink"
    assert sink.from_s > out.to_s > 1.4


WORDS = st.lists(
    st.builds(
        Spoken,
        st.sampled_from(["up", "seven", "and release"]),
        st.floats(0, 8),
        st.one_of(st.none(), st.floats(0, 9)),
        st.sampled_from(Priority),
        st.sampled_from([(), ("up",)]),
    ),
    max_size=6,
    unique_by=lambda note: note.at_s,
)


@given(WORDS, st.floats(8, 9))
@settings(max_examples=200, deadline=None)
def test_nothing_is_ever_said_into_anything_else(notes: list[Spoken], length_s: float) -> None:
    maker = BarMaker(RATE, clip_of)
    measure = Measure("m", tuple(notes), length_s)
    words = maker.words(measure)
    for one, other in pairwise(words):
        assert one.to_s <= other.from_s
    beats = sum(note.priority is Priority.COUNT for note in notes)
    assert len(maker.bar(measure).notes) <= beats


def test_voice_and_tones_have_levels_of_their_own() -> None:
    measure = Measure("m", (Spoken("up"), Sounded(Tone.BEAT, 0.5)), 1.0)
    usual = BarMaker(RATE, clip_of).bar(measure)
    other = BarMaker(RATE, clip_of, Levels(voice_db=-6.0, tones_db=-math.inf)).bar(measure)
    assert np.abs(other.words[0][1]).max() == pytest.approx(10 ** (-6 / 20), abs=0.01)
    assert usual.notes[0][1].any()
    assert not other.notes[0][1].any()


@given(st.lists(st.floats(0.05, 5), min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_bars_that_follow_each_other_lose_no_part_of_a_sample(lengths_s: list[float]) -> None:
    maker = BarMaker(RATE, clip_of)
    frames = sum(maker.bar(Measure("m", length_s=each)).frames for each in lengths_s)
    assert frames == pytest.approx(sum(lengths_s) * RATE, abs=0.51)
