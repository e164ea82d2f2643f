import pytest

from voicecoach.core.problems import Mistake
from voicecoach.language.patterns import PatternSet, Span, parse
from voicecoach.language.reading import Written

FOUND = {"chest": [Span(2, 3)]}


def fits(pattern: str, said: str) -> bool:
    mistakes: list[Mistake] = []
    parsed = parse(Written(pattern), {"chest"}, mistakes)
    assert not mistakes
    return bool(PatternSet([parsed]).find(said.split(), FOUND))


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("cant breathe", "i cant breathe now"),
        ("cant/couldnt breathe", "i couldnt breathe"),
        ("lost .. bladder", "lost control of my bladder"),
        ("lost .. bladder", "lost bladder"),
        ("throb*", "it was throbbing"),
        ("no/agon* pain", "such agonising pain"),
        ("^ stop $", "stop"),
        ("^ stop", "stop it"),
        ("stop $", "please stop"),
        ("in my <chest>", "in my chest"),
        ("<chest> hurts", "oh my chest hurts"),
        ("^ .. hurts", "my chest hurts"),
    ],
)
def test_a_pattern_fits(pattern: str, said: str) -> None:
    assert fits(pattern, said)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("cant breathe", "cant really breathe"),
        ("lost .. bladder", "lost one two three four five bladder"),
        ("throb*", "thro"),
        ("^ stop $", "bus stop"),
        ("^ stop $", "stop it"),
        ("stop $", "stop it"),
        ("<chest> hurts", "chest hurts so"),
    ],
)
def test_a_pattern_does_not_fit(pattern: str, said: str) -> None:
    assert not fits(pattern, said)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("can't breathe", '"can\'t" is no word'),
        ("Stop", '"Stop" is no word'),
        ("in my <elbow>", "There is no list <elbow> above here"),
    ],
)
def test_what_is_no_pattern_is_told(pattern: str, message: str) -> None:
    mistakes: list[Mistake] = []
    parse(Written(pattern), {"chest"}, mistakes)
    assert message in str(mistakes[0])
