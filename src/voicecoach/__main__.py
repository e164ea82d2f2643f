"""`python -m voicecoach`, and what the command `voicecoach` calls."""

import os
import signal
import sys
from types import FrameType

_INTERRUPTED = 3
"""What the README says about a session that the user ended."""


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, _interrupt)
    from voicecoach import cli  # noqa: PLC0415 - takes most of a second, and may be interrupted

    try:
        cli.main()
    finally:
        _leave(sys.exc_info()[1])


def _interrupt(number: int, frame: FrameType | None) -> None:
    """End at once and without a word while modules load: some turn an interrupt into an error."""
    outer = frame
    while outer is not None:
        if outer.f_code.co_filename.startswith("<frozen importlib"):
            os._exit(_INTERRUPTED)
        outer = outer.f_back
    signal.default_int_handler(number, frame)


def _leave(reason: BaseException | None) -> None:
    """End the process here: a library that hangs or complains at its end is not waited for."""
    if isinstance(reason, SystemExit) and isinstance(reason.code, int):
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):  # whoever read it has gone
                continue
        os._exit(reason.code)


if __name__ == "__main__":
    main()
