"""What the lobby says about sessions, in sentences that are short enough to be heard once."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from voicecoach.language.choosing import Choosing
from voicecoach.lobby.finder import Choice, Done

_TOLD = 3
"""So many of the last sessions are told."""
_AND = ", "


class Telling:
    """Puts into words what there is and what was done. `subjects`: what there are sessions for.

    `progress` is how it goes, in sentences.
    """

    def __init__(
        self,
        choosing: Choosing,
        done: Sequence[Done],
        subjects: Callable[[], Iterable[str]],
        progress: tuple[str, ...] = (),
    ) -> None:
        self._choosing = choosing
        self._heard, self._unheard = choosing.lines, choosing.lines.for_keys()
        self._subjects = subjects
        self._progress = progress
        self.done = tuple(done)

    def say(self, name: str, /, *, by_keys: bool = False, **values: object) -> str:
        """A line; with `by_keys` the one for somebody who cannot be heard."""
        return (self._unheard if by_keys else self._heard).say(name, **values)

    def fixed(self) -> tuple[str, ...]:
        """Every line that has nothing to fill in."""
        return (*self._heard.fixed(), *self._unheard.fixed())

    def can_say(self, state: str) -> str:
        """What can be said in a state."""
        return self.say("can_say", things=_AND.join(self._choosing.says.get(state, ())))

    def offer(self, choice: Choice, *, longer: bool) -> Iterator[str]:
        """What one has to know before saying yes."""
        yield self.say("offer", title=choice.title)
        if choice.stand is not None:
            stand = choice.stand
            yield self.say("programme", n=stand.week, total=stand.number)
            yield self.say("rest_day") if stand.rests else self.say("today", title=stand.title)
        yield self.say("minutes", n=choice.minutes)
        if longer:
            yield self.say("longer")

    def item(self, number: int, choice: Choice) -> str:
        """A line in a list."""
        minutes = self.say("minutes", n=choice.minutes)
        return self.say("item", n=number, title=choice.title, minutes=minutes)

    def about(self, choice: Choice) -> Iterator[str]:
        """What there is to know."""
        yield self.say("offer", title=choice.title)
        yield self.say("minutes", n=choice.minutes)
        if choice.equipment:
            yield self.say("need", things=_one_by_one(choice.equipment))
        else:
            yield self.say("need_nothing")
        names = tuple(dict.fromkeys(choice.exercises))
        yield self.say("exercises", n=len(choice.exercises))
        yield self.say("names", things=_one_by_one(names))
        if choice.reviewed_by:
            yield self.say("reviewed", name=choice.reviewed_by)
        else:
            yield self.say("not_reviewed")

    def subjects(self) -> Iterator[str]:
        """What there is something for."""
        if things := _AND.join(self._subjects()):
            yield self.say("subjects", things=things)

    def progress(self) -> tuple[str, ...]:
        """How it goes: how often, and where it hurt."""
        return self._progress or (self.say("nothing_done"),)

    def history(self) -> Iterator[str]:
        """The last sessions that were done."""
        if not self.done:
            yield self.say("nothing_done")
        for done in self.done[:_TOLD]:
            when = self.say("days", n=done.days) if done.days else self.say("today_done")
            yield self.say("done", when=when, title=done.title, ending=done.ending)


def _one_by_one(things: Sequence[str]) -> str:
    """Each in a sentence of its own: a long list in one breath is not remembered."""
    return ". ".join(f"{thing[:1].upper()}{thing[1:]}" for thing in things)
