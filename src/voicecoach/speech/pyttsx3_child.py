"""The child process that owns pyttsx3: `python -m voicecoach.speech.pyttsx3_child FOLDER`.

It takes one request at a time, a JSON object a line on standard input, and answers each with
another of the same `id` on standard output:

    {"op": "open", "voice": NAME or null, "language": TAG}
        -> {"engine": TEXT, "voice": ID} or {"unknown": [WHAT, MEND]} or {"missing": TEXT}
    {"op": "voices"} -> {"voices": [[ID, NAME, [LANGUAGE, ...]], ...]}
    {"op": "render", "text": TEXT, "wpm": INT, "file": NAME}
        -> {"failed": TEXT or null, "wpm": INT or null}

The sound goes to FOLDER/NAME. `wpm` is the rate that the engine itself says it has, where it
does. When standard input closes, the child removes FOLDER and ends, whatever pyttsx3 is doing.
"""

import importlib
import importlib.metadata
import json
import os
import platform
import queue
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from voicecoach.speech.choice import UnknownVoice, usual_voice, voice_named
from voicecoach.speech.voice import VoiceInfo

Json = dict[str, Any]


class EngineMissing(Exception):  # noqa: N818 - what is missing is no error of ours
    """pyttsx3 has no speech engine to drive."""


class Speaker:
    """pyttsx3 as SAPI 5 and NSSpeech need it: one line in, one file out."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._wpm: int | None = None
        self._errors: list[str] = []
        self._cut_off = False
        engine.connect("error", self._on_error)
        engine.connect("finished-utterance", self._on_finished)

    def _on_error(self, name: str | None, exception: Exception) -> None:  # noqa: ARG002 - pyttsx3's
        self._errors.append(f"{type(exception).__name__}: {exception}")

    def _on_finished(self, name: str | None, completed: bool) -> None:  # noqa: ARG002 - pyttsx3's
        self._cut_off |= not completed

    def voices(self) -> list[VoiceInfo]:
        """What is installed."""
        return [
            VoiceInfo(
                str(voice.id),
                str(voice.name),
                tuple(str(tag).lower().replace("_", "-") for tag in voice.languages or ()),
            )
            for voice in self._engine.getProperty("voices")
        ]

    def choose(self, wanted: str | None, language: str) -> VoiceInfo:
        """Take the voice called `wanted`, or the usual one. Raises UnknownVoice."""
        default = str(self._engine.getProperty("voice"))
        voices = self.voices()
        voice = voice_named(wanted, voices) if wanted else usual_voice(default, voices, language)
        if voice.id != default:
            self._engine.setProperty("voice", voice.id)
        return voice

    def render(self, text: str, wpm: int, path: Path) -> Json:
        """Write the sound of `text` to `path`, and tell what is known of how it went."""
        self._errors.clear()
        self._cut_off = False
        if wpm != self._wpm:
            self._engine.setProperty("rate", wpm)
            self._wpm = wpm
        self._engine.save_to_file(text, str(path))
        self.run(text)
        failed = "; ".join(dict.fromkeys(self._errors)) or ("cut off" if self._cut_off else None)
        return {"failed": failed, "wpm": self.wpm_in_force()}

    def engine(self) -> str:
        """The engine and its version: another one sounds different."""
        return f"{self._engine.driver_name} {platform.version()}"

    def run(self, text: str) -> None:  # noqa: ARG002 - EspeakSpeaker's
        """Let pyttsx3 carry out what it was told, which is to save `text`."""
        self._engine.runAndWait()

    def wpm_in_force(self) -> int | None:
        """The engine's own word on its rate: SAPI 5 and NSSpeech only repeat what we said."""
        return None


class EspeakSpeaker(Speaker):
    """pyttsx3 as eSpeak NG needs it."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        # Loads the library, or raises: not on machines where another engine speaks.
        self._espeak = importlib.import_module("pyttsx3.drivers._espeak")
        self._text = ""
        engine.connect("started-word", self._on_word)

    def _on_word(self, name: str, location: int, length: int) -> None:
        """`name` is cut from the text that pyttsx3 speaks, which may not be ours."""
        start = location - 1
        if length and name != self._text[start : start + length]:
            self._errors.append("spoke something else")

    def engine(self) -> str:
        return f"espeak {self._espeak.Info().decode()}"

    def run(self, text: str) -> None:
        """Come back when eSpeak has told that the line is finished, and its file is written.

        `runAndWait` would queue an `endLoop` that is carried out before the synthesis begins: it
        cancels what eSpeak has not worked off by then, now the new rate, now the line. Even after
        the line, an `endLoop` that finds eSpeak's thread awake would cancel the next one.
        """
        self._text = text
        self._engine.startLoop()
        self._espeak.Synchronize()
        self._engine.endLoop()

    def wpm_in_force(self) -> int:
        """The library's answer.

        pyttsx3's `getProperty` leaves out the argument that chooses between the rate in force and
        the built-in one, so what it returns is a matter of luck.
        """
        in_force = 1
        return int(self._espeak.dll.espeak_GetParameter(self._espeak.RATE, in_force))


def open_speaker() -> Speaker:
    """The system's speech engine. Raises EngineMissing."""
    try:
        engine = importlib.import_module("pyttsx3").init()
        return (EspeakSpeaker if engine.driver_name == "espeak" else Speaker)(engine)
    except (ImportError, OSError, RuntimeError, AttributeError, KeyError) as error:
        raise EngineMissing(f"{type(error).__name__}: {error}") from error


class Server:
    """Answers requests with a Speaker that the first one, `open`, brings to life."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._speaker: Speaker | None = None

    def answer(self, request: Json) -> Json:
        """The reply to one request."""
        if request["op"] == "open":
            return self._open(request["voice"], request["language"])
        if not self._speaker:
            raise ValueError("not open")
        if request["op"] == "voices":
            return {"voices": [[v.id, v.name, v.languages] for v in self._speaker.voices()]}
        path = self._folder / request["file"]
        return self._speaker.render(request["text"], request["wpm"], path)

    def _open(self, wanted: str | None, language: str) -> Json:
        try:
            self._speaker = open_speaker()
            voice = self._speaker.choose(wanted, language)
        except EngineMissing as missing:
            return {"missing": str(missing)}
        except UnknownVoice as unknown:
            return {"unknown": [unknown.what, unknown.mend]}
        version = importlib.metadata.version("pyttsx3")
        return {"engine": f"{self._speaker.engine()}, pyttsx3 {version}", "voice": voice.id}


def _watch(requests: BinaryIO, inbox: "queue.SimpleQueue[Json]", folder: Path) -> None:
    """Hand on requests; at their end, leave nothing behind. pyttsx3 may hang: do not ask it."""
    for line in requests:
        inbox.put(json.loads(line))
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def main() -> None:
    """Serve until standard input closes."""
    # Ctrl-C is the parent's to handle; it may want a last word spoken.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(sys.argv[1])
    with (
        os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies,
        Path(os.devnull).open("wb") as null,
    ):
        # pyttsx3 prints, and so do the libraries under it.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(null.fileno(), stream.fileno())
        inbox: queue.SimpleQueue[Json] = queue.SimpleQueue()
        threading.Thread(target=_watch, args=(sys.stdin.buffer, inbox, folder), daemon=True).start()
        server = Server(folder)
        while True:
            request = inbox.get()
            reply = {"id": request["id"], **server.answer(request)}
            replies.write(json.dumps(reply).encode() + b"\n")
            replies.flush()


if __name__ == "__main__":
    main()
