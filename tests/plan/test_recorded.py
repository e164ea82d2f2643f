"""In a recording nobody listens: where a session waits, it is silent for a known time."""

from collections.abc import Iterator

import pytest
from tests.plan.timelines import LINES, planned, sentences, spoken_s

from voicecoach.core.score import TONE_S, Sounded, Tone
from voicecoach.plan.cues import CueKind, Plan
from voicecoach.plan.planner import plan
from voicecoach.plan.recorded import recorded
from voicecoach.script.reader import read_text

KNEE = "name: Knee\nstart_position: supine\nsides: left_then_right\nreps: 2\npain_check: before"
SIT = "name: Sit tall\nstart_position: sitting\nhold: 10s"
PAUSES_S = {CueKind.CHECKPOINT: 20.0, CueKind.ASK: 6.0}


@pytest.fixture
def before() -> Plan:
    return planned(KNEE, SIT)


@pytest.fixture
def after(before: Plan) -> Plan:
    return recorded(before, PAUSES_S)


def test_behind_each_wait_there_is_its_silence_and_a_tone(after: Plan) -> None:
    waits = [i for i, cue in enumerate(after.cues) if cue.kind in PAUSES_S]
    assert {after.cues[i].kind for i in waits} == set(PAUSES_S)
    for i in waits:
        silence = after.cues[i + 1]
        length_s = PAUSES_S[after.cues[i].kind]
        assert silence.kind is CueKind.REST
        assert silence.measure.notes == (Sounded(Tone.DONE, length_s),)
        assert silence.measure.length_s == length_s + TONE_S
        assert silence.place == after.cues[i].place


def test_all_else_stays_as_it_was(before: Plan, after: Plan) -> None:
    kept = tuple(cue for cue in after.cues if not cue.id.endswith(".silence"))
    assert kept == before.cues


def test_it_is_longer_by_the_silences(before: Plan, after: Plan) -> None:
    waits = [PAUSES_S[cue.kind] + TONE_S for cue in before.cues if cue.kind in PAUSES_S]
    longer_s = after.starts_s(spoken_s)[-1] - before.starts_s(spoken_s)[-1]
    assert longer_s == pytest.approx(sum(waits))


def test_exercises_begin_where_they_did(before: Plan, after: Plan) -> None:
    firsts = [before.cues[each.first] for each in before.exercises]
    assert [after.cues[each.first] for each in after.exercises] == firsts
    assert after.cues[after.ears_from] == before.cues[before.ears_from]


def test_every_cue_has_a_name_of_its_own(after: Plan) -> None:
    assert len({cue.id for cue in after.cues}) == len(after.cues)


# -- with the lines of a recording

PROMISES = ("say ", "tell me", "i listen", "i hear", "hear you", "i have ", "press ")
EVERY_KEY = """\
version: 1
title: T
screening: [recent_accident]
equipment: [mat]
blocks:
  - title: One
    kind: warm_up
    rounds: 2
    exercises:
      - name: Bridge
        start_position: supine
        stop_if: [pain spreads down the leg]
        reps: 8 to 12
        pain_check: before
        advance: on_ready
  - title: Two
    kind: main
    order: superset
    rest_between_rounds: 30s
    exercises:
      - {name: Kneel, start_position: half_kneeling, sides: left_then_right, sets: 2, reps: 3}
      - {name: Knee, start_position: supine, sets: 2, hold: 20s, pain_check: between_sets}
"""


def said_in_a_recording() -> Iterator[str]:
    lines = LINES.recorded(pause="20 seconds", answer="8 seconds")
    session = read_text(EVERY_KEY, "session.yaml")
    yield from sentences(plan(session, lines, notices=LINES.recording["notices"]))


def test_nothing_in_a_recording_asks_to_be_told_or_promises_to_hear() -> None:
    allowed = "This is a recording. It cannot hear you."
    promised = [
        text
        for text in said_in_a_recording()
        if text != allowed and any(words in text.lower() for words in PROMISES)
    ]
    assert promised == []


def test_a_recording_says_how_long_it_is_silent() -> None:
    said = list(said_in_a_recording())
    assert "Get into position. You have 20 seconds. A tone tells you when it goes on." in said
    assert any("You have 8 seconds to think." in text for text in said)
    assert not any("{" in text for text in said)
