"""Gives back the memory that has become free.

A recognizer takes 20 MB while it looks at a stretch of speech, and 25 MB more while it loads. The C
library of Linux keeps them for the next time, which on a small board somebody else needs.
"""

import ctypes
import sys
from collections.abc import Callable
from functools import cache


def let_go() -> None:
    """Give back what is free. Takes some milliseconds; does nothing where it cannot."""
    _trim()(0)


@cache
def _trim() -> Callable[[int], object]:
    if sys.platform == "linux":
        try:
            trim = ctypes.CDLL(None).malloc_trim
        except (OSError, AttributeError):  # musl has none
            return _nothing
        trim.argtypes = [ctypes.c_size_t]
        return lambda pad: trim(pad)  # noqa: PLW0108 - a type of its own otherwise
    return _nothing


def _nothing(pad: int) -> None:
    pass
