"""Moonshine tiny (Jeffries et al., 2024, arXiv 2410.15608), asked how probable each phrase is."""

import importlib.util
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from voicecoach.core.clip import HEARING_RATE
from voicecoach.core.problems import Problem
from voicecoach.hearing.phrase_tree import Floats, Ids, PhraseTree, spellings
from voicecoach.hearing.recognizer import Evidence, Grammar, Samples, ScoredPhrase, Spot
from voicecoach.hearing.spotter import Spotter
from voicecoach.hearing.tokenizer import BEGIN, END, Tokenizer

PACKAGE = "moonshine_voice"
LANGUAGES = frozenset({"en"})
"""The languages that its wheel has a model for."""
PAD = 4_000
"""Silence that the recognizer is given on both sides, in samples: words cut close are misread."""
SPOT_PAD = 1_600
"""The same for the spotter: less of it is less work, several times a second."""
SHORTEST = 4_800
"""Less sound than this, in samples, is not worth a reading."""

_HEADS, _HEAD_SIZE = 8, 36
_PRUNE, _LONGEST, _WIDEST = 9.0, 20, 20
_TOKENS_A_S = 7  # nobody speaks faster; a longer text is made up


def model_folder() -> Path:
    """Where the wheel keeps the model; its package is not imported, which would cost 40 MB.

    Raises Problem when it is not installed or has no model in it.
    """
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "assets" / "tiny-en" if spec and spec.origin else None
    if folder is None or not (folder / "decoder_model_merged.ort").is_file():
        raise Problem(
            "The speech model (Moonshine tiny) is not installed.",
            'Install it with "pip install moonshine-voice==0.0.73", or choose another'
            ' recognizer with "--recognizer sphinx".',
        )
    return folder


def _session(path: Path, instead: Mapping[str, Any] | None = None) -> Any:
    """A model. `instead` has numbers, by name, that take the place of those in the file.

    They must live as long as the session, which does not keep them.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # The arena keeps the largest batch that there ever was: 100 MB and more.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    for name, value in (instead or {}).items():
        options.add_initializer(name, value)
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class _Decoding:
    """One sound's decoder. Hypotheses share what the encoder heard; each has its own past."""

    def __init__(self, session: Any, hidden: Floats, samples: int) -> None:
        self._session = session
        self._outputs = [o.name for o in session.get_outputs()]
        names = [i.name for i in session.get_inputs() if i.name.startswith("past")]
        self._own = [n for n in names if "encoder" not in n]
        self._shared = [n for n in names if "encoder" in n]
        self._hidden = hidden
        # As long as the sound in samples, not in encoder frames.
        self._mask = np.ones((1, samples), np.int64)
        self._past: dict[str, Floats] = {}

    def step(self, tokens: Ids, parents: Ids) -> Floats:
        started = bool(self._past)
        empty = np.zeros((1, _HEADS, 0, _HEAD_SIZE), np.float32)
        past = (
            {n: self._past[n] for n in self._shared}
            | {n: self._past[n][parents] for n in self._own}
            if started
            else dict.fromkeys([*self._own, *self._shared], empty)
        )
        out = dict(
            zip(
                self._outputs,
                self._session.run(
                    None,
                    {
                        "encoder_attention_mask": self._mask,
                        "input_ids": tokens[:, None],
                        "encoder_hidden_states": self._hidden,
                        "use_cache_branch": np.array([started]),
                        **past,
                    },
                ),
                strict=True,
            )
        )
        if not started:
            self._past = {n: out[_present(n)] for n in self._shared}
        self._past |= {n: out[_present(n)] for n in self._own}
        return _log_softmax(out["logits"][:, -1])


def _present(name: str) -> str:
    return name.replace("past_key_values", "present")


def _log_softmax(x: Floats) -> Floats:
    x = x - x.max(-1, keepdims=True)
    result: Floats = x - np.log(np.exp(x).sum(-1, keepdims=True))
    return result


class Moonshine:
    """A `Recognizer` that scores the phrases of `grammar` against its own best text.

    `spotter` gives a second opinion on a few words; it has an encoder of its own, the same but
    for what was trained further (decision 0046).
    """

    def __init__(self, grammar: Grammar, spotter: Spotter | None = None) -> None:
        folder = model_folder()
        self._encoder = _session(folder / "encoder_model.ort")
        self._decoder = _session(folder / "decoder_model_merged.ort")
        self._tokenizer = Tokenizer.read(folder / "tokenizer.bin")
        self._encode = cache(self._tokenizer.encode)
        self._usual = self._grow(grammar)
        self._with_numbers = self._grow(grammar.asked_for_a_number())
        self._choosing = self._grow(grammar.letting_choose()) if grammar.choices else self._usual
        self._entries, self._tree = self._usual
        self._spotter = spotter
        if spotter:
            self._adapted = {
                name: onnxruntime.OrtValue.ortvalue_from_numpy(numbers)
                for name, numbers in spotter.encoder.items()
            }
            self._spotters_encoder = _session(folder / "encoder_model.ort", self._adapted)

    def expect(self, *, numbers: bool, choices: bool = False) -> None:
        """Whether numbers are answers now; else they only compete with what sounds like them.

        `choices`: whether the user may say what they would like.
        """
        usual = self._choosing if choices else self._usual
        self._entries, self._tree = self._with_numbers if numbers else usual

    def _grow(self, grammar: Grammar) -> tuple[list[tuple[str, Any]], PhraseTree]:
        entries: list[tuple[str, Any]] = [(p.text, p.intent) for p in grammar.phrases]
        known = {text for text, _ in entries}
        entries += [(text, None) for text in grammar.decoys if text not in known]
        return entries, PhraseTree([spellings(text, self._encode) for text, _ in entries], END)

    def listen(self, samples: Samples) -> Evidence:
        if len(samples) < SHORTEST:
            return Evidence()
        sound = _padded(samples, PAD)
        walk = self._tree.walk(
            _Decoding(self._decoder, self.encode(sound), sound.shape[1]),
            BEGIN,
            prune=_PRUNE,
            longest=min(_LONGEST, 4 + len(samples) * _TOKENS_A_S // HEARING_RATE),
            widest=_WIDEST,
        )
        ratios: NDArray[np.float64] = walk.scores - walk.free_score
        order = [int(k) for k in np.argsort(-ratios, kind="stable") if np.isfinite(ratios[k])]
        return Evidence(
            self._tokenizer.decode(walk.free),
            walk.free_score,
            walk.free_tokens,
            tuple(ScoredPhrase(*self._entries[k], float(ratios[k])) for k in order),
            self.spot(samples),
        )

    def spot(self, samples: Samples) -> tuple[Spot, ...]:
        """Where the spotter's words are likeliest: a fifth of the work of `listen`."""
        if self._spotter is None or len(samples) < SHORTEST:
            return ()
        spots = self._spotter(self.encode_for_spotter(samples))
        return tuple(replace(s, at=max(0, s.at - SPOT_PAD)) for s in spots)

    def encode(self, sound: Floats) -> Floats:
        """What the encoder makes of `sound` (1, samples): (1, frames, 288)."""
        return _encoded(self._encoder, sound)

    def encode_for_spotter(self, samples: Samples) -> Floats:
        """What the spotter's encoder makes of `samples`: (frames, 288)."""
        hidden: Floats = _encoded(self._spotters_encoder, _padded(samples, SPOT_PAD))[0]
        return hidden


def _padded(samples: Samples, silence: int) -> Floats:
    return np.pad(samples.astype(np.float32, copy=False), silence)[None]


def _encoded(encoder: Any, sound: Floats) -> Floats:
    mask = np.ones(sound.shape, np.int64)
    hidden: Floats = encoder.run(None, {"input_values": sound, "attention_mask": mask})[0]
    return hidden
