"""How the coach shows that it listens: a short tone for what it hears, understands, and does not.

Nobody is to be disturbed by it. No tone sounds where silence is due (a safety word, a doubt, the
advice), none on a beat, and none again and again at talk that is not meant for the coach.
"""

from collections.abc import Callable, Iterable

from voicecoach.coach.table import State
from voicecoach.core.actions import Action, Chime, Enqueue, Silence
from voicecoach.core.score import Measure, Spoken, Tone

MOST_UNANSWERED = 3
"""So often it shows that it hears somebody whom it then does not understand; then it waits."""
TWICE_S = 40.0
"""What is not understood twice within this time is answered with what can be said."""
ROOM_S = 0.1
"""Between a tone and the beats and words around it."""
PATIENCE_S = 2.0
"""A tone that finds no room for so long is left out."""
SHORT_S = 0.2
"""No tone that is sounded over a beat is longer."""
_BEAT_S = 0.12

SHOWS_IN = frozenset(
    {State.COACHING, State.ARMING, State.WAITING, State.ASKING, State.PAUSED, State.ANSWERING}
)

Actions = list[Action]
Busy = list[tuple[float, float]]


class Showing:
    """`on` tells whether the user wants tones; `spoken_s` how long a text takes to say."""

    def __init__(self, spoken_s: Callable[[str], float], *, on: bool) -> None:
        self.on = on
        self._spoken_s = spoken_s
        self._coming: dict[str, Measure] = {}
        self._playing: Measure | None = None
        self._since = 0.0
        self._is_quiet = False
        self._unanswered = 0
        self._puzzled_at: float | None = None

    # -- what is playing

    def follow(self, actions: Iterable[Action]) -> None:
        """Take note of what is to be played."""
        for action in actions:
            if isinstance(action, Silence):
                self._coming.clear()
                self._playing = None
            elif isinstance(action, Enqueue):
                self._coming[action.measure.id] = action.measure

    def began(self, measure: str, now: float) -> None:
        self._playing, self._since = self._coming.pop(measure, None), now
        self._is_quiet = measure.startswith("wait")

    # -- what is shown

    def speech_began(self, state: State) -> Actions:
        """Somebody speaks. While the coach speaks itself, its getting quieter shows that."""
        if not self._is_quiet or state not in SHOWS_IN or self._unanswered >= MOST_UNANSWERED:
            return []
        self._unanswered += 1
        return self._at_once(Tone.LISTENING)

    def answered(self) -> None:
        """Something was understood."""
        self._unanswered, self._puzzled_at = 0, None

    def understood(self, state: State, done: Actions, now: float) -> Actions:
        """Something that is no safety word was understood in `state`, and `done` about it.

        Where the coach says something to it, or sounds a tone already, that is sign enough.
        """
        tells = any(isinstance(action, Chime | Enqueue) for action in done)
        return [] if tells or not done or state not in SHOWS_IN else self.heard(now)

    def heard(self, now: float) -> Actions:
        """What the user wanted is done, and what is playing goes on."""
        return self._in_a_gap(Tone.HEARD, now)

    def puzzled(self, state: State, now: float) -> tuple[Actions, bool]:
        """Somebody said something that means nothing here; and whether that was once too often."""
        if state not in SHOWS_IN or self._unanswered > MOST_UNANSWERED:
            return [], False
        before, self._puzzled_at = self._puzzled_at, now
        if before is None or now - before > TWICE_S:
            return self._in_a_gap(Tone.PUZZLED, now), False
        self._unanswered = MOST_UNANSWERED + 1  # it is told; more of the same is no question
        return [], True

    def deaf(self) -> Actions:
        """Nobody can be heard, and the coach waits for keys."""
        return self._at_once(Tone.DEAF)

    # -- when

    def _at_once(self, tone: Tone) -> Actions:
        return [Chime(tone)] if self.on else []

    def _in_a_gap(self, tone: Tone, now: float) -> Actions:
        """As soon as no beat is near, or never."""
        if self._playing is None or self._playing.length_s is None:
            return self._at_once(tone)
        busy, at_s = self._busy(self._playing, self._playing.length_s), now - self._since
        starts = (at_s, *sorted(end for _, end in busy if at_s < end))
        start = next((each for each in starts if _is_free(busy, each)), None)
        if not self.on or start is None or start - at_s > PATIENCE_S:
            return []
        return [Chime(tone, round(start - at_s, 3))]

    def _busy(self, measure: Measure, length_s: float) -> Busy:
        """From when to when there is a beat or a word; what comes next may begin with one."""
        sounds = (
            (note.at_s, self._spoken_s(note.text) if isinstance(note, Spoken) else _BEAT_S)
            for note in measure.notes
        )
        notes = [(at_s - ROOM_S, at_s + lasts_s + ROOM_S) for at_s, lasts_s in sounds]
        return [*notes, (length_s - ROOM_S, float("inf"))]


def _is_free(busy: Busy, at_s: float) -> bool:
    return all(at_s + SHORT_S <= begin or end <= at_s for begin, end in busy)
