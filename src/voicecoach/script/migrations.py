"""Files of earlier versions of the format: a table of changes, made on the plain data.

What is changed keeps its place, so that a mistake in an old file is told where its author wrote it.
There has been one version so far: what has come to it since left every older file as it was.
"""

from collections.abc import Callable, Mapping

from voicecoach.handwritten.compose import Composed
from voicecoach.handwritten.where import Located

LATEST = 1

Change = Callable[[Composed, Located], None]
"""Makes the data of one version that of the next; `tree.rename` and its like keep the places.

It comes before any check: it has to leave alone what is not as it expects."""

CHANGES: Mapping[int, Change] = {}
"""By the version that each begins with. One that was released is never changed again."""


def bring_up_to_date(
    composed: Composed, latest: int = LATEST, changes: Mapping[int, Change] = CHANGES
) -> None:
    """Make a file of an earlier version one of the latest; others stay as they are."""
    data = composed.data
    if not isinstance(data, Located):
        return
    version = data.get("version")
    while isinstance(version, int) and version in changes and version < latest:
        changes[version](composed, data)
        data["version"] = version = version + 1
