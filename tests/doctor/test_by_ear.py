from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.intents import Certainty, Intent
from voicecoach.core.measured import Caught, Echo, Finding, Room
from voicecoach.doctor.by_ear import (
    MOST_ROUNDS,
    PHRASES,
    Ask,
    ByEar,
    Quiet,
    Reply,
    Say,
    Speak,
    Step,
)
from voicecoach.doctor.telling import Telling
from voicecoach.language.lines import lines_of

TELLING = Telling(lines_of("en", "doctor"))
QUIET_ROOM = Room(-65.0, -60.0, 1.0, 3.0)
GOOD_ECHO = Echo(20.0, 18.0, 0.12, stays=False, clipped=0.0)
NOTHING = Reply()


def clear(intent: Intent, level_db: float = -30.0) -> Reply:
    return Reply(intent, Certainty.CLEAR, True, level_db)


def says_what_is_asked(ask: Ask) -> Reply:
    """A user who does as told, and says no to another round."""
    asked = next((p for p in PHRASES if p in ask.expects), Intent.READY)
    for phrase in PHRASES:
        if TELLING.words.one_of("phrases", phrase) in ask.lines[-1]:
            asked = phrase
    return clear(Intent.NO if Intent.NO in ask.expects else asked)


def run(
    answer: Callable[[Ask], Reply],
    *,
    room: Room | None = QUIET_ROOM,
    echo: Echo = GOOD_ECHO,
    found: tuple[Finding, ...] = (),
    listens: bool = True,
    first: bool = False,
) -> tuple[ByEar, list[Step]]:
    """A whole check, and all of its steps."""
    check = ByEar(TELLING, found, listens=listens, first=first)
    steps: list[Step] = []
    going, result = check.steps(), None
    while True:
        try:
            step = going.send(result)
        except StopIteration:
            return check, steps
        steps.append(step)
        assert len(steps) < 200
        given: dict[type, Any] = {Quiet: room, Speak: echo, Say: None}
        result = answer(step) if isinstance(step, Ask) else given[type(step)]


def said(steps: list[Step]) -> str:
    return " ".join(line for step in steps for line in step.lines)


def codes(check: ByEar) -> set[str]:
    return {finding.code for finding in check.findings}


def test_who_says_all_five_phrases_is_told_that_they_are_heard() -> None:
    check, steps = run(says_what_is_asked)
    assert [phrase.asked for phrase in check.phrases] == list(PHRASES)
    assert not check.findings
    assert "I heard all five." in said(steps)
    assert "we can begin" in said(steps)


def test_the_first_run_greets_and_a_later_check_does_not() -> None:
    assert "Welcome." in said(run(says_what_is_asked, first=True)[1])
    assert "Welcome." not in said(run(says_what_is_asked)[1])


def test_who_is_not_ready_for_a_phrase_is_asked_for_it_once_more() -> None:
    silences = iter([NOTHING])

    def late(ask: Ask) -> Reply:
        return next(silences, says_what_is_asked(ask)) if ask.tone else says_what_is_asked(ask)

    check, steps = run(late)
    assert "I heard nothing. After the tone, once more: stop." in said(steps)
    assert check.phrases[0].caught is Caught.CLEARLY


def test_a_missed_stop_is_a_fault_and_the_user_may_try_again_as_often_as_it_helps() -> None:
    def deaf_to_stop(ask: Ask) -> Reply:
        if Intent.YES in ask.expects:
            return clear(Intent.YES)
        if "stop" in ask.lines[-1]:
            return Reply(spoke=True, level_db=-30.0)
        return says_what_is_asked(ask)

    check, steps = run(deaf_to_stop)
    assert "misses-safety" in codes(check)
    assert said(steps).count("Shall we try the words once more?") == MOST_ROUNDS - 1
    assert "Please mend this before your first session" in said(steps)


def test_what_was_mended_in_a_second_round_is_forgotten() -> None:
    turns = iter([True, False])
    faint = {"now": True}

    def comes_closer(ask: Ask) -> Reply:
        if Intent.YES in ask.expects:
            faint["now"] = False
            return clear(Intent.YES if next(turns, False) else Intent.NO)
        reply = says_what_is_asked(ask)
        return clear(reply.intent or Intent.READY, -60.0) if faint["now"] else reply

    check, steps = run(comes_closer)
    assert "Move me closer" in said(steps)
    assert not check.findings


def test_no_answer_to_another_round_ends_it_in_peace() -> None:
    check, steps = run(lambda _: NOTHING)
    assert codes(check) == {"heard-nobody"}
    assert said(steps).count("Shall we try the words once more?") == 1


def test_a_microphone_of_zeros_ends_the_check_before_anybody_is_asked_to_speak() -> None:
    check, steps = run(says_what_is_asked, room=Room(-100.0, -100.0, 0.0, 3.0))
    assert codes(check) == {"microphone-silent"}
    assert "Your microphone gives nothing at all." in said(steps)
    assert not any(isinstance(step, Ask) for step in steps)


def test_a_recognizer_that_fails_is_told_and_the_keys_are_named() -> None:
    check, steps = run(says_what_is_asked, room=None)
    assert codes(check) == {"no-recognizer"}
    assert "keep the keyboard within reach" in said(steps)
    assert not any(isinstance(step, Ask) for step in steps)


def test_without_a_microphone_the_keys_are_named() -> None:
    check, steps = run(says_what_is_asked, found=(Finding("no-microphone"),), listens=False)
    assert "I find no microphone." in said(steps)
    assert "keep the keyboard within reach" in said(steps)
    assert codes(check) == {"no-microphone"}


@pytest.mark.parametrize(
    ("echo", "code"),
    [
        (Echo(30.0, 20.0, 0.1, stays=True, clipped=0.0), "own-voice-stays"),
        (Echo(30.0, 4.0, 0.1, stays=False, clipped=0.0), "own-voice-loud"),
        (Echo(30.0, 20.0, 0.44, stays=False, clipped=0.0), "echo-late"),
        (Echo(30.0, 20.0, 0.1, stays=False, clipped=0.4), "clipped"),
        (Echo(1.0, 0.0, None, stays=False, clipped=0.0), "no-echo"),
    ],
)
def test_what_the_coach_hears_of_itself_is_told_before_the_phrases(echo: Echo, code: str) -> None:
    check, steps = run(says_what_is_asked, echo=echo)
    assert code in codes(check)
    text = said(steps)
    assert text.index(TELLING.found(Finding(code, {"ms": 440, "db": 4}))) < text.index("After the")


replies = st.builds(
    Reply,
    st.none() | st.sampled_from(Intent),
    st.none() | st.sampled_from(Certainty),
    st.booleans(),
    st.none() | st.floats(-100, 0),
    st.floats(0, 1),
)
rooms = st.builds(Room, st.floats(-100, 0), st.floats(-100, 0), st.floats(0, 1), st.just(3.0))
echoes = st.builds(
    Echo, st.floats(0, 90), st.floats(0, 90), st.none() | st.floats(0, 1), st.booleans(),
    st.floats(0, 1),
)  # fmt: skip


@given(st.data(), rooms, echoes)
def test_whatever_is_measured_and_heard_the_check_ends_and_every_finding_has_words(
    data: st.DataObject, room: Room, echo: Echo
) -> None:
    check, steps = run(lambda _: data.draw(replies), room=room, echo=echo)
    assert isinstance(steps[-1], Say)
    for finding in check.findings:
        assert TELLING.found(finding)
        assert "{" not in TELLING.found(finding) + TELLING.mend(finding)
