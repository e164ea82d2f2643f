"""Whether a screen reader runs here, as far as that can be told without asking anybody."""

import contextlib
import subprocess
import sys
from pathlib import Path

READERS = frozenset({"orca", "espeakup", "fenrir", "brltty", "yasr", "speakup_soft"})
"""What their processes are called on Linux. A speech server alone is no sign of one."""
_PATIENCE_S = 1.0
_SPI_GETSCREENREADER = 0x0046


def is_there() -> bool:
    """Whether one is found. Never fails, and takes some milliseconds."""
    with contextlib.suppress(Exception):  # it is a guess, and nothing may hang on it
        match sys.platform:
            case "win32":
                return _on_windows()
            case "darwin":
                return _on_macos()
            case _:
                return bool(READERS & set(processes()))
    return False


def processes(proc: Path = Path("/proc")) -> list[str]:
    """The names of all processes, where the system lists them under `proc`."""
    names = []
    for each in proc.glob("[0-9]*/comm"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            names.append(each.read_text("utf-8", errors="replace").strip())
    return names


def _on_macos() -> bool:
    found = subprocess.run(
        ["/usr/bin/pgrep", "-x", "VoiceOver"], check=False, capture_output=True, timeout=_PATIENCE_S
    )
    return found.returncode == 0


def _on_windows() -> bool:
    import ctypes  # noqa: PLC0415 - only there

    runs = ctypes.c_int(0)
    user32 = getattr(ctypes, "windll").user32  # noqa: B009 - it is not there elsewhere
    user32.SystemParametersInfoW(_SPI_GETSCREENREADER, 0, ctypes.byref(runs), 0)
    return bool(runs.value)
