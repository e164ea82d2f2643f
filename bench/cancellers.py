"""How well the coach's own voice is taken out of the microphone, and "stop" heard over it.

    python bench/cancellers.py FOLDER [--clips 30] [--part test] [--json FILE]

FOLDER is laid out as `bench/sounds.py` says. eSpeak NG speaks the coach's prompts; in a virtual
room (`voicecoach.audio.room`) people say "stop" over them. Cancellers: none, ours, AEC3
(`pywebrtc-audio`) and Speex (`pyaec`), the last two where they are installed, and ours and AEC3
together (either is enough). For each:

- "echo gone": the echo's power against what is left of it, in decibels, after three seconds;
  what a canceller does to the user's voice counts as left.
- "harm": how much more often "stop" is missed than with the user's voice alone.
- "missed": the whole stream goes through `Ear.feed` as in a session, as late as the canceller
  makes it, and within half a second of the word's end it has neither stopped nor asked.

Awkward moments: the first 100 ms of the first prompt, and half a second after the path has
changed; "hindsight" decides once more on `Canceller.again`, 0.3 s after the word.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, Protocol

import numpy as np

from room_session import say
from sounds import RATE, Recordings, Sound, read, span
from voicecoach.audio.canceller import Canceller
from voicecoach.audio.room import Acoustics, VirtualRoom, active_rms
from voicecoach.core.events import Heard
from voicecoach.core.intents import SAFETY_INTENTS
from voicecoach.core.score import Words
from voicecoach.hearing.ears import ear_with, make
from voicecoach.hearing.recognizer import Recognizer
from voicecoach.hearing.vad import FRAME
from voicecoach.language import Language, load

PROMPTS = (
    "Welcome. Lie on your back, knees bent, feet flat on the floor.",
    "Bring one knee towards your chest, and hold it with both hands.",
    "You should feel a mild stretch, and breathe as you like.",
    "Hold for twenty seconds. Breathe out as the knee comes in.",
    "Ten. Nine. Eight. Seven. Six. Five. Four. Three. Two. One.",
    "Now lower the leg slowly, and rest for ten seconds.",
    "Left side done. Change to the right side when you are ready.",
    "Flatten your lower back against the floor, then let go.",
    "Three more to go. Keep your shoulders soft, and your neck long.",
    "Well done. The next exercise is the pelvic tilt, two sets of ten.",
)
VOICES = (("en-gb", 160), ("en-us", 175), ("en-gb+f3", 150), ("en-gb-scotland", 190))
LEAD_S, SPACING_S, BLOCK = 3.0, 2.2, 320


class Cancels(Protocol):
    """What takes blocks of microphone and reference, and gives the microphone without echo."""

    latency: int

    def process(self, microphone: Sound, reference: Sound) -> Sound: ...


class Nothing:
    """Leaves everything as it is."""

    latency = 0

    def process(self, microphone: Sound, reference: Sound) -> Sound:  # noqa: ARG002 - its point
        return microphone


class Aec3:
    """WebRTC's canceller, which is told no delay."""

    latency = 0

    def __init__(self) -> None:
        import pywebrtc_audio  # noqa: PLC0415 - a peer that need not be installed

        self._peer = pywebrtc_audio.EchoCanceller(RATE, 1)

    def process(self, microphone: Sound, reference: Sound) -> Sound:
        parts = [
            self._peer.process(
                np.ascontiguousarray(microphone[at : at + 160]),
                np.ascontiguousarray(reference[at : at + 160]),
            )
            for at in range(0, len(microphone), 160)
        ]
        return np.asarray(np.concatenate(parts), np.float32)


class Speex:
    """Speex's canceller with a filter of half a second, without its suppressor."""

    latency = 0

    def __init__(self) -> None:
        import pyaec  # type: ignore[import-untyped, import-not-found, unused-ignore] # noqa: PLC0415 - a peer, without types

        self._peer = pyaec.Aec(160, RATE // 2, RATE, False)

    def process(self, microphone: Sound, reference: Sound) -> Sound:
        done: list[int] = []
        for at in range(0, len(microphone), 160):
            mic, ref = (
                (np.clip(s[at : at + 160], -1, 1) * 32_767).astype(np.int16).tolist()
                for s in (microphone, reference)
            )
            done += self._peer.cancel_echo(mic, ref)
        return np.asarray(done, np.float32) / np.float32(32_768)


PEERS: dict[str, Callable[[], Cancels]] = {
    "none": Nothing,
    "ours": Canceller,
    "aec3": Aec3,
    "speex": Speex,
}


def talking(seconds: float, prompts: Sequence[str], rng: np.random.Generator) -> Sound:
    """Prompts one behind the other, with short pauses."""
    parts: list[Sound] = []
    while sum(map(len, parts)) < seconds * RATE:
        voice, wpm = VOICES[rng.integers(len(VOICES))]
        parts += [say(prompts[int(rng.integers(len(prompts)))], voice, wpm)]
        parts += [np.zeros(int(RATE * rng.uniform(0.2, 0.5)), np.float32)]
    return np.concatenate(parts)[: int(seconds * RATE)]


@dataclass(frozen=True)
class Scene:
    """What was played, what the microphone heard, its parts, and where the words are."""

    reference: Sound
    microphone: Sound
    echo: Sound
    words: tuple[tuple[int, int], ...]

    @property
    def rest(self) -> Sound:
        return self.microphone - self.echo


def live(acoustics: Acoustics, coach: Sound, user: Sound, example: Sound, seed: int) -> Any:
    """Run the room: microphone and echo."""
    room = VirtualRoom(acoustics, coach, example, seed=seed)
    microphone, echo = [], []
    for at in range(0, len(coach), BLOCK):
        microphone.append(room.step(coach[at : at + BLOCK], user[at : at + BLOCK]))
        echo.append(room.echo)
    return np.concatenate(microphone), np.concatenate(echo)


def cut_words(paths: Sequence[Path]) -> list[Sound]:
    """The words, at one level, with 50 ms around each."""
    words = []
    for path in paths:
        sound = read(path)
        begin, end = (int(s * RATE) for s in span(sound))
        word = sound[max(0, begin - 800) : end + 800]
        words.append((word * (0.05 / max(1e-6, active_rms(word)))).astype(np.float32))
    return words


def conversation(acoustics: Acoustics, words: Sequence[Sound], seed: int) -> Scene:
    """The coach speaks all the time; every two seconds somebody says "stop" over it."""
    rng = np.random.default_rng(seed)
    length = int((LEAD_S + SPACING_S * len(words) + 1) * RATE) // BLOCK * BLOCK
    coach = talking(length / RATE, PROMPTS, rng)
    energy = np.convolve(coach**2, np.ones(8_000, np.float32), "same")
    user, where = np.zeros(length, np.float32), []
    for k, word in enumerate(words):
        early = int((LEAD_S + SPACING_S * k) * RATE)
        tries = early + rng.integers(0, int((SPACING_S - 1.3) * RATE), 6)
        at = int(max(tries, key=lambda t: float(energy[t + 4_000])))
        user[at : at + len(word)] += word
        where.append((at, at + len(word)))
    mic, echo = live(acoustics, coach, user, np.concatenate(words), seed)
    return Scene(coach, mic, echo, tuple(where))


def beginnings(acoustics: Acoustics, words: Sequence[Sound], after_s: float) -> Iterator[Scene]:
    """The word comes within 100 ms of the first prompt, or `after_s` after the path has changed."""
    changed = after_s > 0
    for k, word in enumerate(words):
        rng = np.random.default_rng(k)
        delay_s = (0.02, 0.15, 0.4)[k % 3]
        quiet = np.zeros(RATE // 2, np.float32)
        coach = np.concatenate([quiet, talking(8.0 if changed else 2.5, PROMPTS, rng)])
        coach = coach[: len(coach) // BLOCK * BLOCK]
        at = 6 * RATE if changed else len(quiet) + int((delay_s + rng.uniform(0, 0.1)) * RATE)
        moves = (at / RATE - after_s,) if changed else ()
        user = np.zeros(len(coach), np.float32)
        part = word[800 : 800 + len(coach) - at]
        user[at : at + len(part)] = part
        here = replace(acoustics, delay_s=delay_s, changes_s=moves)
        mic, echo = live(here, coach, user, word, k)
        yield Scene(coach, mic, echo, ((at, at + len(part)),))


class Judge:
    """The ear of a session, with its recognizer loaded once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._recognizer: Recognizer = make("moonshine", language)

    def finds(self, sound: Sound) -> bool:
        """Whether the ear stops or asks for a piece of sound by itself."""
        quiet = np.zeros(RATE // 2, np.float32)
        return bool(self.hears(np.concatenate([quiet, sound, quiet])))

    def hears(self, sound: Sound, coach: str | None = None) -> list[Heard]:
        """What the ear says of a stream while the coach says `coach`."""
        ear = ear_with(self._recognizer, self._language)
        if coach is not None:
            ear.coach_says([Words(coach, 0.0, len(sound) / RATE)])
        events = [e for at in range(0, len(sound), FRAME) for e in ear.feed(sound[at : at + FRAME])]
        events += ear.finish()
        return [e for e in events if isinstance(e, Heard) and e.intent in SAFETY_INTENTS]


def cancelled(canceller: Cancels, scene: Scene) -> Sound:
    """The whole scene, moved back by the canceller's latency."""
    done = [
        canceller.process(
            scene.microphone[at : at + BLOCK].copy(), scene.reference[at : at + BLOCK].copy()
        )
        for at in range(0, len(scene.reference), BLOCK)
    ]
    late = canceller.latency
    return np.concatenate([np.concatenate(done)[late:], np.zeros(late, np.float32)])


def gone_db(scene: Scene, left: Sound) -> float:
    after = slice(int(LEAD_S * RATE), None)
    rest = float(np.sum((left[after] - scene.rest[after]) ** 2))
    return float(10 * np.log10(float(np.sum(scene.echo[after] ** 2)) / max(rest, 1e-12)))


def cpu_s() -> float:
    usage = getrusage(RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def in_time(scene: Scene, heard: Sequence[Heard]) -> list[bool]:
    """Which of the words the ear found within half a second of their end."""
    spans = [(b / RATE, e / RATE - 0.05 + 0.5) for b, e in scene.words]
    return [any(b <= h.decided_s <= e for h in heard) for b, e in spans]


def of_scene(
    name: str, scene: Scene, judge: Judge, peers: dict[str, Callable[[], Cancels]]
) -> dict[str, Any]:
    """One row: every canceller on one scene."""
    found = {"alone": in_time(scene, judge.hears(scene.rest))}
    row: dict[str, Any] = {"scene": name, "words": len(scene.words), "echo_gone_db": {}}
    row["cpu_percent"] = {}
    for peer, build in peers.items():
        begun = cpu_s()
        left = cancelled(build(), scene)
        row["cpu_percent"][peer] = round(100 * (cpu_s() - begun) / (len(left) / RATE), 1)
        row["echo_gone_db"][peer] = round(gone_db(scene, left), 1)
        late = np.concatenate([np.zeros(build().latency, np.float32), left])
        found[peer] = in_time(scene, judge.hears(late))
    if "aec3" in found:
        found["ours or aec3"] = [a or b for a, b in zip(found["ours"], found["aec3"], strict=True)]
    row["missed"] = {peer: hits.count(False) for peer, hits in found.items()}
    row["harm"] = {peer: n - row["missed"]["alone"] for peer, n in row["missed"].items()}
    return row


def of_beginnings(name: str, scenes: Iterator[Scene], judge: Judge) -> dict[str, Any]:
    """One row: words at an awkward moment, when they come and in hindsight."""
    row: dict[str, Any] = {
        "scene": name,
        "words": 0,
        "alone": 0,
        "now": 0,
        "hindsight": 0,
        "either": 0,
    }
    for scene in scenes:
        (begin, end), canceller = scene.words[0], Canceller()
        stop = (end + int(0.3 * RATE)) // 256 * 256
        left = canceller.process(scene.microphone[:stop], scene.reference[:stop])
        now = left[canceller.latency :][max(0, begin - 4_000) : end + 4_000]
        later = canceller.again(stop - max(0, begin - 4_000))
        hits = judge.finds(now), judge.finds(later)
        row["words"] += 1
        row["alone"] += not judge.finds(scene.rest[max(0, begin - 4_000) : end + 4_000])
        row["now"] += not hits[0]
        row["hindsight"] += not hits[1]
        row["either"] += not any(hits)
    return row


def scenes() -> Iterator[tuple[str, Acoustics]]:
    """The grid: level and distortion in full, the others one at a time."""
    usual = Acoustics(user_to_noise_db=40.0)
    for ratio in (5.0, 0.0, -5.0, -10.0):
        for distortion in (0.0, 0.035, 0.1):
            here = replace(usual, user_to_echo_db=ratio, distortion=distortion)
            yield f"{ratio:+.0f} dB, {100 * distortion:g} % distorted", here
    harder = replace(usual, user_to_echo_db=-5.0, distortion=0.035)
    for delay_s in (0.02, 0.4):
        yield f"-5 dB, delay {1000 * delay_s:.0f} ms", replace(harder, delay_s=delay_s)
    for skew in (-100.0, 100.0):
        yield f"-5 dB, skew {skew:+.0f} ppm", replace(harder, skew_ppm=skew)
    for rt60_s in (0.17, 0.5):
        yield f"-5 dB, RT60 {rt60_s} s", replace(harder, rt60_s=rt60_s)


def installed() -> dict[str, Callable[[], Cancels]]:
    peers = {}
    for name, build in PEERS.items():
        try:
            build()
        except ImportError:
            print(f"({name} is not installed)")
            continue
        peers[name] = build
    return peers


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=30, help="words a scene")
    parser.add_argument("--part", default="test", help="whose voices (train, calibrate, test)")
    parser.add_argument("--scenes", default="", help="which scenes (a pattern)")
    parser.add_argument(
        "--peers",
        default="\\+5 dB, 0|-5 dB, 3.5|-10 dB|skew",
        help="scenes to try peers on (a pattern)",
    )
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    paths = Recordings(args.folder).clips("stop", args.part)
    order = np.random.default_rng(0).permutation(len(paths))
    words = cut_words([paths[k] for k in order[: args.clips]])
    judge, peers = Judge(load("en")), installed()
    print(f"{len(words)} words a scene; missed (echo gone, dB)")
    rows = []
    for seed, (name, acoustics) in enumerate(scenes()):
        if not re.search(args.scenes, name):
            continue
        scene = conversation(acoustics, words, seed)
        here = {k: b for k, b in peers.items() if k == "ours" or re.search(args.peers, name)}
        row = of_scene(name, scene, judge, here)
        rows.append(row)
        cells = (f"{p} {m} ({row['echo_gone_db'].get(p, '-')})" for p, m in row["missed"].items())
        print(f"{name:28}", "  ".join(cells), flush=True)
    if rows:
        print(
            "ours, CPU:", np.mean([r["cpu_percent"]["ours"] for r in rows]).round(1), "% of a core"
        )
    awkward = []
    for ratio in (5.0, -5.0):
        air = Acoustics(user_to_echo_db=ratio, user_to_noise_db=40.0)
        for name, after_s in (("first 100 ms", 0.0), ("0.5 s after a change", 0.5)):
            row = of_beginnings(f"{ratio:+.0f} dB, {name}", beginnings(air, words, after_s), judge)
            awkward.append(row)
            print("  ".join(f"{k} {v}" for k, v in row.items()), flush=True)
    if args.json:
        args.json.write_text(json.dumps({"scenes": rows, "awkward": awkward}, indent=1))


if __name__ == "__main__":
    main()
