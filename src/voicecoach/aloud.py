"""Plain text aloud, in the coach's voice: what a command tells to somebody who sees no screen."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import TextIO

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.devices import quiet_libraries
from voicecoach.audio.duplex import RATE, Duplex
from voicecoach.audio.mixer import Mixer
from voicecoach.core.clip import Clip
from voicecoach.core.events import Began, Event, Mute, Pressed
from voicecoach.core.problems import NoSound, Problem
from voicecoach.core.score import Measure, Spoken
from voicecoach.language import load
from voicecoach.running.faults import FaultLines
from voicecoach.running.stage import let_it_ring
from voicecoach.running.supervisor import Supervisor
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import voice_called
from voicecoach.terminal import keyboard

LOOK_EVERY_S = 0.25
SENTENCE_GAP_S, PARAGRAPH_GAP_S = 0.4, 1.2


@dataclass(frozen=True, slots=True)
class Speaking:
    """How it is spoken: the voice by its name, words a minute, the speaker by name or number."""

    voice: str | None
    wpm: int
    sink: str | None


def say(paragraphs: Sequence[Sequence[str]], how: Speaking, show: TextIO) -> None:
    """Say paragraphs of lines, until the end or the first key; each is shown as it begins.

    No microphone is opened, and no clip is kept: what one did is not to be found in a cache.
    Raises Problem without a voice or a speaker.
    """
    with voice_called(how.voice) as voice:
        clips = Clips(voice)
        _play(paragraphs, lambda line: clips.clip(line, how.wpm), how, show)


def samples(lines: Mapping[str, str], how: Speaking, show: TextIO) -> None:
    """Say each line in the voice of that name, as `say` does; what cannot be said is shown.

    Raises Problem without a speaker.
    """
    clips: dict[str, Clip] = {}
    for line, name in lines.items():
        try:
            with voice_called(name) as voice:
                clips[line] = voice.render(line, how.wpm)
        except Problem as problem:
            print(f"{name}: {problem}", file=show, flush=True)
    _play([[line] for line in clips], clips.__getitem__, how, show)


def _play(
    paragraphs: Sequence[Sequence[str]],
    clip_of: Callable[[str], Clip],
    how: Speaking,
    show: TextIO,
) -> None:
    mixer, inbox = Mixer(RATE), SimpleQueue[Event]()
    lines: dict[str, str] = {}
    with contextlib.ExitStack() as stack:
        stack.enter_context(quiet_libraries())
        bars = BarMaker(RATE, lambda text, _: clip_of(text))
        for paragraph in paragraphs:
            for left, line in zip(reversed(range(len(paragraph))), paragraph, strict=True):
                gap_s = SENTENCE_GAP_S if left else PARAGRAPH_GAP_S
                measure = Measure(str(len(lines)), (Spoken(line),), tail_s=gap_s)
                lines[measure.id] = line
                mixer.enqueue(bars.bar(measure))
        duplex = Duplex(mixer, inbox.put, sink=how.sink, listens=False)
        stack.callback(duplex.close)
        duplex.open()
        if keyboard.is_there():
            stack.enter_context(keyboard.keys(inbox.put))
        faults = FaultLines("en", load("en").lines)
        stack.enter_context(Supervisor(duplex, None, faults.reason, inbox.put))
        while mixer.busy:
            try:
                event = inbox.get(timeout=LOOK_EVERY_S)
            except Empty:
                continue
            if isinstance(event, Mute):
                raise NoSound(event.reason, "Look at your speaker.")
            if isinstance(event, Pressed):
                mixer.silence()
                break
            if isinstance(event, Began):
                print(lines[event.measure], file=show, flush=True)
        let_it_ring(duplex, mixer)
