"""What holds for the plan of any session."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan.timelines import LINES, spoken_s

from voicecoach.core.score import Sounded
from voicecoach.plan.cues import CueKind, Side
from voicecoach.plan.planner import plan
from voicecoach.script.exercise import Exercise
from voicecoach.script.model import Session
from voicecoach.script.values import (
    Advance,
    BlockKind,
    Movement,
    Order,
    Screening,
    Sides,
    StartPosition,
)

WORDS = st.sampled_from(["Lift.", "Lower the leg", "Knee in.", "a mild stretch"])
DOSES = st.one_of(
    st.fixed_dictionaries({"reps": st.integers(1, 12) | st.sampled_from(["2-4", "8 to 12"])}),
    st.fixed_dictionaries(
        {
            "reps": st.integers(1, 4),
            "breathing_pattern": st.sampled_from(["in 4, out 6", "in 3, hold 2, out 4, hold 2"]),
        },
        optional={"hold": st.sampled_from(["20s", "60s"])},
    ),
    st.fixed_dictionaries(
        {"reps": st.integers(1, 4), "hold": st.sampled_from(["1s", "8s", "20s", "2.5s"])}
    ),
    st.fixed_dictionaries(
        {
            "reps": st.integers(1, 6),
            "tempo": st.sampled_from(["3-1-2-0", "1-0-1-0", "0.5-0-2.5-1", "0-2-4-0"]),
            "phases": st.just(["release", "wait", "flatten", "stay"]),
            "starts_with": st.sampled_from([str(m) for m in Movement]),
        }
    ),
)

MESSAGES = st.fixed_dictionaries(
    {
        "at": st.sampled_from(["1s", "5s", "12s", "2m"]),
        "say": st.sampled_from(["Softly.", "And on."]),
    }
)
FORMS = [{"name": "Small", "reps": 1, "easier": "smaller"}, {"name": "Large", "hold": "20s"}]
FORMS += [{"name": "Smaller", "reps": "1-2", "start_position": "sitting"}]


@st.composite
def exercises(draw: st.DrawFn) -> dict[str, object]:
    optional = st.fixed_dictionaries(
        {},
        optional={
            "start_position": st.sampled_from([str(p) for p in StartPosition]),
            "setup": WORDS,
            "cue": WORDS,
            "breathing": WORDS,
            "expect": WORDS,
            "stop_if": st.lists(WORDS, min_size=1, max_size=2),
            "sets": st.integers(1, 3),
            "rest": st.sampled_from(["0s", "1s", "5s", "10s", "2m"]),
            "sides": st.sampled_from([str(s) for s in Sides]),
            "messages": st.lists(MESSAGES, max_size=3),
            "advance": st.sampled_from([str(a) for a in Advance]),
            "easier": st.just("small"),
            "harder": st.just("large"),
        },
    )
    steps = draw(st.lists(WORDS, max_size=3))
    return {"name": draw(WORDS), "steps": steps, **draw(DOSES), **draw(optional)}


BLOCKS = st.fixed_dictionaries(
    {
        "title": st.just("Block"),
        "rounds": st.integers(1, 3),
        "order": st.sampled_from([str(o) for o in Order]),
        "kind": st.sampled_from([str(k) for k in BlockKind]),
        "rest_between_rounds": st.sampled_from(["0s", "30s"]),
        "exercises": st.lists(exercises(), min_size=1, max_size=3),
    }
)
WRITTEN = st.fixed_dictionaries(
    {
        "version": st.just(1),
        "title": st.just("Any"),
        "screening": st.lists(st.sampled_from([str(s) for s in Screening]), max_size=2),
        "forms": st.just(FORMS),
        "pronunciations": st.sampled_from([{}, {"knee": "nee", "lift": "lower", "a": "b"}]),
        "blocks": st.lists(BLOCKS, min_size=1, max_size=2),
    }
)
SESSIONS = WRITTEN.map(Session.model_validate)
any_session = settings(max_examples=25, deadline=None)


@given(WRITTEN, st.booleans())
@any_session
def test_a_plan_is_a_pure_function_of_its_session(written: dict[str, object], wait: bool) -> None:
    first, again = (plan(Session.model_validate(written), LINES, wait=wait) for _ in range(2))
    assert first == again


@given(SESSIONS, st.booleans())
@any_session
def test_every_cue_has_an_id_of_its_own(session: Session, wait: bool) -> None:
    ids = Counter(cue.id for cue in plan(session, LINES, wait=wait).cues)
    assert max(ids.values()) == 1


@given(SESSIONS, st.booleans())
@any_session
def test_starts_add_up(session: Session, wait: bool) -> None:
    planned = plan(session, LINES, wait=wait)
    starts = planned.starts_s(spoken_s)
    lengths = [cue.measure.seconds(spoken_s) for cue in planned.cues]
    assert starts[0] == 0.0
    assert all(later >= sooner for sooner, later in pairwise(starts))
    assert starts[-1] == pytest.approx(sum(lengths))


@given(SESSIONS)
@any_session
def test_every_rep_of_every_set_and_side_is_done_once(session: Session) -> None:
    planned = plan(session, LINES)
    moved = [
        cue.place
        for cue in planned.cues
        if cue.kind is CueKind.COUNT and cue.place and "count-2" not in cue.id
    ]
    assert max(Counter(moved).values()) == 1
    for number, (exercise, sets) in enumerate(_in_turn(session), 1):
        done = [(place.set, place.rep, place.side) for place in moved if place.exercise == number]
        assert done == list(_expected(exercise, sets))


def _in_turn(session: Session) -> Iterator[tuple[Exercise, range]]:
    """Every turn of an exercise, and which of its sets are done in it."""
    for block in session.blocks:
        if block.order is Order.SUPERSET:
            for turn in range(1, 21):
                yield from ((e, range(turn, turn + 1)) for e in block.exercises if e.sets >= turn)
        else:
            for _ in range(block.rounds):
                yield from ((e, range(1, e.sets + 1)) for e in block.exercises)


def _expected(exercise: Exercise, sets: range) -> Iterator[tuple[int, int, Side]]:
    both = {Sides.LEFT: "l", Sides.RIGHT: "r", Sides.LEFT_THEN_RIGHT: "lr"}
    for side in both.get(exercise.sides, "-"):
        for turn in sets:
            for rep in range(1, exercise.reps + 1):
                here = side if exercise.sides is not Sides.ALTERNATING else "rl"[rep % 2]
                yield turn, rep, {"l": Side.LEFT, "r": Side.RIGHT, "-": Side.BOTH}[here]


@given(SESSIONS)
@any_session
def test_every_sound_begins_within_its_cue_and_every_cue_is_heard(session: Session) -> None:
    for cue in plan(session, LINES).cues:
        assert cue.measure.notes
        length = cue.measure.seconds(spoken_s)
        assert all(0 <= note.at_s < length for note in cue.measure.notes)


@given(SESSIONS)
@any_session
def test_every_first_rep_is_led_in(session: Session) -> None:
    planned = plan(session, LINES)
    for before, cue in pairwise(planned.cues):
        begins = cue.kind is CueKind.COUNT and cue.place and cue.place.rep == 1
        if begins and "count-2" not in cue.id:
            assert before.kind is CueKind.LEAD_IN
            assert sum(isinstance(note, Sounded) for note in before.measure.notes) == 3


@given(SESSIONS)
@any_session
def test_turns_count_up_and_begin_where_they_say(session: Session) -> None:
    planned = plan(session, LINES)
    turns = [planned.turn(i) for i in range(len(planned.cues))]
    assert turns == sorted(turns)
    firsts = [turns.index(number) for number in range(1, len(planned.exercises) + 1)]
    assert firsts == [exercise.first for exercise in planned.exercises]
    assert turns[0] == 0
    assert turns[-1] == len(planned.exercises) + 1


@given(SESSIONS)
@any_session
def test_nothing_is_said_with_a_gap_in_it(session: Session) -> None:
    for text in plan(session, LINES).texts():
        assert text
        assert text.strip() == text
        assert "{" not in text
        assert "  " not in text
