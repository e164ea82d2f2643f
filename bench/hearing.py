"""How well the ear hears, on recordings that nothing was tuned on.

    python bench/hearing.py FOLDER VOICES [--every 1] [--json FILE]

FOLDER is laid out as `bench/sounds.py` says, VOICES is what `bench/kokoro_voices.py` made; only
their `test` part is used. Everything goes through `Ear.feed` as in a session. "Missed": neither
stopped nor asked within half a second of the word's end. Peers hear the same clips, cut around the
word by hand, which helps them.
"""

import argparse
import json
import resource
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sounds import RATE, SPOKEN_SPEEDS, Recordings, natural_voices, voices
from trials import (
    Result,
    Trial,
    in_manners,
    others,
    run,
    run_all,
    stops,
    synthetic,
    talk,
)
from voicecoach.core.intents import SAFETY_INTENTS, Certainty
from voicecoach.hearing.decision import Decision
from voicecoach.hearing.ears import make
from voicecoach.hearing.level import levelled
from voicecoach.hearing.recognizer import Recognizer
from voicecoach.language import Language, load

TALK = (("quiet", 0.0), ("kitchen", 10.0), ("babble", 10.0))
SECTIONS = ("load", "stop", "manners", "words", "talk", "synthetic")
PEERS_EVERY = 3
"""The others hear every third clip only: Sphinx loads its model for each."""


def wilson(hits: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % bounds of a share (Wilson, 1927)."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    centre = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return max(0.0, centre - half), min(1.0, centre + half)


def most(events: int) -> float:
    """The 95 % upper bound of a Poisson mean after so many events."""
    rates = np.arange(0.01, 5 * events + 20, 0.01)
    chances = sum(np.exp(-rates + k * np.log(rates) - _log_factorial(k)) for k in range(events + 1))
    return float(rates[chances <= 0.05][0])


def _log_factorial(k: int) -> float:
    return float(np.log(np.arange(1, k + 1)).sum())


def cpu_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def of_stops(results: Iterable[Result], peers: dict[str, Callable[[Trial], bool]]) -> list[Any]:
    """A row for each kind of noise."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.trial.group].append(result)
    rows = []
    for name, group in groups.items():
        n, found = len(group), [r for r in group if r.found]
        missed = n - len(found)
        late = [r.in_time[0].decided_s - r.trial.end_s for r in found]
        rows.append(
            {
                "in": name,
                "n": n,
                "missed": missed / n,
                "missed_95": wilson(missed, n),
                "outright_of_found": sum(r.outright for r in found) / max(1, len(found)),
                "decided_after_s": _percentiles(late),
                **_missed_by(peers, [r.trial for r in group][::PEERS_EVERY]),
            }
        )
    return rows


def _missed_by(
    peers: dict[str, Callable[[Trial], bool]], trials: list[Trial]
) -> dict[str, float | int]:
    """The share of `trials` that each of the other recognizers misses."""
    shares = {name: 1 - sum(map(hears, trials)) / len(trials) for name, hears in peers.items()}
    return {"n_of_peers": len(trials), **shares} if peers else {}


def _percentiles(values: list[float]) -> list[float]:
    return [round(float(v), 3) for v in np.percentile(values or [np.nan], (50, 95, 100))]


def of_talk(results: Iterable[Result]) -> list[Any]:
    """False alarms an hour, by kind of noise."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.trial.group].append(result)
        groups["all"].append(result)
    rows = []
    for name, group in groups.items():
        hours = sum(r.trial.seconds for r in group) / 3600
        alarms = [h for r in group for h in r.safety]
        outright = sum(h.certainty is Certainty.CLEAR for h in alarms)
        asked = len(alarms) - outright
        rows.append(
            {
                "in": name,
                "minutes": round(hours * 60, 1),
                "stops_an_hour": outright / hours,
                "at_most": most(outright) / hours,
                "questions_an_hour": asked / hours,
                "what": [(h.phrase, h.text, round(h.score, 1), h.certainty) for h in alarms],
            }
        )
    return rows


def of_words(results: list[Result]) -> dict[str, Any]:
    """Other words taken for a safety command."""
    n = len(results)
    outright = [r for r in results if any(h.certainty is Certainty.CLEAR for h in r.safety)]
    asked = [r for r in results if r.safety and r not in outright]
    return {
        "n": n,
        "outright": len(outright) / n,
        "outright_95": wilson(len(outright), n),
        "asked": len(asked) / n,
        "what": [(h.phrase, h.text, round(h.score, 1)) for r in outright for h in r.safety],
    }


def of_synthetic(results: Iterable[Result]) -> list[Any]:
    """Phrases by synthetic voices: found as any safety command, and as the right one."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        for name in (result.trial.group, f"by {result.trial.by}", "all"):
            groups[name].append(result)
    rows = []
    for name, group in sorted(groups.items()):
        n, missed = len(group), sum(not r.found for r in group)
        right = sum(any(h.intent is r.trial.wants for h in r.in_time) for r in group)
        rows.append(
            {
                "phrase": name,
                "n": n,
                "missed": missed / n,
                "missed_95": wilson(missed, n),
                "right_of_found": right / max(1, n - missed),
            }
        )
    return rows


def curve(stop: Iterable[Result], talks: Iterable[Result]) -> list[Any]:
    """Misses against alarms an hour as the threshold on "stop" moves."""
    fusion = Decision.load().fusions["stop"]

    def peak(result: Result) -> float:
        trial = result.trial
        inside = [
            fusion.log_odds(look)
            for at_s, look in result.looks
            if trial.wants is None or trial.begin_s <= at_s <= trial.end_s + 0.5
        ]
        return max(inside, default=-30.0)

    spoken: dict[str, list[float]] = defaultdict(list)
    for result in stop:
        spoken[result.trial.group].append(peak(result))
    calm = list(talks)
    hours = sum(r.trial.seconds for r in calm) / 3600
    free = np.array([peak(r) for r in calm])
    return [
        {
            "threshold": float(t),
            "alarms_an_hour": float((free >= t).sum() / hours),
            "missed": {name: float(np.mean(np.array(odds) < t)) for name, odds in spoken.items()},
        }
        for t in np.arange(-4, 8.1, 0.5)
    ]


def peers(recognizer: Recognizer, language: Language) -> dict[str, Callable[[Trial], bool]]:
    """Other recognizers on the same clips: whether their text means a safety command."""
    sphinx = make("sphinx", language)

    def clip(trial: Trial) -> Any:
        first, last = trial.begin_s - 0.3, trial.end_s + 0.3
        return levelled(trial.sound[int(first * RATE) : int(last * RATE)])

    def reads(text: str) -> bool:
        phrase = language.grammar.recognize(text)
        return phrase is not None and phrase.intent in SAFETY_INTENTS

    return {
        "moonshine_text_missed": lambda t: reads(recognizer.listen(clip(t)).text),
        "sphinx_grammar_missed": lambda t: reads(sphinx.listen(clip(t)).text),
    }


def load_of(recognizer: Recognizer, language: Language, recordings: Recordings) -> dict[str, float]:
    """The share of one core that listening takes."""
    rng = np.random.default_rng(3)
    hiss = Trial("", rng.normal(0, 1e-3, 30 * RATE).astype(np.float32))
    speech = Trial("", np.concatenate(recordings.talk("test")[:6]))
    shares = {}
    for name, trial in (("silence", hiss), ("talk", speech)):
        before = cpu_s()
        run(recognizer, language, trial)
        shares[name] = (cpu_s() - before) / trial.seconds
    return shares


def main() -> None:
    parser = argparse.ArgumentParser(description="How well the ear hears.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("voices", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th clip only")
    parser.add_argument("--no-peers", action="store_true", help="without the other recognizers")
    parser.add_argument(
        "--only", nargs="+", choices=SECTIONS, default=SECTIONS, help="these tables alone"
    )
    parser.add_argument("--json", type=Path, default=Path("hearing.json"))
    options = parser.parse_args()
    recordings, language = Recordings(options.folder), load("en")
    recognizer = make("moonshine", language)
    report: dict[str, Any] = {}

    def tell(section: str, rows: Any) -> None:
        report[section] = rows
        _show(section, rows if isinstance(rows, list) else [rows])
        options.json.write_text(json.dumps(report, indent=1, default=str) + "\n", "utf-8")

    def heard(trials: Iterable[Trial]) -> list[Result]:
        return list(run_all(trials))

    stopped, talked = [], []
    if "load" in options.only:
        tell("load", load_of(recognizer, language, recordings))
    if "stop" in options.only:
        stopped = heard(stops(recordings, "test", options.every))
        tell("stop", of_stops(stopped, {} if options.no_peers else peers(recognizer, language)))
    if "manners" in options.only:
        tell("manners", of_stops(heard(in_manners(recordings, "test", options.every)), {}))
    if "words" in options.only:
        tell("words", of_words(heard(others(recordings, "test", options.every))))
    if "talk" in options.only:
        talked = heard(talk(recordings, "test", TALK, options.voices))
        tell("talk", of_talk(talked))
    if "synthetic" in options.only:
        speakers = [*voices("test"), *natural_voices(options.voices)][:: options.every]
        noise = recordings.noise("test")
        tell("synthetic", of_synthetic(heard(synthetic(speakers, noise, SPOKEN_SPEEDS))))
    if stopped and talked:
        report["curve"] = curve(stopped, talked)
        options.json.write_text(json.dumps(report, indent=1, default=str) + "\n", "utf-8")
    print(f"written to {options.json}")


def _show(title: str, rows: list[Any]) -> None:
    print(f"\n{title}")
    for row in rows:
        cells = [f"{key} {_cell(key, value)}" for key, value in row.items()]
        print("  " + "  ".join(cells), flush=True)


def _cell(key: str, value: Any) -> str:
    if key.endswith("95"):
        return f"{value[0]:.1%}..{value[1]:.1%}"
    if isinstance(value, float):
        return f"{value:.2f}" if "hour" in key or key in {"at_most", "minutes"} else f"{value:.1%}"
    return str(value)


if __name__ == "__main__":
    main()
