import numpy as np
import pytest

from voicecoach.core.clip import Clip
from voicecoach.speech.clips import Clips
from voicecoach.speech.voice import VoiceFailed

PCM = (np.arange(-32768, 32768, 7) / 32768).astype(np.float32)


class Fragile:
    """A voice whose clips last as long as the rate says, until it is `broken`."""

    name = "fragile"

    def __init__(self) -> None:
        self.said: list[tuple[str, int]] = []
        self.broken = False

    def render(self, text: str, wpm: int) -> Clip:
        if self.broken:
            raise VoiceFailed("The voice died.", "Start the program again.")
        self.said.append((text, wpm))
        return Clip(bytes(4 * wpm), 1000)

    def close(self) -> None:
        self.broken = True


def test_what_was_prepared_is_said_once_and_is_there_at_once() -> None:
    voice = Fragile()
    clips = Clips(voice)
    clips.prepare(["One.", "Two.", "One."], 175)
    voice.close()
    assert clips.clip("One.", 175).frames == 175
    assert clips.clip("Two.", 175).frames == 175
    assert voice.said == [("One.", 175), ("Two.", 175)]
    assert clips.failure is None


def test_progress_counts_every_text_once() -> None:
    seen: list[tuple[int, int]] = []
    Clips(Fragile()).prepare(["One.", "Two.", "One."], 175, lambda *step: seen.append(step))
    assert seen == [(1, 2), (2, 2)]


def test_what_was_not_prepared_is_rendered_when_it_is_asked_for() -> None:
    voice = Fragile()
    clips = Clips(voice)
    assert clips.clip("One.", 200) == clips.clip("One.", 200)
    assert voice.said == [("One.", 200)]


def test_when_the_voice_dies_the_nearest_rate_stands_in() -> None:
    voice = Fragile()
    clips = Clips(voice)
    for wpm in (120, 175, 250):
        clips.prepare(["Seek medical advice."], wpm)
    voice.close()
    assert clips.clip("Seek medical advice.", 190).frames == 175
    assert clips.failure is not None


def test_when_the_voice_dies_a_new_text_is_refused() -> None:
    voice = Fragile()
    voice.close()
    with pytest.raises(VoiceFailed, match="died"):
        Clips(voice).clip("One.", 175)
    with pytest.raises(VoiceFailed, match="died"):
        Clips(voice).prepare(["One."], 175)


@pytest.mark.parametrize("frames", [0, 1, 17, len(PCM)])
def test_a_clip_of_any_length_is_kept_without_a_loss(frames: int) -> None:
    class Loud(Fragile):
        def render(self, text: str, wpm: int) -> Clip:  # noqa: ARG002 - a voice's
            return Clip(PCM[-frames:].tobytes() if frames else b"", 22_050)

    clips = Clips(Loud())
    for _ in range(2):
        assert clips.clip("One.", 175) == Loud().render("One.", 175)
        assert clips.seconds("One.", 175) == clips.clip("One.", 175).seconds
        clips.pack()
    assert not clips.pack(), "it is packed already"
