"""Train Moonshine's encoder further, for the spotter: a little of it, on much noise.

    python bench/adapt_encoder.py FOLDER VOICES [--steps 1500]

What the encoder makes of a word among other voices is no longer that word, and no network behind
it can tell (docs/hearing.md). So its biases, the gains and offsets of its norms, and the 288
filters that hear the sound first are trained as well, 54,000 numbers, together with the spotter's
own; its matrices stay as they are (after BitFit: Ben Zaken et al., 2022, arXiv 2106.10199). They
become `hearing/encoder.npz`, which the spotter's encoder is given in place of the wheel's; the
recognizer keeps the wheel's. It goes on from what is in `hearing/`, so it can be run again.

Needs jax, optax and onnx. Data and examples are those of `bench/train_spotter.py`.
"""

import argparse
import multiprocessing
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import Array

from examples import POSITIVE, Source, Window, windows
from moonshine_in_jax import Parameters, encode, read_encoder
from sounds import Recordings
from voicecoach.hearing.moonshine import SPOT_PAD
from voicecoach.hearing.spotter import Spotter

BATCH = 32
DROP = 0.3

Batch = tuple[Any, Any, Any]


def split(weights: Parameters) -> tuple[Parameters, Parameters]:
    """What is trained, and what stays: the matrices, and the two larger convolutions."""
    stays = {n: w for n, w in weights.items() if w.size > 100_000 or "MatMul" in n or "proj" in n}
    return {n: w for n, w in weights.items() if n not in stays}, stays


def log_odds(spotter: Parameters, encoded: Array) -> Array:
    """(windows, frames, 288) to (windows, words): the best frame of each."""
    normal = (encoded - spotter["mean"]) / spotter["scale"]
    frames = np.arange(encoded.shape[1])
    near = [np.clip(frames + by, 0, len(frames) - 1) for by in (-2, -1, 0)]
    rows = jnp.concatenate([normal[:, at] for at in near], -1)
    layer = jax.nn.relu(rows @ spotter["hidden"] + spotter["hidden_bias"])
    return (layer @ spotter["out"] + spotter["out_bias"]).max(1)


def loss(trained: Any, stays: Parameters, batch: Batch, key: Array) -> Array:
    sound, said, weight = batch
    encoded = encode({**trained["encoder"], **stays}, sound)
    kept = jax.random.bernoulli(key, 1 - DROP, (len(sound), 1, encoded.shape[-1]))
    spotter = trained["spotter"]
    encoded = spotter["mean"] + (encoded - spotter["mean"]) * kept / (1 - DROP)
    odds = log_odds(spotter, encoded)
    return (weight * optax.sigmoid_binary_cross_entropy(odds, said)).mean(0).sum()


def batches(source: Source, seed: int) -> Iterator[Batch]:
    """Windows of one length at a time, padded as the spotter's are."""
    waiting: dict[int, list[Window]] = defaultdict(list)
    for one in windows(source, np.random.default_rng(seed)):
        alike = waiting[len(one.sound)]
        alike.append(one)
        if len(alike) == BATCH:
            yield as_batch(alike)
            alike.clear()


def as_batch(alike: list[Window]) -> Batch:
    sound = np.stack([np.pad(one.sound, SPOT_PAD) for one in alike]).astype(np.float32)
    said = np.array([[word in one.words for word in POSITIVE] for one in alike], np.float32)
    weight = np.where(said > 0, 2.0, 1.0).astype(np.float32)
    weight[np.array([one.by_people for one in alike]), 1:] *= 0.3
    return sound, said, weight


def feed(queue: Any, folder: Path, voices: Path, seed: int) -> None:
    for batch in batches(Source(Recordings(folder), voices, "train"), seed):
        queue.put(batch)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the spotter's encoder further.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("voices", type=Path)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--out", type=Path, default=Path("src/voicecoach/hearing"))
    options = parser.parse_args()
    queue: Any = multiprocessing.get_context("spawn").Queue(8)
    arguments = (queue, options.folder, options.voices, 2027)
    feeder = multiprocessing.get_context("spawn").Process(target=feed, args=arguments, daemon=True)
    feeder.start()
    head = Spotter.load()
    begun, stays = split({**read_encoder(), **head.encoder})
    names = ("mean", "scale", "hidden", "hidden_bias", "out", "out_bias")
    trained: Any = {"encoder": begun, "spotter": {n: np.asarray(getattr(head, n)) for n in names}}
    print(sum(w.size for w in begun.values()), "numbers of the encoder are trained", flush=True)
    course = optax.warmup_cosine_decay_schedule(0, options.rate, 50, options.steps, 0)
    method = optax.chain(optax.clip_by_global_norm(5.0), optax.adam(course))
    state = method.init(trained)

    @jax.jit  # type: ignore[untyped-decorator, unused-ignore] # where jax is not installed
    def step(trained: Any, state: Any, batch: Batch, key: Array) -> Any:
        cost, slopes = jax.value_and_grad(loss)(trained, stays, batch, key)
        changes, state = method.update(slopes, state, trained)
        return optax.apply_updates(trained, changes), state, cost

    costs, key = [], jax.random.key(1)
    for k in range(options.steps):
        trained, state, cost = step(trained, state, queue.get(), jax.random.fold_in(key, k))
        costs.append(float(cost))
        if k % 25 == 24:
            lately = np.mean(costs[-25:])
            print(f"step {k + 1}: loss {lately:.4f}", flush=True)
            write(options.out, head, trained)


def write(folder: Path, head: Spotter, trained: Any) -> None:
    """Both files, in half precision."""
    whole = {"offsets": head.offsets.astype(np.int16), "words": np.array(head.words)}
    encoder, spotter = _halves(trained["encoder"]), {**_halves(trained["spotter"]), **whole}
    np.savez_compressed(folder / "encoder.npz", **encoder)
    np.savez_compressed(folder / "spotter.npz", **spotter)


def _halves(weights: Parameters) -> dict[str, Any]:
    return {name: np.asarray(w).astype(np.float16) for name, w in weights.items()}


if __name__ == "__main__":
    main()
