"""What is done for every block of sound. The streams themselves are tried in tests/faults."""

import numpy as np
import pyaudio
import pytest

from voicecoach.audio.duplex import BLOCK, MOST_WAITING, RATE, Duplex
from voicecoach.audio.mixer import Bar, Mixer
from voicecoach.core.events import Began

CONTINUE = int(pyaudio.paContinue)
ABORT = int(pyaudio.paAbort)


@pytest.fixture
def duplex() -> Duplex:
    return Duplex(Mixer(RATE), lambda _: None)


def hear(duplex: Duplex, level: float) -> int:
    block = np.full(BLOCK, level, np.float32).tobytes()
    return duplex._hear(block, BLOCK, None, 0)[1]


def test_frames_are_counted_and_those_that_are_not_mere_zeros_apart(duplex: Duplex) -> None:
    assert [hear(duplex, level) for level in (0.0, 0.1, 0.0)] == [CONTINUE] * 3
    assert (duplex.frames_heard, duplex.frames_alive) == (3 * BLOCK, BLOCK)


def test_behind_a_listener_that_hangs_the_oldest_blocks_go(duplex: Duplex) -> None:
    for number in range(MOST_WAITING + 50):
        hear(duplex, number)
    assert duplex.blocks.qsize() == MOST_WAITING
    assert duplex.blocks.get().microphone[0] == 50


def test_a_block_that_cannot_be_read_ends_the_stream_and_nothing_else(duplex: Duplex) -> None:
    assert duplex._hear(b"odd", BLOCK, None, 0) == (None, ABORT)
    assert duplex.frames_heard == 0


def test_a_mistake_in_what_is_played_ends_the_stream_and_is_kept() -> None:
    def fail(_: object) -> None:
        raise ValueError("nobody takes reports")

    mixer = Mixer(RATE)
    duplex = Duplex(mixer, fail)
    mixer.enqueue(Bar("one", BLOCK))
    assert duplex._play(None, BLOCK, None, 0) == (None, ABORT)
    assert isinstance(duplex.failure, ValueError)


def test_what_is_played_meets_what_is_heard_meanwhile() -> None:
    reports: list[object] = []
    mixer = Mixer(RATE)
    duplex = Duplex(mixer, reports.append)
    mixer.enqueue(Bar("one", BLOCK, ((0, np.full(BLOCK, 0.5, np.float32)),)))
    duplex._play(None, BLOCK, None, 0)
    hear(duplex, 0.1)
    np.testing.assert_array_equal(duplex.blocks.get().played, np.full(BLOCK, 0.5, np.float32))
    assert reports[0] == Began("one")
