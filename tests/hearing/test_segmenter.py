from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from voicecoach.hearing.segmenter import Mark, Segmenter, Segmenting

QUIET, VOICE = 0.05, 0.9


def marks(*runs: tuple[float, int], settings: Segmenting | None = None) -> list[tuple[Mark, int]]:
    segmenter = Segmenter(settings)
    fed = [segmenter.feed(p) for p, frames in runs for _ in range(frames)]
    return [(mark, len(list(same))) for mark, same in groupby(fed)]


def test_speech_begins_with_its_second_frame() -> None:
    assert marks((QUIET, 5), (VOICE, 3)) == [
        (Mark.SILENT, 6),
        (Mark.BEGAN, 1),
        (Mark.SPEAKING, 1),
    ]


def test_a_single_loud_frame_is_no_speech() -> None:
    assert marks((QUIET, 5), (VOICE, 1), (QUIET, 5)) == [(Mark.SILENT, 11)]


def test_a_short_pause_is_marked_once_and_a_long_one_ends_the_stretch() -> None:
    settings = Segmenting(pause_frames=3, end_frames=6)
    assert marks((VOICE, 5), (QUIET, 8), settings=settings) == [
        (Mark.SILENT, 1),
        (Mark.BEGAN, 1),
        (Mark.SPEAKING, 5),
        (Mark.PAUSED, 1),
        (Mark.SPEAKING, 2),
        (Mark.ENDED, 1),
        (Mark.SILENT, 2),
    ]


def test_a_stretch_that_never_ends_is_split() -> None:
    found = marks((VOICE, 25), settings=Segmenting(longest_frames=10))
    assert [(mark, n) for mark, n in found if mark is Mark.SPLIT] == [(Mark.SPLIT, 1)] * 2


def test_start_and_end_are_the_first_and_last_voiced_frames() -> None:
    segmenter = Segmenter()
    for p in [QUIET] * 7 + [VOICE] * 10 + [QUIET] * 20:
        segmenter.feed(p)
    assert (segmenter.start, segmenter.last_voiced, segmenter.frame) == (7, 16, 36)


@given(st.lists(st.floats(0, 1), max_size=400))
def test_every_beginning_has_one_end_and_nothing_ends_that_did_not_begin(
    probabilities: list[float],
) -> None:
    segmenter, open_now = Segmenter(), False
    for p in probabilities:
        mark = segmenter.feed(p)
        if mark is Mark.BEGAN:
            assert not open_now
            open_now = True
        elif mark is Mark.ENDED:
            assert open_now
            open_now = False
        else:
            assert open_now == (mark is not Mark.SILENT)
        assert segmenter.speaking == open_now
        assert segmenter.start <= segmenter.frame
