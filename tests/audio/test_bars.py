"""Measures to bars."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.bars import BarMaker
from voicecoach.core.clip import Clip
from voicecoach.core.score import TONE_S, Measure, Note, Sounded, Spoken, Tone

RATE = 48_000


def clip_of(text: str, rate: int = RATE) -> Clip:
    """A tenth of a second a letter, of a tone that has no clicks at its ends."""
    t = np.arange(len(text) * rate // 10) / rate
    return Clip(np.sin(2 * np.pi * 220 * t).astype(np.float32).tobytes(), rate)


def spoken_s(text: str) -> float:
    return clip_of(text).seconds


def test_words_and_tones_begin_at_their_samples() -> None:
    maker = BarMaker(RATE, clip_of)
    notes = (Spoken("Hold."), Sounded(Tone.BEAT, 1.0), Spoken("1.", 2.5))
    bar = maker.bar(Measure("m", notes, 4.0))
    assert (bar.id, bar.frames) == ("m", 4 * RATE)
    assert [offset for offset, _ in bar.notes] == [0, RATE, 5 * RATE // 2]
    assert [len(sound) for _, sound in bar.notes] == [RATE // 2, len(maker.tone(Tone.BEAT)), 9600]


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
    maker = BarMaker(RATE, lambda text: clip_of(text, rate))
    sound = maker.bar(Measure("m", (Spoken("ten letters"[:10]),))).notes[0][1]
    assert len(sound) == pytest.approx(RATE, abs=2)
    spectrum = np.abs(np.fft.rfft(sound))
    assert int(np.argmax(spectrum)) == pytest.approx(220, abs=1)
    assert np.abs(sound).max() == pytest.approx(1.0, abs=0.02)


def test_a_clip_of_the_right_rate_is_not_touched() -> None:
    sound = BarMaker(RATE, clip_of).bar(Measure("m", (Spoken("Up."),))).notes[0][1]
    assert sound.tobytes() == clip_of("Up.").pcm


def test_a_word_that_comes_again_is_resampled_once() -> None:
    maker = BarMaker(RATE, lambda text: clip_of(text, 16_000))
    first, again = (maker.bar(Measure("m", (Spoken("1."),))).notes[0][1] for _ in range(2))
    assert first is again


def test_a_voice_that_fails_is_heard_of() -> None:
    def fails(text: str) -> Clip:
        raise LookupError(text)

    with pytest.raises(LookupError, match=r"Up\."):
        BarMaker(RATE, fails).bar(Measure("m", (Spoken("Up."),)))


def test_a_measure_of_silence_is_a_bar_of_silence() -> None:
    bar = BarMaker(RATE, clip_of).bar(Measure("wait", length_s=30.0))
    assert (bar.frames, bar.notes) == (30 * RATE, ())


def test_a_tone_counts_as_long_as_the_plan_thinks_it_is() -> None:
    bar = BarMaker(RATE, clip_of).bar(Measure("done", (Sounded(Tone.DONE),)))
    assert bar.frames == round(TONE_S * RATE)


@pytest.mark.parametrize(("until_s", "heard"), [(3.5, True), (1.5, False)])
def test_words_that_would_run_into_the_next_ones_are_left_out(until_s: float, heard: bool) -> None:
    message = Spoken("a" * 10, 1.0, until_s)
    bar = BarMaker(RATE, clip_of).bar(Measure("m", (Spoken("a"), message), 5.0))
    assert any(offset == RATE for offset, _ in bar.notes) is heard
    assert bar.frames == 5 * RATE
