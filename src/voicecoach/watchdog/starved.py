"""How long a process has wanted to run, and had no processor to run on."""

from contextlib import suppress
from pathlib import Path

_NANOSECOND = 1e-9


class Starved:
    """Asks the system about process `pid`; only Linux tells."""

    def __init__(self, pid: int) -> None:
        self._tasks = Path(f"/proc/{pid}/task")
        self._before = self._waited_s()

    def since_last_s(self) -> float:
        """The longest that one of its threads has waited for a processor since the last call.

        One thread is enough: what it holds, such as the interpreter's lock, the others wait for.
        """
        before, self._before = self._before, self._waited_s()
        return max(
            (now_s - before.get(task, now_s) for task, now_s in self._before.items()), default=0.0
        )

    def _waited_s(self) -> dict[str, float]:
        waited = {}
        with suppress(OSError):
            for task in self._tasks.iterdir():
                with suppress(OSError, ValueError, IndexError):
                    waited[task.name] = (
                        int((task / "schedstat").read_text().split()[1]) * _NANOSECOND
                    )
        return waited
