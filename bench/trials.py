"""Streams of sound with or without a command in them, and what an ear makes of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields, replace
from functools import cache
from itertools import product
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from manners import MANNERS
from sounds import RATE, Noise, Recordings, Sound, Voice, active, in_noise, read, span
from voicecoach.core.events import Heard
from voicecoach.core.intents import SAFETY_INTENTS, Certainty, Intent
from voicecoach.hearing.decision import Decision, Look, Verdict
from voicecoach.hearing.ears import ear_with, make
from voicecoach.hearing.recognizer import Evidence, Recognizer
from voicecoach.hearing.vad import FRAME
from voicecoach.language import Language, load

STREAMS = (
    ("quiet", 0.0),
    *(("kitchen", snr) for snr in (20.0, 10.0, 5.0, 0.0)),
    *(("babble", snr) for snr in (10.0, 5.0, 0.0)),
)
"""Noise that a word is heard in, and the ratio of speech to noise in decibels."""
LATE_S = 0.5
"""Later after the word's end than this, and it was missed."""
OTHER_WORDS = ("down", "go", "left", "no", "off", "on", "right", "up", "yes", "unknown")
SPOKEN = {
    Intent.PAIN: ("it hurts", "that hurts", "my back hurts", "ouch"),
    Intent.PAUSE: ("pause", "hold on", "wait"),
    Intent.HELP: ("help", "help me"),
}
"""What synthetic voices say: there are no recordings of people for these."""
SPOKEN_OTHERWISE = {
    Intent.STOP: ("that's enough", "I can't go on", "shut up", "too much"),
    Intent.PAUSE: ("give me a minute", "I need a break", "let me rest"),
    Intent.PAIN: ("my back is killing me", "I have a sharp pain", "I feel dizzy"),
    Intent.EMERGENCY: ("chest pain", "I can't breathe"),
}
"""Phrases in which there is none of the spotter's words."""


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A stream. The word, if there is one, is from `begin_s` to `end_s`; `wants` means it.

    `by` is the kind of voice, where it is no person's.
    """

    group: str
    sound: Sound
    begin_s: float = 0.0
    end_s: float = 0.0
    wants: Intent | None = None
    by: str = "people"

    @property
    def seconds(self) -> float:
        return len(self.sound) / RATE


@dataclass(eq=False)
class Result:
    """What was heard in a trial, and every look that was taken, with the stream's time at it."""

    trial: Trial
    heard: list[Heard] = field(default_factory=list)
    looks: list[tuple[float, Look]] = field(default_factory=list)
    text: str = ""

    @property
    def in_time(self) -> list[Heard]:
        """Safety commands heard at the word, not too late."""
        first, last = self.trial.begin_s, self.trial.end_s + LATE_S
        return [h for h in self.safety if first <= h.decided_s <= last]

    @property
    def safety(self) -> list[Heard]:
        return [h for h in self.heard if h.intent in SAFETY_INTENTS]

    @property
    def outright(self) -> bool:
        """The coach stopped without a question, in time."""
        return any(h.certainty is Certainty.CLEAR for h in self.in_time[:1])

    @property
    def found(self) -> bool:
        """The coach stopped or asked, in time."""
        return bool(self.in_time)


def run(
    recognizer: Recognizer, language: Language, trial: Trial, decision: Decision | None = None
) -> Result:
    """Stream a trial through a fresh ear, as a session does."""
    result = Result(trial)
    fed = 0

    def note(look: Look) -> None:
        result.looks.append((fed / RATE, look))

    ear = ear_with(recognizer, language, decision=decision, observe=note)
    events = []
    for at in range(0, len(trial.sound), FRAME):
        fed = at + FRAME
        events += ear.feed(trial.sound[at : at + FRAME])
    events += ear.finish()
    result.heard = [e for e in events if isinstance(e, Heard)]
    result.text = ear.last_evidence.text
    return result


def run_all(
    trials: Iterable[Trial], decision: Decision | None = None, workers: int = 2
) -> Iterator[Result]:
    """`run` on each of the trials, in order, in processes of their own."""
    with ProcessPoolExecutor(workers, get_context("spawn")) as processes:
        yield from processes.map(_run, ((trial, decision) for trial in trials), chunksize=2)


def _run(job: tuple[Trial, Decision | None]) -> Result:
    trial, decision = job
    return run(*_loaded(), trial, decision)


@cache
def _loaded() -> tuple[Recognizer, Language]:
    language = load("en")
    return make("moonshine", language), language


class Undecided(Decision):
    """Never decides: for looking at all there is to see."""

    @classmethod
    def make(cls) -> "Undecided":
        usual = Decision.load()
        return cls(**{f.name: getattr(usual, f.name) for f in fields(usual)})

    def decide(self, look: Look) -> Verdict | None:  # noqa: ARG002 - that is its point
        return None

    def trust(self, evidence: Evidence) -> None:  # noqa: ARG002 - that is its point
        return None


@dataclass(frozen=True, slots=True)
class Under:
    """What lies under a word: noise (None: a quiet room), and the ratio to it in decibels."""

    noise: Sound | None = None
    snr_db: float = 0.0


def placed(
    group: str,
    word: Sound,
    under: Under,
    rng: np.random.Generator,
    wants: Intent | None = None,
) -> Trial:
    """`word` with a second of noise before it and after it."""
    begin, end = span(word)
    silence = np.zeros(RATE, np.float32)
    sound = np.concatenate([silence, word, silence])
    # The ratio is measured on the word, not on the silence around it.
    louder = 20 * np.log10(active(word)[1] / active(sound)[1])
    stream = in_noise(sound, under.noise, under.snr_db - louder, rng)
    return Trial(group, stream, begin + 1.0, end + 1.0, wants)


def stops(recordings: Recordings, part: str, every: int = 1) -> Iterator[Trial]:
    """Real people's "stop", each clip in all of `STREAMS`."""
    rng, noise = np.random.default_rng(31), recordings.noise(part)
    for path, (kind, snr) in product(recordings.clips("stop", part)[::every], STREAMS):
        word = read(path)
        under = None if kind == "quiet" else noise.cut(kind, rng, len(word) + 2 * RATE)
        yield placed(_name(kind, snr), word, Under(under, snr), rng, Intent.STOP)


def in_manners(recordings: Recordings, part: str, every: int = 1) -> Iterator[Trial]:
    """Real people's "stop", bent into other ways of speaking, in a quiet room and in a kitchen."""
    rng, noise = np.random.default_rng(36), recordings.noise(part)
    for path in recordings.clips("stop", part)[::every]:
        for (name, change), (kind, snr) in product(MANNERS.items(), STREAMS[::2][:2]):
            word = change(read(path), rng)
            under = None if kind == "quiet" else noise.cut(kind, rng, len(word) + 2 * RATE)
            group = f"{name}, {_name(kind, snr)}"
            yield placed(group, word, Under(under, snr), rng, Intent.STOP)


def others(recordings: Recordings, part: str, every: int = 1) -> Iterator[Trial]:
    """Real people's other words; half of them in a quiet room, the others in kitchen noise."""
    rng, noise = np.random.default_rng(32), recordings.noise(part)
    for word in OTHER_WORDS:
        for k, path in enumerate(recordings.clips(word, part)[::every]):
            sound = read(path)
            under = noise.cut("kitchen", rng, len(sound) + 2 * RATE) if k % 2 else None
            yield placed("other words", sound, Under(under, 10.0), rng)


def meanings() -> dict[str, Intent]:
    """What each of the spotter's words means."""
    return {w: i for fusion in Decision.load().fusions.values() for w, i in fusion.words.items()}


def made(folder: Path, part: str, noise: Noise) -> Iterator[Trial]:
    """Natural voices saying the spotter's words, and words that sound alike, at 10 dB.

    `folder` is what `kokoro_voices.py` made.
    """
    rng = np.random.default_rng(35)
    known = meanings()
    for word in (*known, "other"):
        group = word if word in known else "other words"
        for k, path in enumerate(sorted((folder / part / word).glob("*.flac"))):
            sound = read(path)
            under = noise.cut(("kitchen", "babble")[k % 2], rng, len(sound) + 2 * RATE)
            yield placed(group, sound, Under(under, 10.0), rng, known.get(word))


def talk(
    recordings: Recordings,
    part: str,
    streams: Sequence[tuple[str, float]],
    made_too: Path | None = None,
) -> Iterator[Trial]:
    """Conversation, four sentences a stream; and that of natural voices from `made_too`."""
    rng, noise = np.random.default_rng(33), recordings.noise(part)
    gap = np.zeros(int(0.4 * RATE), np.float32)
    sentences = recordings.talk(part)
    if made_too:
        sentences += [read(path) for path in sorted((made_too / part / "talk").glob("*.flac"))]
    for kind, snr in streams:
        for four in _by_four(sentences):
            sound = np.concatenate([piece for sentence in four for piece in (gap, sentence, gap)])
            under = None if kind == "quiet" else noise.cut(kind, rng, len(sound))
            yield Trial(_name(kind, snr), in_noise(sound, under, snr, rng))


def synthetic(
    voices: Sequence[Voice],
    noise: Noise,
    speeds: Sequence[float],
    said: Mapping[Intent, Sequence[str]] = SPOKEN,
) -> Iterator[Trial]:
    """Synthetic voices at 10 dB, half in the kitchen and half in babble."""
    rng = np.random.default_rng(34)
    trials = product(said.items(), voices, speeds)
    for k, ((intent, texts), voice, speed) in enumerate(trials):
        text = texts[k % len(texts)]
        word = voice.say(text, speed)
        under = noise.cut(("kitchen", "babble")[k // 4 % 2], rng, len(word) + 2 * RATE)
        trial = placed(text, word, Under(under, 10.0), rng, intent)
        yield replace(trial, by=voice.kind)


def _name(kind: str, snr: float) -> str:
    return kind if kind == "quiet" else f"{kind} {snr:.0f} dB"


def _by_four(sentences: list[Sound]) -> Iterator[list[Sound]]:
    for k in range(0, len(sentences), 4):
        yield sentences[k : k + 4]
