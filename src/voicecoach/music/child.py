"""The process that turns music down, and back up when whoever started it goes.

    python -m voicecoach.music.child PID

It ends when its standard input closes. What it has turned down is written down first, so that even
when it is killed itself the next one can mend it.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import platformdirs

from voicecoach.music.streams import Stream, streams

_PATIENCE_S = 5.0
_NEWS = b"sink-input"
Volumes = tuple[int, ...]


class Mixer:
    """The volumes of other programs; `written` is where what was changed is kept."""

    def __init__(self, own: int, written: Path) -> None:
        self._own = own
        self._written = written
        self._changed: dict[str, dict[str, Volumes]] = {}

    def mend(self) -> None:
        """Bring back what another one has left turned down."""
        with suppress(OSError, ValueError, AttributeError):
            self._changed = json.loads(self._written.read_text("utf-8"))
            self.restore()
        self._changed = {}

    def lower(self) -> None:
        """Turn down all music that has not been yet."""
        for stream in self._others():
            if _name(stream) not in self._changed:
                self._changed[_name(stream)] = {"was": stream.volumes, "is": stream.lowered}
                self._write()
                _set(stream, stream.lowered)

    def restore(self) -> None:
        """Bring back what is as it was left; what somebody has set since then stays."""
        for stream in _listed():
            change = self._changed.get(_name(stream))
            if change is not None and stream.volumes == tuple(change["is"]):
                _set(stream, tuple(change["was"]))
        self._changed = {}
        with suppress(OSError):
            self._written.unlink(missing_ok=True)

    def _others(self) -> Iterator[Stream]:
        ours = {self._own, *_children(self._own)}
        return (each for each in _listed() if each.is_music and each.pid not in ours)

    def _write(self) -> None:
        with suppress(OSError):
            self._written.parent.mkdir(parents=True, exist_ok=True)
            self._written.write_text(json.dumps(self._changed), "utf-8")


def _name(stream: Stream) -> str:
    """Numbers come again when the sound server does; together with the program's they do not."""
    return f"{stream.index} {stream.pid} {stream.owner}"


def _listed() -> list[Stream]:
    """What plays; nothing where nobody can tell."""
    command = ["pactl", "--format=json", "list", "sink-inputs"]
    try:
        told = subprocess.run(  # noqa: S603 - a fixed list, no shell
            command, capture_output=True, timeout=_PATIENCE_S, check=True
        )
        return list(streams(told.stdout.decode("utf-8", "replace")))
    except (OSError, ValueError, subprocess.SubprocessError):
        return []


def _set(stream: Stream, volumes: Volumes) -> None:
    command = ["pactl", "set-sink-input-volume", str(stream.index), *map(str, volumes)]
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(  # noqa: S603 - a fixed list and numbers, no shell
            command, capture_output=True, timeout=_PATIENCE_S, check=False
        )


def _children(pid: int) -> Iterator[int]:
    """The processes below one, as far as the system tells: its alarm plays sound, too."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    for each in parents:
        above, seen = each, 0
        while above in parents and seen < len(parents):
            above, seen = parents[above], seen + 1
            if above == pid:
                yield each
                break


def _news(asked: int) -> Iterator[bytes]:
    """What the sound server tells of streams, until whoever asked goes, or the server does."""
    command = ["pactl", "subscribe"]
    with (
        subprocess.Popen(  # noqa: S603 - a fixed list, no shell
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as server,
        selectors.DefaultSelector() as ready,
    ):
        told = server.stdout.fileno() if server.stdout else asked
        ready.register(asked, selectors.EVENT_READ)
        ready.register(told, selectors.EVENT_READ)
        try:
            while True:
                sources = {key.fd for key, _ in ready.select()}
                if asked in sources and not os.read(asked, 64):
                    return
                if told in sources:
                    news = os.read(told, 1 << 16)
                    if not news:
                        return
                    yield news
        finally:
            server.kill()


def main() -> None:
    """Lower, wait, restore."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    folder = platformdirs.user_runtime_path("voicecoach", appauthor=False)
    mixer = Mixer(int(sys.argv[1]), folder / "music.json")
    mixer.mend()
    try:
        mixer.lower()
        for news in _news(sys.stdin.fileno()):
            if _NEWS in news and b"'new'" in news:
                mixer.lower()
    finally:
        mixer.restore()


if __name__ == "__main__":
    main()
