"""Takes the coach's own voice out of what the microphone hears."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.canceller_clock import HINDSIGHT, REACH, Alignment
from voicecoach.audio.canceller_delay import WINDOW
from voicecoach.audio.canceller_filter import BLOCK, HOP, EchoFilter, Played
from voicecoach.audio.canceller_loudspeaker import Loudspeaker
from voicecoach.audio.canceller_suppressor import Suppressor, expected_rest
from voicecoach.core.clip import HEARING_RATE

_PARTITIONS = REACH // BLOCK
_LEARNING = HEARING_RATE
_LOOK, _LOOK_LEARNING = 16, 4
_SCOUT = 6
_SCOUT_DOUBT = 3.0
_TAKE_OVER = 0.5
_TAKE_OVER_MEMORY = 0.965
_MEMORY = 0.98
_FAINT = 1e-8
_STERN_FLOOR, _STERN_CARE = 0.02, 4.0

Sound = NDArray[np.float32]


class Canceller:
    """An acoustic echo canceller for a stream at 16 kHz.

    Feed it every block that the microphone gives together with the block that the output
    callback was given meanwhile, without a gap and in order, in blocks of any length. It finds
    the delay between the two by itself, as long as it lies between 5 and 450 ms, and follows
    clocks that drift, a path that changes, and a loudspeaker that distorts.

    In order: `Alignment` brings the reference to its echo, `Loudspeaker` bends it, `EchoFilter`
    takes the echo away, `Suppressor` turns down what may be left: sternly in what `process` gives,
    for whoever asks whether somebody speaks, and gently in what `recall` gives, for whoever asks
    what they say. A second, short and restless
    filter listens to what the first leaves: when it can foretell half of that, the path has
    changed, and the first takes over what the second knows (two filters: K. Ochiai, T. Araseki
    and T. Ogihara, "Echo canceler with two echo path models", IEEE COM 25, 1977).
    """

    latency = 2 * BLOCK
    """By how many samples what `process` gives lags behind the microphone (512: 32 ms)."""

    def __init__(self) -> None:
        self._microphone = np.zeros(0, np.float32)
        self._reference = np.zeros(0, np.float32)
        self._ready = np.zeros(BLOCK, np.float32)
        self._alignment = Alignment()
        self._played = Played(_PARTITIONS)
        self._loudspeaker = Loudspeaker(_PARTITIONS // 2)
        self._filter = EchoFilter(_PARTITIONS)
        self._scout = EchoFilter(_SCOUT, keep=0.995, restless=3.0, caution=2.0)
        self._gentle = Suppressor()
        self._stern = Suppressor(floor=_STERN_FLOOR, care=_STERN_CARE)
        self._kept = np.zeros(HINDSIGHT, np.float32)
        self._left = np.zeros(BLOCK + 1, np.float32)
        self._found = (0.0, 0.0)
        self._level = 0.0
        self._learning = 0
        self._known_for = HINDSIGHT
        self._before = 0.0
        self._after = 0.0

    def process(self, microphone: Sound, reference: Sound) -> Sound:
        """Give as many samples as came in, `latency` samples late, without the echo.

        Both are mono at 16 kHz, of the same length, -1..1. Samples that are no numbers count as
        silence. Raises ValueError where the lengths differ.
        """
        if len(microphone) != len(reference):
            raise ValueError(
                f"{len(microphone)} samples of microphone and {len(reference)} of reference"
                " are not one moment"
            )
        self._microphone = np.concatenate([self._microphone, _finite(microphone)])
        self._reference = np.concatenate([self._reference, _finite(reference)])
        whole = len(self._microphone) // BLOCK * BLOCK
        done = [self._ready]
        for at in range(0, whole, BLOCK):
            heard = self._microphone[at : at + BLOCK]
            rest = self._step(heard, self._reference[at : at + BLOCK])
            self._known_for = self._known_for + BLOCK if self.settled else 0
            self._measure(heard, rest)
            done.append(self._stern.step(rest, self._left))
            kept = self._gentle.step(rest, self._left)
            self._kept = np.concatenate([self._kept[BLOCK:], kept])
        self._microphone = self._microphone[whole:]
        self._reference = self._reference[whole:]
        ready = np.concatenate(done)
        self._ready = ready[len(microphone) :]
        return ready[: len(microphone)]

    def again(self, count: int) -> Sound:
        """Give the last samples once more, by what is known now.

        At most 1.5 s; `count` is rounded up to whole blocks of 256, and the last sample is the
        last that came in, less an unfinished block. What was said in the first moments of the
        first prompt, or just after the path had changed, comes out clearer in hindsight.
        """
        count = min(HINDSIGHT, -(-count // BLOCK) * BLOCK)
        heard = self._alignment.heard[-count:]
        if not self._alignment.found:
            return heard.copy()
        bent = self._loudspeaker.bend(self._alignment.aligned(count + REACH))
        played, suppressor = Played(_PARTITIONS), Suppressor()
        done = []
        for at in range(0, len(bent), BLOCK):
            for hop in range(at, at + BLOCK, HOP):
                played.hear(bent[hop : hop + HOP])
            if at >= REACH:
                echo, foretold, unsure = self._filter.recall(played)
                rest = heard[at - REACH : at - REACH + BLOCK] - echo
                done.append(suppressor.step(rest, expected_rest(unsure, foretold)))
        done.append(suppressor.step(np.zeros(BLOCK, np.float32), np.zeros_like(self._left)))
        return np.concatenate(done[1:])

    def recall(self, count: int, ago: int = 0) -> Sound | None:
        """Give again what `process` gave, as it is understood best.

        At most `count` samples, which end `ago` samples before the last that it gave: less
        sternly suppressed, and by what is known now where little was known then. At most 1.5 s;
        None where no echo is known.
        """
        if not self._alignment.found:
            return None
        if self._known_for >= HINDSIGHT:
            behind = len(self._ready) + ago
            return self._kept[:-behind][-count:]
        behind = self.latency - len(self._microphone) + ago
        return self.again(count + behind)[:-behind][-count:]

    @property
    def echo_return_loss_enhancement(self) -> float:
        """By how many decibels the microphone has become quieter while the coach spoke.

        The mean of about the last second of echo; 0 before there was any. While the user
        speaks over the coach it reads too low.
        """
        if self._before < _FAINT:
            return 0.0
        return float(10 * np.log10(self._before / max(self._after, _FAINT)))

    @property
    def settled(self) -> bool:
        """Whether the echo path is known: not before the first prompt, nor just after a change.

        Until then `again` tells more than what `process` gave.
        """
        return self._alignment.found and not self._learning

    def _step(self, heard: Sound, played: Sound) -> Sound:
        """Give a block of 256 samples without its echo."""
        self._alignment.take(heard, played)
        if not self._alignment.found:
            return self._begin_anew() if self._alignment.seek() else heard
        jumped = self._alignment.follow(_LOOK_LEARNING if self._learning else _LOOK)
        if jumped or (self._learning and self._alignment.gain() > 2 * self._level):
            return self._begin_anew()
        return self._cancel(heard, self._alignment.aligned(BLOCK))

    def _begin_anew(self) -> Sound:
        """Learn from the last three quarters of a second once more, as if nothing were known."""
        aligned = self._alignment.aligned(WINDOW + REACH)
        self._forget(self._alignment.gain())
        for at in range(0, REACH, HOP):
            self._played.hear(aligned[at : at + HOP])
        return self._cancel(self._alignment.heard[-WINDOW:], aligned[REACH:])[-BLOCK:]

    def _cancel(self, heard: Sound, aligned: Sound) -> Sound:
        bent = self._loudspeaker.bend(aligned)
        rest = np.empty(len(heard), np.float32)
        for at in range(0, len(heard), BLOCK):
            block = slice(at, at + BLOCK)
            stride = HOP if self._learning else BLOCK
            for upto in range(at + HOP, at + BLOCK + HOP, HOP):
                self._played.hear(bent[upto - HOP : upto])
                if upto % stride == 0:
                    part = slice(upto - stride, upto)
                    rest[part] = self._filter.step(heard[part], self._played)
                    self._send_scout(rest[part])
            self._left = expected_rest(self._filter.unsure, self._filter.foretold)
            known = rest[block] if not self._learning else None
            self._loudspeaker.learn(aligned[block], known, self._filter.weights)
            self._learning = max(0, self._learning - BLOCK * bool(aligned[block].any()))
        return rest

    def _send_scout(self, rest: Sound) -> None:
        self._scout.forget(_SCOUT_DOUBT * self._level)
        better = self._scout.step(rest, self._played)
        keep = _TAKE_OVER_MEMORY ** (len(rest) / HOP)
        left, less = self._found
        left, less = keep * left + float(rest @ rest), keep * less + float(better @ better)
        self._found = left, less
        if less < _TAKE_OVER * left and left > 1e-5:
            self._filter.weights[:_SCOUT] += self._scout.weights
            self._forget(float(np.mean(np.sum(np.square(np.abs(self._scout.weights)), axis=0))))
            self._scout.weights[:] = 0
            self._found = (0.0, 0.0)

    def _forget(self, level: float) -> None:
        """Expect another path, about as loud as `level` (power against power)."""
        self._level = level
        self._filter.forget(level)
        self._learning = _LEARNING

    def _measure(self, heard: Sound, rest: Sound) -> None:
        if float(np.mean(np.square(heard - rest))) < _FAINT:
            return
        self._before = _MEMORY * self._before + (1 - _MEMORY) * float(np.mean(np.square(heard)))
        self._after = _MEMORY * self._after + (1 - _MEMORY) * float(np.mean(np.square(rest)))


def _finite(samples: Sound) -> Sound:
    sound = np.asarray(samples, np.float32)
    return sound if np.isfinite(sound).all() else np.nan_to_num(sound, posinf=0.0, neginf=0.0)
