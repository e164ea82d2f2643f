"""The system's own voice through pyttsx3, which is kept at arm's length in a child process.

pyttsx3 hangs, drops lines, loses a new rate and leaves files empty; docs/decisions/0030 has the
causes. So nothing that it says counts: its file is read, measured and compared with what it was
asked for, and what does not fit is asked for again from a fresh child.
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Self, TypeVar

from voicecoach.core.clip import Clip
from voicecoach.core.clock import Clock, SystemClock
from voicecoach.core.preferences import FASTEST_WPM, SLOWEST_WPM
from voicecoach.speech.child_process import Child, ChildFault
from voicecoach.speech.choice import UnknownVoice
from voicecoach.speech.plausible import doubt, must_sound
from voicecoach.speech.shape import shape
from voicecoach.speech.sound_file import BadSound, decode
from voicecoach.speech.voice import LONGEST_LINE, VoiceFailed, VoiceInfo
from voicecoach.speech.wording import speakable

# -P: a file called wave.py in the folder where somebody starts the program is not ours to run.
CHILD = (sys.executable, "-P", "-m", "voicecoach.speech.pyttsx3_child")

_FASTEST_WPM = {"darwin": 450, "win32": 450}.get(sys.platform, FASTEST_WPM)
"""NSSpeech and SAPI 5 know no more; eSpeak NG follows (bench/rates.py)."""

_ATTEMPTS = 4
_GIVE_UP_AFTER = 3
_EXTRA_S_A_CHARACTER = 0.005
_FIRST_START = 3
_MOST_BYTES = 1 << 26
_ALIKE = 0.02
_SUFFIX = ".aiff" if sys.platform == "darwin" else ".wav"
_INSTALL = {
    "darwin": "Run the set-up again: pyttsx3 needs pyobjc on macOS.",
    "win32": "Run the set-up again: pyttsx3 needs pywin32 and comtypes on Windows.",
}
_INSTALL_ESPEAK = (
    "Install eSpeak NG: sudo apt install libespeak-ng1 on Debian, Ubuntu and Raspberry Pi OS,"
    " elsewhere the package espeak-ng."
)
_MEND = "Start the program again. If that does not help, try another voice with --voice."

_T = TypeVar("_T")


class _Fault(Exception):  # noqa: N818 - of the answer, not of ours
    """An answer does not count. The message says why, in a few words after "the voice"."""


class Pyttsx3Voice:
    """The voice called `wanted`, or the system's usual one for `language`.

    Nothing runs before `start` or the first use. `start` comes straight back while the child
    loads, which takes some 0.2 s; a line then takes some 12 ms with eSpeak NG. However the child
    hangs, `render` takes no longer than `timeout_s` and 5 ms a character, and three times that
    before the child has answered for the first time. For use from one thread.

    `faults` counts what went wrong, by what it was. `command` starts the child.
    """

    def __init__(
        self,
        wanted: str | None = None,
        *,
        language: str = "en",
        timeout_s: float = 3.0,
        clock: Clock | None = None,
        command: Sequence[str] = CHILD,
    ) -> None:
        self.faults: Counter[str] = Counter()
        self._wanted = wanted
        self._language = language
        self._timeout_s = timeout_s
        self._clock = clock or SystemClock()
        self._command = tuple(command)
        self._child: Child | None = None
        self._opening: int | None = None
        self._name: str | None = None
        self._failures = 0
        self._lines = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Begin to load; and if the voice was given up, give it another chance.

        Raises VoiceFailed if no process can be started.
        """
        self._failures = 0
        with contextlib.suppress(ChildFault):  # whoever needs the child will find out
            self._spawn()

    def close(self) -> None:
        """End the child. Using the voice again starts a new one."""
        if self._child:
            self._child.end()
        self._child = None

    @property
    def pid(self) -> int | None:
        """The child's process number, for whoever watches over it."""
        return self._child.pid if self._child else None

    @property
    def name(self) -> str:
        """Engine, versions and voice. Waits for the child; raises VoiceFailed, UnknownVoice."""
        return self._name or self._insist(0, self._open)

    def voices(self) -> list[VoiceInfo]:
        """The voices that are installed. Raises VoiceFailed, UnknownVoice."""
        return self._insist(0, self._ask_voices)

    def render(self, text: str, wpm: int) -> Clip:
        """The sound of `text`, trimmed and levelled: see `Voice.render`.

        Raises VoiceFailed, and UnknownVoice if there is no voice of that name.
        """
        line = speakable(text)
        if not line:
            return Clip(b"", 22_050)
        if len(line) > LONGEST_LINE:
            raise VoiceFailed(
                f'A text of {len(line)} characters is too long for one line: "{line[:40]}...".',
                f"Split it into lines of at most {LONGEST_LINE} characters.",
            )
        rate = min(max(wpm, SLOWEST_WPM), _FASTEST_WPM)
        doubtful: list[Clip] = []
        return self._insist(len(line), lambda until: self._ask_line(line, rate, doubtful, until))

    def _insist(self, characters: int, attempt: Callable[[float], _T]) -> _T:
        """The first result of `attempt` that counts, each try with a fresh child.

        `attempt` is told until when it may wait.
        """
        if self._failures >= _GIVE_UP_AFTER:
            raise VoiceFailed("The voice failed again and again, and was given up.", _MEND)
        budget_s = self._timeout_s * (1 if self._name else _FIRST_START)
        until = self._clock.now() + budget_s + characters * _EXTRA_S_A_CHARACTER
        fault = ""
        for _ in range(_ATTEMPTS):
            try:
                result = attempt(until)
            except (ChildFault, _Fault) as reason:
                fault = str(reason)
                self.faults[fault] += 1
                self._discard()
            else:
                self._failures = 0
                return result
            if self._clock.now() >= until:
                break
        self._failures += 1
        raise VoiceFailed(f"The voice {fault}.", _MEND)

    def _spawn(self) -> Child:
        if self._child:
            return self._child
        child = Child(self._command)
        try:
            child.start()
        except OSError as error:
            raise VoiceFailed(f"The voice cannot be started: {error}.", _MEND) from error
        opening = {"op": "open", "voice": self._wanted, "language": self._language}
        try:
            self._opening = child.post(opening)
        except ChildFault:
            child.kill()
            raise
        self._child = child
        return child

    def _discard(self) -> None:
        if self._child:
            self._child.kill()
        self._child = None

    def _open(self, until: float) -> str:
        """See that there is a child which is ready to speak; the name of its voice."""
        child = self._spawn()
        if self._opening is not None:
            reply = child.reply(self._opening, until - self._clock.now())
            self._opening = None
            if "unknown" in reply:
                self.close()
                raise UnknownVoice(*reply["unknown"])
            if "missing" in reply:
                self.close()
                raise VoiceFailed(
                    "The system has no speech engine that works.",
                    _INSTALL.get(sys.platform, _INSTALL_ESPEAK),
                )
            self._name = f"{reply.get('engine')}, {reply.get('voice')}"
        return self._name or ""

    def _ask(self, until: float, request: dict[str, Any]) -> dict[str, Any]:
        """The child's reply. It may take long to load, but not to answer once it has loaded.

        A child that hangs then leaves time for two others.
        """
        self._open(until)
        child = self._spawn()
        left_s = until - self._clock.now()
        return child.reply(child.post(request), min(left_s, max(left_s, self._timeout_s) / 3))

    def _ask_voices(self, until: float) -> list[VoiceInfo]:
        listed = self._ask(until, {"op": "voices"})["voices"]
        return [VoiceInfo(id_, name, tuple(languages)) for id_, name, languages in listed]

    def _ask_line(self, line: str, wpm: int, doubtful: list[Clip], until: float) -> Clip:
        """One try at a line. Raises ChildFault or _Fault if what came does not count.

        A clip that looks wrong goes to `doubtful`. It counts after all when another child, which
        shares nothing with the first, makes it the same length.
        """
        self._lines += 1
        file = f"{self._lines}{_SUFFIX}"
        reply = self._ask(until, {"op": "render", "text": line, "wpm": wpm, "file": file})
        if reply.get("failed"):
            raise _Fault(f"failed: {reply['failed']}")
        if reply.get("wpm", wpm) not in {wpm, None}:
            raise _Fault("spoke at another rate")
        clip = shape(self._take(file))
        if must_sound(line) and not clip.frames:
            raise _Fault("was silent")
        why = doubt(line, wpm, clip)
        agreed = any(abs(clip.frames - other.frames) <= _ALIKE * clip.frames for other in doubtful)
        if why and not agreed:
            doubtful.append(clip)
            raise _Fault(why)
        return clip

    def _take(self, file: str) -> Clip:
        """The sound that the child left in `file`, which is removed."""
        path = self._spawn().folder / file
        try:
            with path.open("rb") as stream:
                data = stream.read(_MOST_BYTES)
            path.unlink()
            return decode(data)
        except OSError as error:
            raise _Fault("left no file") from error
        except BadSound as bad:
            raise _Fault(f"left a file that is {bad}") from bad
