"""A voice that nobody waits for longer than they can, with the real one behind it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.pyttsx3_voice import Pyttsx3Voice
from voicecoach.speech.voice import LONGEST_LINE, VoiceFailed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")


@pytest.fixture
def voice() -> Iterator[Pyttsx3Voice]:
    with Pyttsx3Voice() as speaking:
        yield speaking


def hang(voice: Pyttsx3Voice) -> None:
    assert voice.pid is not None
    os.kill(voice.pid, signal.SIGSTOP)


def test_a_line_sounds_as_the_voice_itself_says_it(voice: Pyttsx3Voice) -> None:
    assert PromptVoice(voice).render("Rest.", 150).frames > 0


def test_a_voice_that_hangs_is_given_up_in_time(voice: Pyttsx3Voice) -> None:
    prompt = PromptVoice(voice)
    prompt.render("Rest.", 150)
    hang(voice)
    prompt.patience_s = 0.2
    with pytest.raises(VoiceFailed):
        prompt.render("Two more.", 150)
    prompt.patience_s = None
    with pytest.raises(VoiceFailed):  # at once, or it would wait for the first
        prompt.render("Three more.", 150)


def test_it_speaks_again_when_the_voice_has_been_started_again(voice: Pyttsx3Voice) -> None:
    prompt = PromptVoice(voice)
    prompt.render("Rest.", 150)
    hang(voice)
    prompt.patience_s = 0.2
    patience = threading.Event()
    for _ in range(200):
        try:
            assert prompt.render("Two more.", 150).frames > 0
        except VoiceFailed:
            patience.wait(0.1)
        else:
            return
    raise AssertionError("the voice never came back")


def test_what_the_voice_refuses_is_refused(voice: Pyttsx3Voice) -> None:
    with pytest.raises(VoiceFailed, match="too long"):
        PromptVoice(voice).render("a" * (LONGEST_LINE + 1), 150)
