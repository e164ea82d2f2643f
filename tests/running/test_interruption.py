"""Signals end a session as its user would, and a thread's mistake prints no traceback."""

import signal
import threading

import pytest

from voicecoach.running.interruption import end_by_signal, threads_end_quietly


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_ends_the_session_and_afterwards_does_what_it_did(name: str) -> None:
    number = getattr(signal, name)
    before = signal.getsignal(number)
    ended: list[bool] = []
    with end_by_signal(lambda: ended.append(True)):
        signal.raise_signal(number)
    assert ended == [True]
    assert signal.getsignal(number) == before


@pytest.mark.parametrize("debugging", [False, True])
def test_a_thread_that_fails_prints_its_traceback_only_for_who_looks_for_mistakes(
    debugging: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    monkeypatch.delenv("VOICECOACH_DEBUG", raising=False)
    if debugging:
        monkeypatch.setenv("VOICECOACH_DEBUG", "1")
    with threads_end_quietly():
        failing = threading.Thread(target=lambda: 1 // 0)
        failing.start()
        failing.join()
    assert ("ZeroDivisionError" in capsys.readouterr().err) is debugging
    assert threading.excepthook is threading.__excepthook__
