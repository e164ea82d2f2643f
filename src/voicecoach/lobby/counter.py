"""What the lobby does about wishes: it finds, lists, offers and tells."""

from collections.abc import Callable, Iterator

from voicecoach.core.actions import Action
from voicecoach.core.intents import Intent
from voicecoach.language.grammar import Grammar
from voicecoach.lobby.finder import Choice
from voicecoach.lobby.reading import UNFINISHED, Asked, Reading, Request, Wish
from voicecoach.lobby.shelf import Shelf
from voicecoach.lobby.table import Effect, Signal, State, Trigger
from voicecoach.lobby.talk import Talk
from voicecoach.lobby.telling import Telling

Actions = list[Action]

_LEVELS: dict[Trigger, str] = {Intent.EASIER: "gentle", Intent.HARDER: "hard"}


class Counter:
    """`asked` is what the user asked for last; `effects` are those of the table that it knows.

    `meant` and `state` are told before each: what led to it, and where it leads.
    """

    def __init__(
        self, reading: Reading, grammar: Grammar, shelf: Shelf, telling: Telling, talk: Talk
    ) -> None:
        self.asked = Asked(Request.NOT_UNDERSTOOD)
        self.meant: Trigger = Signal.START
        self.state = State.NEW
        self._reading = reading
        self._grammar = grammar
        self._shelf = shelf
        self._telling = telling
        self._talk = talk
        self._none = "found_nothing"
        self._follow: Signal | None = None
        self._before: tuple[str, ...] = ()  # what is to be said before the next offer
        self._explained = False
        self.effects: dict[Effect, Callable[[], Actions]] = {
            Effect.FIND: self._find,
            Effect.SUGGEST: self._suggest,
            Effect.LIST_ALL: self._list_all,
            Effect.SAY_PAGE: lambda: talk.say(talk.line("found", n=shelf.near), *self._page()),
            Effect.NEXT_PAGE: lambda: self._turn_page(forward=True),
            Effect.PREVIOUS_PAGE: lambda: self._turn_page(forward=False),
            Effect.ASK_WHICH: lambda: talk.say(talk.line("pick")),
            Effect.TAKE_NUMBER: self._take_number,
            Effect.OFFER: self._offer,
            Effect.NEXT: lambda: self._move_on(forward=True),
            Effect.PREVIOUS: lambda: self._move_on(forward=False),
            Effect.SAY_NONE: self._say_none,
            Effect.TELL: self._tell,
            Effect.TELL_HISTORY: lambda: talk.say(*telling.history(), talk.prompt(self.state)),
            Effect.TELL_PROGRESS: lambda: talk.say(*telling.progress(), talk.prompt(self.state)),
        }

    @property
    def offered(self) -> Choice | None:
        """The session that is offered."""
        return self._shelf.offered

    def texts(self) -> Iterator[str]:
        """What may be said about the sessions that there are."""
        for number, choice in enumerate(self._shelf.listed, 1):
            yield self._telling.item(number, choice)
        for choice in self._shelf.listed:
            yield from self._telling.offer(choice, longer=False)

    def read(self, text: str) -> Asked:
        """What a text asks for; the name of a session or an exercise is a wish, too."""
        asked = self._reading.read(text)
        is_name = asked.request is Request.NOT_UNDERSTOOD and self._shelf.finder.is_named(
            asked.wish.words
        )
        return Asked(Request.WISH, asked.wish) if is_name else asked

    def takes_wish(self, intent: Intent, text: str) -> bool:
        """Whether a complaint in words of its own may be no more than a wish; then that is asked.

        However well it was heard: it is made sure of anyway.
        """
        if intent is not Intent.PAIN or not text or self._grammar.recognize(text) is not None:
            return False
        if not self._reading.may_be_a_wish(text):
            return False
        self.asked = self._reading.read(text)
        return True

    def take_next(self) -> Signal | None:
        """What follows from the last step, once."""
        following, self._follow = self._follow, None
        return following

    def offers_what_was_cut_off(self, *before: str) -> bool:
        """Whether there is something to go on with, which is offered behind `before` then."""
        if not self._shelf.take(Wish(days=UNFINISHED)):
            return False
        self._before = (*before, self._talk.line("unfinished"))
        self._follow = Signal.FOUND_ONE
        return True

    # -- finding

    def _find(self) -> Actions:
        level = _LEVELS.get(self.meant)
        wish = Wish(wanted=frozenset({level})) if level else self.asked.wish
        if not wish and not wish.words:
            return self._talk.say(self._talk.prompt(self.state))
        self._none = "found_nothing" if wish.days is None else "no_time"
        self._found(self._shelf.look_for(wish, self._reading.subjects))
        return []

    def _found(self, near: int) -> None:
        many = Signal.FOUND_MANY if near > 1 else Signal.FOUND_NONE
        self._follow = Signal.FOUND_ONE if near == 1 else many

    def _suggest(self) -> Actions:
        if self.meant is Request.ANY and self.asked.wish:
            return self._find()
        self._none = "empty"
        self._found(self._shelf.suggest())
        return []

    def _say_none(self) -> Actions:
        said = [self._talk.line(self._none)]
        if self._none == "found_nothing":
            said += self._telling.subjects()
        return self._talk.say(*said, self._talk.line("what"))

    # -- lists

    def _list_all(self) -> Actions:
        if not self._shelf.list_all():
            self._none, self._follow = "empty", Signal.FOUND_NONE
            return []
        return self._talk.say(self._talk.line("all", n=len(self._shelf.listed)), *self._page())

    def _page(self) -> tuple[str, ...]:
        items = [self._telling.item(n, choice) for n, choice in self._shelf.page()]
        return (*items, self._talk.line("more" if self._shelf.has_more else "pick"))

    def _turn_page(self, *, forward: bool) -> Actions:
        if self._shelf.turn(forward=forward):
            return self._talk.say(*self._page())
        return self._talk.say(self._end_of_row(forward=forward), self._talk.line("pick"))

    def _end_of_row(self, *, forward: bool) -> str:
        return self._talk.line("no_more" if forward else "first")

    def _take_number(self) -> Actions:
        number = self.asked.number
        if self._shelf.pick(number):
            self._follow = Signal.FOUND_ONE
            return []
        prompt = self._talk.prompt(self.state)
        return self._talk.say(self._talk.line("no_number", n=number), prompt)

    # -- one session

    def _offer(self) -> Actions:
        before, self._before = self._before, ()
        choice = self.offered
        if choice is None:
            return self._talk.say(self._talk.prompt(self.state))
        asks = [self._talk.line("shall_we")]
        if not self._explained:
            self._explained = True
            asks.append(self._talk.line("how_to_answer"))
        longer = self._shelf.is_longer_than_wished(choice)
        return self._talk.say(*before, *self._telling.offer(choice, longer=longer), *asks)

    def _move_on(self, *, forward: bool) -> Actions:
        if self._shelf.move_on(forward=forward):
            return self._offer()
        if not forward:
            return self._talk.go_on(self._end_of_row(forward=False))
        self._none, self._follow = "no_more", Signal.FOUND_NONE
        return []

    def _tell(self) -> Actions:
        choice = self.offered if self.state is State.OFFERING else None
        if choice is None:
            prompt = self._talk.prompt(self.state)
            return self._talk.say(self._talk.line("none_chosen"), prompt)
        return self._talk.say(*self._telling.about(choice), self._talk.line("shall_we"))
