"""Events and actions on their way to JSON Lines and back."""

import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.stage import LINES, Stage, spoken_s

from voicecoach.coach.conductor import Conductor
from voicecoach.core import jsonlines
from voicecoach.core.actions import Action, Enqueue, Silence
from voicecoach.core.events import Armed, Deaf, Event
from voicecoach.core.intents import Intent
from voicecoach.core.preferences import Preferences
from voicecoach.core.score import Measure, Priority, Sounded, Spoken, Tone

EVENTS, ACTIONS = get_args(Event), get_args(Action)
ANYTHING: st.SearchStrategy[Any] = st.one_of([st.from_type(kind) for kind in (*EVENTS, *ACTIONS)])


@given(ANYTHING, st.floats(allow_nan=False))
@settings(max_examples=200, deadline=None)
def test_every_event_and_action_survives_the_way_to_json_and_back(
    thing: Any, time_s: float
) -> None:
    line = jsonlines.to_json(thing, time_s)
    again, then_s = jsonlines.from_json(line)
    assert (type(again), then_s) == (type(thing), time_s)
    assert jsonlines.to_json(again, then_s) == line
    assert again == thing or "NaN" in line


@given(ANYTHING)
@settings(max_examples=100, deadline=None)
def test_an_event_is_one_line_of_ascii_whatever_is_in_it(thing: Any) -> None:
    line = jsonlines.to_json(thing, 0.0)
    assert line.isascii()
    assert len(line.splitlines()) == 1


def test_a_line_can_be_read_by_eye() -> None:
    notes = (Spoken("Hold.", priority=Priority.COUNT), Sounded(Tone.BEAT, 1.0))
    line = jsonlines.to_json(Enqueue(Measure("e1.hold-1#7", notes, 20.0)), 3.25)
    assert json.loads(line) == {
        "time_s": 3.25,
        "type": "Enqueue",
        "measure": {
            "type": "Measure",
            "id": "e1.hold-1#7",
            "notes": [
                {
                    "type": "Spoken",
                    "text": "Hold.",
                    "at_s": 0.0,
                    "until_s": None,
                    "priority": "count",
                    "shorter": [],
                },
                {"type": "Sounded", "tone": "beat", "at_s": 1.0},
            ],
            "length_s": 20.0,
            "tail_s": 0.0,
        },
    }


def test_blank_lines_of_a_log_are_passed_over() -> None:
    lines = [jsonlines.to_json(Silence(), 1.5), "", "\n"]
    assert list(jsonlines.read(lines)) == [(Silence(), 1.5)]


@pytest.mark.parametrize(
    "line",
    [
        *("", "{", "[]", "{}", '{"time_s": 1}', '{"type": "Silence"}'),
        '{"time_s": 1, "type": "Explode"}',
        '{"time_s": 1, "type": "SetRate"}',
        '{"time_s": 1, "type": "Silence", "loud": true}',
    ],
)
def test_what_was_never_written_is_refused(line: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        jsonlines.from_json(line)


def _eventful() -> Stage:
    """A session in which much happens, at times that no decimal fraction is exact for."""
    stage = Stage()
    stage.to_rep("left.rep1.hold")
    stage.run_on(1 / 3)
    stage.say(Intent.WHICH_SIDE)
    stage.run_on(2 / 3)
    stage.mumble(Intent.STOP)
    stage.run_on(9.9)
    stage.press(" ")
    stage.tell(Deaf("The microphone gives no sound."))
    stage.run_on(0.1)
    stage.tell(Armed())
    stage.say(Intent.CONTINUE)
    stage.to_rep("e2.set1.rep2.count")
    stage.say(Intent.SLOWER)
    stage.run_on(7.7)
    stage.say(Intent.PAIN)
    stage.run()
    return stage


def test_a_log_runs_again_as_it_ran() -> None:
    stage = _eventful()
    log = [jsonlines.to_json(thing, at_s) for thing, at_s in stage.log]
    conductor = Conductor(stage.plan, LINES, spoken_s, Preferences())
    again: list[Event | Action] = [*conductor.start(0.0)]
    for thing, at_s in jsonlines.read(log):
        if isinstance(thing, EVENTS):
            again += [thing, *conductor.handle(thing, at_s)]
    assert again == [thing for thing, _ in stage.log]
