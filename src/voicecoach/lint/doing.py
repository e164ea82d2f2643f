"""Rules about an exercise: where one is, which side works, how much, and what to look out for."""

import re
from collections.abc import Callable, Iterator

from voicecoach.language.patterns import Span
from voicecoach.lint.findings import Found
from voicecoach.lint.page import Page, every_exercise
from voicecoach.lint.prose import Sentence
from voicecoach.lint.texts import Spoken
from voicecoach.script.exercise import Exercise
from voicecoach.script.values import Sides
from voicecoach.script.wording import length

SHORT_HOLD_S = 5.0
LONG_HOLD_S = 30.0
MANY_REPS = 20
_ONE_SIDED = frozenset({Sides.LEFT, Sides.RIGHT})
_NUMBER = re.compile(r"\d{1,3}")
_BETWEEN = 1
"""Words that may stand between a number and its unit: "8 slow repetitions"."""

Rule = Callable[[Page, Exercise], Iterator[Found]]


def setup(page: Page, exercise: Exercise) -> Iterator[Found]:
    """The position in words, and the right one."""
    texts = list(page.of(exercise, "setup"))
    new = exercise.start_position is not _before(page, exercise)
    if not texts and new and exercise.start_position:
        yield page.at(exercise, "no-setup", "name")
    for text in texts:
        said = [
            (names, sentence, span)
            for names, patterns in (page.wording.positions.items() if page.wording else ())
            for sentence, span in text.find(patterns)
        ]
        position = exercise.start_position
        if position and said and not any(position in names.split() for names, *_ in said):
            _, sentence, span = said[0]
            yield text.found_words("wrong-position", sentence, span, position=position)


def _before(page: Page, exercise: Exercise) -> str | None:
    """The start position before this exercise."""
    before = None
    for each in page.session.exercises:
        if each is exercise:
            return before
        before = each.start_position
    return None  # done in place of others, from wherever those begin


def steps(page: Page, exercise: Exercise) -> Iterator[Found]:
    """What to do at all."""
    if not exercise.steps:
        yield page.at(exercise, "no-steps", "name")


def side(page: Page, exercise: Exercise) -> Iterator[Found]:
    """Which side works, where the text says that one does."""
    for text in page.doing(exercise):
        if exercise.sides is Sides.BOTH and text.key != "setup":
            for sentence, span in text.listed("one_sided"):
                if not _names_both(text):
                    yield text.found_words("side-unsaid", sentence, span)
                    return
        if exercise.sides not in {*_ONE_SIDED, Sides.BOTH} and not _names_both(text):
            for name in ("left", "right"):
                for sentence, span in text.listed(name):
                    yield text.found_words("side-fixed", sentence, span, sides=exercise.sides)


def _names_both(text: Spoken) -> bool:
    return all(any(True for _ in text.listed(name)) for name in ("left", "right"))


def dose(page: Page, exercise: Exercise) -> Iterator[Found]:
    """Numbers in the text that say something else than the keys do."""
    sets, reps = exercise.sets, exercise.reps
    a_side = {reps // 2} if exercise.sides is Sides.ALTERNATING else set()
    right = {
        "reps": {*range(reps.least, reps + 1), sets * reps} | a_side,
        "sets": {sets},
    }
    for text in page.doing(exercise):
        breaths = {id(sentence) for sentence, _ in text.listed("breathing")}
        for sentence, unit, number, span in _measures(page, text):
            if unit in right and id(sentence) not in breaths and number not in right[unit]:
                value = getattr(exercise, unit)
                yield text.found_words("reps-disagree", sentence, span, key=unit, value=value)
            elif unit in {"seconds", "minutes"} and _holds(text, sentence):
                told_s = number * (60 if unit == "minutes" else 1)
                if told_s not in {exercise.hold, *(exercise.tempo or ())}:
                    value = (
                        f"`hold: {length(exercise.hold)}`"
                        if exercise.hold
                        else "an exercise without `hold`"
                    )
                    yield text.found_words("time-disagrees", sentence, span, value=value)


def _holds(text: Spoken, sentence: Sentence) -> bool:
    return any(s is sentence for s, _ in text.listed("holding"))


def _measures(page: Page, text: Spoken) -> Iterator[tuple[Sentence, str, int, Span]]:
    """Every number with a unit: its sentence, the unit's name, the number, and the words."""
    wording = page.wording
    if wording is None:
        return
    for sentence in text.sentences:
        said = sentence.words
        for start, word in enumerate(said):
            number = int(word) if _NUMBER.fullmatch(word) else wording.numbers.get(word)
            near = enumerate(said[start + 1 : start + 2 + _BETWEEN], start + 1)
            for end, after in near if number is not None else ():
                unit = next((u for u, forms in wording.units.items() if after in forms), None)
                if unit and number is not None:
                    yield sentence, unit, number, Span(start, end + 1)
                    break


def breath(page: Page, exercise: Exercise) -> Iterator[Found]:
    """A hold in which nobody says to breathe."""
    if (exercise.hold or 0) < SHORT_HOLD_S or page.wording is None:
        return
    if exercise.breathing or exercise.breathing_pattern:
        return
    if not any(True for text in page.of(exercise) for _ in text.listed("breathing")):
        yield page.at(exercise, "hold-without-breath", "hold", value=length(exercise.hold or 0))


def strength(page: Page, exercise: Exercise) -> Iterator[Found]:
    """A strong exercise without a sign at which to end it."""
    if exercise.stop_if:
        return
    hold = exercise.hold or 0.0
    why = [
        *("its name" for text in page.of(exercise, "name") for _ in text.listed("strong")),
        *(["it has an easier form"] if exercise.easier else []),
        *(["it asks for the pain"] if exercise.pain_check else []),
        *(
            [f"{exercise.sets * exercise.reps} reps"]
            if exercise.sets * exercise.reps >= MANY_REPS
            else []
        ),
        *([f"a hold of {length(hold)}"] if hold >= LONG_HOLD_S else []),
    ]
    if why:
        yield page.at(exercise, "no-stop-if", "name", text=why[0])


def balance(page: Page, exercise: Exercise) -> Iterator[Found]:
    """Standing on little, with nothing to hold on to."""
    if exercise.start_position != "standing":
        return
    texts = [*page.doing(exercise), *page.of(exercise, "name")]
    if any(True for text in texts for _ in text.listed("support")):
        return
    for text in texts:
        for sentence, span in text.listed("balance"):
            yield text.found_words("no-support", sentence, span)
            return


OF_AN_EXERCISE: tuple[Rule, ...] = (setup, steps, side, dose, breath, strength, balance)


def of_exercises(page: Page) -> Iterator[Found]:
    """All of these rules, for each exercise."""
    for exercise in every_exercise(page.session):
        for rule in OF_AN_EXERCISE:
            yield from rule(page, exercise)
