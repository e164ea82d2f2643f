"""Where the plan asks, and what it holds ready for the answers."""

from itertools import pairwise

import pytest
from tests.plan.timelines import LINES

from voicecoach.plan.cues import Cue, CueKind, Plan
from voicecoach.plan.opening import Opening, usual
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

SESSION = """\
version: 1
title: Asked
screening: [fever]
equipment: [mat]
blocks:
  - title: Main
    rounds: 2
    exercises:
      - name: Bridge
        start_position: supine
        sets: 2
        reps: 2
        sides: left_then_right
        pain_check: between_sets
        easier: tilt
      - {name: Tilt, id: tilt, start_position: sitting, reps: 2}
      - {name: Curl, reps: 2, pain_check: before, easier: tilt}
"""


def planned(opening: Opening | None = None, text: str = SESSION) -> Plan:
    return plan(read_text(text, "session.yaml"), LINES, opening=opening)


def before_each_question(made: Plan, name: str) -> list[str]:
    """What comes just before each asking of a question."""
    return [a.id for a, b in pairwise(made.cues) if b.asks == name]


def asked(cues: tuple[Cue, ...]) -> list[str]:
    return [cue.asks for cue in cues if cue.kind is CueKind.ASK]


def test_between_sets_is_before_each_further_set_and_before_the_other_side() -> None:
    assert [name for name in before_each_question(planned(), "pain_level") if "e1." in name] == [
        "e1.set1.left.rep2.count-1",
        "e1.set2.left.rep2.count-1",
        "e1.set1.right.rep2.count-1",
    ]


def test_before_is_when_all_was_told_and_nothing_was_done() -> None:
    made = planned()
    place = next(i for i, cue in enumerate(made.cues) if cue.id == "e3.ask-1")
    assert made.cues[place - 1].kind is CueKind.SAY
    assert made.cues[place + 1].kind is CueKind.LEAD_IN


def test_every_round_asks_again() -> None:
    assert asked(planned().cues) == [*["pain_level"] * 4] * 2


def test_questions_come_after_all_that_needs_no_ears_and_before_the_ready() -> None:
    opening = Opening("settled", 2, screening=True, rehearsal="rehearsal")
    made = planned(opening)
    assert asked(made.cues)[:4] == ["settled", "resume", "screening", "rehearsal"]
    assert made.cues[made.ears_from].asks == "settled"
    ready = next(i for i, cue in enumerate(made.cues) if cue.kind is CueKind.CHECKPOINT)
    assert made.cues[ready - 1].asks == "rehearsal"


def test_reasons_are_asked_or_told_and_never_both() -> None:
    reason = LINES.one_of("screening", "fever")
    told = " ".join(planned().texts())
    asked_for = " ".join(planned(usual()).texts())
    assert told.count(reason) == asked_for.count(reason) == 1
    assert LINES.say("screening_intro") in told
    assert LINES.say("screening_intro") not in asked_for


def test_a_session_without_reasons_is_not_screened() -> None:
    made = planned(usual(), SESSION.replace("screening: [fever]\n", ""))
    assert "screening" not in asked(made.cues)


@pytest.mark.parametrize("number", [1, 4])
def test_the_easier_form_takes_the_place_of_what_is_left(number: int) -> None:
    made = planned()
    at = next(i for i, cue in enumerate(made.cues) if cue.id == f"e{number}.set2.left.ask-1")
    form = made.exercises[number - 1].easier
    assert form is not None
    eased = made.with_form(at, form)
    assert eased.cues[: at + 1] == made.cues[: at + 1]
    assert eased.cues[at + 1 : at + 1 + len(form.cues)] == form.cues
    assert eased.cues[at + 1 + len(form.cues) :] == made.cues[made.behind(number) :]
    assert [e.name for e in eased.exercises][number - 1] == "Tilt"
    for exercise in eased.exercises:
        assert eased.cues[exercise.first].place is not None
        assert eased.turn(exercise.first) == eased.exercises.index(exercise) + 1


def test_the_last_exercise_can_be_eased_too() -> None:
    made = planned()
    at = next(i for i, cue in enumerate(made.cues) if cue.id == "e6.ask-1")
    form = made.exercises[5].easier
    assert form is not None
    assert made.with_form(at, form).cues[-1].place is None


def test_after_the_easier_form_the_user_is_where_the_exercise_would_have_left_them() -> None:
    form = planned().exercises[0].easier
    assert form is not None
    last = [note.text for note in form.cues[-1].measure.notes if hasattr(note, "text")]
    assert form.cues[-1].kind is CueKind.CHECKPOINT
    assert last == [LINES.say("in_position")]


def test_the_easier_form_is_ready_though_the_coach_does_not_ask_since_the_user_may() -> None:
    text = SESSION.replace("        pain_check: between_sets\n", "")
    assert planned(None, text).exercises[0].easier is not None


def test_all_cues_have_a_name_of_their_own_and_all_texts_can_be_made_ready() -> None:
    made = planned(usual())
    names = [cue.id for cue in made.all_cues()]
    assert len(set(names)) == len(names)
    assert LINES.one_of("positions", "sitting") in set(made.texts())


def test_who_goes_on_in_the_middle_is_told_how_to_lie() -> None:
    made = planned(Opening(resume_at=3))
    first = made.exercises[2].first
    kinds = [cue.kind for cue in made.cues[first : made.exercises[2].first + 4]]
    assert CueKind.CHECKPOINT in kinds
    assert made.resume_at == 3
