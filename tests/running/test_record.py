"""What is written down of a session, on the screen and in the log."""

import io

import pytest

from voicecoach.running.record import record


@pytest.mark.parametrize(("is_read", "stands"), [(False, True), (True, False)])
def test_what_is_spoken_is_not_read_out_by_a_screen_reader_as_well(
    *, is_read: bool, stands: bool
) -> None:
    screen = io.StringIO()
    with record(screen, None, is_read) as written:
        written.spoken("Lie down.")
        written.show("The log cannot be written.")
    shown = screen.getvalue()
    assert ("Lie down." in shown) is stands
    assert "The log cannot be written." in shown
    assert ("screen reader" in shown) is is_read
