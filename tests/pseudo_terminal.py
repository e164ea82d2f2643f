"""A terminal with two ends, for programs that ask whether somebody sits there."""

import os

import pytest


def open_pair() -> tuple[int, int]:
    """Our end and the program's, as file descriptors; the test is skipped where there are none."""
    if not hasattr(os, "openpty"):
        pytest.skip("needs a pseudo-terminal")
    try:
        return os.openpty()
    except OSError as error:  # a container may have no /dev/pts
        pytest.skip(f"needs a pseudo-terminal: {error}")
