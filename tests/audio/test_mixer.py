"""Bars to frames, to the sample, whatever the blocks are."""

import threading
import tracemalloc
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.audio.mixer import DUCK_S, DUCKED, FADE_S, UNDUCK_S, Bar, Mixer, Samples
from voicecoach.core.events import Began, CutOff, Ended

RATE = 1000
FADE = int(FADE_S * RATE)
Reports = list[Began | Ended | CutOff]


def ones(frames: int, level: float = 1.0) -> Samples:
    return np.full(frames, level, np.float32)


def take(mixer: Mixer, blocks: Iterable[int]) -> tuple[Samples, list[Reports]]:
    """What comes in these blocks: the frames in one piece, the reports block by block."""
    taken = [mixer.take(n) for n in blocks]
    return np.concatenate([out for out, _ in taken]), [reports for _, reports in taken]


def flat(reports: Iterable[Reports]) -> Reports:
    return [report for block in reports for report in block]


# Levels are multiples of 1/64 and few enough to add up to less than 1: sums are exact.
SOUNDS = st.builds(
    lambda frames, level: ones(frames, level / 64), st.integers(1, 40), st.integers(1, 8)
)


@st.composite
def bars(draw: st.DrawFn) -> list[Bar]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        frames = draw(st.integers(0, 30))
        places = st.tuples(st.integers(-8, max(0, frames - 1)), SOUNDS)
        notes = draw(st.lists(places, max_size=2)) if frames else []
        found.append(Bar(f"b{number}", frames, tuple(notes)))
    return found


BLOCKS = st.lists(st.integers(0, 17), min_size=1, max_size=30)


@given(bars(), BLOCKS)
@settings(max_examples=200, deadline=None)
def test_every_note_is_on_its_sample_whatever_the_blocks(
    score: list[Bar], blocks: list[int]
) -> None:
    mixer = Mixer(RATE)
    for bar in score:
        mixer.enqueue(bar)
    out, reports = take(mixer, [*blocks, 250])
    expected = np.zeros(len(out), np.float32)
    begins = max(0, -min((offset for offset, _ in score[0].notes), default=0))
    earliest = 0
    for bar in score:
        for offset, sound in bar.notes:
            first = max(begins + offset, earliest)
            expected[first : first + len(sound)] += sound
        earliest, begins = (begins if bar is not score[0] else 0), begins + bar.frames
    np.testing.assert_array_equal(out, expected)
    told = [event for bar in score for event in (Began(bar.id), Ended(bar.id))]
    assert flat(reports) == told
    assert mixer.frames_taken == len(out)
    assert not mixer.busy


@given(st.lists(st.integers(1, 30), min_size=1, max_size=6), BLOCKS)
@settings(max_examples=100, deadline=None)
def test_a_bar_is_reported_in_the_block_of_its_first_and_its_last_frame(
    lengths: list[int], blocks: list[int]
) -> None:
    mixer = Mixer(RATE)
    for number, frames in enumerate(lengths):
        mixer.enqueue(Bar(str(number), frames))
    blocks = [*(n for n in blocks if n), 250]
    _, reports = take(mixer, blocks)
    ends = np.cumsum(blocks)
    begins = 0
    for number, frames in enumerate(lengths):
        first = int(np.searchsorted(ends, begins, side="right"))
        last = int(np.searchsorted(ends, begins + frames - 1, side="right"))
        assert Began(str(number)) in reports[first]
        assert Ended(str(number)) in reports[last]
        begins += frames


def test_a_sound_longer_than_its_bar_rings_on_and_delays_nothing() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 10, ((5, ones(10, 0.25)),)))
    mixer.enqueue(Bar("b", 10, ((0, ones(5, 0.5)),)))
    out, _ = take(mixer, [20])
    assert out.tolist() == [0] * 5 + [0.25] * 5 + [0.75] * 5 + [0] * 5


def test_an_upbeat_begins_in_the_bar_before_and_has_time_of_its_own_after_silence() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 10, words=((-3, ones(3, 0.25)),)))
    mixer.enqueue(Bar("b", 10, words=((-3, ones(5, 0.5)),)))
    out, reports = take(mixer, [8, 15])
    assert out.tolist() == [0.25] * 3 + [0] * 7 + [0.5] * 5 + [0] * 8
    assert reports == [[Began("a")], [Ended("a"), Began("b"), Ended("b")]]


def test_one_word_never_talks_into_the_next_whatever_bar_it_is_from() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 30, words=((0, ones(100, 0.25)),)))
    mixer.enqueue(Bar("b", 100, words=((0, ones(50, 0.5)),)))
    out, _ = take(mixer, [7] * 20)
    assert (out[:30] == 0.25).all()
    assert (out[30 + FADE : 80] == 0.5).all()
    assert not out[80:].any()


@pytest.mark.parametrize(("taken", "is_late"), [(6, False), (8, True)])
def test_a_bar_whose_upbeat_has_sounded_can_no_longer_be_withdrawn(
    taken: int, is_late: bool
) -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 10))
    mixer.enqueue(Bar("b", 10, words=((-3, ones(5)),)))
    mixer.take(taken)
    mixer.withdraw("b")
    _, reports = mixer.take(20)
    rest = [Began("b"), Ended("b")] if is_late else []
    assert reports == [*([] if is_late else [CutOff("b", 0.0)]), Ended("a"), *rest]


def test_nothing_to_play_is_silence() -> None:
    out, reports = Mixer(RATE).take(100)
    assert not out.any()
    assert out.dtype == np.float32
    assert reports == []


@given(st.integers(0, 60), BLOCKS)
@settings(max_examples=100, deadline=None)
def test_silence_comes_within_the_fade_and_nothing_is_heard_after_it(
    before: int, blocks: list[int]
) -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("now", 100, ((0, ones(100)), (70, ones(30)))))
    mixer.enqueue(Bar("next", 100, ((0, ones(100)),)))
    mixer.overlay(ones(200, 0.25))
    mixer.take(before)
    mixer.silence()
    out, reports = take(mixer, [*blocks, 300])
    assert not out[FADE:].any()
    assert (np.diff(out[: FADE + 1]) <= 0).all()
    cut = [CutOff("now", before / RATE)] if before else [CutOff("now", 0.0)]
    assert flat(reports) == [*cut, CutOff("next", 0.0)]
    assert not mixer.busy


def test_silence_does_not_click() -> None:
    mixer = Mixer(48_000)
    mixer.enqueue(Bar("tone", 48_000, ((0, ones(48_000)),)))
    before, _ = mixer.take(480)
    mixer.silence()
    after, _ = mixer.take(480)
    steps = np.abs(np.diff(np.concatenate([before, after])))
    assert steps.max() < 0.01
    assert after[-1] == 0


def test_silence_takes_effect_in_the_next_block_and_what_follows_it_is_played() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("old", 100, ((0, ones(100)),)))
    mixer.take(10)
    mixer.silence()
    mixer.enqueue(Bar("new", 50, ((20, ones(30, 0.5)),)))
    out, reports = take(mixer, [60])
    assert flat(reports) == [CutOff("old", 0.01), Began("new"), Ended("new")]
    assert out[20:50].tolist() == [0.5] * 30


def test_silence_of_a_lowered_voice_does_not_raise_it_first() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("voice", 500, ((0, ones(500)),)))
    mixer.duck(on=True)
    mixer.take(200)
    mixer.silence()
    mixer.duck(on=False)
    out, _ = take(mixer, [100])
    assert out.max() <= DUCKED


def test_silence_twice_and_silence_of_nothing_are_silence() -> None:
    mixer = Mixer(RATE)
    mixer.silence()
    mixer.enqueue(Bar("a", 100, ((0, ones(100)),)))
    mixer.take(10)
    mixer.silence()
    mixer.take(2)
    mixer.silence()
    out, reports = take(mixer, [50])
    assert not out[FADE:].any()
    assert flat(reports) == []


def test_ducking_lowers_by_15_db_and_more_at_once_and_comes_back_softly() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("voice", 2000, ((0, ones(2000)),)))
    mixer.take(100)
    mixer.duck(on=True)
    down, _ = take(mixer, [10] * 20)
    assert 20 * np.log10(down[int(DUCK_S * RATE)]) < -15
    assert (np.diff(down) <= 0).all()
    assert down[-1] == pytest.approx(DUCKED)
    mixer.duck(on=False)
    up, _ = take(mixer, [7] * 100)
    assert (np.diff(up) >= 0).all()
    assert np.diff(up).max() < 0.01
    assert up[int(UNDUCK_S * RATE) // 2] < 0.7
    assert up[int(UNDUCK_S * RATE) + 1] == 1.0


def test_ducking_again_while_it_comes_back_starts_from_where_it_is() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("voice", 2000, ((0, ones(2000)),)))
    mixer.duck(on=True)
    mixer.take(100)
    mixer.duck(on=False)
    rising, _ = mixer.take(200)
    mixer.duck(on=True)
    falling, _ = mixer.take(100)
    assert falling[0] <= rising[-1]
    assert falling[-1] == pytest.approx(DUCKED)


def test_a_withdrawn_bar_is_reported_as_cut_off_at_0_and_leaves_no_gap() -> None:
    mixer = Mixer(RATE)
    for name, level in (("a", 0.25), ("b", 0.5), ("c", 0.75)):
        mixer.enqueue(Bar(name, 10, ((0, ones(10, level)),)))
    mixer.take(4)
    mixer.withdraw("b")
    out, reports = take(mixer, [16])
    assert flat(reports) == [CutOff("b", 0.0), Ended("a"), Began("c"), Ended("c")]
    assert out.tolist() == [0.25] * 6 + [0.75] * 10


@pytest.mark.parametrize("name", ["a", "nobody"])
def test_what_has_begun_or_was_never_there_cannot_be_withdrawn(name: str) -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 10))
    mixer.take(5)
    mixer.withdraw(name)
    assert mixer.take(5)[1] == [Ended("a")]


def test_an_overlay_sounds_at_once_over_whatever_is_playing() -> None:
    mixer = Mixer(RATE)
    mixer.enqueue(Bar("a", 30, ((0, ones(30, 0.25)),)))
    mixer.take(10)
    mixer.overlay(ones(5, 0.5))
    out, reports = take(mixer, [3, 17])
    assert out.tolist() == [0.75] * 5 + [0.25] * 15
    assert flat(reports) == [Ended("a")]


def test_the_volume_is_in_decibels_and_changes_without_a_click() -> None:
    mixer = Mixer(48_000)
    mixer.enqueue(Bar("a", 48_000, ((0, ones(48_000)),)))
    mixer.take(480)
    mixer.set_volume(-20.0)
    out, _ = take(mixer, [480, 480])
    assert np.abs(np.diff(out)).max() < 0.01
    assert out[-1] == pytest.approx(0.1)


def test_sounds_that_add_up_to_too_much_do_not_wrap_round() -> None:
    mixer = Mixer(RATE)
    for level in (1.0, 1.0, -3.0):
        mixer.overlay(ones(10, level))
    mixer.overlay(ones(20))
    out, _ = take(mixer, [20])
    assert out.min() >= -1.0
    assert out.max() <= 1.0


def test_commands_may_come_from_another_thread_while_frames_are_taken() -> None:
    mixer = Mixer(RATE)
    bars = [Bar(str(number), 7, ((0, ones(7, 0.5)),)) for number in range(2000)]

    def enqueue_all() -> None:
        for bar in bars:
            mixer.enqueue(bar)
            mixer.duck(on=False)

    thread = threading.Thread(target=enqueue_all)
    thread.start()
    frames, reports = 0.0, []
    while thread.is_alive() or mixer.busy:
        out, block = mixer.take(64)
        frames += float(out.sum()) * 2
        reports += block
    thread.join()
    assert reports == [event for bar in bars for event in (Began(bar.id), Ended(bar.id))]
    assert frames == 7 * len(bars)


def test_taking_for_long_takes_no_more_and_more_memory() -> None:
    mixer = Mixer(RATE)
    tone = ones(50)

    def play() -> None:
        for number in range(200):
            mixer.enqueue(Bar(str(number), 40, ((0, tone), (20, tone))))
            mixer.overlay(tone)
            mixer.duck(on=bool(number % 2))
            mixer.take(40)
            if number % 50 == 0:
                mixer.silence()

    play()
    tracemalloc.start()
    try:
        play()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(5):
            play()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert grown < 10_000
