"""Calibrate the decision on the spotter's words (`hearing/decision.json`), once it is trained.

    python bench/calibrate_hearing.py FOLDER VOICES [--every 1] [--looks FILE]

Data: the `calibrate` part of a folder of recordings (see `bench/sounds.py`) and of the voices that
`bench/kokoro_voices.py` made: people, voices and talk that the spotter was not trained on. Every
stream goes through the ear; every look that it takes becomes one example. Fits a logistic
regression, then sets two thresholds for each word from the alarms in conversation: it asks, and
acts, where so many are to be expected as `AN_HOUR` allows.
"""

import argparse
import json
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from itertools import chain, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sounds import SPOKEN_SPEEDS, Recordings, voices
from trials import (
    LATE_S,
    SPOKEN_OTHERWISE,
    Result,
    Undecided,
    made,
    meanings,
    others,
    run_all,
    stops,
    synthetic,
    talk,
)
from voicecoach.hearing.decision import Fusion, Look, features
from voicecoach.hearing.vad import FRAME

TALK = (("quiet", 0.0), ("kitchen", 8.0), ("babble", 10.0))
GROUPS = (("stop",), ("pause", "wait", "hold on", "hurts", "ouch", "help"))
"""Words that are fitted together: of each of the others alone there is too little."""
AN_HOUR = {
    "stop": (4.0, 0.25),
    "ouch": (1.0, 0.06),
    "help": (0.8, 0.05),
    "hurts": (0.7, 0.05),
    "pause": (0.5, 0.05),
    "wait": (0.5, 0.05),
    "hold on": (0.3, 0.04),
}
"""False questions and false stops. Phrases add a few. The graver a word, the more it may cost."""
NAMES = ("spot", "phrase", "ratio", "margin", "free", "before", "gap", "after")
_NEARLY = -2.0
"""Log-odds of the spotter below which a look is too plain a case to be learnt from."""
_FRAME_S = FRAME / 16_000
_AGAIN_S = 3.0


def collect(folder: Path, made_too: Path, every: int) -> list[Result]:
    """Every look at every stream of the part."""
    recordings = Recordings(folder)
    noise = recordings.noise("calibrate")
    robots = list(voices("calibrate"))[::every]
    trials = chain(
        stops(recordings, "calibrate", every),
        others(recordings, "calibrate", every * 2),
        synthetic(robots, noise, SPOKEN_SPEEDS),
        synthetic(robots, noise, (1.0,), SPOKEN_OTHERWISE),
        islice(made(made_too, "calibrate", noise), None, None, every),
        islice(talk(recordings, "calibrate", TALK, made_too), None, None, every),
    )
    results = []
    for k, result in enumerate(run_all(trials, Undecided.make())):
        results.append(result)
        if k % 50 == 0:
            print(f"{k} streams", flush=True)
    return results


def examples(
    results: Iterable[Result], fusion: Fusion
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(looks, features) and whether each look had all of one of the words in it.

    Looks with a part of the word are left out: they are neither.
    """
    rows, labels = [], []
    for result in results:
        trial = result.trial
        wanted = trial.wants in fusion.words.values()
        if trial.wants is not None and not wanted:
            continue
        for at_s, look in result.looks:
            said = wanted and at_s > trial.begin_s
            whole = at_s > trial.end_s - 0.06 and look.start * _FRAME_S < trial.begin_s + 0.1
            if said and not (whole and at_s < trial.end_s + 0.8):
                continue
            known = features(look, fusion.words)
            if known["spot"] < _NEARLY:
                continue
            rows.append([known[name] for name in NAMES])
            labels.append(float(said))
    return np.array(rows), np.array(labels)


def fit(results: Sequence[Result], usual: Fusion) -> Fusion:
    """Logistic regression in which more evidence never counts against the word.

    A feature whose weight comes out negative is left out and the rest fitted again; `free` alone
    may have either sign.
    """
    rows, y = examples(results, usual)
    kept = list(NAMES)
    while True:
        x = rows[:, [NAMES.index(name) for name in kept]]
        slopes, bias = _logistic(x, y)
        wrong = [n for n, w in zip(kept, slopes, strict=True) if w < 0 and n != "free"]
        if not wrong:
            break
        kept = [name for name in kept if name not in wrong]
    weights = {name: round(float(w), 4) for name, w in zip(kept, slopes, strict=True)}
    return replace(usual, weights=weights, bias=round(bias, 4))


def _logistic(
    x: NDArray[np.float64], y: NDArray[np.float64], ridge: float = 1.0
) -> tuple[NDArray[np.float64], float]:
    """Slopes and bias, by Newton's method; both classes weigh the same."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    z = np.column_stack([(x - mean) / scale, np.ones(len(x))])
    weight = np.where(y > 0, 0.5 / y.mean(), 0.5 / (1 - y.mean()))
    penalty = np.array([ridge] * x.shape[1] + [0.0])
    beta = np.zeros(z.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-z @ beta))
        gradient = z.T @ (weight * (p - y)) + penalty * beta
        curvature = (z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        beta -= np.linalg.solve(curvature, gradient)
    slopes: NDArray[np.float64] = beta[:-1] / scale
    return slopes, float(beta[-1] - slopes @ mean)


def alarms(
    results: Iterable[Result], fusion: Fusion, may_alarm: Callable[[Look], bool]
) -> tuple[list[float], float]:
    """The log-odds of each peak in talk that has no "stop" in it, highest first, and the hours."""
    peaks, hours = [], 0.0
    for result in results:
        if result.trial.wants is None and result.trial.group != "other words":
            hours += result.trial.seconds / 3600
            looks = ((t, look) for t, look in result.looks if may_alarm(look))
            odds = sorted(((fusion.log_odds(look), t) for t, look in looks), reverse=True)
            taken: list[float] = []
            for value, at_s in odds:
                if all(abs(at_s - t) > _AGAIN_S for t in taken):
                    taken.append(at_s)
                    peaks.append(value)
    return sorted(peaks, reverse=True), hours


def best_in_time(result: Result, fusion: Fusion) -> float:
    """The highest log-odds at the word, not too late."""
    trial = result.trial
    return max(
        (
            fusion.log_odds(look)
            for at_s, look in result.looks
            if trial.begin_s <= at_s <= trial.end_s + LATE_S
        ),
        default=-30.0,
    )


def threshold(peaks: list[float], hours: float, an_hour: float) -> float:
    """Where `an_hour` alarms are to be expected.

    The highest peaks fall off exponentially; the slope of that tail says how far beyond what was
    seen in so few hours the threshold has to be.
    """
    top = np.array(peaks[: max(10, len(peaks) // 20)])
    slope = max(0.3, float((top - top[-1]).mean()))
    return round(float(top[-1] + slope * np.log(len(top) / (an_hour * hours))), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibrate the decision.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("voices", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th recording only")
    parser.add_argument("--looks", type=Path, help="keep the looks here, or take them from here")
    parser.add_argument("--out", type=Path, default=Path("src/voicecoach/hearing/decision.json"))
    options = parser.parse_args()
    if options.looks and options.looks.exists():
        results = pickle.loads(options.looks.read_bytes())  # noqa: S301 - our own, from before
    else:
        results = collect(options.folder, options.voices, options.every)
        if options.looks:
            options.looks.write_bytes(pickle.dumps(results))
    data = json.loads(options.out.read_text("utf-8"))
    known = meanings()
    data["fusions"] = {}
    for words in GROUPS:
        fitted = fit(results, Fusion({word: known[word] for word in words}, {}, 0.0, 0.0, 0.0))
        for word in words:
            fusion = set_bars(results, replace(fitted, words={word: known[word]}), word)
            print(f"{word}: {fusion}")
            report(results, fusion)
            data["fusions"][word] = asdict(fusion)
    options.out.write_text(json.dumps(data, indent=2) + "\n", "utf-8")


def set_bars(results: Sequence[Result], fusion: Fusion, word: str) -> Fusion:
    """`fusion`, which is about one word, with its two thresholds."""
    asking, hours = alarms(
        results,
        fusion,
        lambda look: any(s.word in fusion.words and look.is_past(s) for s in look.evidence.spots),
    )
    peaks, _ = alarms(results, fusion, lambda _: True)
    print(f"highest in {hours:.2f} hours of talk:", [round(p, 2) for p in asking[:8]])
    asks, stops_ = AN_HOUR[word]
    return replace(
        fusion,
        clear=threshold(peaks, hours, stops_),
        doubtful=threshold(asking, hours, asks),
    )


def report(results: Iterable[Result], fusion: Fusion) -> None:
    """How often it would act and ask, by noise."""
    groups: dict[str, list[float]] = {}
    for result in results:
        trial = result.trial
        if trial.wants in fusion.words.values() or trial.group == "other words":
            groups.setdefault(trial.group, []).append(best_in_time(result, fusion))
    for name, odds in groups.items():
        acts = np.mean(np.array(odds) >= fusion.clear)
        asks = np.mean(np.array(odds) >= fusion.doubtful)
        print(f"{name:14} n={len(odds):3}  acts {acts:6.1%}  acts or asks {asks:6.1%}")


if __name__ == "__main__":
    main()
