"""How long a process was busy: it ran, or wanted to run and had no processor to run on."""

from contextlib import suppress
from pathlib import Path

_NANOSECOND = 1e-9


class Starved:
    """Asks the system about process `pid`; only Linux tells."""

    def __init__(self, pid: int) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._before = self._busy_s()

    def since_last_s(self) -> float:
        """The longest that one of its threads was busy since the last call.

        One thread is enough: what it holds, such as the interpreter's lock, the others wait for.
        """
        before, self._before = self._before, self._busy_s()
        return max(
            (now_s - before.get(task, now_s) for task, now_s in self._before.items()), default=0.0
        )

    def _busy_s(self) -> dict[str, float]:
        busy = {}
        with suppress(OSError):
            for task in self._tasks.iterdir():
                with suppress(OSError, ValueError, IndexError):
                    ran, waited, _ = map(int, (task / "schedstat").read_text().split())
                    busy[task.name] = (ran + waited) * _NANOSECOND
        return busy
