import io

from voicecoach.authoring.progress import EVERY_S, FIRST_S, Progress
from voicecoach.core.clock import ManualClock


def test_quick_work_says_nothing() -> None:
    show, clock = io.StringIO(), ManualClock()
    progress = Progress(show, clock)
    for done in range(100):
        progress.at("Speaking", done, 100, "lines")
        clock.advance(FIRST_S / 101)
    assert show.getvalue() == ""


def test_long_work_says_now_and_then_how_far_it_is_in_lines_that_stay() -> None:
    show, clock = io.StringIO(), ManualClock()
    progress = Progress(show, clock)
    clock.advance(FIRST_S)
    progress.at("Speaking", 3.4, 20, "lines")
    progress.at("Speaking", 4, 20, "lines")
    clock.advance(EVERY_S)
    progress.at("Writing", 12, 20, "minutes")
    assert show.getvalue() == "Speaking: 3 of 20 lines.\nWriting: 12 of 20 minutes.\n"
