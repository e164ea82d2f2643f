"""What a block sounds like: what it is for, its rounds, and its exercises in turn."""

from tests.plan.timelines import LINES, planned, sentences, timeline

from voicecoach.plan.cues import CueKind, Plan
from voicecoach.plan.planner import plan
from voicecoach.script.reader import read_text

A = "name: A\nstart_position: supine\nsetup: Lie down.\nsteps: [Lift.]\ncue: Up.\nreps: 2\nsets: 2"
B = "name: B\nsetup: Bend your knees.\nsteps: [Tilt.]\ncue: Tilt.\nreps: 1\nsets: 2"


def blocks(*kinds: tuple[str, str]) -> list[str]:
    """What is said of blocks with these kinds and titles before their first exercise."""
    text = "version: 1\ntitle: T\nblocks:\n"
    for kind, title in kinds:
        text += f"  - title: {title}\n    kind: {kind}\n    exercises:\n"
        text += "      - {name: A, start_position: supine, reps: 1}\n"
    said = sentences(plan(read_text(text, "session.yaml"), LINES))
    return [s for s in said[said.index("We begin.") + 1 :] if s.endswith(".") and len(s) > 4]


def headings(*kinds: tuple[str, str]) -> list[str]:
    known = {
        "Lie on your back.",
        "Stay as you are.",
        "Once.",
        "Say ready when you are in position.",
    }
    last = LINES.say("session_done")
    said = blocks(*kinds)
    return [s for s in said if s not in {*known, last} and "Exercise" not in s and "Done" not in s]


def test_the_kind_of_a_block_is_told_where_it_changes() -> None:
    kinds = ("warm_up", "Knees"), ("main", "Bridges"), ("main", "Curls"), ("cool_down", "Rolls")
    assert headings(*kinds) == [
        *("Warm up.", "Knees.", "The main part.", "Bridges.", "Curls.", "Cool down.", "Rolls.")
    ]


def test_a_title_that_says_the_kind_already_is_enough() -> None:
    assert headings(("warm_up", "Warm-up"), ("cool_down", "Cool down")) == [
        "Warm-up.",
        "Cool down.",
    ]


def test_a_session_that_is_all_main_part_does_not_speak_of_parts() -> None:
    assert headings(("main", "Bridges"), ("main", "Curls")) == ["Bridges.", "Curls."]


SUPERSET = planned(A, B, block="title: Pair\n    order: superset\n    rest_between_rounds: 30s")


def test_the_exercises_of_a_superset_go_in_turn_a_set_of_each() -> None:
    said = sentences(SUPERSET)
    assert said[said.index("Pair.") : -1] == [
        "Pair.",
        "These exercises go in turn, one set of each at a time.",
        "Exercise 1 of 4. A.",
        "Lie down.",
        "Say ready when you are in position.",
        "Lift.",
        "2 sets of 2.",
        "Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "1.",
        "2.",
        "(done) Done.@0.6",
        "Exercise 2 of 4. B.",
        "Bend your knees.",
        "Tilt.",
        "2 sets.",
        "Set 1 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "Now.",
        "(done) Done.@0.6",
        "Rest for 30 seconds.",
        "Exercise 3 of 4. A.",
        "Lie down.",
        "Up.",
        "Set 2 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "1.",
        "2.",
        "(done) Done.@0.6",
        "Exercise 4 of 4. B.",
        "Bend your knees.",
        "Tilt.",
        "Set 2 of 2. (lead_in)@3 (lead_in)@4 (lead_in)@5",
        "Now.",
        "(done) Done.@0.6",
    ]


def sets(made: Plan) -> list[tuple[str, int]]:
    """Which sets are done, by the names of their exercises."""
    done: dict[tuple[int, int], str] = {}
    for cue in made.cues:
        if cue.kind is CueKind.COUNT and cue.place:
            key = (cue.place.exercise, cue.place.set)
            done.setdefault(key, made.exercises[cue.place.exercise - 1].name)
    return [(name, number) for (_, number), name in done.items()]


def test_an_exercise_with_fewer_sets_is_left_out_when_they_are_done() -> None:
    uneven = planned(A, B.replace("sets: 2", "sets: 3"), block="title: Pair\n    order: superset")
    assert sets(uneven) == [("A", 1), ("B", 1), ("A", 2), ("B", 2), ("B", 3)]


def test_each_set_of_a_superset_goes_left_and_right() -> None:
    sided = planned(A + "\nsides: left_then_right", B, block="title: Pair\n    order: superset")
    assert [cue.place.side for cue in sided.cues if cue.place and "lead_in" in cue.id] == [
        *("left", "right", "both", "left", "right", "both")
    ]


def test_a_superset_asks_for_the_pain_before_each_further_set_once() -> None:
    keys = "\nsides: left_then_right\npain_check: between_sets"
    sided = planned(A + keys, B, block="title: Pair\n    order: superset")
    asked = [cue.id for cue in sided.cues if cue.asks == "pain_level"]
    assert asked == ["e1.set1.right.ask-1", "e3.set2.left.ask-1", "e3.set2.right.ask-1"]


def test_the_rest_between_rounds_is_told_and_not_behind_the_last() -> None:
    rounds = planned(A, block="title: Two\n    rounds: 2\n    rest_between_rounds: 1m")
    rests = [line for line in sentences(rounds) if line.startswith("Rest")]
    assert rests == ["Rest for 60 seconds."]
    assert timeline(rounds, "Rest for 60 seconds.", "Round 2 of 2.") == [
        "0 rest: Rest for 60 seconds.",
        "60 say: Round 2 of 2.",
    ]


def test_the_session_waits_behind_an_exercise_that_says_so_but_not_behind_the_last() -> None:
    waits = planned(A + "\nadvance: on_ready", "name: C\nreps: 1\nadvance: on_ready")
    said = sentences(waits)
    assert said.count("Say ready when you want to go on.") == 1
    place = said.index("Say ready when you want to go on.")
    assert said[place - 1 : place + 2] == [
        "(done) Done.@0.6",
        "Say ready when you want to go on.",
        "Exercise 2 of 2. C.",
    ]
    assert waits.cues[place].kind is CueKind.CHECKPOINT
    assert waits.turn(place) == 1
    alone = planned(A + "\nadvance: on_ready", "name: C\nreps: 1", wait=False)
    assert "Say ready when you want to go on." not in sentences(alone)
