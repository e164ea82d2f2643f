"""The door to FFmpeg's libraries, which PyAV carries in its wheel."""

from typing import Any

from voicecoach.core.problems import Problem


def library() -> Any:
    """PyAV, imported on first use. Raises Problem where it is not installed."""
    try:
        import av  # noqa: PLC0415 - 60 ms, and no part of a session needs it
    except ImportError as error:
        raise Problem(
            "The library that makes sound files is not installed.",
            'Install it with "pip install voicecoach[render]".',
        ) from error
    return av
