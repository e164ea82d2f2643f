"""Clips, clocks and problems."""

import numpy as np
import pytest

from voicecoach.core.clip import Clip
from voicecoach.core.clock import ManualClock, SystemClock
from voicecoach.core.problems import BadFile, Mistake, Problem


def test_a_clip_knows_its_length() -> None:
    clip = Clip(np.zeros(24_000, np.float32).tobytes(), 16_000)
    assert (clip.frames, clip.seconds) == (24_000, 1.5)


def test_a_manual_clock_stands_still_until_it_is_moved() -> None:
    clock = ManualClock(5.0)
    assert (clock.now(), clock.now()) == (5.0, 5.0)
    clock.advance(2.5)
    assert clock.now() == 7.5


def test_a_clock_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        ManualClock().advance(-0.1)
    clock = SystemClock()
    assert clock.now() <= clock.now()


def test_a_problem_says_what_is_wrong_and_then_the_mend() -> None:
    problem = Problem("There is no microphone.", "Plug one in.")
    assert str(problem) == "There is no microphone. Plug one in."


def test_a_bad_file_tells_its_mistakes_in_the_order_of_the_lines() -> None:
    later = Mistake("s.yaml", 12, 3, "Late.", "Mend it.")
    sooner = Mistake("s.yaml", 2, 9, "Early.", "Mend it.")
    assert (
        str(BadFile([later, sooner])) == "s.yaml:2:9: Early. Mend it.\ns.yaml:12:3: Late. Mend it."
    )
