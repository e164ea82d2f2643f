"""Real sound, from end to end: judged by the recording of the speaker alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.end_to_end.coach import coaching, share_heard, silence_after, transcribe
from tests.virtual_sound import Samples, missing, stretches

from voicecoach.language import load

pytestmark = [
    pytest.mark.skipif(bool(missing()), reason="needs PulseAudio"),
    pytest.mark.real_time,
]


def test_it_hurts_silences_the_coach_and_no_answer_to_its_question_is_taken_for_no_no(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    with coaching(tmp_path, "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        word_end_s = coach.is_told("It hurts!", "pain").word_end_s
        code = coach.end()
        recording = coach.sound.recording()
    silent_s = word_end_s + silence_after(recording, word_end_s)
    record_property("silence_after_s", round(silent_s - word_end_s, 3))
    after = recording.speaker[round((silent_s + 0.05) * 48_000) :]
    begun = stretches(after, above_db=-45)[0].start_s
    record_property("advice_after_s", round(begun + 0.05, 3))
    said = " ".join(transcribe(after))
    lines = load("en").lines
    question = lines.ladder.questions["red_flags"]
    asked = (question.ask, question.choices)
    number = lines.say("emergency_number_unknown")
    maybe = [line.format(emergency_number=number) for line in question.silence.say]
    told = [*lines.all_of("pain_advice"), *asked, lines.say("unheard"), *asked, *maybe]
    assert code == 4
    assert begun < 3  # a second and a half is the aim, and half of that usual
    assert share_heard(told, said) > 0.6
    assert len(said.split()) < 1.3 * len(" ".join(told).split())


def test_pause_is_silence_until_continue_and_stop_is_silence_until_finish(tmp_path: Path) -> None:
    with coaching(tmp_path, "--begin") as coach:
        coach.wait_until_it_listens_and_speaks()
        paused_s = coach.is_told("Pause.", "pause").heard_s
        coach.sound.wait_until(paused_s + 14)
        asked_s = coach.sound.now_s
        continued_s = coach.is_told("Continue.", "continue", voice="flite:slt").heard_s
        coach.sound.wait_until(continued_s + 3)
        stopped_s = coach.is_told("Stop!", "stop", voice="en-gb+m3").heard_s
        coach.sound.wait_until(stopped_s + 12)
        coach.is_told("Finish.", "finish", voice="flite:slt")
        code = coach.end()
        recording = coach.sound.recording()
    assert code == 3
    speaker = recording.speaker
    lines = load("en").lines
    said = transcribe(_between(speaker, paused_s, asked_s - 2))
    paused = [lines.say("paused"), lines.say("pain_reminder")]
    assert share_heard(paused, " ".join(said)) > 0.5
    assert not stretches(_between(speaker, asked_s - 2, asked_s))
    # While the user speaks nothing but the short tone that says "I hear you".
    tones = stretches(_between(speaker, asked_s, continued_s))
    assert sum(tone.end_s - tone.start_s for tone in tones) < 0.1
    assert stretches(_between(speaker, continued_s, continued_s + 3))
    said = transcribe(_between(speaker, stopped_s, stopped_s + 12))
    assert share_heard([lines.say("stopped")], " ".join(said)) > 0.5
    assert not stretches(_between(speaker, stopped_s + 10, stopped_s + 12))


def _between(samples: Samples, start_s: float, end_s: float) -> Samples:
    return samples[round(start_s * 48_000) : round(end_s * 48_000)]
