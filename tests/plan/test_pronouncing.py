"""Words that the voice says wrongly: spelt for it, shown as they are, and the author's alone."""

from collections.abc import Mapping

import pytest
from tests.plan.timelines import LINES

from voicecoach.plan.cues import Plan
from voicecoach.plan.opening import usual
from voicecoach.plan.planner import plan
from voicecoach.plan.pronouncing import pronouncing
from voicecoach.script.reader import read_text

SESSION = """\
version: 1
title: Pilates for the SIJ
pronunciations: {Pilates: pi lah teez, SIJ: sacro iliac joint, qi: chee}
screening: [fever]
blocks:
  - title: Pilates
    exercises:
      - name: Pilates tilt
        start_position: supine
        setup: Lie with your SIJ on the floor.
        steps: [Let the qi flow., Breathe.]
        cue: Qi down.
        stop_if: [your SIJ hurts]
        reps: 2
        hold: 20s
        messages: [{at: 5s, say: Feel the qi.}]
        easier: small
forms:
  - {name: Small Pilates tilt, id: small, reps: 1}
"""


def planned(text: str = SESSION) -> Plan:
    return plan(read_text(text, "session.yaml"), LINES, opening=usual())


def test_an_authors_texts_are_said_as_they_are_spelt_and_shown_as_they_are_written() -> None:
    made = planned()
    assert made.said_as["Pilates for the SIJ."] == "pi lah teez for the sacro iliac joint."
    assert made.said_as["Let the qi flow."] == "Let the chee flow."
    assert made.said_as["1. Qi down."] == "1. chee down."
    assert made.said_as["If your SIJ hurts, tell me at once."] == (
        "If your sacro iliac joint hurts, tell me at once."
    )
    assert made.said_as["Feel the qi."] == "Feel the chee."
    assert made.said_as["Small Pilates tilt."] == "Small pi lah teez tilt."
    shown = " ".join(made.texts())
    assert "teez" not in shown
    assert "Pilates" in shown


def test_where_the_coach_says_the_name_in_an_answer_it_says_it_the_same_way() -> None:
    said = planned().said_as
    for line in ("you_are_at", "moved_to"):
        shown = LINES.say(line, n=1, total=1, name="Pilates tilt")
        assert "pi lah teez tilt" in said[shown]


def test_a_plan_without_pronunciations_says_everything_as_it_stands() -> None:
    text = "".join(line for line in SESSION.splitlines(True) if "pronun" not in line)
    assert planned(text).said_as == {}
    assert planned(text).cues == planned().cues


def test_no_line_of_the_coach_can_be_said_otherwise() -> None:
    """Above all no question and no advice: a session file comes from a stranger."""
    words = sorted({w for text in LINES.fixed() for w in text.split() if w.isalpha()})[:90]
    hostile = ", ".join(f'"{word}": nonsense' for word in ["hurts", "stop", "true", *words])
    made = planned(SESSION.replace("Pilates: pi lah teez", hostile))
    assert not set(LINES.fixed()) & set(made.said_as)
    asked = {note.text for cue in made.all_cues() if cue.asks for note in cue.measure.notes}  # type: ignore[union-attr] # questions are words
    assert not asked & set(made.said_as)
    assert made.said_as["If your SIJ hurts, tell me at once."].endswith(", tell me at once.")


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        ({"qi": "chee"}, "Qi, the qi and QI.", "chee, the chee and chee."),
        ({"TENS": "tens"}, "Use TENS for tens of days.", "Use tens for tens of days."),
        ({"qi": "chee"}, "Qigong quiet", "Qigong quiet"),
        ({"qi": "chee", "qi gong": "chee gung"}, "Qi gong, qi.", "chee gung, chee."),
        ({"a": "b", "b": "a"}, "a b", "b a"),
        ({"C1": "see one"}, "C1.", "see one."),
        ({"Kraft": "crahft"}, "Kraft", "crahft"),
    ],
)
def test_a_word_is_taken_whole_and_once(words: Mapping[str, str], text: str, said: str) -> None:
    assert pronouncing(words)(text) == said
