"""A child process that answers one request at a time, and may hang, die or talk rubbish.

Requests and replies are JSON objects, one a line, over the child's standard input and output.
"""

import contextlib
import itertools
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

_LONGEST_REPLY = 1 << 20
_MOST_UNREAD = 8
_GOODBYE_S = 0.5
# What is meant for the program (Ctrl-C, a kill of its group) is not meant for the child, which
# could then not clean up.
if sys.platform == "win32":
    _FLAGS, _GROUP = subprocess.CREATE_NO_WINDOW, None
else:
    _FLAGS, _GROUP = 0, 0


class ChildFault(Exception):  # noqa: N818 - a fault of the child, not of the caller
    """The child did not do as it was asked. The message says how, in a few words."""


class Child:
    """One run of `command`, with a folder of its own that goes when it goes.

    The folder's path is added to the command as its last argument. The child is expected to end,
    and to remove the folder, when its standard input closes: so it does not outlive a parent
    that was killed. A child that made a fault is not asked again.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = tuple(command)
        self._numbers = itertools.count(1)
        self._replies: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = Path()

    @property
    def folder(self) -> Path:
        """Where the child may write."""
        return self._folder

    @property
    def pid(self) -> int | None:
        """The process's number while there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process and come straight back. Raises OSError if it cannot be started."""
        self._folder = Path(tempfile.mkdtemp(prefix="voicecoach-voice-"))
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [*self._command, str(self._folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_FLAGS,
                process_group=_GROUP,
            )
        except OSError:
            self._remove_folder()
            raise
        assert self._process.stdout  # noqa: S101 - given as a pipe above
        reader = threading.Thread(
            target=_listen, args=(self._process.stdout, self._replies), daemon=True
        )
        reader.start()

    def post(self, request: Mapping[str, object]) -> int:
        """Send a request without waiting for its reply; returns its number. Raises ChildFault."""
        if not self._process or not self._process.stdin:
            raise ChildFault("not started")
        number = next(self._numbers)
        line = json.dumps({"id": number, **request}, ensure_ascii=False).encode()
        try:
            self._process.stdin.write(line + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ChildFault("died") from error
        return number

    def reply(self, number: int, timeout_s: float) -> dict[str, Any]:
        """The reply to request `number`. Raises ChildFault if none comes within `timeout_s`."""
        try:
            line = self._replies.get(timeout=max(0.0, timeout_s))
        except queue.Empty:
            raise ChildFault("did not answer in time") from None
        if not line:
            raise ChildFault("died")
        try:
            reply = json.loads(line)
        except ValueError as error:
            raise ChildFault("answered with rubbish") from error
        if not isinstance(reply, dict) or reply.get("id") != number:
            raise ChildFault("answered with rubbish")
        return reply

    def end(self) -> None:
        """End the process, kindly or not, and remove its folder."""
        if self._process and self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
            try:
                self._process.wait(_GOODBYE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._remove_folder()

    def kill(self) -> None:
        """End the process at once, whatever it is doing, and remove its folder."""
        if self._process:
            self._process.kill()
        self.end()

    def _remove_folder(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _listen(stdout: IO[bytes], replies: queue.SimpleQueue[bytes]) -> None:
    """Pass on line after line, and b"" at the end. Runs in a thread until the child is gone.

    A child that talks without being asked is not listened to for ever: that would fill memory.
    """
    with stdout:
        while (line := stdout.readline(_LONGEST_REPLY)) and replies.qsize() < _MOST_UNREAD:
            replies.put(line)
    replies.put(b"")
