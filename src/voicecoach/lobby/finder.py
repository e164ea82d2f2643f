"""Which session fits what was asked for: metadata and a wish in, a ranked choice out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from voicecoach.language.choosing import Choosing
from voicecoach.language.text import words
from voicecoach.lobby.reading import LATEST, UNFINISHED, Length, Reading, Wish

# Where the words of a session stand, and how much they say about what it is for.
_TITLE, _NAME, _EQUIPMENT, _BLOCK, _EXERCISE = 1.0, 0.8, 0.8, 0.4, 0.3
_UNWANTED = 4.0
_ELSEWHERE = 1.0
"""Against a session that is done in other places than those that were asked for."""
_TITLE_WORDS, _A_WORD = 1.5, 0.3
_WEEK, _LENGTH, _NAMED = 2.0, 1.5, 1.5
_TOO_LONG = 1.5
"""A session that is too long is worse than one that is too short by as much."""
_LEAST = 0.45
"""Less than this is no fit."""
_NEAR = 0.6
"""What comes so near to the best is named beside it."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one is in a programme: the week, which session of all, and its title."""

    week: int
    number: int
    title: str
    rests: bool
    """Whether it is not due yet."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is known of a session, or of a programme, which has a `stand`.

    `positions` are the start positions of its exercises by name, one for each.
    """

    name: str
    title: str
    minutes: int
    exercises: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    reviewed_by: str | None = None
    stand: Stand | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A session that was done: how many days ago, and how it ended.

    `name` is None where there is no such session any more; `unfinished`: it was cut off, and may
    be gone on with.
    """

    name: str | None
    title: str
    days: int
    ending: str
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, the best first, and how many of them fit about as well."""

    ranked: tuple[Choice, ...] = ()
    near: int = 0


@dataclass(frozen=True, slots=True)
class _Features:
    """What a session is for: how much, by what words mean; and the words of its names."""

    strengths: Mapping[str, float] = field(default_factory=dict)
    title: frozenset[str] = frozenset()
    exercises: tuple[frozenset[str], ...] = ()
    week: int | None = None


class Finder:
    """Finds among `choices`. `done` is what was done before, the newest first."""

    def __init__(
        self,
        choosing: Choosing,
        reading: Reading,
        choices: Sequence[Choice],
        done: Sequence[Done] = (),
    ) -> None:
        self._words = choosing
        self._reading = reading
        self._choices = tuple(choices)
        self._by_name = {choice.name: choice for choice in choices}
        self._done = tuple(done)
        self._longest = max((choice.minutes for choice in choices), default=1)

    @cached_property
    def _features(self) -> Mapping[str, _Features]:
        return {choice.name: self._of(choice) for choice in self._choices}

    def find(self, wish: Wish) -> Found:
        """What fits the wish; nothing, where nothing does."""
        if wish.days is not None:
            before = tuple(self._before(wish.days))
            if before or not wish.wanted:
                return Found(before[:1], min(1, len(before)))
        scores = {choice.name: self._score(choice, wish) for choice in self._choices}
        best = max(scores.values(), default=0.0)
        if best < _LEAST:
            return Found()
        least = max(_LEAST, best / 3)
        fits = [choice for choice in self._choices if scores[choice.name] >= least]
        fits.sort(key=lambda choice: -scores[choice.name])
        near = sum(scores[choice.name] > best - _NEAR for choice in fits)
        if wish.length in {Length.SHORTEST, Length.LONGEST}:  # of these there is one
            near = 1
        return Found(tuple(fits), near)

    def is_named(self, said: frozenset[str]) -> bool:
        """Whether the words name a session or an exercise, though they mean nothing else."""
        features = self._features.values()
        return any(
            2 * len(each.title & said) > len(each.title) or _names(each.exercises, said)
            for each in features
        )

    def subjects(self) -> Iterator[str]:
        """What there are sessions for, as it is called aloud."""
        for concept, called in self._words.subjects.items():
            if any(f.strengths.get(concept, 0.0) >= _NAME for f in self._features.values()):
                yield called

    def _before(self, days: int) -> Iterator[Choice]:
        for done in self._done:
            fits = done.unfinished if days == UNFINISHED else days in {LATEST, done.days}
            if fits and done.name in self._by_name:
                yield self._by_name[done.name]

    # -- what a session is for

    def _of(self, choice: Choice) -> _Features:
        strengths: dict[str, float] = {}

        def add(text: str, strength: float) -> None:
            for concept in self._reading.meant(words(text)):
                strengths[concept] = max(strength, strengths.get(concept, 0.0))

        add(choice.title, _TITLE)
        add(choice.name.replace("-", " ").replace("/", " "), _NAME)
        for texts, strength in (
            (choice.equipment, _EQUIPMENT),
            (choice.blocks, _BLOCK),
            (choice.exercises, _EXERCISE),
        ):
            for text in texts:
                add(text, strength)
        for position in set(choice.positions):
            place = self._words.positions.get(position, "")
            share = choice.positions.count(position) / len(choice.positions)
            strengths[place] = max(share, strengths.get(place, 0.0))
        week = self._reading.read(choice.title).wish.week
        exercises = tuple(filter(None, map(self._name, choice.exercises)))
        return _Features(strengths, self._name(choice.title), exercises, week)

    def _name(self, text: str) -> frozenset[str]:
        """The words of a name that say something."""
        return frozenset(words(text)) - self._words.small

    # -- how well it fits

    def _score(self, choice: Choice, wish: Wish) -> float:
        features = self._features[choice.name]
        score = -_UNWANTED * sum(features.strengths.get(each, 0.0) for each in wish.unwanted)
        for kind in self._words.kinds.values():
            wanted = wish.wanted & kind.words.keys()
            score += kind.weight * sum(features.strengths.get(each, 0.0) for each in wanted)
        score += self._places(features, wish) + self._title(features, wish)
        if wish.week is not None and features.week is not None:
            score += _WEEK if wish.week == features.week else -_WEEK
        return score + self._length(choice, wish)

    def _places(self, features: _Features, wish: Wish) -> float:
        places = self._words.kinds["place"].words.keys()
        wanted = wish.wanted & places
        if not wanted or any(features.strengths.get(each, 0.0) >= _BLOCK for each in wanted):
            return 0.0
        return -_ELSEWHERE

    def _title(self, features: _Features, wish: Wish) -> float:
        same = len(features.title & wish.words)
        named = _NAMED if _names(features.exercises, wish.words) else 0.0
        return _TITLE_WORDS * same / max(1, len(features.title)) + _A_WORD * same + named

    def _length(self, choice: Choice, wish: Wish) -> float:
        if wish.minutes is not None:
            off = (choice.minutes - wish.minutes) / max(1, wish.minutes)
            return max(-_LENGTH, 1 - _TOO_LONG * off if off > 0 else 1 + off)
        share = choice.minutes / self._longest
        match wish.length:
            case Length.SHORTEST | Length.SHORTER:
                return _LENGTH * (1 - share)
            case Length.LONGEST | Length.LONGER:
                return _LENGTH * share
            case _:
                return 0.0


def _names(exercises: Sequence[frozenset[str]], said: frozenset[str]) -> bool:
    """Whether all words of an exercise's name were said."""
    return any(name <= said for name in exercises)
