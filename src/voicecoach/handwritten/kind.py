"""What sets one kind of file apart from another, for whoever reads it and tells its mistakes."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its name for people, its keys, and what its mistakes call for.

    `begin` is a line that such a file may begin with, empty where the file may be empty, too;
    `guide` the page with an example, `split` the mend for a file that is too large. `plain` gives
    an unquoted word its meaning.
    """

    name: str
    begin: str
    guide: str
    split: str
    keys: frozenset[str]
    plain: Callable[[str], object]
