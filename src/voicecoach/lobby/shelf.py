"""What is being looked at: the sessions that were found or listed, and the one that is offered."""

from collections.abc import Iterator, Sequence

from voicecoach.lobby.finder import Choice, Finder
from voicecoach.lobby.reading import LATEST, UNFINISHED, Length, Wish

PAGE = 4
"""So many sessions are read out at a time: more than that nobody remembers."""
_ALMOST = 1.25
"""So many times as long as was wished is not worth a word."""
_USUAL = Wish(length=Length.SHORTEST)
"""What is suggested to somebody who has done nothing yet."""


class Shelf:
    """Sessions by number, as they were read out last; `near` of them fit about as well."""

    def __init__(self, finder: Finder, choices: Sequence[Choice]) -> None:
        self.finder = finder
        self.listed: tuple[Choice, ...] = tuple(choices)
        self.near = 0
        self._all = tuple(choices)
        self._row = self._all  # what "next" goes through
        self._at: int | None = None
        self._page = 0
        self._wish = Wish()

    @property
    def offered(self) -> Choice | None:
        """The session that is offered."""
        return None if self._at is None else self._row[self._at]

    # -- finding

    def take(self, wish: Wish) -> bool:
        """Offer what fits the wish best, if anything does; nothing else is remembered of it."""
        found = self.finder.find(wish)
        if found.ranked:
            self._row, self._at = found.ranked, 0
        return bool(found.ranked)

    def look_for(self, wish: Wish, subjects: frozenset[str]) -> int:
        """How many fit the wish, together with what was wished before if anything does."""
        whole = self._wish.refined(wish, subjects) if self._wish else wish
        shorter = {Length.SHORTER: -1, Length.LONGER: 1}.get(wish.length) if wish.length else None
        found = self.finder.find(whole)
        ranked, near = found.ranked, found.near
        if not ranked and self._wish:
            whole, found = wish, self.finder.find(wish)
            ranked, near = found.ranked, found.near
        if shorter and self.offered is not None:
            than = self.offered.minutes
            ranked = tuple(c for c in ranked if (c.minutes - than) * shorter > 0)
            near = min(near, len(ranked))
            near = max(near, 1) if ranked else 0
        self._wish = whole if wish.days is None else Wish()
        self.near = near
        if ranked:
            self._row, self._at, self._page = ranked, 0, 0
        if near > 1:
            self.listed = ranked
        return near

    def suggest(self) -> int:
        """Put forward what was done last, or what is short; 0 where nothing is."""
        if self._at is not None:  # there is something on the table already
            return 1
        for wish in (Wish(days=UNFINISHED), Wish(days=LATEST), _USUAL):
            found = self.finder.find(wish)
            if found.ranked:
                first = found.ranked[0]
                self._row = (first, *(each for each in self._all if each is not first))
                self._at = 0
                return 1
        self._row, self._at = self._all, 0 if self._all else None
        return min(1, len(self._all))

    # -- lists

    def list_all(self) -> int:
        """Take all of them for the list."""
        self.listed = self._row = self._all
        self._at, self._page, self._wish = None, 0, Wish()
        return len(self._all)

    def page(self) -> Iterator[tuple[int, Choice]]:
        """The sessions that are read out now, with their numbers."""
        start = self._page * PAGE
        yield from enumerate(self.listed[start : start + PAGE], start + 1)

    @property
    def has_more(self) -> bool:
        return (self._page + 1) * PAGE < len(self.listed)

    def turn(self, *, forward: bool) -> bool:
        """Go to the next page or back; whether there is one."""
        if not (self.has_more if forward else self._page):
            return False
        self._page += 1 if forward else -1
        return True

    def number(self, digit: int) -> int:
        """The number that a digit stands for: on this page the one that ends with it."""
        return next((n for n, _ in self.page() if n % 10 == digit), digit)

    def pick(self, number: int) -> bool:
        """Offer the session with that number; whether there is one."""
        if not 1 <= number <= len(self.listed):
            return False
        self._row, self._at = self.listed, number - 1
        return True

    def move_on(self, *, forward: bool) -> bool:
        """Offer the next one or the one before; whether there is one."""
        at = (-1 if self._at is None else self._at) + (1 if forward else -1)
        if not 0 <= at < len(self._row):
            return False
        self._at = at
        return True

    def is_longer_than_wished(self, choice: Choice) -> bool:
        """Whether it takes clearly longer than the user has time for."""
        minutes = self._wish.minutes
        return minutes is not None and choice.minutes > _ALMOST * minutes
