"""The voice's child process with the faults that pyttsx3 was seen to have, and worse ones.

`python faulty_child.py FAULTS ONE_IN MOST COUNT_FILE FOLDER`: about one in ONE_IN lines goes wrong
in one of FAULTS (names with commas between them), MOST times in all. COUNT_FILE gets one byte for
each, and outlives the child.
"""

import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voicecoach.speech import pyttsx3_child
from voicecoach.speech.pyttsx3_child import Json, Speaker

Render = Callable[[], Json]


def die(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    path.write_bytes(b"RIFF")
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def hang(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    threading.Event().wait()
    return {}


def stop(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    os.kill(os.getpid(), signal.SIGSTOP)
    return render()


def rubbish(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    return {**render(), "id": "Audio saved"}


def missing(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    reply = render()
    path.unlink()
    return reply


def empty(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    reply = render()
    path.write_bytes(b"")
    return reply


def cut(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    reply = render()
    path.write_bytes(path.read_bytes()[:-2000])
    return reply


def silent(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    reply = render()
    whole = path.read_bytes()
    path.write_bytes(whole[:44] + bytes(len(whole) - 44))
    return reply


def lost_rate(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    engine: Any = speaker._engine
    own = engine.setProperty
    engine.setProperty = lambda name, value: own(name, value + 40 if name == "rate" else value)
    speaker._wpm = None
    return render()


def stale_text(speaker: Speaker, path: Path, render: Render) -> Json:  # noqa: ARG001
    engine: Any = speaker._engine
    own = engine.save_to_file
    engine.save_to_file = lambda text, file: own("Six" + text[3:], file)
    return render()


FAULTS = (die, hang, stop, rubbish, missing, empty, cut, silent, lost_rate, stale_text)


def main() -> None:
    names, one_in, most, count_file = sys.argv[1:5]
    faults = [fault for fault in FAULTS if fault.__name__ in names.split(",")]
    count = Path(count_file)
    # Another child, another run of bad luck; but the same in every run of the program.
    count.touch()
    chance = random.Random(count.stat().st_size)  # noqa: S311 - bad luck, no secret
    own = Speaker.render

    def render(speaker: Speaker, text: str, wpm: int, path: Path) -> Json:
        def proper() -> Json:
            return own(speaker, text, wpm, path)

        if count.stat().st_size >= int(most) or chance.random() * int(one_in) >= 1:
            return proper()
        with count.open("ab") as file:
            file.write(b".")
        return chance.choice(faults)(speaker, path, proper)

    Speaker.render = render  # type: ignore[method-assign,assignment] # faults are made here
    sys.argv[1:5] = []
    pyttsx3_child.main()


if __name__ == "__main__":
    main()
