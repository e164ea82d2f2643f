"""A session as a sound file: planned for nobody to listen, spoken, mixed, levelled and written."""

import contextlib
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from types import FrameType

from voicecoach.audio.bars import BarMaker
from voicecoach.audio.mixer import Mixer, Samples
from voicecoach.authoring.progress import Progress
from voicecoach.core.clip import Clip
from voicecoach.core.preferences import USUAL_WPM
from voicecoach.core.problems import Problem
from voicecoach.core.score import TONE_S, Measure, Note, Sounded, Spoken, Tone
from voicecoach.language import load
from voicecoach.language.lines import Lines
from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.plan.planner import plan
from voicecoach.plan.recorded import counted_by_the_coach, recorded
from voicecoach.plan.sentences import duration
from voicecoach.render import transcript
from voicecoach.render.formats import format_of
from voicecoach.render.loudness import gain_for, levelled
from voicecoach.render.target import Targets
from voicecoach.render.transcript import Caption, Section
from voicecoach.render.writer import Chapter, Label, write
from voicecoach.running.interruption import handling
from voicecoach.script.model import Session
from voicecoach.speech.cache import CachedVoice, ClipCache
from voicecoach.speech.engines import voice_called
from voicecoach.speech.voice import Voice

RATE = 48_000
"""Every codec here takes it, and so do the players."""
PAUSE_S, ANSWER_S = 20.0, 8.0
"""How long it is silent where the user moves, and where they ask themselves something."""
ARTIST = "voicecoach"
_BLOCK = RATE // 2
_HEADROOM_DB = -6.0
"""Below full scale while it is mixed, so that two sounds at once are never cut off."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says."""

    voice: str | None = None
    wpm: int = USUAL_WPM
    pause_s: float = PAUSE_S
    answer_s: float = ANSWER_S
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """What was made: its length, its chapters, and all that is heard in each."""

    seconds: float
    sections: tuple[Section, ...]
    paths: tuple[Path, ...]


def record(session: Session, path: Path, options: Options, progress: Progress) -> Recording:
    """Make the sound file `path` of `session`, and beside it its words as .vtt and .txt.

    Raises Problem. What was begun is removed when it fails or is interrupted.
    """
    kind, lines = format_of(path), load(session.language).lines
    if not lines.recording:
        what = f'There are no words for a recording in the language "{session.language}" yet.'
        raise Problem(what, "Add them to its lines.yaml, under recording.")
    planned = for_recording(session, lines, options)
    vtt, text = path.with_suffix(".vtt"), path.with_suffix(".txt")
    with contextlib.ExitStack() as stack:
        heed = stack.enter_context(_interrupts())
        targets = stack.enter_context(Targets((path, vtt, text), replace=options.replace))
        engine = stack.enter_context(voice_called(options.voice, language=session.language))
        tape = Tape(planned, CachedVoice(engine, ClipCache()), options.wpm, progress)
        label = _label(session, lines)
        parts = _sections(planned, tape, lines)

        def blocks(what: str) -> Iterator[Samples]:
            for block in tape.blocks(what):
                heed()
                yield block

        gain_db = gain_for(lambda: blocks("Measuring loudness"), RATE)
        write(
            targets.part(path),
            kind,
            levelled(blocks("Writing"), RATE, gain_db),
            RATE,
            label,
            [Chapter(each.title, round(each.start_s * RATE)) for each in parts],
            tape.frames,
        )
        notes = [label.comment]
        captions = transcript.as_vtt(session.title, session.language, notes, parts)
        targets.part(vtt).write_text(captions, "utf-8")
        targets.part(text).write_text(transcript.as_text(session.title, notes, parts), "utf-8")
        heed()
    return Recording(tape.frames / RATE, parts, (path, vtt, text))


def for_recording(session: Session, lines: Lines, options: Options) -> Plan:
    """The plan of `session` as a recording: it listens nowhere, and says so."""
    said = lines.recorded(
        pause=duration(options.pause_s, lines), answer=duration(options.answer_s, lines)
    )
    pauses_s = {CueKind.CHECKPOINT: options.pause_s, CueKind.ASK: options.answer_s}
    session = counted_by_the_coach(session)
    return recorded(plan(session, said, notices=lines.recording["notices"]), pauses_s)


class Tape:
    """A plan in sound, as often as it is asked for, and the same every time.

    Only what sounds now is in memory. Raises Problem where the voice fails.
    """

    def __init__(self, planned: Plan, voice: Voice, wpm: int, progress: Progress) -> None:
        self._voice = voice
        self._said_as = planned.said_as
        self._wpm = wpm
        self._progress = progress
        self._spoken_s = self._speak(planned.cues)
        measures = [cue.measure for cue in planned.cues]
        lengths_s = [each.seconds(self.spoken_s) for each in measures]
        # Fixed now, so that both times it is played nothing moves.
        self._measures = [
            replace(each, length_s=length_s)
            for each, length_s in zip(measures, lengths_s, strict=True)
        ]
        frames = [round(at_s * RATE) for at_s in accumulate(lengths_s, initial=0.0)]
        *starts, self.frames = frames
        self.starts_s = tuple(start / RATE for start in starts)

    def spoken_s(self, text: str) -> float:
        """How long a text of the plan takes to say."""
        return self._spoken_s[text]

    def blocks(self, what: str) -> Iterator[Samples]:
        """All of it, a block after the other; `what` is being done with it."""
        bars = BarMaker(RATE, self._clip_at)
        mixer = Mixer(RATE)
        mixer.set_volume(_HEADROOM_DB)
        mixer.take(_BLOCK)  # until the volume is there
        measures, enqueued, taken = iter(self._measures), 0, 0
        while taken < self.frames:
            block = min(_BLOCK, self.frames - taken)
            while enqueued < min(self.frames, taken + block + RATE):  # upbeats begin before
                if (measure := next(measures, None)) is None:
                    break
                bar = bars.bar(measure)
                mixer.enqueue(bar)
                enqueued += bar.frames
            yield mixer.take(block)[0]
            taken += block
            self._progress.at(what, taken / RATE / 60, self.frames / RATE / 60, "minutes")

    def _clip(self, text: str) -> Clip:
        return self._clip_at(text, 1.0)

    def _clip_at(self, text: str, speed: float) -> Clip:
        return self._voice.render(self._said_as.get(text, text), round(self._wpm * speed))

    def _speak(self, cues: Sequence[Cue]) -> Mapping[str, float]:
        texts = list(dict.fromkeys(note.text for note in _words(cue.measure for cue in cues)))
        lengths_s = {}
        for done, text in enumerate(texts, 1):
            lengths_s[text] = self._clip(text).seconds
            self._progress.at("Speaking", done, len(texts), "lines")
        return lengths_s


def _words(measures: Iterable[Measure]) -> Iterator[Spoken]:
    for measure in measures:
        yield from (note for note in measure.notes if isinstance(note, Spoken))


def _label(session: Session, lines: Lines) -> Label:
    said, parts = lines.recording, []
    if session.source:
        parts.append(said["source"].format(title=session.source.title))
        parts += [session.source.url] if session.source.url else []
    reviewed = said["reviewed"].format(name=session.reviewed_by)
    parts.append(reviewed if session.reviewed_by else said["not_reviewed"])
    return Label(session.title, ARTIST, " ".join(parts), said["language_tag"])


def _sections(planned: Plan, tape: Tape, lines: Lines) -> tuple[Section, ...]:
    """The opening and each exercise, with what is heard in it."""
    titles = [lines.recording["opening"]]
    titles += [
        lines.recording["chapter"].format(n=n, name=each.name)
        for n, each in enumerate(planned.exercises, 1)
    ]
    firsts = [0, *(each.first for each in planned.exercises), len(planned.cues)]
    return tuple(
        Section(
            title,
            tape.starts_s[first],
            tuple(
                caption
                for cue, start_s in zip(
                    planned.cues[first:behind], tape.starts_s[first:behind], strict=True
                )
                for caption in _captions(cue, start_s, tape.spoken_s, lines)
            ),
        )
        for title, (first, behind) in zip(titles, pairwise(firsts), strict=True)
    )


def _captions(
    cue: Cue, start_s: float, spoken_s: Callable[[str], float], lines: Lines
) -> Iterator[Caption]:
    """What is heard in a cue. The beats within a phase are left out."""
    notes = cue.measure.notes
    if cue.kind is CueKind.REST and notes and not any(_words((cue.measure,))):
        length_s = notes[0].at_s
        words = lines.recording["silence"].format(time=duration(length_s, lines))
        yield Caption(start_s, start_s + length_s, words, aside=True)
    for tone, group in groupby(notes, key=_tone_of):
        same = list(group)
        if tone is None:
            for note in _words((replace(cue.measure, notes=tuple(same)),)):
                ends_s = note.at_s + spoken_s(note.text)
                if note.until_s is None or ends_s <= note.until_s:
                    yield Caption(start_s + note.at_s, start_s + ends_s, note.text)
        elif tone in lines.recording["tones"]:
            words = lines.recording["tones"][tone]
            yield Caption(start_s + same[0].at_s, start_s + same[-1].at_s + TONE_S, words, True)


def _tone_of(note: Note) -> Tone | None:
    return note.tone if isinstance(note, Sounded) else None


@contextlib.contextmanager
def _interrupts() -> Iterator[Callable[[], None]]:
    """Ctrl-C, a closed terminal and a shutdown end it: nothing half done is left.

    Gives what raises an interrupt once more: PyAV swallows one that falls into its own code.
    """
    came, usual = False, signal.getsignal(signal.SIGINT)

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal came
        came = True
        (usual if callable(usual) else signal.default_int_handler)(number, frame)

    def heed() -> None:
        if came:
            raise KeyboardInterrupt

    with handling(interrupt):
        yield heed
