"""What a session has ready to say."""

import io
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
import soundfile

from voicecoach.core.clip import Clip
from voicecoach.speech.voice import Voice, VoiceFailed

_STEPS = np.float32(1 << 15)
_FAST = 0.0
"""What is packed well takes three times as long, and is a tenth smaller."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A clip in half the memory, in 16 bits; in less than a third, packed as FLAC.

    Nothing is lost: `shape` makes voices 16 bits.
    """

    sound: bytes
    rate: int
    seconds: float
    is_packed: bool = False

    @classmethod
    def of(cls, clip: Clip) -> Self:
        whole = np.round(np.frombuffer(clip.pcm, np.float32) * _STEPS)
        sound = np.clip(whole, -_STEPS, _STEPS - 1).astype(np.int16).tobytes()
        return cls(sound, clip.rate, clip.seconds)

    @property
    def packed(self) -> "_Kept":
        """The same, as FLAC, which knows no empty files."""
        if not self.sound:
            return self
        file = io.BytesIO()
        soundfile.write(
            file,
            np.frombuffer(self.sound, np.int16),
            self.rate,
            format="FLAC",
            subtype="PCM_16",
            compression_level=_FAST,
        )
        return replace(self, sound=file.getvalue(), is_packed=True)

    @property
    def clip(self) -> Clip:
        if self.is_packed:
            whole, _ = soundfile.read(io.BytesIO(self.sound), dtype="int16")
        else:
            whole = np.frombuffer(self.sound, np.int16)
        return Clip((whole / _STEPS).tobytes(), self.rate)


class Clips:
    """The clips of a session in memory: at once what was prepared, the rest from the voice.

    `failure` is what the voice failed at last, if it did: it may be dead although nothing was
    lost yet. `said_as` has texts that the voice is to be given in another spelling.
    """

    def __init__(self, voice: Voice, said_as: Mapping[str, str] | None = None) -> None:
        self._said_as = said_as or {}
        self.failure: VoiceFailed | None = None
        self._voice = voice
        self._by_text: dict[str, dict[int, _Kept]] = {}
        self._unpacked: deque[tuple[str, int]] = deque()

    @property
    def said_as(self) -> Mapping[str, str]:
        """The texts that the voice is given in another spelling."""
        return self._said_as

    def texts(self) -> list[str]:
        """All that is ready."""
        return list(self._by_text)

    def prepare(
        self,
        texts: Iterable[str],
        wpm: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Have every text ready at `wpm` words a minute, calling `progress(done, total)` for each.

        Raises VoiceFailed at the first that the voice cannot say.
        """
        wanted = list(dict.fromkeys(texts))
        for done, text in enumerate(wanted, start=1):
            self._fetch(text, wpm)
            if progress:
                progress(done, len(wanted))

    def ahead(self, text: str, wpm: int, ask: Callable[[str, int], Clip | None]) -> bool:
        """Have a text ready if `ask` gives it; whether it is."""
        rates = self._by_text.setdefault(text, {})
        if wpm not in rates and (clip := ask(self._said_as.get(text, text), wpm)) is not None:
            self._keep(text, wpm, clip)
        return wpm in rates

    def pack(self) -> bool:
        """Pack one more clip, when nothing else is to be done; whether there may be more."""
        if not self._unpacked:
            return False
        text, wpm = self._unpacked.popleft()
        self._by_text[text][wpm] = self._by_text[text][wpm].packed
        return True

    def clip(self, text: str, wpm: int) -> Clip:
        """The sound of `text` at `wpm` words a minute.

        What was not prepared takes as long as the voice does. Should the voice fail, the clip is
        one of the same text at the nearest rate: advice in the wrong tempo is better than none.
        Raises VoiceFailed where there is none.
        """
        return self._found(text, wpm).clip

    def seconds(self, text: str, wpm: int) -> float:
        """How long that is. Raises VoiceFailed as `clip` does."""
        return self._found(text, wpm).seconds

    def _found(self, text: str, wpm: int) -> _Kept:
        try:
            return self._fetch(text, wpm)
        except VoiceFailed as failure:
            self.failure = failure
            others = self._by_text.get(text)
            if not others:
                raise
            return others[min(others, key=lambda rate: abs(rate - wpm))]

    def _fetch(self, text: str, wpm: int) -> _Kept:
        rates = self._by_text.setdefault(text, {})
        if wpm not in rates:
            self._keep(text, wpm, self._voice.render(self._said_as.get(text, text), wpm))
        return rates[wpm]

    def _keep(self, text: str, wpm: int, clip: Clip) -> None:
        self._by_text[text][wpm] = _Kept.of(clip)
        self._unpacked.append((text, wpm))
