"""Gives back the memory that has become free.

A recognizer takes 20 MB while it looks at a stretch of speech, and 25 MB more while it loads. The C
library of Linux keeps them for the next time, for each thread in a heap of its own (12 MB in all),
which on a small board somebody else needs.
"""

import ctypes
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache

_MOST_ARENAS = -8
"""M_ARENA_MAX in malloc.h of glibc."""


def let_go() -> None:
    """Give back what is free. Takes some milliseconds; does nothing where it cannot."""
    _trim()(0)


def share_one_heap() -> None:
    """Have threads that begin from now on share one heap; does nothing where they cannot."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # musl has none
            ctypes.CDLL(None).mallopt(_MOST_ARENAS, 1)


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
