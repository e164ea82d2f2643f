"""Another voice in the middle of a session: it speaks once it has every line, and not before."""

from queue import Queue

import pytest

from voicecoach.running.revoicing import ClipOf, Revoicing, following
from voicecoach.speech.clips import Clips
from voicecoach.speech.engines import voice_called
from voicecoach.speech.prompt import PromptVoice
from voicecoach.speech.voice import VoiceFailed, VoiceInfo

GRANNY = VoiceInfo("a/granny", "Granny", ("en-gb",))
HANS = VoiceInfo("b/hans", "Hans", ("de",))
KATE = VoiceInfo("c/kate", "Kate", ("en-us", "en"))
LINES = ("Lie down on your back.", "Breathe out.")
WPM = 165


def test_voices_follow_each_other_in_a_circle_past_those_of_other_languages() -> None:
    there = [GRANNY, HANS, KATE]
    assert following(there, "en", "espeak 1.51, pyttsx3 2.99, a/granny") is KATE
    assert following(there, "en", "espeak 1.51, pyttsx3 2.99, c/kate") is GRANNY


def test_a_voice_is_not_taken_for_another_one_with_a_longer_name() -> None:
    there = [GRANNY, VoiceInfo("a/granny-soft", "Soft", ("en",)), KATE]
    assert following(there, "en", "espeak 1.51, a/granny-soft") is KATE


def test_who_has_one_voice_has_no_other() -> None:
    assert following([GRANNY, HANS], "en", "espeak 1.51, a/granny") is None


def test_it_takes_over_with_every_line_ready_and_sounds_different() -> None:
    ready: Queue[tuple[ClipOf, PromptVoice, str]] = Queue()
    with voice_called() as voice:
        clips = Clips(voice)
        clips.prepare(LINES, WPM)
        before = [clips.clip(line, WPM) for line in LINES]
        revoicing = Revoicing("en", lambda *made: ready.put(made), lambda: None)
        revoicing.look(clips, PromptVoice(voice), WPM)
        clip_of, other, _ = ready.get(timeout=60)
        revoicing.close()
        assert other.name != voice.name
    assert [clip_of(line, WPM) for line in LINES] != before, "the voices are closed: all is ready"


def test_what_the_other_voice_cannot_say_the_old_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    ready: Queue[tuple[ClipOf, PromptVoice, str]] = Queue()
    with voice_called() as voice:
        clips = Clips(voice)
        clips.prepare(LINES, WPM)
        revoicing = Revoicing("en", lambda *made: ready.put(made), lambda: None)
        revoicing.look(clips, PromptVoice(voice), WPM)
        clip_of, other, _ = ready.get(timeout=60)

        def fail(*_: object) -> None:
            raise VoiceFailed("The voice is gone.", "Start again.")

        monkeypatch.setattr(other, "render", fail)
        assert clip_of("Something new.", WPM) == clips.clip("Something new.", WPM)
        revoicing.close()


def test_a_language_with_one_voice_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voicecoach.running.revoicing.voices", lambda _: [KATE])
    none: Queue[bool] = Queue()
    with voice_called() as voice:
        revoicing = Revoicing("en", lambda *_: None, lambda: none.put(True))
        revoicing.look(Clips(voice), PromptVoice(voice), WPM)
        assert none.get(timeout=60)
        revoicing.close()
