"""What counts for a user who has no coach: see `pacing.py`, which records it."""

import threading
import time

from beats import clip_of
from voicecoach.audio.bars import BarMaker
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.mixer import Mixer
from voicecoach.core.preferences import USUAL_WPM


def sleep_and_speak(bpm: float, seconds: float) -> None:
    """A loop that sleeps and speaks, as the documentation of pyttsx3 leads one to write it."""
    import pyttsx3  # noqa: PLC0415 - only here

    engine = pyttsx3.init()
    engine.setProperty("rate", USUAL_WPM)
    time.sleep(1)  # noqa: TID251 - that is the method
    for _ in range(int(seconds * bpm / 60)):
        engine.say("one")
        engine.runAndWait()
        time.sleep(60 / bpm)  # noqa: TID251 - that is the method


def speak_on_time(bpm: float, seconds: float) -> None:
    """The same by somebody more careful: it sleeps until the next beat, not for its length."""
    import pyttsx3  # noqa: PLC0415 - only here

    engine = pyttsx3.init()
    engine.setProperty("rate", USUAL_WPM)
    start = time.monotonic() + 1  # noqa: TID251 - that is the method
    for beat in range(int(seconds * bpm / 60)):
        time.sleep(max(0, start + beat * 60 / bpm - time.monotonic()))  # noqa: TID251
        engine.say("one")
        engine.runAndWait()


def ticking(seconds: float) -> None:
    """A timer that ticks once a second, and has played what is due then."""
    mixer = Mixer(RATE)
    duplex = Duplex(mixer, lambda _: None, listens=False)
    duplex.open()
    sound = BarMaker(RATE, clip_of)._sound("1.", 1.0)
    time.sleep(2)  # noqa: TID251 - that is the method
    start, woken = time.monotonic(), threading.Event()  # noqa: TID251
    for tick in range(1, int(seconds) + 1):
        woken.wait(max(0, start + tick - time.monotonic()))  # noqa: TID251
        mixer.overlay(sound)
    time.sleep(1)  # noqa: TID251
    duplex.close()
